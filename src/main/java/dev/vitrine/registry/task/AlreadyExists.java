package dev.vitrine.registry.task;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.statement.tree.Positioned;

/** The result of CREATE when the name exists. */
public final class AlreadyExists {
  private AlreadyExists() {}

  /** Success that changed nothing under IF NOT EXISTS, or else the error. */
  public static TaskResult answer(ResolvedObject target, boolean ifNotExists, Positioned name) {
    if (ifNotExists) {
      return TaskResult.changed(0);
    }
    throw error(target, name);
  }

  public static VitrineException error(ResolvedObject target, Positioned name) {
    return error(target, name, "Choose another name, or add IF NOT EXISTS.");
  }

  /** The error with another hint. */
  public static VitrineException error(ResolvedObject target, Positioned name, String hint) {
    ErrorCode code =
        switch (target.type()) {
          case CATALOG -> ErrorCode.CATALOG_ALREADY_EXISTS;
          case SCHEMA -> ErrorCode.SCHEMA_ALREADY_EXISTS;
          case MODEL -> ErrorCode.MODEL_ALREADY_EXISTS;
          case METASTORE -> throw new IllegalArgumentException("there is one metastore");
        };
    String noun = target.type().noun();
    return name.at(
        new VitrineException(
                code,
                Character.toUpperCase(noun.charAt(0))
                    + noun.substring(1)
                    + " '"
                    + target.fullName()
                    + "' already exists.")
            .withHint(hint));
  }
}
