package dev.vitrine.cli.server;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;

/** The numbers that an option can have. */
final class OptionRange {
  private OptionRange() {}

  /**
   * Checks the number of an option that has no largest one.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when it is too small
   */
  static void require(String option, int number, int least) {
    require(option, number, least, Integer.MAX_VALUE);
  }

  /**
   * Checks the number of an option.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when it is out of range
   */
  static void require(String option, int number, int least, int most) {
    if (number < least || number > most) {
      String range = most == Integer.MAX_VALUE ? "at least " + least : least + " to " + most;
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "The number of "
                  + option
                  + " is out of range: "
                  + number
                  + ". It must be "
                  + range
                  + ".")
          .withHint("See vitrine server --help.");
    }
  }
}
