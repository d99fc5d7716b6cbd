package dev.vitrine.server.mlflow.registry;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.statement.tree.TagAssignment;
import java.util.List;

/** Prompts, which MLflow's registry stores as models with a tag, are not stored. */
final class Prompts {
  private static final String TAG = "mlflow.prompt.is_prompt";

  private Prompts() {}

  /**
   * Requires that tags do not make a prompt.
   *
   * @throws VitrineException UNSUPPORTED_FEATURE if they do
   */
  static List<TagAssignment> refuse(List<TagAssignment> tags) {
    for (TagAssignment tag : tags) {
      if (tag.key().equals(TAG) && tag.value().equalsIgnoreCase("true")) {
        throw new VitrineException(ErrorCode.UNSUPPORTED_FEATURE, "Vitrine does not store prompts.")
            .withHint("Keep prompts in an MLflow tracking server, with another registry URI.");
      }
    }
    return tags;
  }
}
