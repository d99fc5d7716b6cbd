package dev.vitrine.server.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.catalog.ModelVersion;
import dev.vitrine.catalog.ModelVersion.VersionMetric;
import dev.vitrine.statement.tree.MetricAssignment;
import dev.vitrine.statement.tree.ParamAssignment;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Parameters, metrics and the deployment job of versions, with the names that MLflow and Unity
 * Catalog give them.
 */
public final class VersionContentJson {
  /** 31 December 9999, in milliseconds. */
  private static final long LATEST_MILLIS = 253_402_300_799_999L;

  private VersionContentJson() {}

  /** The parameters of a request to create a version. */
  public static List<ParamAssignment> params(Members body) {
    return body.objects("model_params").stream()
        .map(
            param ->
                new ParamAssignment(name(param, "name", "key"), param.text("value").orElse("")))
        .toList();
  }

  /** The metrics of a request to create a version. */
  public static List<MetricAssignment> metrics(Members body) {
    return body.objects("model_metrics").stream()
        .map(
            metric ->
                new MetricAssignment(
                    name(metric, "key", "name"),
                    metric.requiredDecimal("value"),
                    metric.text("dataset_name").filter(name -> !name.isEmpty()),
                    metric.number("step").orElse(0L),
                    metric.number("timestamp").filter(at -> at != 0).map(VersionContentJson::time)))
        .toList();
  }

  /** Clients call the name of parameters name, and that of metrics key; entities have key. */
  private static String name(Members members, String usual, String other) {
    Optional<String> name = members.text(usual).or(() -> members.text(other));
    return name.orElseGet(() -> members.required(usual));
  }

  private static LocalDateTime time(long millis) {
    if (millis < 0 || millis > LATEST_MILLIS) {
      throw Exchange.invalid("'timestamp' must be between 0 and " + LATEST_MILLIS + ".");
    }
    return LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
  }

  /** Adds what a version has inside to a response. */
  public static ObjectNode addTo(ObjectNode node, ModelVersion version) {
    if (!version.params().isEmpty()) {
      ArrayNode params = node.putArray("model_params");
      version
          .params()
          .forEach(
              param -> params.addObject().put("name", param.name()).put("value", param.value()));
    }
    if (!version.metrics().isEmpty()) {
      ArrayNode metrics = node.putArray("model_metrics");
      version.metrics().forEach(metric -> put(metrics.addObject(), metric));
    }
    version
        .deploymentJobId()
        .ifPresent(
            id -> {
              node.put("deployment_job_id", id);
              node.putObject("deployment_job_state").put("job_id", id);
            });
    return node;
  }

  private static void put(ObjectNode node, VersionMetric metric) {
    node.put("key", metric.name())
        .put("value", metric.value())
        .put("timestamp", Json.millis(metric.recordedAt()))
        .put("step", metric.step());
    if (!metric.dataset().isEmpty()) {
      node.put("dataset_name", metric.dataset());
    }
  }
}
