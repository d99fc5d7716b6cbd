package dev.vitrine.soak;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;

/**
 * What happened to the statements. Errors are excused while the store is down, if they are such as
 * a client can act upon; no others are.
 */
final class Ledger {
  private static final Pattern CLEAN_STATE = Pattern.compile("(08|57).{3}");
  private static final Pattern INNARDS = Pattern.compile("\\tat |Exception|\\bjava\\.|postgresql");
  private static final int KEPT = 20;

  private final LongAdder statements = new LongAdder();
  private final LongAdder reconnected = new LongAdder();
  private final Map<String, LongAdder> excused = new ConcurrentSkipListMap<>();
  private final Map<Worker, Boolean> worked = new ConcurrentHashMap<>();
  private final Queue<String> unexpected = new ConcurrentLinkedQueue<>();

  /** Odd while the store is down. */
  private final AtomicInteger turns = new AtomicInteger();

  /** The moment that a worker passes back with an error. */
  int now() {
    return turns.get();
  }

  void storeGoesDown() {
    turns.incrementAndGet();
  }

  /** From now on, all operations must succeed. */
  void storeIsBack() {
    worked.clear();
    turns.incrementAndGet();
  }

  void done(Worker worker, int count) {
    statements.add(count);
    worked.put(worker, true);
  }

  void reopened() {
    reconnected.increment();
  }

  /** An error in something that began at {@code moment}. */
  void failed(Worker worker, int moment, SQLException error) {
    boolean down = moment % 2 == 1 || turns.get() != moment;
    String state = String.valueOf(error.getSQLState());
    boolean clean =
        CLEAN_STATE.matcher(state).matches()
            && !INNARDS.matcher(String.valueOf(error.getMessage())).find();
    if (down && clean) {
      excused.computeIfAbsent(state, ignored -> new LongAdder()).increment();
    } else {
      unexpected(worker, error);
    }
  }

  void unexpected(Worker worker, Throwable error) {
    if (unexpected.size() < KEPT) {
      StringWriter trace = new StringWriter();
      error.printStackTrace(new PrintWriter(trace));
      String state = error instanceof SQLException sql ? sql.getSQLState() + " " : "";
      unexpected.add(worker + ", turn " + turns + ": " + state + trace);
    }
  }

  long statements() {
    return statements.sum();
  }

  long reconnected() {
    return reconnected.sum();
  }

  /** How many workers have done something since the store is back. */
  int workingAgain() {
    return worked.size();
  }

  /** Errors while the store was down, by SQLSTATE. */
  Map<String, LongAdder> excused() {
    return excused;
  }

  List<String> unexpected() {
    return List.copyOf(unexpected);
  }
}
