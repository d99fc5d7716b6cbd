package dev.vitrine.jdbc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * The open result sets of a connection that have the holdability {@code CLOSE_CURSORS_AT_COMMIT}.
 * Weak references, because a result set that the application forgets needs no closing. Safe for use
 * by several threads.
 */
final class CommitCursors {
  private final Set<VitrineResultSet> open = Collections.newSetFromMap(new WeakHashMap<>());

  synchronized void add(VitrineResultSet rows) {
    open.add(rows);
  }

  synchronized void remove(VitrineResultSet rows) {
    open.remove(rows);
  }

  /** Closes them all, since the transaction has ended. */
  void transactionEnded() {
    List<VitrineResultSet> closing;
    synchronized (this) {
      closing = new ArrayList<>(open);
      open.clear();
    }
    closing.forEach(VitrineResultSet::close);
  }
}
