package dev.vitrine.artifact.blob;

import dev.vitrine.artifact.blob.UploadSession.Part;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A storage of blobs. A blob exists completely or not at all, and never changes. Names of blobs are
 * generated and contain no input of callers. A storage belongs to one registry and is marked with
 * its ID.
 */
public interface BlobStore {
  /** Maximum duration of an upload, in parts or as a whole. */
  Duration LONGEST_UPLOAD = Duration.ofHours(24);

  /** Suffix of the names of parts. */
  String PART = ".part";

  /**
   * Uploaded bytes that no file refers to yet.
   *
   * @param begun start of the upload
   */
  record Arrival(String blob, long size, Instant begun) {}

  /**
   * Makes a place where nothing is the registry's of this id; one that has a mark keeps it.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when something else is there
   */
  void mark(String id);

  /**
   * Checks that nothing is in a place, and that it can be written; leaves nothing in it.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when something is, or it cannot
   */
  void requireFree();

  /**
   * Makes sure that the place is the registry's of this id.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when it is not
   */
  void requireMark(String id);

  /**
   * Stores the bytes of a stream; stores nothing if the stream fails or has another length.
   *
   * @param length expected number of bytes; negative if it is unknown
   * @throws VitrineException INVALID_PARAMETER_VALUE when there are more or fewer
   */
  Arrival receive(InputStream bytes, long length) throws IOException;

  /**
   * Stores a part of an upload.
   *
   * @param length expected number of bytes; negative if it is unknown
   */
  void receive(UploadSession session, Part part, InputStream bytes, long length) throws IOException;

  /**
   * Puts parts together, in this order.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when one of them has not arrived
   */
  Arrival assemble(UploadSession session, List<Part> parts) throws IOException;

  /** Forgets all parts of an upload. */
  void discard(UploadSession session) throws IOException;

  /** Makes the uploaded bytes a durable blob. */
  void keep(Arrival arrival) throws IOException;

  /** Discards the uploaded bytes, kept or not. */
  void discard(Arrival arrival) throws IOException;

  /**
   * Some of a blob's bytes, to be closed by the caller.
   *
   * @throws NoSuchFileException when there is no such blob
   */
  InputStream read(String blob, long first, long length) throws IOException;

  /** Deletes a blob, if there is one. */
  void delete(String blob) throws IOException;

  /**
   * Deletes blobs in as few requests as possible. Failures are logged.
   *
   * @return the blobs that no longer exist
   */
  List<String> delete(List<String> blobs) throws IOException;

  /** The sizes in bytes of those of these blobs that there are. */
  Map<String, Long> sizes(List<String> blobs) throws IOException;

  /** Takes names of blobs, some at a time. */
  @FunctionalInterface
  interface Batches {
    void take(List<String> blobs) throws IOException;
  }

  /**
   * Lists blobs that can have no row by now if they had none at that moment; never all at once,
   * since there may be millions.
   */
  void blobsBefore(Instant moment, Batches batches) throws IOException;

  /**
   * Deletes unfinished uploads without progress since then.
   *
   * @return their number
   */
  int deleteArrivalsBefore(Instant moment) throws IOException;

  /** The refusal of fewer or more bytes than were announced. */
  static VitrineException cutOff(long came, long announced) {
    return new VitrineException(
            ErrorCode.INVALID_PARAMETER_VALUE,
            "The file is incomplete: " + came + " bytes were received of " + announced + ".")
        .withHint("Send it again.");
  }

  /** The error of completing an upload with missing parts. */
  static VitrineException missingPart(@Nullable Throwable cause) {
    return new VitrineException(ErrorCode.INVALID_PARAMETER_VALUE, "A part of the file is missing.")
        .withCause(cause)
        .withHint("Send all parts, then complete the upload.");
  }
}
