package dev.vitrine.server.mlflow.registry;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.util.List;

/** Stages of versions, which aliases have replaced: each version is in the stage "None". */
final class Stages {
  /** The stage of each version. */
  static final String NONE = "None";

  private Stages() {}

  /**
   * Requires that a request does not depend on stages.
   *
   * @param stages those that the request names; none means any
   * @throws VitrineException UNSUPPORTED_FEATURE if there is another one than "None"
   */
  static void requireNone(List<String> stages) {
    for (String stage : stages) {
      if (!stage.equalsIgnoreCase(NONE)) {
        throw unsupported();
      }
    }
  }

  /** The error of a request to change a stage. */
  static VitrineException unsupported() {
    return new VitrineException(
            ErrorCode.UNSUPPORTED_FEATURE, "Stages of model versions are not supported.")
        .withHint(
            "Use aliases: set_registered_model_alias(name, 'Champion', version), and load"
                + " models:/name@Champion.");
  }
}
