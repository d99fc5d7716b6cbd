package dev.vitrine.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.TestS3;
import dev.vitrine.artifact.blob.S3Location;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A server of S3 and of STS in a separate process, where policies of sessions count. */
final class StsServer implements AutoCloseable {
  /** A role that may be assumed. */
  static final String ROLE = "arn:aws:iam::123456789012:role/vitrine-clients";

  private static final String BUCKET = "models";

  private final Process process;
  private final URI endpoint;
  private final S3Client client;

  private StsServer(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
    this.client = TestS3.client(endpoint);
  }

  /** Starts one with this Python; the SDK then finds the key with all permissions. */
  static StsServer start(Path python) throws IOException {
    TestS3.signIn();
    Process process =
        new ProcessBuilder(
                python.toAbsolutePath().toString(),
                Path.of("src/test/python/s3_server.py").toAbsolutePath().toString(),
                TestS3.KEY)
            .redirectError(Path.of("target", "s3_server.log").toFile())
            .start();
    BufferedReader out = process.inputReader(UTF_8);
    String port = out.readLine();
    if (port == null) {
      throw new IOException("The server of S3 has ended; see target/s3_server.log");
    }
    return new StsServer(process, URI.create("http://127.0.0.1:" + port));
  }

  /** A place in a new bucket. */
  S3Location newLocation() {
    client.createBucket(request -> request.bucket(BUCKET));
    return S3Location.parse("s3://" + BUCKET + "/registry", endpoint.toString(), null);
  }

  /** The keys of all objects in a bucket. */
  List<String> keys(S3Location place) {
    return client
        .listObjectsV2Paginator(request -> request.bucket(place.bucket()))
        .contents()
        .stream()
        .map(S3Object::key)
        .toList();
  }

  @Override
  public void close() {
    client.close();
    process.destroyForcibly();
  }
}
