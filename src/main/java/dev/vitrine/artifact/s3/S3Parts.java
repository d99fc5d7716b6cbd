package dev.vitrine.artifact.s3;

import dev.vitrine.artifact.blob.BlobStore;
import dev.vitrine.artifact.blob.UploadSession;
import dev.vitrine.artifact.blob.UploadSession.Part;
import dev.vitrine.artifact.s3.S3Copies.Original;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Parts of files, as objects until they are put together. */
final class S3Parts {
  private static final String PARTS = "parts/";

  /** Minimum bytes of a part that S3 copies (5 MiB), except the last. */
  private static final long SMALLEST_COPIED = 5L << 20;

  private final S3Connection s3;
  private final S3Writer writer;
  private final S3Copies copies;

  S3Parts(S3Connection s3, S3Writer writer, S3Copies copies) {
    this.s3 = s3;
    this.writer = writer;
    this.copies = copies;
  }

  /** Prefix of the keys of all parts. */
  String prefix() {
    return s3.place().key(PARTS);
  }

  void receive(UploadSession session, Part part, InputStream bytes, long length)
      throws IOException {
    writer.write(key(session, part), bytes, length);
  }

  private String key(UploadSession session, Part part) {
    return prefix() + session.name(part);
  }

  /**
   * Joins parts to an object.
   *
   * @return its size in bytes
   */
  long assemble(UploadSession session, List<Part> parts, String blob) throws IOException {
    Map<String, Original> arrived =
        s3.list(prefix() + session.prefix()).stream()
            .collect(Collectors.toMap(S3Object::key, Original::of));
    List<String> keys = parts.stream().map(part -> key(session, part)).toList();
    if (!arrived.keySet().containsAll(keys)) {
      throw BlobStore.missingPart(null);
    }
    List<Original> originals = keys.stream().map(arrived::get).toList();
    long total = originals.stream().mapToLong(Original::size).sum();
    try {
      if (copiesAll(originals)) {
        writer.multipart(blob, upload -> copy(originals, blob, upload));
        return total;
      }
      try (InputStream all = opened(keys)) {
        return writer.write(blob, all, total);
      }
    } catch (NoSuchFileException exception) {
      throw BlobStore.missingPart(exception);
    } catch (UncheckedIOException exception) {
      throw exception.getCause();
    }
  }

  private static boolean copiesAll(List<Original> parts) {
    int last = parts.size() - 1;
    return parts.get(last).size() > 0
        && parts.stream().allMatch(part -> part.size() <= S3Copies.LARGEST)
        && parts.subList(0, last).stream().allMatch(part -> part.size() >= SMALLEST_COPIED);
  }

  private List<CompletedPart> copy(List<Original> parts, String blob, String upload)
      throws IOException {
    List<Callable<CompletedPart>> calls = new ArrayList<>();
    for (Original part : parts) {
      int number = calls.size() + 1;
      calls.add(() -> copies.part(part, null, blob, upload, number));
    }
    return S3Connection.together(calls);
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
    s3.deleteObjects(s3.list(prefix() + session.prefix()));
  }

  /**
   * Deletes parts uploaded before that time.
   *
   * @return their number
   */
  int deleteBefore(Instant moment) throws IOException {
    List<S3Object> old =
        s3.list(prefix()).stream().filter(part -> part.lastModified().isBefore(moment)).toList();
    s3.deleteObjects(old);
    return old.size();
  }
}
