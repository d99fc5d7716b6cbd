package dev.vitrine.cli.migrate;

import java.time.Instant;
import java.util.Map;

/**
 * A version of the registry that is imported.
 *
 * @param author empty if the registry has none
 * @param stage {@code None} if it has none
 */
record SourceVersion(
    long number,
    String author,
    Instant created,
    String description,
    String source,
    String runId,
    String stage,
    boolean ready,
    Map<String, String> tags) {
  SourceVersion {
    tags = Map.copyOf(tags);
  }

  /** With an author; the registry of MLflow has none, but its runs have. */
  SourceVersion by(String user) {
    return new SourceVersion(number, user, created, description, source, runId, stage, ready, tags);
  }

  boolean hasStage() {
    return !stage.isEmpty() && !stage.equals("None");
  }
}
