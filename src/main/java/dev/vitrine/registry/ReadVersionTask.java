package dev.vitrine.registry;

import dev.vitrine.authorization.Authorizer;
import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.ModelVersion;
import dev.vitrine.statement.tree.ReadVersion;
import dev.vitrine.statement.tree.VersionRef;
import java.util.Optional;

/** Whoever may read versions sees all that the registry's relations have of one. */
final class ReadVersionTask implements Task<ReadVersion> {
  @Override
  public TaskResult execute(ReadVersion call, TaskContext context) {
    Target model = context.resolver().lookModel(call.model());
    if (call.ifReadable() && !readable(model)) {
      return new TaskResult.Version(Optional.empty());
    }
    context.require(model, call.model().position());
    context.authorize(Operation.READ_VERSIONS, model);
    long number =
        call.version() instanceof VersionRef.ByNumber byNumber
            ? byNumber.number()
            : VersionNumbers.resolve(call.version(), model, context);
    Optional<ModelVersion> version = context.transaction().models().version(model.id(), number);
    if (version.isEmpty() && !call.ifReadable()) {
      throw VersionNumbers.notFound(model, number);
    }
    return new TaskResult.Version(version);
  }

  /** A version of a model; empty for who may not read versions, but perhaps add one. */
  static Optional<ModelVersion> find(Target model, long number, TaskContext context) {
    return readable(model)
        ? context.transaction().models().version(model.id(), number)
        : Optional.empty();
  }

  private static boolean readable(Target model) {
    return model.visible()
        && Authorizer.permits(Operation.READ_VERSIONS, model.access().orElseThrow());
  }
}
