package dev.vitrine.server;

import static dev.vitrine.server.Rest.FILES;
import static dev.vitrine.server.Rest.MLFLOW;
import static dev.vitrine.server.Rest.directory;
import static dev.vitrine.server.Rest.naming;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.Effort;
import dev.vitrine.TestS3;
import dev.vitrine.TestStorage;
import dev.vitrine.TestStore;
import dev.vitrine.artifact.blob.StorageLocation;
import dev.vitrine.session.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server is killed while versions are registered and deleted: each READY version has all its
 * files, none is partly deleted, and leftovers are collected.
 */
@Timeout(300)
final class KilledServerIT {
  private static final int ROUNDS = Effort.times(1, 3);
  private static final int CLIENTS = 3;
  private static final int VERSIONS_BEFORE = 12;
  private static final byte[] LARGE = "0123456789abcdef".repeat(20_000).getBytes(UTF_8);
  private static final String MODEL = "c.s.m";

  @TempDir private Path folder;

  @Test
  void onTheFileStore() throws Exception {
    isWhole(fileStore(), TestStorage.DISK.newLocation(folder));
  }

  @Test
  void onPostgresql() throws Exception {
    isWhole(TestStore.POSTGRESQL.newUrl(), TestStorage.DISK.newLocation(folder));
  }

  @Test
  void inS3() throws Exception {
    isWhole(fileStore(), TestStorage.S3.newLocation(folder));
    assertThat(folder.resolve("errors.txt")).content().doesNotContain(TestS3.SECRET);
  }

  private String fileStore() {
    return "jdbc:vitrine:file:" + folder.resolve("registry");
  }

  private void isWhole(String store, StorageLocation storage) throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      registerUntilKilled(store, storage, round == 0);
    }
    try (StoredServer server = start(store, storage)) {
      Rest admin = server.admin();
      assertThat(wholeVersions(admin)).isGreaterThanOrEqualTo(ROUNDS * VERSIONS_BEFORE / 2);
      admin.delete(MLFLOW + "/registered-models/delete", "{'name': '" + MODEL + "'}").ok();
    }
    try (Engine engine = Engine.open(store)) {
      engine.files(storage).collect(Instant.now().plus(Duration.ofDays(2)));
    }
    assertThat(TestStorage.count(storage)).isZero();
  }

  private StoredServer start(String store, StorageLocation storage) throws IOException {
    return StoredServer.start(store, storage, folder.resolve("errors.txt"), "-Xmx200m");
  }

  /** Each client registers and deletes; the server is gone in the middle of what they do. */
  private void registerUntilKilled(String store, StorageLocation storage, boolean first)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try (StoredServer server = start(store, storage)) {
      Rest admin = server.admin();
      if (first) {
        server.create(MODEL);
      }
      CountDownLatch registered = new CountDownLatch(VERSIONS_BEFORE);
      List<Future<?>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(
            threads.submit(
                () -> {
                  while (true) {
                    register(admin);
                    registered.countDown();
                  }
                }));
      }
      assertThat(registered.await(200, TimeUnit.SECONDS)).isTrue();
      server.kill();
      for (Future<?> client : clients) {
        // Each ends by an error of its connection; until then nothing was refused.
        assertThat(client)
            .failsWithin(Duration.ofSeconds(60))
            .withThrowableOfType(ExecutionException.class)
            .withCauseInstanceOf(IOException.class);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  /** Registers a version, and deletes every third again. */
  private static void register(Rest admin) throws Exception {
    long version = admin.begin(MODEL);
    String root = directory(MODEL, version);
    admin.upload(root + "/MLmodel", Rest.MLMODEL.getBytes(UTF_8)).ok();
    admin.upload(root + "/data/large", LARGE).ok();
    admin.upload(root + "/number", Long.toString(version).getBytes(UTF_8)).ok();
    admin.post(MLFLOW + "/model-versions/finalize", naming(MODEL, version)).ok();
    if (version % 3 == 0) {
      admin.delete(MLFLOW + "/model-versions/delete", naming(MODEL, version)).ok();
    }
  }

  /** How many versions are READY, all of which are complete. */
  private static int wholeVersions(Rest admin) throws Exception {
    int ready = 0;
    JsonNode versions =
        admin
            .get(MLFLOW + "/model-versions/search?filter=status%3D'READY'")
            .ok()
            .body()
            .path("model_versions");
    for (JsonNode each : versions) {
      long version = each.path("version").asLong();
      String root = FILES + "/files" + directory(MODEL, version);
      assertThat(admin.get(root + "/data/large").ok().response().body()).isEqualTo(LARGE);
      assertThat(admin.get(root + "/number").ok().response().body())
          .isEqualTo(Long.toString(version).getBytes(UTF_8));
      assertThat(admin.get(root + "/MLmodel").ok().response().body())
          .isEqualTo(Rest.MLMODEL.getBytes(UTF_8));
      ready++;
    }
    return ready;
  }
}
