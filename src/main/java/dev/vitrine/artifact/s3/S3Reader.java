package dev.vitrine.artifact.s3;

import dev.vitrine.artifact.blob.S3Location;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Reads objects of another service with temporary credentials that it lent. */
public final class S3Reader implements AutoCloseable {
  private static final Duration CONNECTING = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofSeconds(60);
  private static final int ATTEMPTS = 4;

  /**
   * An object.
   *
   * @param name its key, relative to the place
   * @param size in bytes
   */
  public record Item(String name, long size) {}

  private final S3Client client;
  private final S3Location place;

  /**
   * @param place bucket and prefix; without a region, that of {@code AWS_REGION} or us-east-1
   */
  public S3Reader(S3Location place, TemporaryCredentials credentials) {
    String region = System.getenv().getOrDefault("AWS_REGION", Region.US_EAST_1.id());
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(place.region().orElse(region)))
            .credentialsProvider(StaticCredentialsProvider.create(key(credentials)))
            .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(ATTEMPTS)))
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECTING)
                    .socketTimeout(SILENCE));
    if (place.endpoint().isPresent()) {
      URI endpoint = place.endpoint().get();
      builder
          .endpointOverride(endpoint)
          .forcePathStyle(true)
          .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
    } else {
      builder.crossRegionAccessEnabled(true);
    }
    this.client = builder.build();
    this.place = place;
  }

  /** Other services than Amazon's can lend keys without a token. */
  private static AwsCredentials key(TemporaryCredentials credentials) {
    return credentials.sessionToken().isEmpty()
        ? AwsBasicCredentials.create(credentials.accessKeyId(), credentials.secretAccessKey())
        : AwsSessionCredentials.create(
            credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken());
  }

  /**
   * The objects of the place, without those that stand for directories.
   *
   * @param most objects; the list ends after one more
   * @throws IOException when the service refuses the request or does not respond
   */
  public List<Item> list(int most) throws IOException {
    String root = place.key("");
    return call(
        () ->
            client
                .listObjectsV2Paginator(r -> r.bucket(place.bucket()).prefix(root))
                .contents()
                .stream()
                .filter(object -> !object.key().endsWith("/"))
                .map(object -> new Item(object.key().substring(root.length()), object.size()))
                .limit(most + 1L)
                .toList());
  }

  /**
   * The bytes of an object, to be closed by the caller.
   *
   * @throws IOException when the service refuses the request or does not respond
   */
  public InputStream read(String name) throws IOException {
    return call(() -> client.getObject(r -> r.bucket(place.bucket()).key(place.key(name))));
  }

  private static <T> T call(Supplier<T> request) throws IOException {
    try {
      return request.get();
    } catch (AwsServiceException refusal) {
      throw new IOException("S3 refused a request (" + S3Errors.code(refusal) + ").", refusal);
    } catch (SdkException failure) {
      throw new IOException("S3 does not respond.", failure);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
