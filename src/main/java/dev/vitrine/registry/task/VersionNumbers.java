package dev.vitrine.registry.task;

import dev.vitrine.authorization.Operation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.statement.tree.VersionRef;
import dev.vitrine.store.securable.VersionDao;
import java.util.OptionalLong;

/** Which version of a model a reference means. */
public final class VersionNumbers {
  private VersionNumbers() {}

  /**
   * The number of an existing version. Resolving an alias or LATEST additionally needs the
   * privilege to read versions.
   *
   * @throws VitrineException MODEL_VERSION_NOT_FOUND, MODEL_ALIAS_NOT_FOUND or
   *     INSUFFICIENT_PRIVILEGES
   */
  public static long resolve(VersionRef reference, ResolvedObject model, TaskContext context) {
    VersionDao versions = context.versions();
    if (reference instanceof VersionRef.ByNumber byNumber) {
      if (versions.find(model.id(), byNumber.number()).isEmpty()) {
        throw notFound(model, byNumber.number());
      }
      return byNumber.number();
    }
    context.authorize(Operation.READ_VERSIONS, model);
    if (reference instanceof VersionRef.ByAlias byAlias) {
      OptionalLong version = versions.ofAlias(model.id(), byAlias.alias().value());
      return version.orElseThrow(
          () -> byAlias.alias().at(aliasNotFound(model, byAlias.alias().value())));
    }
    return versions
        .latest(model.id())
        .orElseThrow(
            () ->
                new VitrineException(
                        ErrorCode.MODEL_VERSION_NOT_FOUND,
                        "Model '" + model.fullName() + "' has no READY version.")
                    .withHint("Register one with ALTER MODEL … ADD VERSION FROM 'uri'."));
  }

  public static VitrineException notFound(ResolvedObject model, long version) {
    return new VitrineException(
            ErrorCode.MODEL_VERSION_NOT_FOUND,
            "Version " + version + " of model '" + model.fullName() + "' does not exist.")
        .withHint("SHOW VERSIONS IN MODEL " + model.fullName() + " lists them.");
  }

  public static VitrineException aliasNotFound(ResolvedObject model, String alias) {
    return new VitrineException(
            ErrorCode.MODEL_ALIAS_NOT_FOUND,
            "Model '" + model.fullName() + "' has no alias '" + alias + "'.")
        .withHint("SHOW ALIASES IN MODEL " + model.fullName() + " lists them.");
  }
}
