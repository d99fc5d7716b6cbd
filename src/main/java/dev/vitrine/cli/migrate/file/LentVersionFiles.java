package dev.vitrine.cli.migrate.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.artifact.blob.S3Location;
import dev.vitrine.artifact.s3.S3Reader;
import dev.vitrine.artifact.s3.TemporaryCredentials;
import dev.vitrine.cli.migrate.http.MigrationException;
import dev.vitrine.cli.migrate.http.RegistryClient;
import dev.vitrine.cli.migrate.source.SourceFile;
import dev.vitrine.cli.migrate.source.SourceFiles;
import dev.vitrine.cli.migrate.source.SourceVersion;
import dev.vitrine.cli.migrate.source.UnusableVersionException;
import dev.vitrine.error.VitrineException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Files of versions in S3, with temporary credentials for one version at a time. */
public final class LentVersionFiles implements SourceFiles {
  private static final String CREDENTIALS =
      "/api/2.1/unity-catalog/temporary-model-version-credentials";
  private static final JsonMapper JSON = new JsonMapper();

  private final RegistryClient client;
  private final @Nullable String endpoint;
  private volatile @Nullable S3Reader reader;

  /**
   * @param endpoint of the object store; null for Amazon's
   */
  public LentVersionFiles(RegistryClient client, @Nullable String endpoint) {
    this.client = client;
    this.endpoint = endpoint;
  }

  /** The files of the version that was listed last can be downloaded. */
  @Override
  public List<SourceFile> list(String model, SourceVersion version) throws IOException {
    S3Location place;
    try {
      place = S3Location.parse(version.location(), endpoint, null);
    } catch (VitrineException malformed) {
      UnusableVersionException failure =
          new UnusableVersionException("The location of its files is malformed: " + malformed);
      failure.initCause(malformed);
      throw failure;
    }
    S3Reader before = reader;
    if (before != null) {
      before.close();
    }
    S3Reader opened = new S3Reader(place, credentials(model, version.number()));
    reader = opened;
    List<SourceFile> files = new ArrayList<>();
    for (S3Reader.Item item : call(() -> opened.list(DirectoryWalk.MOST_FILES))) {
      for (String part : item.name().split("/", -1)) {
        DirectoryWalk.requireName(part);
      }
      files.add(new SourceFile(item.name(), item.name(), item.size()));
    }
    if (files.size() > DirectoryWalk.MOST_FILES) {
      throw new UnusableVersionException(
          "It has more than " + DirectoryWalk.MOST_FILES + " files.");
    }
    if (files.isEmpty()) {
      throw new UnusableVersionException("It has no files in " + version.location() + ".");
    }
    return files;
  }

  private TemporaryCredentials credentials(String model, long version) throws IOException {
    String[] names = model.split("\\.", 3);
    ObjectNode body =
        JSON.createObjectNode()
            .put("catalog_name", names[0])
            .put("schema_name", names[1])
            .put("model_name", names[2])
            .put("version", version)
            .put("operation", "READ_MODEL_VERSION");
    JsonNode response = client.postIdempotent(CREDENTIALS, body);
    JsonNode key = response.path("aws_temp_credentials");
    if (!key.hasNonNull("access_key_id")) {
      throw new UnusableVersionException(
          "The source lends no credentials of S3 for its files (--without-files).");
    }
    return new TemporaryCredentials(
        key.path("access_key_id").asText(),
        key.path("secret_access_key").asText(),
        key.path("session_token").asText(),
        Instant.ofEpochMilli(response.path("expiration_time").asLong()));
  }

  private interface Request<T> {
    T run() throws IOException;
  }

  /** Requests that fail are failures of the source, and not of a local file. */
  private static <T> T call(Request<T> request) throws IOException {
    try {
      return request.run();
    } catch (IOException failure) {
      MigrationException refusal =
          new MigrationException(0, "The files of the source: " + failure.getMessage());
      refusal.initCause(failure);
      throw refusal;
    }
  }

  @Override
  public long download(SourceFile file, Path target, long most, LongConsumer received)
      throws IOException {
    S3Reader opened = reader;
    if (opened == null) {
      throw new IllegalStateException("no version was listed");
    }
    if (file.size() > most) {
      throw new MigrationException(0, file.path() + " has more than " + most + " bytes.");
    }
    try (InputStream in = call(() -> opened.read(file.location()));
        OutputStream out = Files.newOutputStream(target)) {
      byte[] buffer = new byte[1 << 16];
      long size = 0;
      for (int read = read(in, buffer); read >= 0; read = read(in, buffer)) {
        out.write(buffer, 0, read);
        received.accept(read);
        size += read;
      }
      return size;
    }
  }

  private static int read(InputStream in, byte[] buffer) throws IOException {
    return call(() -> in.read(buffer));
  }
}
