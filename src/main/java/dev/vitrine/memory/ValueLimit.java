package dev.vitrine.memory;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;

/** The limit of one value of a result: 16 MiB in UTF-8. */
public final class ValueLimit {
  /** In bytes. */
  public static final int BYTES = 16 << 20;

  /** Maximum UTF-8 bytes of a UTF-16 code unit. */
  private static final int MOST_BYTES_OF_CHARACTER = 3;

  private ValueLimit() {}

  /**
   * Refuses a text that is too long.
   *
   * @throws VitrineException STATEMENT_TOO_COMPLEX when it has more than {@link #BYTES}
   */
  public static void check(String text) {
    if (text != null
        && text.length() > BYTES / MOST_BYTES_OF_CHARACTER
        && (text.length() > BYTES || bytes(text) > BYTES)) {
      throw exceeded();
    }
  }

  /** The error of a value that is larger. */
  public static VitrineException exceeded() {
    return new VitrineException(
            ErrorCode.STATEMENT_TOO_COMPLEX,
            "A value of the result is too large; the limit is 16 MiB.")
        .withHint("Select a part of it, with SUBSTRING or fewer rows in an aggregate function.");
  }

  /** Bytes in UTF-8; each half of a surrogate pair counts as two. */
  private static long bytes(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }
}
