package dev.vitrine.server.pg.sql;

import java.util.List;

/** A statement that PostgreSQL clients send and the dialect does not have. */
public sealed interface SessionStatement {
  /** Whether it can run after an error has ended the transaction. */
  default boolean endsTransaction() {
    return this instanceof Commit || this instanceof Rollback;
  }

  /**
   * Modes of a transaction.
   *
   * @param snapshot whether its level is REPEATABLE READ
   */
  record Modes(Access access, boolean snapshot) {
    /** Whether a transaction can change the registry. */
    public enum Access {
      /** As the parameter {@code default_transaction_read_only} says. */
      DEFAULT,
      READ_ONLY,
      READ_WRITE
    }
  }

  /** BEGIN and START TRANSACTION. */
  record Begin(String tag, Modes modes) implements SessionStatement {}

  /**
   * COMMIT and END.
   *
   * @param chain whether a transaction with the same modes follows
   */
  record Commit(boolean chain) implements SessionStatement {}

  /**
   * ROLLBACK and ABORT.
   *
   * @param chain whether a transaction with the same modes follows
   */
  record Rollback(boolean chain) implements SessionStatement {}

  record Savepoint(String name) implements SessionStatement {}

  record ReleaseSavepoint(String name) implements SessionStatement {}

  record RollbackToSavepoint(String name) implements SessionStatement {}

  /**
   * SET name.
   *
   * @param values without quotes; empty for DEFAULT
   * @param local whether it ends with the transaction
   */
  record SetVariable(String name, List<String> values, boolean local) implements SessionStatement {
    public SetVariable {
      values = List.copyOf(values);
    }
  }

  /** SHOW name; {@code all} lists all variables. */
  record ShowVariable(String name) implements SessionStatement {}

  record ResetVariable(String name) implements SessionStatement {}

  /** SET TRANSACTION. */
  record SetTransaction(Modes modes) implements SessionStatement {}

  /** DISCARD ALL, PLANS, TEMP or SEQUENCES. */
  record Discard(String what) implements SessionStatement {}

  /** DEALLOCATE; {@code all} in the name's place removes all prepared statements. */
  record Deallocate(String name, boolean all) implements SessionStatement {}

  /**
   * DECLARE CURSOR.
   *
   * @param scroll whether it can be read backward
   * @param hold whether it outlives its transaction
   */
  record Declare(String name, boolean scroll, boolean hold, PgText query)
      implements SessionStatement {}

  /**
   * FETCH or MOVE.
   *
   * @param count of rows, or the place of the row
   */
  record Fetch(String name, Direction direction, long count, boolean move)
      implements SessionStatement {
    /** All rows. */
    public static final long ALL = Long.MAX_VALUE;

    /** Which rows of a cursor are read. */
    public enum Direction {
      /** The next ones; with a negative count, the ones before. */
      FORWARD,
      /** The one at a place from the first, or if negative, from the last. */
      ABSOLUTE,
      /** The one at a distance from the current one. */
      RELATIVE
    }
  }

  record CloseCursor(String name, boolean all) implements SessionStatement {}

  /**
   * COPY (query) TO STDOUT.
   *
   * @param nullText the text of NULL
   */
  record CopyOut(PgText query, Layout layout, String delimiter, boolean header, String nullText)
      implements SessionStatement {
    /** The form of the rows. */
    public enum Layout {
      TEXT,
      CSV,
      BINARY
    }
  }

  /** A statement without effect, such as LISTEN, with the tag of its completion. */
  record NoEffect(String tag) implements SessionStatement {}
}
