package dev.vitrine.cli.migrate.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vitrine.cli.migrate.file.DirectoryWalk.Entry;
import dev.vitrine.cli.migrate.http.MigrationException;
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

/**
 * Files of versions in the Files API of Databricks and Vitrine, below {@code /Models}. They are
 * downloaded from signed URLs or, if the server signs none, by their paths.
 */
public final class FilesApi implements SourceFiles {
  private static final String API = "/api/2.0/fs/";
  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;
  private static final JsonMapper JSON = new JsonMapper();

  private final RegistryClient client;

  /**
   * @param client of the server
   */
  public FilesApi(RegistryClient client) {
    this.client = client;
  }

  @Override
  public List<SourceFile> list(String model, SourceVersion version) throws IOException {
    String root = "/Models/" + model.replace('.', '/') + "/" + version.number();
    List<SourceFile> files;
    try {
      files = DirectoryWalk.files(directory -> entries(root, directory), DirectoryWalk.LIMIT);
    } catch (MigrationException refusal) {
      if (refusal.status() != NOT_FOUND) {
        throw refusal;
      }
      UnusableVersionException missing =
          new UnusableVersionException(
              "The source does not serve its files (--without-files): " + refusal.problem());
      missing.initCause(refusal);
      throw missing;
    }
    if (files.isEmpty()) {
      throw new UnusableVersionException("It has no files in the source.");
    }
    return files;
  }

  private List<Entry> entries(String root, String directory) throws IOException {
    String path = directory.isEmpty() ? root : root + "/" + directory;
    List<Entry> entries = new ArrayList<>();
    for (JsonNode entry :
        new RegistryPages(client)
            .all(API + "directories" + RegistryClient.encodePath(path), "contents", Map.of())) {
      String name = DirectoryWalk.lastPart(entry.path("path").asText());
      entries.add(
          new Entry(
              name,
              entry.path("is_directory").asBoolean(false),
              path + "/" + name,
              entry.path("file_size").asLong(0)));
    }
    return entries;
  }

  @Override
  public long download(SourceFile file, Path target, long most, LongConsumer received)
      throws IOException {
    JsonNode signed;
    try {
      signed =
          client.postIdempotent(
              API + "create-download-url", JSON.createObjectNode().put("path", file.location()));
    } catch (MigrationException refusal) {
      if (refusal.status() < 400 || refusal.status() == UNAUTHORIZED) {
        throw refusal;
      }
      return byPath(file, target, most, received, refusal);
    }
    return client.downloadSigned(
        signed.path("url").asText(""),
        SignedHeaders.of(signed),
        file.path(),
        target,
        most,
        received);
  }

  private long byPath(
      SourceFile file, Path target, long most, LongConsumer received, MigrationException unsigned)
      throws IOException {
    try {
      String path = API + "files" + RegistryClient.encodePath(file.location());
      return client.download(path, target, most, received);
    } catch (MigrationException refusal) {
      // The reason why no URL was signed is usually the better one.
      unsigned.addSuppressed(refusal);
      throw unsigned;
    }
  }
}
