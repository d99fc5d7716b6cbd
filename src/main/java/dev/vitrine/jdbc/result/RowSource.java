package dev.vitrine.jdbc.result;

import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Rows read forward once. */
public interface RowSource {
  /** The next row, or empty at the end, and from then on. */
  Optional<List<Object>> next() throws SQLException;

  /** Releases the resources of unread rows; idempotent. */
  void close();

  /** These rows, each changed on its way. */
  default RowSource map(UnaryOperator<List<Object>> change) {
    RowSource original = this;
    return new RowSource() {
      @Override
      public Optional<List<Object>> next() throws SQLException {
        return original.next().map(change);
      }

      @Override
      public void close() {
        original.close();
      }
    };
  }

  /** Rows that are here already. */
  static RowSource of(List<List<Object>> rows) {
    Iterator<List<Object>> left = rows.iterator();
    return new RowSource() {
      @Override
      public Optional<List<Object>> next() {
        return left.hasNext() ? Optional.of(left.next()) : Optional.empty();
      }

      @Override
      public void close() {}
    };
  }
}
