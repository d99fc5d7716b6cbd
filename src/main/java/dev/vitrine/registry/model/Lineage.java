package dev.vitrine.registry.model;

import dev.vitrine.registry.task.ListLimit;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.Texts;
import dev.vitrine.statement.tree.LineageSource;
import dev.vitrine.store.securable.VersionDao;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lineage of versions. */
final class Lineage {
  private Lineage() {}

  /**
   * Records the sources that are not recorded yet.
   *
   * @return their number
   */
  static int add(
      long modelId,
      long version,
      List<LineageSource> sources,
      @Nullable String runId,
      TaskContext context) {
    ListLimit.require(sources, "sources");
    if (sources.isEmpty()) {
      return 0;
    }
    VersionDao versions = context.versions();
    Set<String> added = new LinkedHashSet<>();
    sources.forEach(source -> added.add(Texts.LINEAGE.check(source.toString())));
    added.removeAll(versions.lineage(modelId, version));
    versions.insertLineage(modelId, version, List.copyOf(added), runId, context.stamp());
    return added.size();
  }
}
