package dev.vitrine.registry.model;

import dev.vitrine.authorization.Authorizer;
import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.ModelVersion;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.VersionNumbers;
import dev.vitrine.statement.tree.Call.ReadVersion;
import dev.vitrine.statement.tree.VersionRef;
import dev.vitrine.store.securable.LookUpDao;
import java.util.Optional;

/** A caller who may read versions sees all rows of the registry's relations about them. */
final class ReadVersionTask implements Task<ReadVersion, Optional<ModelVersion>> {
  @Override
  public Optional<ModelVersion> execute(ReadVersion call, TaskContext context) {
    ResolvedObject model = context.resolver().lookModel(call.model());
    if (call.ifReadable() && !readable(model)) {
      return Optional.empty();
    }
    context.require(model, call.model());
    context.authorize(Operation.READ_VERSIONS, model);
    Optional<ModelVersion> version = find(call.version(), model, context);
    if (version.isEmpty() && !call.ifReadable()) {
      // Its error names the missing one of the two.
      throw VersionNumbers.notFound(model, VersionNumbers.resolve(call.version(), model, context));
    }
    return version;
  }

  private static Optional<ModelVersion> find(
      VersionRef version, ResolvedObject model, TaskContext context) {
    LookUpDao models = context.lookUps();
    if (version instanceof VersionRef.ByAlias byAlias) {
      return models.versionOf(model.id(), byAlias.alias().value());
    }
    return models.version(
        model.id(),
        version instanceof VersionRef.ByNumber byNumber
            ? byNumber.number()
            : VersionNumbers.resolve(version, model, context));
  }

  /** A version of a model; empty for a caller who may add versions but not read them. */
  public static Optional<ModelVersion> find(
      ResolvedObject model, long number, TaskContext context) {
    return readable(model) ? context.lookUps().version(model.id(), number) : Optional.empty();
  }

  /** Whether the caller may read versions of a model. */
  static boolean readable(ResolvedObject model) {
    return model.visible()
        && Authorizer.permits(Operation.READ_VERSIONS, model.access().orElseThrow());
  }
}
