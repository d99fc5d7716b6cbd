package dev.vitrine.cli.migrate.file;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.cli.migrate.file.DirectoryWalk.Entry;
import dev.vitrine.cli.migrate.http.RegistryClient;
import dev.vitrine.cli.migrate.http.RegistryPages;
import dev.vitrine.cli.migrate.source.SourceFile;
import dev.vitrine.cli.migrate.source.SourceFiles;
import dev.vitrine.cli.migrate.source.SourceVersion;
import dev.vitrine.cli.migrate.source.UnusableVersionException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** Files in the registry of a Databricks workspace, downloaded from signed URLs. */
public final class WorkspaceFiles implements SourceFiles {
  private static final String LIST = "/api/2.0/mlflow/model-versions/list-artifacts";
  private static final String SIGN = "/api/2.0/mlflow/model-versions/get-signed-download-uri";

  /** Separates the parts of a location; no part contains it. */
  private static final String SEPARATOR = "\n";

  private final RegistryClient client;

  /**
   * @param client of the server
   */
  public WorkspaceFiles(RegistryClient client) {
    this.client = client;
  }

  @Override
  public List<SourceFile> list(String model, SourceVersion version) throws IOException {
    List<SourceFile> files =
        DirectoryWalk.files(
            directory -> entries(model, version.number(), directory), DirectoryWalk.LIMIT);
    if (files.isEmpty()) {
      throw new UnusableVersionException("It has no files in the workspace.");
    }
    return files;
  }

  private List<Entry> entries(String model, long version, String directory) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (JsonNode entry :
        new RegistryPages(client).all(LIST, "files", parameters(model, version, directory))) {
      String path = entry.path("path").asText();
      entries.add(
          new Entry(
              DirectoryWalk.lastPart(path),
              entry.path("is_dir").asBoolean(false),
              String.join(SEPARATOR, model, Long.toString(version), path),
              entry.path("file_size").asLong(0)));
    }
    return entries;
  }

  private static Map<String, String> parameters(String model, long version, String path) {
    return Map.of("name", model, "version", Long.toString(version), "path", path);
  }

  @Override
  public long download(SourceFile file, Path target, long most, LongConsumer received)
      throws IOException {
    String[] parts = file.location().split(SEPARATOR, 3);
    JsonNode signed = client.get(SIGN, parameters(parts[0], Long.parseLong(parts[1]), parts[2]));
    return client.downloadSigned(
        signed.path("signed_uri").asText(""),
        SignedHeaders.of(signed),
        file.path(),
        target,
        most,
        received);
  }
}
