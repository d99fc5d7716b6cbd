package dev.vitrine.artifact.s3;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Copies of objects, made inside S3. */
public final class S3Copies {
  /** Maximum bytes of a single copy request of S3 (5 GiB). */
  static final long LARGEST = 5L << 30;

  /** Bytes per part of a multipart copy. */
  private static final long PIECE = 1L << 30;

  private static final String TYPE = "application/octet-stream";

  private final S3Connection s3;
  private final S3Writer writer;

  S3Copies(S3Connection s3, S3Writer writer) {
    this.s3 = s3;
    this.writer = writer;
  }

  /**
   * An object to be copied.
   *
   * @param tag the ETag that the object must still have when it is copied
   */
  public record Original(String key, long size, String tag) {

    static Original of(S3Object object) {
      return new Original(object.key(), object.size(), object.eTag());
    }
  }

  /** Copies the bytes of an object without its metadata. */
  void copy(Original original, String to) throws IOException {
    if (original.size() > LARGEST) {
      writer.multipart(to, upload -> pieces(original, to, upload));
      return;
    }
    String bucket = s3.place().bucket();
    s3.write(
        c ->
            c.copyObject(
                r ->
                    r.sourceBucket(bucket)
                        .sourceKey(original.key())
                        .copySourceIfMatch(original.tag())
                        .destinationBucket(bucket)
                        .destinationKey(to)
                        .metadataDirective(MetadataDirective.REPLACE)
                        .contentType(TYPE)));
  }

  private List<CompletedPart> pieces(Original original, String to, String upload)
      throws IOException {
    List<Callable<CompletedPart>> copies = new ArrayList<>();
    for (long first = 0; first < original.size(); first += PIECE) {
      int number = copies.size() + 1;
      long from = first;
      long last = Math.min(original.size(), first + PIECE) - 1;
      String range = "bytes=" + from + "-" + last;
      copies.add(() -> part(original, range, to, upload, number));
    }
    return S3Connection.together(copies);
  }

  /**
   * Copies an object, or a range of its bytes, as a part of another whose upload has begun.
   *
   * @param number of the part, from 1
   */
  CompletedPart part(
      Original original, @Nullable String range, String to, String upload, int number)
      throws IOException {
    String bucket = s3.place().bucket();
    String tag =
        s3.write(
                c ->
                    c.uploadPartCopy(
                        r ->
                            r.sourceBucket(bucket)
                                .sourceKey(original.key())
                                .copySourceIfMatch(original.tag())
                                .copySourceRange(range)
                                .destinationBucket(bucket)
                                .destinationKey(to)
                                .uploadId(upload)
                                .partNumber(number)))
            .copyPartResult()
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(tag).build();
  }
}
