package dev.vitrine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.artifact.blob.S3Location;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A server of S3 in a separate process, on a free port, which keeps objects in memory. */
public final class TestS3 {
  /** The key with all permissions. */
  public static final String KEY = "local-key";

  /** The secret of the key. */
  public static final String SECRET = "local-secret-that-no-log-may-have";

  private static final Pattern LISTENING =
      Pattern.compile("Started .*ServerConnector.*\\{127\\.0\\.0\\.1:(\\d+)}");
  private static final AtomicInteger COUNT = new AtomicInteger();

  private static TestS3 shared;

  private final URI endpoint;
  private final S3Client client;

  private TestS3(URI endpoint) {
    this.endpoint = endpoint;
    this.client = client(endpoint);
  }

  /** A client of any server that knows the key. */
  public static S3Client client(URI endpoint) {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .forcePathStyle(true)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, SECRET)))
        .build();
  }

  /** The server of this JVM, which ends with it. The SDK then finds its credentials. */
  public static synchronized TestS3 shared() {
    if (shared == null) {
      signIn();
      shared = LeakCheck.keep(TestS3::start);
    }
    return shared;
  }

  /** Sets the key that the SDK finds in this JVM. */
  public static void signIn() {
    System.setProperty("aws.accessKeyId", KEY);
    System.setProperty("aws.secretAccessKey", SECRET);
  }

  private static TestS3 start() {
    try {
      Path directory = Files.createTempDirectory(Path.of("target"), "s3");
      Path settings =
          Files.write(
              directory.resolve("s3proxy.properties"),
              List.of(
                  "s3proxy.endpoint=http://127.0.0.1:0",
                  "s3proxy.authorization=aws-v4",
                  "s3proxy.identity=" + KEY,
                  "s3proxy.credential=" + SECRET,
                  "jclouds.provider=transient-nio2",
                  "jclouds.identity=unused",
                  "jclouds.credential=unused"));
      Path log = directory.resolve("s3proxy.log");
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-XX:+UseSerialGC",
                  "-Xmx512m",
                  "-jar",
                  Path.of("target", "s3-server", "s3proxy.jar").toString(),
                  "--properties",
                  settings.toString())
              .redirectErrorStream(true)
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      BufferedReader output = process.inputReader(UTF_8);
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        Matcher matcher = LISTENING.matcher(line);
        if (matcher.find()) {
          drain(output, log);
          return new TestS3(URI.create("http://127.0.0.1:" + matcher.group(1)));
        }
      }
      throw new IllegalStateException("The server of S3 has not started");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void drain(BufferedReader output, Path log) throws IOException {
    PrintWriter writer = new PrintWriter(Files.newBufferedWriter(log), true);
    Thread thread =
        new Thread(
            () -> {
              try (output;
                  PrintWriter file = writer) {
                output.lines().forEach(file::println);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            "s3-log");
    thread.setDaemon(true);
    thread.start();
  }

  /** Where it is. */
  public URI endpoint() {
    return endpoint;
  }

  /** What asks it. */
  public S3Client client() {
    return client;
  }

  /** A new bucket, empty. */
  public String newBucket() {
    String bucket = "bucket" + COUNT.incrementAndGet();
    client.createBucket(request -> request.bucket(bucket));
    return bucket;
  }

  /** A place in a new bucket. */
  public S3Location newLocation() {
    return location("s3://" + newBucket() + "/registry/files");
  }

  /** A place of this server. */
  public S3Location location(String url) {
    return S3Location.parse(url, endpoint.toString(), null);
  }

  /** The keys of all objects in a bucket. */
  public List<String> keys(String bucket) {
    return client.listObjectsV2Paginator(request -> request.bucket(bucket)).contents().stream()
        .map(S3Object::key)
        .toList();
  }
}
