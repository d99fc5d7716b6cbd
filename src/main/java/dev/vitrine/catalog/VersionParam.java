package dev.vitrine.catalog;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;

/** A parameter that a version was trained with. Names are case-sensitive; values are texts. */
public record VersionParam(String name, String value) {
  /** Maximum characters of a value, as in MLflow. */
  public static final int LONGEST_VALUE = 6_000;

  /**
   * @throws VitrineException INVALID_PARAMETER_VALUE if the name or the value is not allowed
   */
  public VersionParam {
    VersionMetric.checkName("parameter", name);
    if (value.length() > LONGEST_VALUE || StorableText.flaw(value).isPresent()) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "The value of parameter '" + name + "' is too long or contains a NUL.")
          .withHint("It can have " + LONGEST_VALUE + " characters, none of them NUL.");
    }
  }
}
