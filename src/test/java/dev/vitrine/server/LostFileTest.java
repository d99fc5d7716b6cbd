package dev.vitrine.server;

import static dev.vitrine.server.Rest.FILES;
import static dev.vitrine.server.Rest.MLFLOW;
import static dev.vitrine.server.Rest.directory;
import static dev.vitrine.server.Rest.naming;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestS3;
import dev.vitrine.TestStorage;
import dev.vitrine.TestStore;
import dev.vitrine.artifact.blob.S3Location;
import dev.vitrine.artifact.blob.StorageLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** The storage has lost the bytes of a file: no version becomes READY that cannot be loaded. */
final class LostFileTest extends RestTest {
  private static final byte[] DATA = "the only file of nine".getBytes(UTF_8);

  @TempDir private Path folder;

  /** What happens to the bytes. */
  private enum Loss {
    DELETED,
    TRUNCATED
  }

  private static void lose(StorageLocation storage, Loss loss) throws IOException {
    if (storage instanceof S3Location place) {
      for (String key : TestS3.shared().keys(place.bucket())) {
        var client = TestS3.shared().client();
        long size = client.headObject(r -> r.bucket(place.bucket()).key(key)).contentLength();
        if (key.contains("/blobs/") && size == DATA.length) {
          switch (loss) {
            case DELETED -> client.deleteObject(r -> r.bucket(place.bucket()).key(key));
            case TRUNCATED ->
                client.putObject(
                    r -> r.bucket(place.bucket()).key(key), RequestBody.fromString("short"));
          }
        }
      }
      return;
    }
    Path root = ((StorageLocation.Directory) storage).path();
    List<Path> blobs;
    try (Stream<Path> files = Files.walk(root.resolve("blobs"))) {
      blobs = files.filter(Files::isRegularFile).toList();
    }
    for (Path blob : blobs) {
      if (Files.size(blob) == DATA.length) {
        switch (loss) {
          case DELETED -> Files.delete(blob);
          case TRUNCATED -> Files.writeString(blob, "short");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.vitrine.TestStorage#everywhere")
  void aVersionWithALostFileStaysPendingUntilItIsSentAgain(TestStore store, TestStorage storage)
      throws Exception {
    StorageLocation location = storage.newLocation(folder);
    try (TestServer server = TestServer.start(store.newUrl(), location)) {
      sql(server, "CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m");
      sql(server, "GRANT EXECUTE ON MODEL c.s.m TO admin");
      Rest admin = as(server, "admin");
      long version = admin.begin("c.s.m");
      String root = directory("c.s.m", version);
      admin.upload(root + "/MLmodel", Rest.MLMODEL.getBytes(UTF_8)).ok();
      for (Loss loss : Loss.values()) {
        admin.upload(root + "/data", DATA).ok();
        lose(location, loss);
        assertThat(
                admin
                    .post(MLFLOW + "/model-versions/finalize", naming("c.s.m", version))
                    .refused(400, "INVALID_STATE"))
            .contains("'data' is not complete");
        assertThat(column(server, "SELECT status FROM versions WHERE full_name = 'c.s.m'"))
            .containsExactly("PENDING_REGISTRATION");
      }
      admin.upload(root + "/data", DATA).ok();
      admin.post(MLFLOW + "/model-versions/finalize", naming("c.s.m", version)).ok();
      assertThat(admin.download(root + "/data")).isEqualTo(DATA);

      // One that is lost later is a clear error, which clients do not try again for minutes.
      lose(location, Loss.DELETED);
      String url = admin.url("/create-download-url", root + "/data");
      assertThat(Rest.raw("GET", url, new byte[0]).refused(404, "NOT_FOUND"))
          .contains("'data' are missing");
      admin.get(FILES + "/files" + root + "/data").refused(404, "NOT_FOUND");
    }
  }
}
