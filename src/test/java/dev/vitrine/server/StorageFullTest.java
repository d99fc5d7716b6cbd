package dev.vitrine.server;

import static dev.vitrine.server.Rest.FILES;
import static dev.vitrine.server.Rest.MLFLOW;
import static dev.vitrine.server.Rest.directory;
import static dev.vitrine.server.Rest.naming;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vitrine.TestStorage;
import dev.vitrine.TestStore;
import dev.vitrine.artifact.blob.StorageLocation;
import dev.vitrine.server.Rest.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The file storage is full: writes fail, no partial file remains, reads continue, and writes work
 * again when there is space.
 */
final class StorageFullTest extends RestTest {
  private static final byte[] SMALL = "small".getBytes(UTF_8);

  @TempDir private Path folder;

  private static void assertFull(Answer answer) {
    assertThat(answer.refused(507, "TEMPORARILY_UNAVAILABLE")).contains("The file storage");
  }

  /** A server whose files are there, with a READY version that has a file. */
  private static TestServer start(TestStore store, Path root) throws Exception {
    TestServer server = TestServer.start(store.newUrl(), StorageLocation.of(root));
    sql(server, "CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m");
    sql(server, "GRANT EXECUTE ON MODEL c.s.m TO admin");
    as(server, "admin").version("c.s.m");
    return server;
  }

  private static void assertReadable(Rest admin) throws Exception {
    assertThat(admin.download(directory("c.s.m", 1) + "/MLmodel"))
        .isEqualTo(Rest.MLMODEL.getBytes(UTF_8));
  }

  private static String initiate(Rest admin, String path) throws Exception {
    return admin
        .post(FILES + "/files" + path + "?action=initiate-upload", "")
        .ok()
        .body()
        .path("multipart_upload")
        .path("session_token")
        .asText();
  }

  private static String partUrl(Rest admin, String path, String token) throws Exception {
    return admin
        .post(
            FILES + "/create-upload-part-urls",
            "{'path': '%s', 'session_token': '%s', 'start_part_number': 1, 'count': 1}"
                .formatted(path, token))
        .ok()
        .body()
        .path("upload_part_urls")
        .get(0)
        .path("url")
        .asText();
  }

  private static Answer complete(Rest admin, String path, String token, Answer part)
      throws Exception {
    String tag = part.response().headers().firstValue("ETag").orElseThrow().replace("\"", "");
    return admin.post(
        FILES + "/files" + path + "?action=complete-upload&session_token=" + token,
        "{'parts': [{'part_number': 1, 'etag': '" + tag + "'}]}");
  }

  private static Answer put(Rest admin, String url, String path, byte[] bytes) throws Exception {
    return Rest.raw(
        "PUT", url + FILES + "/files" + path, bytes, "Authorization", admin.authorization());
  }

  /** A file in place of a directory: no account can write there, not even the superuser. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aStorageThatCannotBeWrittenToIsReportedAndRecovers(TestStore store) throws Exception {
    Path root = folder.resolve("root");
    try (TestServer server = start(store, root)) {
      Rest admin = as(server, "admin");
      long version = admin.begin("c.s.m");
      String path = directory("c.s.m", version) + "/f";
      String token = initiate(admin, path);
      String part = partUrl(admin, path, token);
      Answer sent = Rest.raw("PUT", part, SMALL).ok();
      for (String directory : List.of("uploads", "blobs")) {
        block(root, directory);
        assertFull(admin.upload(path, SMALL));
        assertFull(put(admin, server.httpUrl(), path, SMALL));
        if (directory.equals("uploads")) {
          assertFull(Rest.raw("PUT", part, SMALL));
          assertReadable(admin);
        }
        assertFull(complete(admin, path, token, sent));
        unblock(root, directory);
        assertThat(TestStorage.count(StorageLocation.of(root)))
            .as("the model and a part")
            .isEqualTo(2);
      }
      complete(admin, path, token, sent).ok();
      admin.upload(path, SMALL).ok();
      admin.upload(directory("c.s.m", version) + "/MLmodel", Rest.MLMODEL.getBytes(UTF_8)).ok();
      admin.post(MLFLOW + "/model-versions/finalize", naming("c.s.m", version)).ok();
      assertThat(admin.download(path)).isEqualTo(SMALL);
    }
  }

  private static void block(Path root, String directory) throws IOException {
    Files.move(root.resolve(directory), root.resolve(directory + ".away"));
    Files.createFile(root.resolve(directory));
  }

  private static void unblock(Path root, String directory) throws IOException {
    Files.delete(root.resolve(directory));
    Files.move(root.resolve(directory + ".away"), root.resolve(directory));
  }

  /** A file system of 1 MiB, where the machine lets this user mount one. */
  @Test
  void aFullFileSystemIsReportedAndRecovers() throws Exception {
    Path mount = Files.createDirectory(folder.resolve("mount"));
    assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", mount.toString()));
    try {
      fill(mount);
    } finally {
      assertThat(run("umount", mount.toString())).isTrue();
    }
  }

  private static boolean run(String... command) throws Exception {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException missing) {
      return false;
    }
  }

  private void fill(Path mount) throws Exception {
    Path root = mount.resolve("root");
    byte[] large = new byte[600_000];
    try (TestServer server = start(TestStore.H2, root)) {
      Rest admin = as(server, "admin");
      long version = admin.begin("c.s.m");
      String path = directory("c.s.m", version);
      admin.upload(path + "/one", large).ok();
      long before = TestStorage.count(StorageLocation.of(root));
      for (int i = 0; i < 3; i++) {
        assertThat(admin.upload(path + "/two", large).refused(507, "TEMPORARILY_UNAVAILABLE"))
            .contains("The file storage is full.");
        assertFull(put(admin, server.httpUrl(), path + "/two", large));
        String token = initiate(admin, path + "/three");
        assertFull(Rest.raw("PUT", partUrl(admin, path + "/three", token), large));
      }
      assertThat(TestStorage.count(StorageLocation.of(root))).isEqualTo(before);
      assertReadable(admin);
      // A smaller one still fits; and with the large one gone, another large one.
      admin.upload(path + "/small", SMALL).ok();
      admin.upload(path + "/one", SMALL).ok();
      admin.upload(path + "/two", large).ok();
      String token = initiate(admin, path + "/three");
      Answer part = Rest.raw("PUT", partUrl(admin, path + "/three", token), new byte[250_000]).ok();
      assertFull(complete(admin, path + "/three", token, part));
      admin.upload(path + "/MLmodel", Rest.MLMODEL.getBytes(UTF_8)).ok();
      admin.post(MLFLOW + "/model-versions/finalize", naming("c.s.m", version)).ok();
      assertThat(admin.download(path + "/two")).isEqualTo(large);
    }
  }
}
