package dev.vitrine.registry.model;

import dev.vitrine.catalog.ModelVersion.VersionMetric;
import dev.vitrine.catalog.ModelVersion.VersionParam;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.task.ListLimit;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.statement.tree.MetricAssignment;
import dev.vitrine.statement.tree.ParamAssignment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parameters and metrics of versions within the limits. The caller holds the model's lock. */
final class VersionContent {
  /** There is one value of a metric for each. */
  private record MetricKey(String name, String dataset, long step) {}

  private VersionContent() {}

  /**
   * Adds the parameters of a new version; of several values for one name the last counts.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE or STATEMENT_TOO_COMPLEX
   */
  static void addParams(
      long modelId, long version, List<ParamAssignment> assignments, TaskContext context) {
    ListLimit.require(assignments, "parameters");
    Map<String, VersionParam> params = new LinkedHashMap<>();
    for (ParamAssignment assignment : assignments) {
      params.put(assignment.name(), new VersionParam(assignment.name(), assignment.value()));
    }
    context.versionContents().insertParams(modelId, version, params.values(), context.stamp());
  }

  /**
   * Sets or replaces metrics; of several values for one name, dataset and step the last counts.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE, METRIC_LIMIT_EXCEEDED or
   *     STATEMENT_TOO_COMPLEX
   */
  static void putMetrics(
      long modelId, long version, List<MetricAssignment> assignments, TaskContext context) {
    if (assignments.isEmpty()) {
      return;
    }
    ListLimit.require(assignments, "metrics");
    Map<MetricKey, VersionMetric> metrics = new LinkedHashMap<>();
    for (MetricAssignment assignment : assignments) {
      VersionMetric metric =
          new VersionMetric(
              assignment.name(),
              assignment.value(),
              assignment.dataset().orElse(""),
              assignment.step(),
              assignment.recordedAt().orElse(context.stamp().at()));
      metrics.put(new MetricKey(metric.name(), metric.dataset(), metric.step()), metric);
    }
    context.versionContents().putMetrics(modelId, version, metrics.values(), context.stamp());
    if (context.versionContents().metricCount(modelId, version) > VersionMetric.MOST_PER_VERSION) {
      throw new VitrineException(
              ErrorCode.METRIC_LIMIT_EXCEEDED,
              "The version would have more than " + VersionMetric.MOST_PER_VERSION + " metrics.")
          .withHint("Record the values of the last step only.");
    }
  }
}
