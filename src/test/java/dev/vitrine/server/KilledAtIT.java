package dev.vitrine.server;

import static dev.vitrine.server.Rest.FILES;
import static dev.vitrine.server.Rest.MLFLOW;
import static dev.vitrine.server.Rest.directory;
import static dev.vitrine.server.Rest.naming;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.Polling;
import dev.vitrine.TestStore;
import dev.vitrine.artifact.blob.StorageLocation;
import dev.vitrine.session.Engine;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server is killed at chosen points: in the middle of the bytes of a file, and when all is done
 * but the store's commit, which may then still come about or not. A trigger in the store holds
 * commits up there; the server knows nothing of it.
 */
@Timeout(300)
final class KilledAtIT {
  private static final String MODEL = "c.s.m";
  private static final int LOCK = 4711;

  @TempDir private Path folder;

  private StoredServer start(String store) throws IOException {
    return StoredServer.start(
        store,
        folder.resolve("storage"),
        folder.resolve("errors.txt"),
        "-Xmx200m",
        "-XX:TieredStopAtLevel=1");
  }

  private static String root(long version) {
    return directory(MODEL, version);
  }

  private static boolean isReady(Rest admin, long version) throws Exception {
    return admin
        .get(MLFLOW + "/model-versions/get?version=" + version + "&name=" + MODEL)
        .ok()
        .body()
        .path("model_version")
        .path("status")
        .asText()
        .equals("READY");
  }

  /** A version that has a file and an MLmodel, and is not finalized. */
  private static long uploaded(Rest admin) throws Exception {
    long version = admin.begin(MODEL);
    admin.upload(root(version) + "/data", "all".getBytes(UTF_8)).ok();
    admin.upload(root(version) + "/MLmodel", Rest.MLMODEL.getBytes(UTF_8)).ok();
    return version;
  }

  private static void finish(Rest admin, long version) throws Exception {
    admin.post(MLFLOW + "/model-versions/finalize", naming(MODEL, version)).ok();
  }

  /** A version whose files are all there. */
  private static void isWhole(Rest admin, long version) throws Exception {
    assertThat(isReady(admin, version)).isTrue();
    String files = FILES + "/files" + root(version);
    assertThat(admin.get(files + "/data").ok().response().body()).isEqualTo("all".getBytes(UTF_8));
    assertThat(admin.get(files + "/MLmodel").ok().response().body())
        .isEqualTo(Rest.MLMODEL.getBytes(UTF_8));
  }

  /** After all is deleted and collected, only the mark of the root is left. */
  private void isEmpty(String store) throws Exception {
    try (Engine engine = Engine.open(store)) {
      engine
          .files(StorageLocation.of(folder.resolve("storage")))
          .collect(Instant.now().plus(Duration.ofDays(2)));
    }
    assertThat(blobs("")).isEqualTo(1);
  }

  /** How many files there are under a directory of the storage root. */
  private long blobs(String directory) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("storage").resolve(directory))) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void inTheMiddleOfAFileOnTheFileStore() throws Exception {
    inTheMiddleOfAFile("jdbc:vitrine:file:" + folder.resolve("registry"));
  }

  @Test
  void inTheMiddleOfAFileOnPostgresql() throws Exception {
    inTheMiddleOfAFile(TestStore.POSTGRESQL.newUrl());
  }

  private void inTheMiddleOfAFile(String store) throws Exception {
    long version;
    try (StoredServer server = start(store)) {
      server.create(MODEL);
      version = uploaded(server.admin());
      URI url = URI.create(server.admin().url("/create-upload-url", root(version) + "/data"));
      try (Socket socket = new Socket(url.getHost(), url.getPort())) {
        OutputStream out = socket.getOutputStream();
        String head =
            "PUT %s HTTP/1.1\r\nHost: %s\r\nContent-Length: 2000000\r\n\r\n"
                .formatted(url.getRawPath(), url.getAuthority());
        out.write(head.getBytes(UTF_8));
        out.write(new byte[1_000_000]);
        out.flush();
        await(() -> blobs("uploads") == 1 && bytesOfUploads() > 500_000);
        server.kill();
      }
    }
    try (StoredServer server = start(store)) {
      assertThat(isReady(server.admin(), version)).isFalse();
      finish(server.admin(), version);
      isWhole(server.admin(), version);
      server.admin().delete(MLFLOW + "/registered-models/delete", "{'name': '" + MODEL + "'}").ok();
    }
    isEmpty(store);
  }

  private long bytesOfUploads() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("storage").resolve("uploads"))) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  /** The operation; the process is killed at its commit. */
  @FunctionalInterface
  private interface Work {
    void run(Rest admin) throws Exception;
  }

  /** Lets a server do something until it commits, kills it there, and has the commit or not. */
  private void killAtCommit(String store, String table, boolean commits, Work work)
      throws Exception {
    String postgres = store.replace("jdbc:vitrine:", "jdbc:");
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (Connection holder = DriverManager.getConnection(postgres)) {
      run(holder, "SELECT pg_advisory_lock(" + LOCK + ")");
      hold(holder, table);
      try (StoredServer server = start(store)) {
        Rest admin = server.admin();
        Future<?> asked =
            thread.submit(
                () -> {
                  work.run(admin);
                  return null;
                });
        await(() -> waiting(holder) > 0);
        server.kill();
        // At once: the server limits how long its transactions wait for a lock.
        if (!commits) {
          run(holder, "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE " + WAITING);
        }
        run(holder, "SELECT pg_advisory_unlock(" + LOCK + ")");
        assertThat(asked)
            .as("no client got a success response")
            .failsWithin(Duration.ofSeconds(60))
            .withThrowableOfType(ExecutionException.class)
            .withCauseInstanceOf(IOException.class);
      }
      await(() -> waiting(holder) == 0 && others(holder) == 0);
      run(holder, "DROP FUNCTION vitrine.hold() CASCADE");
    } finally {
      thread.shutdownNow();
    }
  }

  private static final String WAITING =
      "locktype = 'advisory' AND NOT granted AND database ="
          + " (SELECT oid FROM pg_database WHERE datname = current_database())";

  /** Makes every transaction that changes a table wait for the lock before it commits. */
  private static void hold(Connection holder, String table) throws SQLException {
    run(
        holder,
        "CREATE FUNCTION vitrine.hold() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN"
            + " PERFORM pg_advisory_xact_lock("
            + LOCK
            + "); RETURN NULL; END'");
    run(
        holder,
        "CREATE CONSTRAINT TRIGGER hold AFTER INSERT OR UPDATE OR DELETE ON vitrine."
            + table
            + " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION vitrine.hold()");
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long waiting(Connection holder) throws SQLException {
    return count(holder, "SELECT COUNT(*) FROM pg_locks WHERE " + WAITING);
  }

  /** Connections of the server that was killed. */
  private static long others(Connection holder) throws SQLException {
    return count(
        holder,
        "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()"
            + " AND pid <> pg_backend_pid()");
  }

  private static long count(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    Polling.until("the state before the kill", condition::call);
  }

  @Test
  void atTheCommitOfEachStep() throws Exception {
    String store = TestStore.POSTGRESQL.newUrl();
    long pending;
    long ready;
    try (StoredServer server = start(store)) {
      server.create(MODEL);
      pending = uploaded(server.admin());
      ready = uploaded(server.admin());
      finish(server.admin(), ready);
    }
    // The new file's bytes are in their place by then, and the old one's still are.
    killAtCommit(
        store,
        "stored_files",
        false,
        admin -> admin.upload(root(pending) + "/data", "half".getBytes(UTF_8)));
    killAtCommit(store, "versions", false, admin -> finish(admin, pending));
    try (StoredServer server = start(store)) {
      assertThat(isReady(server.admin(), pending)).isFalse();
    }
    killAtCommit(store, "versions", true, admin -> finish(admin, pending));
    killAtCommit(store, "versions", false, admin -> delete(admin, ready));
    try (StoredServer server = start(store)) {
      isWhole(server.admin(), pending);
      isWhole(server.admin(), ready);
    }
    killAtCommit(store, "versions", true, admin -> delete(admin, ready));
    killAtCommit(store, "models", false, KilledAtIT::deleteModel);
    try (StoredServer server = start(store)) {
      server
          .admin()
          .get(MLFLOW + "/model-versions/get?version=" + ready + "&name=" + MODEL)
          .refused(404, "RESOURCE_DOES_NOT_EXIST");
      isWhole(server.admin(), pending);
      deleteModel(server.admin());
    }
    // Each server begins by collecting: this one has the bytes deleted, and not the rows.
    killAtCommit(store, "file_sets", false, KilledAtIT::requestUntilTheServerIsGone);
    isEmpty(store);
  }

  /** A purge removes 20 models in a transaction. */
  @Test
  void inTheMiddleOfAPurge() throws Exception {
    String store = TestStore.POSTGRESQL.newUrl();
    try (StoredServer server = start(store)) {
      Rest admin = server.admin();
      server.create(MODEL);
      finish(admin, uploaded(admin));
      sql(admin, "ALTER METASTORE SET RETENTION DROPPED 7 DAYS");
      for (int i = 1; i <= 20; i++) {
        sql(admin, "CREATE MODEL " + MODEL + i);
        sql(admin, "DROP MODEL " + MODEL + i);
      }
      deleteModel(admin);
    }
    killAtCommit(
        store,
        "dropped_models",
        false,
        admin -> {
          sql(admin, "ALTER METASTORE SET RETENTION DROPPED 0 DAYS");
          requestUntilTheServerIsGone(admin);
        });
    try (StoredServer server = start(store)) {
      Rest admin = server.admin();
      assertThat(sql(admin, "SELECT COUNT(*) FROM system.registry.dropped_models")).isEqualTo("21");
      sql(admin, "ALTER METASTORE SET RETENTION DROPPED 0 DAYS");
      await(() -> sql(admin, "SELECT COUNT(*) FROM system.registry.dropped_models").equals("0"));
    }
    isEmpty(store);
  }

  /** Runs a statement; returns the first value of its result, if it has one. */
  private static String sql(Rest admin, String statement) throws Exception {
    return admin
        .post("/api/2.0/sql/statements", "{'statement': '" + statement + "'}")
        .ok()
        .body()
        .at("/result/data_array/0/0")
        .asText();
  }

  private static void requestUntilTheServerIsGone(Rest admin) throws Exception {
    Polling.until(
        "the end of the server",
        () -> {
          admin.get("/health").ok();
          return false;
        });
  }

  private static void delete(Rest admin, long version) throws Exception {
    admin.delete(MLFLOW + "/model-versions/delete", naming(MODEL, version)).ok();
  }

  private static void deleteModel(Rest admin) throws Exception {
    admin.delete(MLFLOW + "/registered-models/delete", "{'name': '" + MODEL + "'}").ok();
  }
}
