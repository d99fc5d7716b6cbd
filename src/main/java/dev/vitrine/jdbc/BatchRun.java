package dev.vitrine.jdbc;

import dev.vitrine.jdbc.transport.SqlErrors;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Runs the entries of a batch in order, until one fails. */
final class BatchRun {
  private BatchRun() {}

  /** An entry of a batch, and the number of changes it made. */
  interface Entry<T> {
    long run(T entry) throws SQLException;
  }

  /**
   * Runs the entries. The statement has the keys and warnings of all of them then.
   *
   * @throws BatchUpdateException with the counts of the entries before the one that failed
   */
  static <T> long[] run(VitrineStatement statement, List<T> entries, Entry<T> each)
      throws BatchUpdateException {
    long[] counts = new long[entries.size()];
    List<List<Object>> keys = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      try {
        counts[i] = each.run(entries.get(i));
      } catch (SQLException e) {
        replace(statement.warnings(), warnings);
        throw SqlErrors.batch(e, counts, i);
      }
      keys.addAll(statement.keys());
      warnings.addAll(statement.warnings());
    }
    replace(statement.keys(), keys);
    replace(statement.warnings(), warnings);
    return counts;
  }

  private static <T> void replace(List<T> old, List<T> wanted) {
    old.clear();
    old.addAll(wanted);
  }
}
