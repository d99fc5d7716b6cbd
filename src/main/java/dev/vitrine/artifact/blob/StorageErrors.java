package dev.vitrine.artifact.blob;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.FullDisk;
import dev.vitrine.error.VitrineException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns failures of the file system that holds the files into errors for the caller. The file
 * system's own text names paths of the server, so it goes to the log only.
 */
public final class StorageErrors {
  private static final Logger LOG = LoggerFactory.getLogger(StorageErrors.class);

  private StorageErrors() {}

  /** Work on the storage; its failures are failures of the storage, not of the client. */
  @FunctionalInterface
  public interface Work<T> {
    T run() throws IOException;
  }

  /** Work on the storage without a result. */
  @FunctionalInterface
  interface Step {
    void run() throws IOException;
  }

  /**
   * Does work that writes.
   *
   * @throws VitrineException DISK_FULL when the storage is full, read-only or otherwise takes
   *     nothing; QUERY_CANCELED when the thread was interrupted
   */
  public static <T> T writing(Work<T> work) {
    try {
      return work.run();
    } catch (IOException exception) {
      throw unwritable(exception);
    }
  }

  /**
   * Does a step that writes.
   *
   * @throws VitrineException as {@link #writing} does
   */
  static void write(Step step) {
    writing(
        () -> {
          step.run();
          return true;
        });
  }

  /** The error of a write that failed. */
  public static VitrineException unwritable(IOException cause) {
    if (cause instanceof ClosedByInterruptException) {
      return new VitrineException(ErrorCode.QUERY_CANCELED, "The upload was interrupted.")
          .withCause(cause)
          .withHint("Send the file again.");
    }
    LOG.warn("The file storage cannot be written to: {}", cause.toString());
    return new VitrineException(
            ErrorCode.DISK_FULL,
            FullDisk.isCause(cause)
                ? "The file storage is full."
                : "The file storage cannot be written to.")
        .withCause(cause)
        .withHint("Free space or make it writable, then send the file again.");
  }

  /** The error of a read that failed. */
  public static VitrineException unreadable(IOException cause) {
    LOG.warn("The file storage cannot be read: {}", cause.toString());
    return new VitrineException(ErrorCode.STORE_UNREACHABLE, "The file storage cannot be read.")
        .withCause(cause)
        .withHint("Try again. The server log has details.");
  }
}
