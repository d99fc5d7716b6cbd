package dev.vitrine.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.vitrine.TestS3;
import dev.vitrine.artifact.blob.BlobStore;
import dev.vitrine.artifact.blob.BlobStore.Arrival;
import dev.vitrine.artifact.blob.S3Location;
import dev.vitrine.artifact.blob.UploadSession;
import dev.vitrine.artifact.blob.UploadSession.Part;
import dev.vitrine.artifact.s3.S3Blobs;
import dev.vitrine.artifact.s3.S3Connection;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Large files, parts of files and invalid locations, with an S3 server. */
final class S3BlobsTest {
  private static final int MIB = 1 << 20;

  private final TestS3 s3 = TestS3.shared();
  private final S3Location place = s3.newLocation();
  private final S3Blobs blobs = new S3Blobs(S3Connection.open(place));

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private byte[] read(String blob, long first, long length) throws IOException {
    try (InputStream in = blobs.read(blob, first, length)) {
      return in.readAllBytes();
    }
  }

  private int unfinished() {
    return s3.client().listMultipartUploads(r -> r.bucket(place.bucket())).uploads().size();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16 * MIB - 1, 16 * MIB, 16 * MIB + 1, 40 * MIB})
  void filesOfAnyLengthArrive(int size) throws IOException {
    byte[] bytes = bytes(size);
    for (long length : new long[] {size, -1}) {
      Arrival arrival = blobs.receive(new ByteArrayInputStream(bytes), length);
      blobs.keep(arrival);
      assertThat(arrival.size()).isEqualTo(size);
      assertThat(Arrays.equals(read(arrival.blob(), 0, size), bytes)).isTrue();
      if (size > 0) {
        int from = size / 3;
        int to = size - size / 5;
        assertThat(
                Arrays.equals(
                    read(arrival.blob(), from, to - from), Arrays.copyOfRange(bytes, from, to)))
            .isTrue();
      }
    }
    assertThat(unfinished()).isZero();
  }

  /** Also in the middle of a file that is sent in pieces. */
  @ParameterizedTest
  @ValueSource(ints = {1, 17 * MIB})
  void temporaryFailuresAreRetried(int size) throws IOException {
    byte[] bytes = bytes(size);
    try (LosingProxy proxy = new LosingProxy(s3.endpoint())) {
      String bucket = "s3://" + place.bucket() + "/hiccup";
      S3Blobs behind = new S3Blobs(S3Connection.open(S3Location.parse(bucket, proxy.url(), null)));
      InputStream disturbing =
          new ByteArrayInputStream(bytes) {
            @Override
            public int readNBytes(byte[] buffer, int from, int length) {
              try {
                proxy.lose(3);
              } catch (IOException exception) {
                throw new UncheckedIOException(exception);
              }
              return super.readNBytes(buffer, from, length);
            }
          };
      Arrival arrival = behind.receive(disturbing, size);
      assertThat(proxy.left()).isZero();
      try (InputStream in = behind.read(arrival.blob(), 0, size)) {
        assertThat(Arrays.equals(in.readAllBytes(), bytes)).isTrue();
      }
    }
    assertThat(unfinished()).isZero();
  }

  @Test
  void theErrorOfTheServiceIsNamed() throws IOException {
    LosingProxy proxy = new LosingProxy(s3.endpoint());
    S3Location through = S3Location.parse("s3://" + place.bucket(), proxy.url(), null);
    S3Blobs behind = new S3Blobs(S3Connection.open(through));
    proxy.close();
    assertUnreachable(behind, "(ConnectException)");
    s3.client().deleteBucket(request -> request.bucket(place.bucket()));
    assertUnreachable(blobs, "(NoSuchBucket)");
  }

  /** Full disk, quota, and missing write permission; reads continue. */
  @ParameterizedTest
  @CsvSource({"507, XMinioStorageFull", "403, AccessDenied", "400, QuotaExceeded"})
  void aFullServiceIsDistinguishedFromAnUnreachableOne(int status, String code) throws IOException {
    HttpServer full =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    full.createContext("/", exchange -> answer(exchange, status, code));
    full.start();
    try {
      String url = "http://127.0.0.1:" + full.getAddress().getPort();
      S3Blobs behind = new S3Blobs(S3Connection.open(S3Location.parse("s3://bucket/x", url, null)));
      for (int size : new int[] {1, 17 * MIB}) {
        assertThatThrownBy(() -> behind.receive(new ByteArrayInputStream(new byte[size]), size))
            .isInstanceOfSatisfying(
                VitrineException.class,
                refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.DISK_FULL))
            .hasMessageContaining(code);
      }
      behind.blobsBefore(Instant.now(), names -> assertThat(names).isEmpty());
    } finally {
      full.stop(0);
    }
  }

  private static void answer(HttpExchange exchange, int status, String code) throws IOException {
    boolean reads = exchange.getRequestMethod().equals("GET");
    byte[] body =
        (reads ? "<ListBucketResult/>" : "<Error><Code>" + code + "</Code></Error>")
            .getBytes(UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    exchange.sendResponseHeaders(reads ? 200 : status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static void assertUnreachable(S3Blobs blobs, String reason) {
    assertThatThrownBy(() -> blobs.receive(new ByteArrayInputStream(new byte[1]), 1))
        .isInstanceOfSatisfying(
            VitrineException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.STORE_UNREACHABLE))
        .hasMessageContaining(reason)
        .hasMessageNotContaining("127.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(ints = {17 * MIB, 33 * MIB})
  void incompleteMultipartUploadsLeaveNothing(int size) {
    for (int announced : new int[] {size - 1, size + 1}) {
      assertThatThrownBy(() -> blobs.receive(new ByteArrayInputStream(bytes(size)), announced))
          .hasMessageContaining("is incomplete");
    }
    assertThat(s3.keys(place.bucket())).isEmpty();
    assertThat(unfinished()).isZero();
  }

  /** Large parts are copied inside S3, small ones go through the server. */
  @ParameterizedTest
  @ValueSource(ints = {5 * MIB, 5 * MIB - 1, 10})
  void partsArePutTogether(int size) throws IOException {
    UploadSession session = UploadSession.begin();
    List<Part> parts = new ArrayList<>();
    for (int number = 1; number <= 3; number++) {
      Part part = UploadSession.part(number);
      byte[] bytes = bytes(number == 3 ? 7 : size);
      blobs.receive(session, part, new ByteArrayInputStream(bytes), -1);
      parts.add(part);
    }
    List<Part> missing = List.of(parts.get(0), UploadSession.part(2));
    assertThatThrownBy(() -> blobs.assemble(session, missing)).hasMessageContaining("is missing");
    Arrival arrival = blobs.assemble(session, parts);
    blobs.discard(session);
    assertThat(arrival.size()).isEqualTo(2L * size + 7);
    byte[] whole = read(arrival.blob(), 0, arrival.size());
    assertThat(Arrays.equals(Arrays.copyOfRange(whole, size, 2 * size), bytes(size))).isTrue();
    assertThat(Arrays.copyOfRange(whole, 2 * size, whole.length)).isEqualTo(bytes(7));
    assertThat(s3.keys(place.bucket())).containsExactly(place.key("blobs/" + arrival.blob()));
    assertThat(unfinished()).isZero();
  }

  @Test
  void missingBlobsAreNotFoundAndLateUploadsAreDiscarded() throws IOException {
    String none = "0".repeat(32);
    for (long length : new long[] {0, 1}) {
      assertThatThrownBy(() -> blobs.read(none, 0, length)).isInstanceOf(NoSuchFileException.class);
    }
    blobs.delete(none);
    Instant tooLong = Instant.now().minus(BlobStore.LONGEST_UPLOAD).minus(Duration.ofMinutes(1));
    assertThatThrownBy(() -> blobs.keep(new Arrival(none, 1, tooLong)))
        .hasMessageContaining("24 hours");
  }

  @Test
  void invalidLocationsAreRefused() throws IOException {
    refused(s3.location("s3://not-there/x"), ErrorCode.INVALID_PARAMETER_VALUE)
        .contains("There is no bucket 'not-there'.");
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    String silentEndpoint = "http://127.0.0.1:" + closed;
    refused(S3Location.parse("s3://bucket", silentEndpoint, null), ErrorCode.STORE_UNREACHABLE)
        .contains(silentEndpoint, "does not respond");
    System.setProperty("aws.secretAccessKey", "another-secret");
    try {
      refused(place, ErrorCode.INVALID_PARAMETER_VALUE).contains("does not accept the credentials");
    } finally {
      System.setProperty("aws.secretAccessKey", TestS3.SECRET);
    }
  }

  /**
   * @return the refusal with all its causes
   */
  private static org.assertj.core.api.AbstractStringAssert<?> refused(
      S3Location place, ErrorCode code) {
    try {
      S3Connection.open(place);
    } catch (VitrineException refusal) {
      assertThat(refusal.code()).isEqualTo(code);
      StringWriter all = new StringWriter();
      refusal.printStackTrace(new PrintWriter(all, true));
      assertThat(all.toString()).doesNotContain(TestS3.SECRET, "another-secret");
      return assertThat(refusal.getMessage());
    }
    throw new AssertionError("not refused");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://",
        "s3:///x",
        "s3://B/x",
        "s3://bucket//x",
        "s3://bucket/a//b",
        "s3://b/x?y"
      })
  void locationsHaveOneSpelling(String text) {
    assertThatThrownBy(() -> S3Location.parse(text, null, null))
        .hasMessageContaining("s3://bucket/prefix");
  }

  @Test
  void anEndpointHasNoCredentialsInIt() {
    for (String text : List.of("https://key:secret@host", "host:9000", "ftp://host", "https://")) {
      assertThatThrownBy(() -> S3Location.parse("s3://bucket", text, null))
          .hasMessageContaining("not the URL")
          .hasMessageNotContaining("secret");
    }
    S3Location place = S3Location.parse("s3://bucket/a/b/", null, null);
    assertThat(place).hasToString("s3://bucket/a/b");
    assertThat(place.key("c")).isEqualTo("a/b/c");
  }
}
