package dev.vitrine.session;

import dev.vitrine.catalog.UtcTime;
import dev.vitrine.store.relation.LiveSessions;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The activity of a session. Written by the session's thread, read by all threads. */
final class SessionActivity {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);
  private static final String NONE = " ".repeat(LiveSessions.TIME_LENGTH);

  private volatile Optional<LocalDateTime> statement = Optional.empty();
  private volatile Optional<LocalDateTime> transaction = Optional.empty();

  private volatile Optional<LocalDateTime> cursor = Optional.empty();
  private int cursors;

  /** Number of started statements. */
  private final AtomicLong statements = new AtomicLong();

  void statementBegan() {
    statements.incrementAndGet();
    statement = Optional.of(UtcTime.now());
  }

  /** The number of the statement that runs; 0 if none does. */
  long running() {
    return statement.isPresent() ? statements.get() : 0;
  }

  void statementEnded() {
    statement = Optional.empty();
  }

  /** Records whether a transaction is open; its start is the first call for it. */
  void transaction(boolean open) {
    if (!open) {
      transaction = Optional.empty();
    } else if (transaction.isEmpty()) {
      transaction = Optional.of(UtcTime.now());
    }
  }

  /** Rows are read from a transaction of their own. */
  synchronized void cursorOpened() {
    if (cursors++ == 0) {
      cursor = Optional.of(UtcTime.now());
    }
  }

  /** They were read, or given up. */
  synchronized void cursorClosed() {
    if (--cursors == 0) {
      cursor = Optional.empty();
    }
  }

  /** The entry of {@link LiveSessions#STATES} after the session's ID. */
  String entry() {
    Optional<LocalDateTime> running = statement;
    Optional<LocalDateTime> open = transaction.or(() -> cursor);
    char state = running.isPresent() ? 'A' : open.isPresent() ? 'T' : 'I';
    return state + running.map(TIME::format).orElse(NONE) + open.map(TIME::format).orElse(NONE);
  }
}
