package dev.vitrine.artifact.s3;

import dev.vitrine.artifact.blob.S3Location;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;

/** A connection to a bucket. Errors contain no part of a credential. */
public final class S3Connection {
  private static final Logger LOG = LoggerFactory.getLogger(S3Connection.class);

  /** The default region of most other services. */
  private static final Region USUAL_REGION = Region.US_EAST_1;

  /** For a TCP connection, not for the request. */
  private static final Duration CONNECTING = Duration.ofSeconds(5);

  /** Copying gigabytes inside S3 is one request, and silent for a while. */
  private static final Duration SILENCE = Duration.ofMinutes(5);

  /** Spread over a second or more, so that a hiccup of the service does not cost an upload. */
  private static final int ATTEMPTS = 6;

  /** Maximum concurrent requests of one operation. */
  private static final int AT_ONCE = 8;

  /** Maximum number of objects per delete request of S3. */
  private static final int MOST_DELETED = 1_000;

  /** HTTP status of a request that the service does not support. */
  private static final int NOT_IMPLEMENTED = 501;

  private final S3Client client;
  private final Region region;
  private final AwsCredentialsProvider credentials;
  private final S3Location place;

  private S3Connection(
      S3Client client, Region region, AwsCredentialsProvider credentials, S3Location place) {
    this.client = client;
    this.region = region;
    this.credentials = credentials;
    this.place = place;
  }

  /**
   * Checks that the bucket exists and can be listed.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when it cannot, STORE_UNREACHABLE when the
   *     service does not respond
   */
  public static S3Connection open(S3Location place) {
    Region region = region(place);
    AwsCredentialsProvider credentials = credentials();
    S3ClientBuilder builder =
        S3Client.builder()
            .region(region)
            .credentialsProvider(credentials)
            .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(ATTEMPTS)))
            // Pieces are small, and kept until they have arrived: asking first costs a round trip.
            .serviceConfiguration(c -> c.expectContinueEnabled(false))
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECTING)
                    .socketTimeout(SILENCE));
    place.endpoint().ifPresent(endpoint -> elsewhere(builder, endpoint));
    S3Client client = builder.build();
    try {
      client.listObjectsV2(
          request -> request.bucket(place.bucket()).prefix(place.key("")).maxKeys(1));
    } catch (SdkException exception) {
      client.close();
      throw S3Errors.unusable(place, exception);
    }
    return new S3Connection(client, region, credentials, place);
  }

  /** Other services often support neither virtual-hosted buckets nor default checksums. */
  private static void elsewhere(S3ClientBuilder builder, URI endpoint) {
    builder
        .endpointOverride(endpoint)
        .forcePathStyle(true)
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
  }

  private static Region region(S3Location place) {
    if (place.region().isPresent()) {
      return Region.of(place.region().get());
    }
    boolean amazon = place.endpoint().isEmpty();
    AwsRegionProvider usual =
        amazon
            ? DefaultAwsRegionProviderChain.builder().build()
            : new AwsRegionProviderChain(
                new SystemSettingsRegionProvider(), new AwsProfileRegionProvider());
    try {
      Region region = usual.getRegion();
      if (region != null) {
        return region;
      }
    } catch (SdkClientException exception) {
      if (amazon) {
        throw noRegion().withCause(exception);
      }
    }
    if (amazon) {
      throw noRegion();
    }
    return USUAL_REGION;
  }

  private static VitrineException noRegion() {
    return new VitrineException(
            ErrorCode.INVALID_PARAMETER_VALUE, "The region of the bucket is unknown.")
        .withHint("Set --s3-region or the environment variable AWS_REGION.");
  }

  /** The SDK's own chain, asked once so that it is clear at once if there are none. */
  private static AwsCredentialsProvider credentials() {
    DefaultCredentialsProvider chain = DefaultCredentialsProvider.builder().build();
    try {
      chain.resolveCredentials();
      return chain;
    } catch (SdkClientException exception) {
      chain.close();
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE, "There are no credentials for S3.")
          .withCause(exception)
          .withHint(
              "They are read from the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY), the"
                  + " profile in ~/.aws, or the role of the machine or workload.");
    }
  }

  /** The STS client; other services than Amazon's have STS at the S3 endpoint. */
  StsClient sts() {
    StsClientBuilder builder =
        StsClient.builder()
            .region(region)
            .credentialsProvider(credentials)
            .httpClientBuilder(UrlConnectionHttpClient.builder().connectionTimeout(CONNECTING));
    place.endpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  S3Location place() {
    return place;
  }

  /**
   * Sends a request to S3.
   *
   * @throws NoSuchFileException when there is no such object
   * @throws VitrineException STORE_UNREACHABLE when the request fails
   */
  <T> T call(Function<S3Client, T> request) throws NoSuchFileException {
    try {
      return request.apply(client);
    } catch (NoSuchKeyException exception) {
      NoSuchFileException missing = new NoSuchFileException("an object of " + place);
      missing.initCause(exception);
      throw missing;
    } catch (SdkException exception) {
      throw S3Errors.failed(exception);
    }
  }

  /**
   * Sends a write request to S3.
   *
   * @throws NoSuchFileException when there is no such object to copy
   * @throws VitrineException DISK_FULL when it refuses to store anything; STORE_UNREACHABLE when
   *     the request fails for another reason
   */
  <T> T write(Function<S3Client, T> request) throws NoSuchFileException {
    return call(
        c -> {
          try {
            return request.apply(c);
          } catch (AwsServiceException refusal) {
            throw S3Errors.isFull(refusal) ? S3Errors.full(refusal) : refusal;
          }
        });
  }

  /** All objects whose keys begin so. */
  List<S3Object> list(String prefix) throws NoSuchFileException {
    return call(
        c ->
            c
                .listObjectsV2Paginator(r -> r.bucket(place.bucket()).prefix(prefix))
                .contents()
                .stream()
                .toList());
  }

  /** Deletes objects; failures are logged and ignored. */
  void deleteObjects(List<S3Object> objects) throws IOException {
    delete(objects.stream().map(S3Object::key).toList());
  }

  /**
   * Deletes objects, 1,000 per request. If the service does not support that request or its
   * checksum, deletes them one by one.
   *
   * @return the keys of deleted objects
   */
  public List<String> delete(List<String> keys) throws IOException {
    List<String> gone = new ArrayList<>();
    for (int first = 0; first < keys.size(); first += MOST_DELETED) {
      List<String> batch = keys.subList(first, Math.min(keys.size(), first + MOST_DELETED));
      try {
        gone.addAll(deleteTogether(batch));
      } catch (AwsServiceException refusal) {
        if (refusal.statusCode() >= 500 && refusal.statusCode() != NOT_IMPLEMENTED) {
          throw S3Errors.failed(refusal);
        }
        LOG.debug("Objects are deleted one by one: {}", S3Errors.code(refusal));
        gone.addAll(deleteOneByOne(batch));
      } catch (SdkException exception) {
        throw S3Errors.failed(exception);
      }
    }
    return gone;
  }

  private List<String> deleteTogether(List<String> keys) {
    if (keys.size() == 1) {
      client.deleteObject(r -> r.bucket(place.bucket()).key(keys.get(0)));
      return keys;
    }
    List<ObjectIdentifier> objects =
        keys.stream().map(key -> ObjectIdentifier.builder().key(key).build()).toList();
    List<S3Error> errors =
        client
            .deleteObjects(
                r -> r.bucket(place.bucket()).delete(d -> d.objects(objects).quiet(true)))
            .errors();
    Set<String> left = errors.stream().map(S3Error::key).collect(Collectors.toSet());
    if (!left.isEmpty()) {
      LOG.warn("S3 did not delete {} objects: {}", left.size(), errors.get(0).code());
    }
    return keys.stream().filter(key -> !left.contains(key)).toList();
  }

  private List<String> deleteOneByOne(List<String> keys) throws IOException {
    List<Callable<String>> deletions = new ArrayList<>();
    for (String key : keys) {
      deletions.add(
          () -> {
            call(c -> c.deleteObject(r -> r.bucket(place.bucket()).key(key)));
            return key;
          });
    }
    return together(deletions);
  }

  /** Some at once; returns when all have come to an end, one way or the other. */
  public static <T> List<T> together(List<Callable<T>> calls) throws IOException {
    if (calls.isEmpty()) {
      return List.of();
    }
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(AT_ONCE, calls.size()));
    try {
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(calls)) {
        results.add(result.get());
      }
      return results;
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("The server is stopping");
    } catch (ExecutionException exception) {
      if (exception.getCause() instanceof IOException failure) {
        throw failure;
      }
      if (exception.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(exception);
    } finally {
      threads.shutdownNow();
    }
  }
}
