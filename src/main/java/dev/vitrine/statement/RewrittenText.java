package dev.vitrine.statement;

import dev.vitrine.statement.text.StatementText;
import java.util.Arrays;

/**
 * The rewritten text of a query, and the mapping of its positions to those of the original text.
 * For one thread.
 */
final class RewrittenText {
  private final StatementText source;
  private final StringBuilder sql = new StringBuilder();
  private int[] segments = new int[16];
  private int segmentCount;

  RewrittenText(StatementText source) {
    this.source = source;
  }

  String text() {
    return sql.toString();
  }

  /** Pairs of an offset in the rewritten text and one in the original, as of {@link #segment}. */
  int[] segments() {
    return Arrays.copyOf(segments, segmentCount * 2);
  }

  /** Appends text that is equal in the original. */
  void append(String text) {
    sql.append(text);
  }

  /** Appends a space for each character of spaces and comments, and keeps their line ends. */
  void appendBlank(int from, int to) {
    for (int i = from; i < to; i++) {
      char unit = source.text().charAt(i);
      sql.append(unit == '\n' || unit == '\r' ? unit : ' ');
    }
  }

  /** Appends text that is not in the original, before its character at {@code offset}. */
  void insert(String text, int offset) {
    if (!text.isEmpty()) {
      sql.append(text);
      segment(offset);
    }
  }

  /** Appends text that replaces a part of the original. */
  void replace(int from, int to, String replacement) {
    segment(~from);
    sql.append(replacement);
    segment(to);
  }

  /**
   * Starts a segment.
   *
   * @param original offset of its text in the original; the complement of the offset if all of the
   *     segment belongs to that one character
   */
  void segment(int original) {
    boolean empty = segmentCount > 0 && segments[2 * segmentCount - 2] == sql.length();
    if (empty) {
      segmentCount--;
    }
    if (segments.length < 2 * segmentCount + 2) {
      segments = Arrays.copyOf(segments, segments.length * 2);
    }
    segments[2 * segmentCount] = sql.length();
    segments[2 * segmentCount + 1] = original;
    segmentCount++;
  }
}
