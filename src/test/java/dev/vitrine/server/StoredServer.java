package dev.vitrine.server;

import static dev.vitrine.server.Rest.CATALOG;
import static dev.vitrine.server.Rest.MLFLOW;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.TestJvm;
import dev.vitrine.TestS3;
import dev.vitrine.artifact.blob.S3Location;
import dev.vitrine.artifact.blob.StorageLocation;
import dev.vitrine.artifact.blob.StorageLocation.Directory;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A server from the packaged jar that can be killed, and starts again where it was. */
final class StoredServer implements AutoCloseable {
  private final Process process;
  private final String url;

  private StoredServer(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /** Starts to serve a store with its files; the log is written to the last file. */
  static StoredServer start(String store, Path storage, Path errors, String... jvmArguments)
      throws IOException {
    return start(store, StorageLocation.of(storage), errors, jvmArguments);
  }

  /** The same with the files in any place. */
  static StoredServer start(
      String store, StorageLocation storage, Path errors, String... jvmArguments)
      throws IOException {
    List<String> command = TestJvm.shortCommand();
    command.addAll(List.of(jvmArguments));
    command.addAll(TestJvm.jarOptions());
    command.addAll(List.of("-jar", System.getProperty("vitrine.jar"), "server", "--port", "0"));
    command.addAll(List.of("--store", store));
    command.addAll(options(storage));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().put("AWS_ACCESS_KEY_ID", TestS3.KEY);
    builder.environment().put("AWS_SECRET_ACCESS_KEY", TestS3.SECRET);
    builder.environment().put("VITRINE_ADMIN_PASSWORD", TestServer.PASSWORD);
    Process process = builder.start();
    BufferedReader out = process.inputReader(UTF_8);
    String line = out.readLine();
    if (line == null) {
      throw new IOException("The server has ended; see " + errors);
    }
    return new StoredServer(process, line.replace("jdbc:vitrine:", "http:"));
  }

  private static List<String> options(StorageLocation storage) {
    if (storage instanceof S3Location place) {
      String endpoint = place.endpoint().orElseThrow().toString();
      return List.of("--storage", place.toString(), "--s3-endpoint", endpoint);
    }
    return List.of("--storage", ((Directory) storage).path().toString());
  }

  /** A client of admin. */
  Rest admin() {
    return new Rest(url, Http.basic("admin", TestServer.PASSWORD));
  }

  /** The HTTP URL. */
  String url() {
    return url;
  }

  /** The process's number. */
  long pid() {
    return process.pid();
  }

  /**
   * Creates a model in a new catalog and schema, whose files admin may read. Dropped objects are
   * purged at once.
   */
  void create(String model) throws Exception {
    admin()
        .post(
            "/api/2.0/sql/statements",
            "{'statement': 'ALTER METASTORE SET RETENTION DROPPED 0 DAYS'}")
        .ok();
    String[] parts = model.split("\\.");
    admin().post(CATALOG + "/catalogs", "{'name': '" + parts[0] + "'}").ok();
    admin()
        .post(
            CATALOG + "/schemas",
            "{'name': '" + parts[1] + "', 'catalog_name': '" + parts[0] + "'}")
        .ok();
    admin().post(MLFLOW + "/registered-models/create", "{'name': '" + model + "'}").ok();
    admin()
        .patch(
            CATALOG + "/permissions/function/" + model,
            "{'changes': [{'principal': 'admin', 'add': ['EXECUTE']}]}")
        .ok();
  }

  /** Ends it without a chance to do anything about it. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
