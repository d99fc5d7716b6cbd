package dev.vitrine.server.pg.run;

import dev.vitrine.session.call.Rows;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Rows that are read forward once. For one thread. */
public interface PgRows extends AutoCloseable {
  /** The next row; empty at the end. */
  Optional<Object[]> next();

  /** Gives resources back; closing twice is harmless. */
  @Override
  void close();

  /** Rows of the engine. */
  static PgRows of(Rows rows) {
    return new PgRows() {
      @Override
      public Optional<Object[]> next() {
        return rows.next();
      }

      @Override
      public void close() {
        rows.close();
      }
    };
  }

  /** Rows in memory. */
  static PgRows of(List<Object[]> rows) {
    Iterator<Object[]> rest = rows.iterator();
    return new PgRows() {
      @Override
      public Optional<Object[]> next() {
        return rest.hasNext() ? Optional.of(rest.next()) : Optional.empty();
      }

      @Override
      public void close() {}
    };
  }
}
