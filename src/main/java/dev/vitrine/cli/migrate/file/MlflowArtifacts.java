package dev.vitrine.cli.migrate.file;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.cli.migrate.file.DirectoryWalk.Entry;
import dev.vitrine.cli.migrate.http.RegistryClient;
import dev.vitrine.cli.migrate.source.SourceFile;
import dev.vitrine.cli.migrate.source.SourceFiles;
import dev.vitrine.cli.migrate.source.SourceVersion;
import dev.vitrine.cli.migrate.source.UnusableVersionException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/** Files that an MLflow server serves ({@code mlflow server --serve-artifacts}). */
public final class MlflowArtifacts implements SourceFiles {
  private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts";

  private final RegistryClient client;
  private final Duration limit;

  /**
   * @param client of the server
   */
  public MlflowArtifacts(RegistryClient client) {
    this(client, DirectoryWalk.LIMIT);
  }

  /**
   * @param limit time for listing the files of a version
   */
  MlflowArtifacts(RegistryClient client, Duration limit) {
    this.client = client;
    this.limit = limit;
  }

  @Override
  public List<SourceFile> list(String model, SourceVersion version) throws IOException {
    String uri =
        client
            .get(
                "/api/2.0/mlflow/model-versions/get-download-uri",
                Map.of("name", model, "version", Long.toString(version.number())))
            .path("artifact_uri")
            .asText("");
    String root = servedPath(uri);
    List<SourceFile> files = DirectoryWalk.files(directory -> entries(root, directory), limit);
    if (files.isEmpty()) {
      throw new UnusableVersionException("It has no files in " + uri + ".");
    }
    return files;
  }

  private String servedPath(String uri) throws UnusableVersionException {
    try {
      URI parsed = new URI(RegistryClient.encodePath(uri).replace("%3A", ":"));
      String host = parsed.getHost();
      boolean here =
          host == null
              ? parsed.getRawAuthority() == null
              : host.equals(URI.create(client.server()).getHost());
      if ("mlflow-artifacts".equals(parsed.getScheme()) && here && parsed.getPath() != null) {
        return parsed.getPath().replaceAll("^/+|/+$", "");
      }
    } catch (URISyntaxException malformed) {
      UnusableVersionException failure =
          new UnusableVersionException("The URI of its files is malformed: " + uri);
      failure.initCause(malformed);
      throw failure;
    }
    throw new UnusableVersionException(
        "Its files are in " + uri + ", which the server does not serve (--without-files).");
  }

  private List<Entry> entries(String root, String directory) throws IOException {
    String path = directory.isEmpty() ? root : root + "/" + directory;
    List<Entry> entries = new ArrayList<>();
    for (JsonNode entry : client.get(ARTIFACTS, Map.of("path", path)).path("files")) {
      String name = DirectoryWalk.lastPart(entry.path("path").asText());
      String url = ARTIFACTS + "/" + RegistryClient.encodePath(path + "/" + name);
      entries.add(
          new Entry(
              name, entry.path("is_dir").asBoolean(false), url, entry.path("file_size").asLong(0)));
    }
    return entries;
  }

  @Override
  public long download(SourceFile file, Path target, long most, LongConsumer received)
      throws IOException {
    return client.download(file.location(), target, most, received);
  }
}
