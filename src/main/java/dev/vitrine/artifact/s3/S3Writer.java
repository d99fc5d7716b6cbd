package dev.vitrine.artifact.s3;

import dev.vitrine.artifact.blob.BlobStore;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Writes objects from streams of any length. Bytes are buffered in pieces that can be retried; a
 * longer stream becomes a multipart upload. Memory is bounded: a writer waits while all pieces are
 * in use.
 */
final class S3Writer {
  private static final Logger LOG = LoggerFactory.getLogger(S3Writer.class);

  /** Bytes of a part; S3 requires at least 5 MiB. */
  private static final int PIECE = 16 << 20;

  /** Maximum parts of a multipart upload in S3. */
  private static final int MOST_PIECES = 10_000;

  private static final String TYPE = "application/octet-stream";

  private final S3Connection s3;
  private final Semaphore pieces =
      new Semaphore((int) Math.max(2, Runtime.getRuntime().maxMemory() / 4 / PIECE), true);

  S3Writer(S3Connection s3) {
    this.s3 = s3;
  }

  /** The multipart upload of an object. */
  @FunctionalInterface
  interface Parts {
    /**
     * Adds all of them to this upload.
     *
     * @return the completed parts
     */
    List<CompletedPart> add(String upload) throws IOException;
  }

  /**
   * Writes a whole stream. If it fails, no object exists.
   *
   * @param length expected number of bytes; negative if it is unknown
   * @return its size in bytes
   * @throws VitrineException INVALID_PARAMETER_VALUE when the length differs or exceeds the limit
   */
  long write(String key, InputStream bytes, long length) throws IOException {
    if (length > (long) PIECE * MOST_PIECES) {
      throw tooLong();
    }
    acquire();
    try {
      byte[] buffer = new byte[(int) Math.min(PIECE, (length < 0 ? PIECE : length) + 1)];
      Source source = new Source(bytes, buffer, length);
      int first = source.next();
      if (first < buffer.length) {
        source.requireAll();
        put(key, buffer, first);
      } else {
        multipart(key, upload -> sendAll(key, upload, source));
      }
      return source.total;
    } finally {
      pieces.release();
    }
  }

  private void acquire() throws InterruptedIOException {
    try {
      pieces.acquire();
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("The server is stopping");
    }
  }

  /** Makes an object of parts; the upload is forgotten if anything fails. */
  void multipart(String key, Parts parts) throws IOException {
    String bucket = s3.place().bucket();
    String upload =
        s3.write(c -> c.createMultipartUpload(r -> r.bucket(bucket).key(key).contentType(TYPE)))
            .uploadId();
    boolean complete = false;
    try {
      List<CompletedPart> sent = parts.add(upload);
      s3.write(
          c ->
              c.completeMultipartUpload(
                  r ->
                      r.bucket(bucket)
                          .key(key)
                          .uploadId(upload)
                          .multipartUpload(m -> m.parts(sent))));
      complete = true;
    } finally {
      if (!complete) {
        abort(key, upload);
      }
    }
  }

  void abort(String key, String upload) throws IOException {
    try {
      s3.call(
          c ->
              c.abortMultipartUpload(r -> r.bucket(s3.place().bucket()).key(key).uploadId(upload)));
    } catch (VitrineException exception) {
      // The original failure is reported, not this one.
      LOG.warn(
          "An unfinished upload could not be deleted; the next collection deletes it: {}",
          exception.getMessage());
    }
  }

  private List<CompletedPart> sendAll(String key, String upload, Source source) throws IOException {
    List<CompletedPart> sent = new ArrayList<>();
    for (int size = source.size; size > 0; size = source.next()) {
      int number = sent.size() + 1;
      if (number > MOST_PIECES) {
        throw tooLong();
      }
      sent.add(send(key, upload, number, source));
    }
    source.requireAll();
    return sent;
  }

  private CompletedPart send(String key, String upload, int number, Source source)
      throws IOException {
    String tag =
        s3.write(
                c ->
                    c.uploadPart(
                        r ->
                            r.bucket(s3.place().bucket())
                                .key(key)
                                .uploadId(upload)
                                .partNumber(number),
                        body(source.buffer, source.size)))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(tag).build();
  }

  private void put(String key, byte[] buffer, int size) throws IOException {
    s3.write(
        c ->
            c.putObject(
                r -> r.bucket(s3.place().bucket()).key(key).contentType(TYPE), body(buffer, size)));
  }

  /** Repeatable, without a copy. */
  private static RequestBody body(byte[] buffer, int size) {
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(buffer, 0, size), size, TYPE);
  }

  private static VitrineException tooLong() {
    return new VitrineException(
            ErrorCode.INVALID_PARAMETER_VALUE,
            "The file is longer than " + (((long) PIECE * MOST_PIECES) >> 30) + " GiB.")
        .withHint("Send it in parts.");
  }

  /** A stream, one piece after the other in the same buffer. */
  private static final class Source {
    private final InputStream bytes;
    private final byte[] buffer;
    private final long length;
    private int size;
    private long total;

    Source(InputStream bytes, byte[] buffer, long length) {
      this.bytes = bytes;
      this.buffer = buffer;
      this.length = length;
    }

    /** Reads the next piece; it is shorter than the buffer if it is the last. */
    int next() throws IOException {
      size = bytes.readNBytes(buffer, 0, buffer.length);
      total += size;
      if (length >= 0 && total > length) {
        throw BlobStore.cutOff(total, length);
      }
      return size;
    }

    void requireAll() {
      if (length >= 0 && total != length) {
        throw BlobStore.cutOff(total, length);
      }
    }
  }
}
