package dev.vitrine.server;

import static dev.vitrine.server.Rest.MLFLOW;
import static dev.vitrine.server.Rest.directory;
import static dev.vitrine.server.Rest.naming;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.vitrine.Effort;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file that is larger than the memory of a server passes through it, and comes back whole. At
 * night it has 5 GiB, so that its length and its offsets do not fit into 32 bits.
 */
@Timeout(600)
final class LargeFileIT {
  private static final String MODEL = "c.s.m";
  private static final long SIZE = (Effort.NIGHTLY ? 5L << 30 : 512L << 20) + 7;
  private static final String MARK = "near the end of the file";
  private static final long MARKED = SIZE / 5 * 4 + 12_345;
  private static final int MOST_MEGABYTES = 450;
  private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB");

  @TempDir private Path folder;

  /** Nothing but zeros that take no space, and the mark. */
  private Path sparse() throws IOException {
    Path file = folder.resolve("large");
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(SIZE);
      large.seek(MARKED);
      large.write(MARK.getBytes(UTF_8));
    }
    return file;
  }

  @Test
  void itStreamsInConstantMemory() throws Exception {
    assumeThat(Files.getFileStore(folder).getUsableSpace())
        .as("free space for it, twice")
        .isGreaterThan(3 * SIZE);
    HttpClient client = HttpClient.newHttpClient();
    try (StoredServer server =
        StoredServer.start(
            "jdbc:vitrine:mem:large",
            folder.resolve("storage"),
            folder.resolve("errors.txt"),
            "-Xmx96m")) {
      server.create(MODEL);
      Rest admin = server.admin();
      long version = admin.begin(MODEL);
      String path = directory(MODEL, version) + "/large";
      HttpRequest upload =
          HttpRequest.newBuilder(URI.create(admin.url("/create-upload-url", path)))
              .PUT(BodyPublishers.ofFile(sparse()))
              .build();
      assertThat(client.send(upload, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
      admin.upload(directory(MODEL, version) + "/MLmodel", Rest.MLMODEL.getBytes(UTF_8)).ok();
      admin.post(MLFLOW + "/model-versions/finalize", naming(MODEL, version)).ok();

      URI url = URI.create(admin.url("/create-download-url", path));
      String range = "bytes=" + MARKED + "-" + (MARKED + MARK.length() - 1);
      Rest.Answer part = Rest.raw("GET", url.toString(), new byte[0], "Range", range);
      assertThat(part.status()).isEqualTo(206);
      assertThat(new String(part.response().body(), UTF_8)).isEqualTo(MARK);
      assertThat(part.response().headers().firstValue("Content-Range"))
          .hasValueSatisfying(value -> assertThat(value).endsWith("/" + SIZE));
      Rest.Answer end = Rest.raw("GET", url.toString(), new byte[0], "Range", "bytes=-9");
      assertThat(end.response().body()).hasSize(9);

      HttpRequest download = HttpRequest.newBuilder(url).build();
      try (InputStream came = client.send(download, BodyHandlers.ofInputStream()).body();
          InputStream sent = Files.newInputStream(folder.resolve("large"))) {
        assertThat(sameBytes(came, sent)).isEqualTo(SIZE);
      }
      assertThat(peak(server.pid())).isLessThan(MOST_MEGABYTES);
    }
  }

  /** How many bytes there are, all of them the same in both. */
  private static long sameBytes(InputStream one, InputStream other) throws IOException {
    byte[] left = new byte[1 << 20];
    byte[] right = new byte[1 << 20];
    long bytes = 0;
    int read;
    do {
      read = one.readNBytes(left, 0, left.length);
      assertThat(other.readNBytes(right, 0, right.length)).isEqualTo(read);
      if (Arrays.mismatch(left, 0, read, right, 0, read) >= 0) {
        throw new AssertionError("other bytes came behind " + bytes);
      }
      bytes += read;
    } while (read == left.length);
    return bytes;
  }

  /** The peak resident size of a process in megabytes; 0 if unknown. */
  private static long peak(long pid) throws IOException {
    Path status = Path.of("/proc/" + pid + "/status");
    if (!Files.exists(status)) {
      return 0;
    }
    Matcher matcher = PEAK.matcher(Files.readString(status));
    assertThat(matcher.find()).isTrue();
    return Long.parseLong(matcher.group(1)) >> 10;
  }
}
