package dev.vitrine.error;

import java.util.List;
import java.util.Locale;

/**
 * Recognises that a disk, or a user's quota of it, is full. Java has no exception for that; the
 * text of the operating system is all there is.
 */
public final class FullDisk {
  private static final List<String> TEXTS =
      List.of("no space left on device", "quota exceeded", "not enough space on the disk");

  private FullDisk() {}

  /** Whether a full disk is the cause of a failure, or one of its causes. */
  public static boolean isCause(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
      if (TEXTS.stream().anyMatch(text::contains)) {
        return true;
      }
    }
    return false;
  }
}
