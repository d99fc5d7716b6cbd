package dev.vitrine.registry.principal;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;

/** The number of days of a retention. */
final class RetentionDays {
  /** A hundred years. */
  private static final long MOST = 36_500;

  private RetentionDays() {}

  /**
   * Checks a number of days.
   *
   * @param least the smallest number
   * @param kept the kept objects, in the plural, at the beginning of a sentence
   * @param otherwise the rest of the hint
   * @throws VitrineException INVALID_PARAMETER_VALUE
   */
  static void check(long days, long least, String kept, String otherwise) {
    if (days < least || days > MOST) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE, kept + " cannot be kept for " + days + " days.")
          .withHint("Write " + least + " to " + MOST + " DAYS" + otherwise + ".");
    }
  }
}
