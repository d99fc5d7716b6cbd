package dev.vitrine.artifact;

import static java.util.Objects.requireNonNull;

import dev.vitrine.artifact.UploadSession.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Parts of files, as objects until they are put together. */
final class S3Parts {
  private static final String PARTS = "parts/";

  /** What S3 copies as a part of an object; the last may be smaller. */
  private static final long SMALLEST_COPIED = 5L << 20;

  private static final long LARGEST_COPIED = 5L << 30;
  private static final int AT_ONCE = 8;

  private final S3Connection s3;
  private final S3Writer writer;

  S3Parts(S3Connection s3, S3Writer writer) {
    this.s3 = requireNonNull(s3);
    this.writer = requireNonNull(writer);
  }

  /** What the keys of all parts begin with. */
  String prefix() {
    return s3.place().key(PARTS);
  }

  void receive(UploadSession session, Part part, InputStream bytes, OptionalLong length)
      throws IOException {
    writer.write(key(session, part), bytes, length);
  }

  private String key(UploadSession session, Part part) {
    return prefix() + session.name(part);
  }

  /** Makes an object of parts; answers how long it is. */
  long assemble(UploadSession session, List<Part> parts, String blob) throws IOException {
    Map<String, Long> arrived =
        s3.list(prefix() + session.prefix()).stream()
            .collect(Collectors.toMap(S3Object::key, S3Object::size));
    List<String> keys = parts.stream().map(part -> key(session, part)).toList();
    if (!arrived.keySet().containsAll(keys)) {
      throw BlobStore.missingPart(null);
    }
    List<Long> sizes = keys.stream().map(arrived::get).toList();
    long total = sizes.stream().mapToLong(Long::longValue).sum();
    try {
      if (copiesAll(sizes)) {
        writer.multipart(blob, upload -> copy(keys, blob, upload));
        return total;
      }
      try (InputStream all = opened(keys)) {
        return writer.write(blob, all, OptionalLong.of(total));
      }
    } catch (NoSuchFileException exception) {
      throw BlobStore.missingPart(exception);
    } catch (UncheckedIOException exception) {
      throw exception.getCause();
    }
  }

  private static boolean copiesAll(List<Long> sizes) {
    int last = sizes.size() - 1;
    return sizes.get(last) > 0
        && sizes.stream().allMatch(size -> size <= LARGEST_COPIED)
        && sizes.subList(0, last).stream().allMatch(size -> size >= SMALLEST_COPIED);
  }

  private List<CompletedPart> copy(List<String> keys, String blob, String upload)
      throws IOException {
    List<Callable<CompletedPart>> copies = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      String from = keys.get(i);
      int number = i + 1;
      copies.add(() -> copy(from, blob, upload, number));
    }
    return together(copies);
  }

  private CompletedPart copy(String from, String blob, String upload, int number)
      throws IOException {
    String bucket = s3.place().bucket();
    String tag =
        s3.call(
                c ->
                    c.uploadPartCopy(
                        r ->
                            r.sourceBucket(bucket)
                                .sourceKey(from)
                                .destinationBucket(bucket)
                                .destinationKey(blob)
                                .uploadId(upload)
                                .partNumber(number)))
            .copyPartResult()
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(tag).build();
  }

  /** One after the other, each opened when the one before has been read. */
  private InputStream opened(List<String> keys) {
    return new SequenceInputStream(
        Collections.enumeration(
            new AbstractList<InputStream>() {
              @Override
              public int size() {
                return keys.size();
              }

              @Override
              public InputStream get(int index) {
                return open(keys.get(index));
              }
            }));
  }

  private InputStream open(String key) {
    try {
      return s3.call(c -> c.getObject(r -> r.bucket(s3.place().bucket()).key(key)));
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  void discard(UploadSession session) throws IOException {
    s3.delete(s3.list(prefix() + session.prefix()));
  }

  /** Deletes parts that arrived before that; answers how many. */
  int deleteBefore(Instant moment) throws IOException {
    List<S3Object> old =
        s3.list(prefix()).stream().filter(part -> part.lastModified().isBefore(moment)).toList();
    s3.delete(old);
    return old.size();
  }

  /** Some at once; returns when all have come to an end, one way or the other. */
  static <T> List<T> together(List<Callable<T>> calls) throws IOException {
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
