package dev.vitrine.cli.migrate.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.vitrine.cli.migrate.http.MigrationException;
import dev.vitrine.cli.migrate.http.RegistryClient;
import dev.vitrine.cli.migrate.source.SourceDetails;
import dev.vitrine.cli.migrate.source.SourceMetric;
import dev.vitrine.cli.migrate.source.SourceVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads parameters, metrics and users of the runs that versions were made by. */
final class MlflowRuns {
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private final RegistryClient client;

  MlflowRuns(RegistryClient client) {
    this.client = client;
  }

  /**
   * A version with the values of its run. A run that was deleted has none; one that the caller may
   * not read is a remark.
   */
  SourceDetails addTo(SourceVersion version) throws IOException {
    JsonNode run = MissingNode.getInstance();
    String remark = "";
    if (!version.runId().isEmpty()) {
      try {
        run =
            client
                .get(MlflowSource.API + "runs/get", Map.of("run_id", version.runId()))
                .path("run");
      } catch (MigrationException refusal) {
        if (refusal.status() == FORBIDDEN) {
          remark = ", without parameters and metrics (the run must not be read)";
        } else if (refusal.status() != NOT_FOUND) {
          throw refusal;
        }
      }
    }
    Map<String, String> params = new HashMap<>();
    for (JsonNode param : run.path("data").path("params")) {
      params.put(param.path("key").asText(), param.path("value").asText(""));
    }
    SourceVersion authored = version.author().isEmpty() ? version.by(user(run)) : version;
    return new SourceDetails(authored, params, metrics(run.path("data").path("metrics")), remark);
  }

  /** The finite metrics of a list. */
  static List<SourceMetric> metrics(JsonNode list) {
    List<SourceMetric> metrics = new ArrayList<>();
    for (JsonNode metric : list) {
      // Values that are not finite are texts.
      if (metric.path("value").isNumber()) {
        metrics.add(
            new SourceMetric(
                metric.path("key").asText(),
                metric.path("value").asDouble(),
                metric.path("timestamp").asLong(),
                Math.max(0, metric.path("step").asLong(0)),
                metric.path("dataset_name").asText("")));
      }
    }
    return metrics;
  }

  private static String user(JsonNode run) {
    for (JsonNode tag : run.path("data").path("tags")) {
      if (tag.path("key").asText().equals("mlflow.user")) {
        return tag.path("value").asText("");
      }
    }
    return run.path("info").path("user_id").asText("");
  }
}
