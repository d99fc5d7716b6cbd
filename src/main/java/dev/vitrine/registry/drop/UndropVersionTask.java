package dev.vitrine.registry.drop;

import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.Alias;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ModelStatement.UndropVersion;
import dev.vitrine.store.securable.VersionDao;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Aliases that cannot be restored are named in a warning. */
final class UndropVersionTask implements Task<UndropVersion, TaskResult> {
  @Override
  public TaskResult execute(UndropVersion statement, TaskContext context) {
    ResolvedObject model = context.requireModel(statement.model());
    context.authorize(Operation.UNDROP_VERSION, model);
    context.lock(model);
    long version = statement.version();
    List<String> aliases =
        context
            .dropped()
            .restoreVersion(model.id(), version, Drops.restorableAfter(context))
            .orElseThrow(() -> notFound(model, version));
    List<String> lost = setAliases(model.id(), version, aliases, context.versions());
    context.securables().touch(model.type(), model.id(), context.stamp());
    return new TaskResult.Changed(
        1,
        OptionalLong.of(version),
        lost.isEmpty()
            ? List.of()
            : List.of(
                "These aliases of version "
                    + version
                    + " were not restored, because they are set on another version or the model has "
                    + Alias.MOST_PER_MODEL
                    + " aliases: "
                    + String.join(", ", lost)
                    + "."));
  }

  /** Sets aliases that are not set; returns the others. */
  private static List<String> setAliases(
      long model, long version, List<String> aliases, VersionDao versions) {
    List<String> lost = new ArrayList<>();
    int count = versions.aliasCount(model);
    for (String alias : aliases) {
      if (count < Alias.MOST_PER_MODEL && versions.ofAlias(model, alias).isEmpty()) {
        versions.setAlias(model, alias, version);
        count++;
      } else {
        lost.add(alias);
      }
    }
    return lost;
  }

  private static VitrineException notFound(ResolvedObject model, long version) {
    return new VitrineException(
            ErrorCode.MODEL_VERSION_NOT_FOUND,
            "There is no dropped version "
                + version
                + " of model '"
                + model.fullName()
                + "' to restore.")
        .withHint(
            "Dropped versions can be restored until the retention that"
                + " ALTER METASTORE SET RETENTION DROPPED sets is over.");
  }
}
