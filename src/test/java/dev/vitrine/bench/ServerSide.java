package dev.vitrine.bench;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A server, and how it is asked.
 *
 * @param process of the server; empty if it is not known, or on another machine
 * @param compared whether its figures are compared with those of the first server
 */
record ServerSide(
    String name,
    String url,
    Optional<String> token,
    Api api,
    String schema,
    Optional<ProcessHandle> process,
    boolean compared) {
  /** The dialects of the requests, and where they begin. */
  enum Api {
    MLFLOW("/api/2.0/mlflow"),
    /** MLflow's API for Unity Catalog: models have full names, versions are finalized. */
    MLFLOW_IN_SCHEMA("/api/2.0/mlflow/unity-catalog"),
    UNITY_CATALOG("/api/2.1/unity-catalog");

    private final String path;

    Api(String path) {
      this.path = path;
    }

    String path() {
      return path;
    }
  }

  /** The name of a model; in its schema, if there is one. */
  String model(int number) {
    String name = String.format(Locale.ROOT, "model_%03d", number);
    return schema.isEmpty() ? name : schema + "." + name;
  }

  /** The catalog and the name of the schema. */
  String[] schemaParts() {
    return schema.split("\\.", 2);
  }

  JsonClient client(boolean keep) {
    return new JsonClient(url, token, keep);
  }

  /** CPU time of the process and those that it started; empty if it is not known. */
  Optional<Duration> cpu() {
    return process.map(
        known ->
            Stream.concat(Stream.of(known), known.descendants())
                .flatMap(one -> one.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus));
  }
}
