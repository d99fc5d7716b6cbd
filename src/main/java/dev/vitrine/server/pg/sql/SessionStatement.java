package dev.vitrine.server.pg.sql;

import java.util.List;
import java.util.OptionalLong;

/** A statement that PostgreSQL clients send and the dialect does not have. */
public sealed interface SessionStatement {
  /**
   * Modes of a transaction.
   *
   * @param snapshot whether its level is REPEATABLE READ
   */
  record Modes(boolean readOnly, boolean snapshot) {}

  /** BEGIN and START TRANSACTION. */
  record Begin(String tag, Modes modes) implements SessionStatement {}

  /** COMMIT and END. */
  record Commit() implements SessionStatement {}

  /** ROLLBACK and ABORT. */
  record Rollback() implements SessionStatement {}

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

  record Declare(String name, boolean hold, PgText query) implements SessionStatement {}

  /**
   * FETCH or MOVE forward.
   *
   * @param count rows; empty for all
   */
  record Fetch(String name, OptionalLong count, boolean move) implements SessionStatement {}

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
