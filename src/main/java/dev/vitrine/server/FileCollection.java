package dev.vitrine.server;

import dev.vitrine.artifact.ClientFiles;
import dev.vitrine.artifact.FileStorage;
import java.io.IOException;
import java.time.Duration;
import java.util.TimerTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives back the space of files that nothing has any more, now and then. */
final class FileCollection extends TimerTask {
  /** Pause between two collections. */
  static final Duration PAUSE = Duration.ofMinutes(10);

  private static final Logger LOG = LoggerFactory.getLogger(FileCollection.class);

  /** Orphaned blobs are rare, and listing all blobs takes time and, in S3, costs money. */
  private static final int RUNS_A_SWEEP = 36;

  private final FileStorage files;
  private final @Nullable ClientFiles written;
  private int runs;

  FileCollection(FileStorage files, @Nullable ClientFiles written) {
    this.files = files;
    this.written = written;
  }

  @Override
  public void run() {
    try {
      if (runs++ % RUNS_A_SWEEP == 0) {
        files.collect();
      } else {
        files.collectSets();
      }
      if (written != null) {
        written.collect();
      }
    } catch (IOException | RuntimeException exception) {
      // Any error is logged only, because the timer also closes idle connections.
      LOG.warn("Unreferenced files could not be deleted; the deletion is retried", exception);
    }
  }
}
