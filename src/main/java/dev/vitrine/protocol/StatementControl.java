package dev.vitrine.protocol;

import java.util.Optional;

/**
 * A request about a statement for which Avatica's protocol has no message: over HTTP, its text is
 * sent instead of SQL. None of these texts is a SQL statement.
 */
public sealed interface StatementControl {
  /** The text that is sent. */
  String text();

  /** Cancels the running execution, without waiting for it; does nothing if there is none. */
  record Cancel() implements StatementControl {
    private static final String TEXT = "VITRINE CANCEL";

    @Override
    public String text() {
      return TEXT;
    }
  }

  /** Releases the resources of unread rows. */
  record CloseCursor() implements StatementControl {
    private static final String TEXT = "VITRINE CLOSE CURSOR";

    @Override
    public String text() {
      return TEXT;
    }
  }

  /**
   * Limits of all later executions.
   *
   * @param maxRows rows of each result; 0 means no limit
   * @param timeoutMillis milliseconds of each statement; 0 means no limit
   */
  record SetLimits(long maxRows, long timeoutMillis) implements StatementControl {
    private static final String START = "VITRINE LIMITS ";

    /** The limits of a new statement. */
    public static final SetLimits NONE = new SetLimits(0, 0);

    @Override
    public String text() {
      return START + maxRows + " " + timeoutMillis;
    }

    /**
     * Not the generated method: {@code java.lang.runtime.ObjectMethods} builds it of method
     * handles, whose soft references would keep the class loader of a driver that is not used any
     * more.
     */
    @Override
    public boolean equals(Object other) {
      return other instanceof SetLimits limits
          && maxRows == limits.maxRows
          && timeoutMillis == limits.timeoutMillis;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(31 * maxRows + timeoutMillis);
    }

    private static Optional<StatementControl> parse(String text) {
      String[] numbers = text.substring(START.length()).split(" ", -1);
      try {
        return numbers.length == 2
            ? Optional.of(new SetLimits(Long.parseLong(numbers[0]), Long.parseLong(numbers[1])))
            : Optional.empty();
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
  }

  /** The request that a text represents; empty if it is SQL. */
  static Optional<StatementControl> parse(String text) {
    if (text.equals(Cancel.TEXT)) {
      return Optional.of(new Cancel());
    }
    if (text.equals(CloseCursor.TEXT)) {
      return Optional.of(new CloseCursor());
    }
    return text.startsWith(SetLimits.START) ? SetLimits.parse(text) : Optional.empty();
  }
}
