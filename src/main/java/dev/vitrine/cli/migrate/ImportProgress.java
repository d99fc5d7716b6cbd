package dev.vitrine.cli.migrate;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows how far an import is: on a terminal, bars for models, versions of the model and bytes of
 * the version in one line that is overwritten; otherwise, a line for each version.
 */
final class ImportProgress implements AutoCloseable {
  private static final int BAR = 10;
  private static final double MEBIBYTE = 1 << 20;

  /** Between two drawings of the bars. */
  private static final long PAUSE_NANOS = 100_000_000;

  /** Moves to the start of the line and erases it. */
  private static final String ERASE = "\r\u001b[K";

  private final PrintWriter out;
  private final int width;
  private final LongSupplier nanoTime;
  private int models;
  private int modelsDone;
  private int versions;
  private int versionsDone;
  private long bytes;
  private long moved;
  private boolean drawn;
  private long drawnAt;

  private ImportProgress(PrintWriter out, int width, LongSupplier nanoTime) {
    this.out = out;
    this.width = width;
    this.nanoTime = nanoTime;
  }

  /** A line for each version. */
  static ImportProgress lines(PrintWriter out) {
    return new ImportProgress(out, 0, () -> 0);
  }

  /**
   * Bars.
   *
   * @param width of the terminal in characters
   * @param nanoTime clock in nanoseconds
   */
  static ImportProgress bars(PrintWriter out, int width, LongSupplier nanoTime) {
    return new ImportProgress(out, width, nanoTime);
  }

  synchronized void models(int count) {
    models = count;
    draw(true);
  }

  synchronized void modelDone() {
    modelsDone++;
    versions = 0;
    versionsDone = 0;
    draw(true);
  }

  synchronized void versions(int count) {
    versions = count;
    versionsDone = 0;
    draw(false);
  }

  /**
   * @param line about the version; empty for none
   */
  synchronized void versionDone(String line) {
    versionsDone++;
    bytes = 0;
    moved = 0;
    if (!line.isEmpty()) {
      erase();
      out.println(line);
      out.flush();
    }
    draw(!line.isEmpty());
  }

  /**
   * Begins to copy the files of a version.
   *
   * @param count bytes that are to be downloaded and uploaded
   */
  synchronized void begin(long count) {
    bytes = count;
    moved = 0;
    draw(false);
  }

  /**
   * @param count bytes that were downloaded or uploaded; negative after a failed attempt
   */
  synchronized void moved(long count) {
    moved += count;
    draw(false);
  }

  private void draw(boolean now) {
    long time = nanoTime.getAsLong();
    if (width == 0 || (!now && drawn && time - drawnAt < PAUSE_NANOS)) {
      return;
    }
    String line =
        bar("models", modelsDone, models, count(modelsDone, models))
            + bar("  versions", versionsDone, versions, count(versionsDone, versions))
            + bar("  bytes", moved, bytes, mebibytes());
    out.print(ERASE + line.substring(0, Math.min(line.length(), width - 1)));
    out.flush();
    drawn = true;
    drawnAt = time;
  }

  private static String bar(String name, long done, long all, String text) {
    int full = all == 0 ? 0 : (int) Math.max(0, Math.min(BAR, done * BAR / all));
    return name + " [" + "#".repeat(full) + "-".repeat(BAR - full) + "] " + text;
  }

  private static String count(int done, int all) {
    return done + "/" + all;
  }

  private String mebibytes() {
    return String.format(Locale.ROOT, "%.1f/%.1f MiB", moved / MEBIBYTE, bytes / MEBIBYTE);
  }

  private void erase() {
    if (drawn) {
      out.print(ERASE);
      out.flush();
      drawn = false;
    }
  }

  /** Erases the bars. */
  @Override
  public synchronized void close() {
    erase();
  }
}
