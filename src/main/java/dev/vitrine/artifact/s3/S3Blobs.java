package dev.vitrine.artifact.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.artifact.blob.BlobStore;
import dev.vitrine.artifact.blob.S3Location;
import dev.vitrine.artifact.blob.UploadSession;
import dev.vitrine.artifact.blob.UploadSession.Part;
import dev.vitrine.artifact.s3.S3Copies.Original;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Blobs as objects in a bucket, under {@code blobs}, and parts of files under {@code parts}. S3
 * never shows a partial object, so uploads are written directly to their final key.
 *
 * <p>S3 reports the start of an upload as the date of the object. So unreferenced objects are kept
 * for the maximum duration of an upload longer.
 */
public final class S3Blobs implements BlobStore {
  /**
   * Prefix of objects that clients write; their unfinished uploads are collected with those of
   * blobs.
   */
  public static final String STAGING = "staging/";

  /** Prefix of objects that clients read: copies that only the server can write. */
  public static final String EXPORTS = "exports/";

  private static final Logger LOG = LoggerFactory.getLogger(S3Blobs.class);
  private static final String MARKER = "vitrine-storage";
  private static final String BLOBS = "blobs/";
  private static final Pattern BLOB = Pattern.compile("[0-9a-f]{32}");

  private final S3Connection s3;
  private final S3Location place;
  private final S3Writer writer;
  private final S3Parts parts;
  private final S3Copies copies;

  public S3Blobs(S3Connection s3) {
    this.s3 = s3;
    this.place = s3.place();
    this.writer = new S3Writer(s3);
    this.copies = new S3Copies(s3, writer);
    this.parts = new S3Parts(s3, writer, copies);
  }

  @Override
  public void mark(String id) {
    try {
      if (!mark().isEmpty()) {
        return;
      }
      requireEmpty();
      s3.call(
          c -> {
            try {
              return c.putObject(
                  r -> r.bucket(place.bucket()).key(place.key(MARKER)).ifNoneMatch("*"),
                  RequestBody.fromString(id));
            } catch (S3Exception exception) {
              if (exception.statusCode() == 412 || exception.statusCode() == 409) {
                // Another server was faster; whose it is will be asked next.
                return null;
              }
              throw exception;
            }
          });
    } catch (NoSuchFileException exception) {
      throw unusable(exception);
    }
  }

  private void requireEmpty() throws NoSuchFileException {
    if (!s3.call(
            c -> c.listObjectsV2(r -> r.bucket(place.bucket()).prefix(place.key("")).maxKeys(1)))
        .contents()
        .isEmpty()) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              place + " is not empty and does not belong to this registry.")
          .withHint("Set --storage to an empty prefix.");
    }
  }

  @Override
  public void requireFree() {
    try {
      requireEmpty();
      String key = place.key(MARKER + "-" + UUID.randomUUID());
      s3.call(c -> c.putObject(r -> r.bucket(place.bucket()).key(key), RequestBody.fromString("")));
      s3.call(c -> c.deleteObject(r -> r.bucket(place.bucket()).key(key)));
    } catch (NoSuchFileException exception) {
      throw unusable(exception);
    }
  }

  @Override
  public void requireMark(String id) {
    if (!mark().equals(id)) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "The files of this registry are not in " + place + ".")
          .withHint("All servers of a registry need the same --storage.");
    }
  }

  /** Empty if there is none. */
  private String mark() {
    try {
      return s3.call(
          c ->
              c.getObjectAsBytes(r -> r.bucket(place.bucket()).key(place.key(MARKER)))
                  .asString(UTF_8)
                  .strip());
    } catch (NoSuchFileException exception) {
      return "";
    }
  }

  private VitrineException unusable(IOException cause) {
    return new VitrineException(
            ErrorCode.INVALID_PARAMETER_VALUE, "The storage " + place + " cannot be used.")
        .withCause(cause)
        .withHint("It must be a bucket with write access for the server.");
  }

  @Override
  public Arrival receive(InputStream bytes, long length) throws IOException {
    String blob = UploadSession.random();
    Instant begun = Instant.now();
    return new Arrival(blob, writer.write(key(blob), bytes, length), begun);
  }

  @Override
  public void receive(UploadSession session, Part part, InputStream bytes, long length)
      throws IOException {
    parts.receive(session, part, bytes, length);
  }

  @Override
  public Arrival assemble(UploadSession session, List<Part> wanted) throws IOException {
    String blob = UploadSession.random();
    Instant begun = Instant.now();
    return new Arrival(blob, parts.assemble(session, wanted, key(blob)), begun);
  }

  @Override
  public void discard(UploadSession session) throws IOException {
    parts.discard(session);
  }

  /** The object exists, but after too long an upload the collection may delete it at any moment. */
  @Override
  public void keep(Arrival arrival) {
    if (arrival.begun().isBefore(Instant.now().minus(LONGEST_UPLOAD))) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "The file took longer than " + LONGEST_UPLOAD.toHours() + " hours to arrive.")
          .withHint("Send it again, in parts.");
    }
  }

  @Override
  public void discard(Arrival arrival) throws IOException {
    delete(arrival.blob());
  }

  @Override
  public InputStream read(String blob, long first, long length) throws IOException {
    String key = key(blob);
    if (length == 0) {
      s3.call(c -> c.headObject(r -> r.bucket(place.bucket()).key(key)));
      return InputStream.nullInputStream();
    }
    String range = "bytes=" + first + "-" + (first + length - 1);
    return s3.call(c -> c.getObject(r -> r.bucket(place.bucket()).key(key).range(range)));
  }

  @Override
  public void delete(String blob) throws IOException {
    String key = key(blob);
    s3.call(c -> c.deleteObject(r -> r.bucket(place.bucket()).key(key)));
  }

  @Override
  public List<String> delete(List<String> names) throws IOException {
    Map<String, String> blobsByKey = new HashMap<>();
    names.forEach(blob -> blobsByKey.put(key(blob), blob));
    return s3.delete(List.copyOf(blobsByKey.keySet())).stream().map(blobsByKey::get).toList();
  }

  @Override
  public Map<String, Long> sizes(List<String> names) throws IOException {
    Map<String, Long> sizes = new ConcurrentHashMap<>();
    List<Callable<Boolean>> calls = new ArrayList<>();
    for (String blob : names) {
      calls.add(
          () -> {
            try {
              String key = key(blob);
              long size =
                  s3.call(c -> c.headObject(r -> r.bucket(place.bucket()).key(key)))
                      .contentLength();
              sizes.put(blob, size);
              return true;
            } catch (NoSuchFileException exception) {
              LOG.error("The blob {} is missing", blob);
              return false;
            }
          });
    }
    S3Connection.together(calls);
    return sizes;
  }

  /** One batch for each page of the listing, of up to 1,000. */
  @Override
  public void blobsBefore(Instant moment, Batches batches) throws IOException {
    String prefix = place.key(BLOBS);
    Instant begun = moment.minus(LONGEST_UPLOAD);
    Iterator<ListObjectsV2Response> pages =
        s3.call(
            c -> c.listObjectsV2Paginator(r -> r.bucket(place.bucket()).prefix(prefix)).iterator());
    while (s3.call(c -> pages.hasNext())) {
      batches.take(
          s3.call(c -> pages.next()).contents().stream()
              .filter(object -> object.lastModified().isBefore(begun))
              .map(object -> object.key().substring(prefix.length()))
              .filter(name -> BLOB.matcher(name).matches())
              .toList());
    }
  }

  @Override
  public int deleteArrivalsBefore(Instant moment) throws IOException {
    Instant begun = moment.minus(LONGEST_UPLOAD);
    List<MultipartUpload> unfinished = new ArrayList<>();
    List<String> prefixes =
        List.of(place.key(BLOBS), parts.prefix(), place.key(STAGING), place.key(EXPORTS));
    for (String prefix : prefixes) {
      s3.call(
          c -> {
            c
                .listMultipartUploadsPaginator(r -> r.bucket(place.bucket()).prefix(prefix))
                .uploads()
                .stream()
                .filter(upload -> upload.initiated().isBefore(begun))
                .forEach(unfinished::add);
            return unfinished;
          });
    }
    for (MultipartUpload upload : unfinished) {
      writer.abort(upload.key(), upload.uploadId());
    }
    return unfinished.size() + parts.deleteBefore(begun);
  }

  private String key(String blob) {
    if (!BLOB.matcher(blob).matches()) {
      throw new IllegalArgumentException("not the name of a blob");
    }
    return place.key(BLOBS + blob);
  }

  public S3Location place() {
    return place;
  }

  /** A role that the server may assume. */
  public S3Role role(String arn) {
    return S3Role.of(s3, arn);
  }

  /** Makes a blob of a copy. */
  public Arrival copyIn(Original original) throws IOException {
    String blob = UploadSession.random();
    Instant begun = Instant.now();
    copies.copy(original, key(blob));
    return new Arrival(blob, original.size(), begun);
  }

  /** Makes a copy of a blob at this key. */
  public void copyOut(String blob, long size, String to) throws IOException {
    String key = key(blob);
    String tag = s3.call(c -> c.headObject(r -> r.bucket(place.bucket()).key(key))).eTag();
    copies.copy(new Original(key, size, tag), to);
  }

  /** All objects whose keys begin with the prefix. */
  public List<Original> list(String prefix) throws IOException {
    return s3.list(prefix).stream().map(Original::of).toList();
  }

  /** Deletes all objects whose keys begin with the prefix. */
  public void deleteAll(String prefix) throws IOException {
    s3.deleteObjects(s3.list(prefix));
  }

  /** The part of keys after a prefix up to and including the next slash. */
  public List<String> directories(String prefix) throws IOException {
    return s3.call(
        c ->
            c
                .listObjectsV2Paginator(r -> r.bucket(place.bucket()).prefix(prefix).delimiter("/"))
                .commonPrefixes()
                .stream()
                .map(common -> common.prefix().substring(prefix.length()))
                .toList());
  }
}
