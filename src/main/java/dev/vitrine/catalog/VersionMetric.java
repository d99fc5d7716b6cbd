package dev.vitrine.catalog;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.time.LocalDateTime;

/**
 * A measured value of a version. There is one value for a name, dataset and step.
 *
 * @param name case-sensitive
 * @param value a finite number
 * @param dataset name of the dataset that it was measured on; empty if none was named
 * @param step training step; 0 if none was named
 * @param recordedAt time of the measurement in UTC, to the millisecond
 */
public record VersionMetric(
    String name, double value, String dataset, long step, LocalDateTime recordedAt) {
  /** Maximum metrics of a version. */
  public static final int MOST_PER_VERSION = 1_000;

  /** Maximum characters of the name of a metric, parameter or dataset. */
  private static final int LONGEST_NAME = 255;

  /**
   * @throws VitrineException INVALID_PARAMETER_VALUE if a component is not allowed
   */
  public VersionMetric {
    checkName("metric", name);
    if (!dataset.isEmpty()) {
      checkName("dataset", dataset);
    }
    if (!Double.isFinite(value)) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "The value of metric '" + name + "' is not a finite number.")
          .withHint("Leave out metrics that are NaN or infinite.");
    }
  }

  /**
   * Checks a name.
   *
   * @param noun the named thing, for the message
   * @throws VitrineException INVALID_PARAMETER_VALUE if the name is not allowed
   */
  static void checkName(String noun, String name) {
    boolean valid =
        !name.isEmpty()
            && name.length() <= LONGEST_NAME
            && name.equals(name.strip())
            && StorableText.flaw(name).isEmpty()
            && name.chars().noneMatch(Character::isISOControl);
    if (!valid) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "'"
                  + StorableText.excerpt(name, LONGEST_NAME)
                  + "' is not a valid name of a "
                  + noun
                  + ".")
          .withHint(
              "It has 1 to "
                  + LONGEST_NAME
                  + " characters, no control characters, and no space at either end.");
    }
  }
}
