package dev.vitrine.cli.migrate.source;

import java.time.Instant;
import java.util.Map;

/**
 * A version of the registry that is imported.
 *
 * @param author empty if the registry has none
 * @param stage {@code None} if it has none
 * @param location of its files, if the registry states one; otherwise empty
 */
public record SourceVersion(
    long number,
    String author,
    Instant created,
    String description,
    String source,
    String runId,
    String stage,
    boolean ready,
    Map<String, String> tags,
    String location) {
  /** Makes a copy of the tags. */
  public SourceVersion {
    tags = Map.copyOf(tags);
  }

  /** With an author; the registry of MLflow has none, but its runs have. */
  public SourceVersion by(String user) {
    return new SourceVersion(
        number, user, created, description, source, runId, stage, ready, tags, location);
  }

  /** With tags, which lists of some registries do not contain. */
  public SourceVersion tagged(Map<String, String> all) {
    return new SourceVersion(
        number, author, created, description, source, runId, stage, ready, all, location);
  }

  /** Whether the version is in a stage. */
  public boolean hasStage() {
    return !stage.isEmpty() && !stage.equals("None");
  }
}
