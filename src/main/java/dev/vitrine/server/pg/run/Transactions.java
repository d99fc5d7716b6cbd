package dev.vitrine.server.pg.run;

import dev.vitrine.error.VitrineException;
import dev.vitrine.server.pg.message.ErrorFields;
import dev.vitrine.server.pg.sql.SessionStatement.Modes;
import dev.vitrine.session.Session;
import java.util.List;

/**
 * Transactions as PostgreSQL has them: a block between BEGIN and COMMIT, or an implicit one of
 * several statements that are sent together. For one thread.
 */
final class Transactions {
  private final Session session;
  private final SessionVariables variables;
  private final Runnable whenOver;
  private State state = State.NONE;

  private enum State {
    NONE,
    IMPLICIT,
    BLOCK
  }

  /**
   * @param whenOver action at the end of each transaction: the portals of it are closed
   */
  Transactions(Session session, SessionVariables variables, Runnable whenOver) {
    this.session = session;
    this.variables = variables;
    this.whenOver = whenOver;
  }

  /** Whether BEGIN opened a block. */
  boolean inBlock() {
    return state == State.BLOCK;
  }

  /** The status in ReadyForQuery messages: idle, in a transaction, or in a failed one. */
  char status() {
    if (state != State.BLOCK) {
      return 'I';
    }
    return session.transaction().isFailed() ? 'E' : 'T';
  }

  /** Begins the implicit transaction of statements that are sent together. */
  void beginImplicit() {
    if (state == State.NONE) {
      session.setAutoCommit(false);
      state = State.IMPLICIT;
      variables.transactionBegins();
    }
  }

  /** Ends the implicit transaction, if there is one. */
  void endImplicit(boolean successful) {
    if (state != State.BLOCK) {
      end(successful);
    }
  }

  PgResponse begin(String tag, Modes modes) {
    if (state == State.BLOCK) {
      session.transaction().requireUsable();
      return warning(tag, "25001", "A transaction is already open.");
    }
    beginImplicit();
    state = State.BLOCK;
    apply(modes);
    return PgResponse.Done.of(tag);
  }

  /** Sets modes of the open transaction. */
  PgResponse set(Modes modes) {
    if (state == State.NONE) {
      return warning("SET", "25P01", "SET TRANSACTION has no effect outside of a transaction.");
    }
    apply(modes);
    return PgResponse.Done.of("SET");
  }

  private void apply(Modes modes) {
    if (modes.readOnly()) {
      session.transaction().setReadOnly();
    }
    if (modes.snapshot()) {
      session.transaction().setSnapshot();
    }
  }

  PgResponse commit() {
    if (state != State.BLOCK) {
      end(true);
      return warning("COMMIT", "25P01", "No transaction is open.");
    }
    boolean failed = session.transaction().isFailed();
    end(!failed);
    return PgResponse.Done.of(failed ? "ROLLBACK" : "COMMIT");
  }

  PgResponse rollback() {
    if (state != State.BLOCK) {
      end(false);
      return warning("ROLLBACK", "25P01", "No transaction is open.");
    }
    end(false);
    return PgResponse.Done.of("ROLLBACK");
  }

  private void end(boolean commit) {
    boolean committed = false;
    try {
      whenOver.run();
      if (state != State.NONE) {
        if (commit) {
          session.commit();
        } else {
          session.rollback();
        }
        committed = commit;
      }
    } catch (VitrineException failure) {
      session.rollback();
      throw failure;
    } finally {
      if (state != State.NONE) {
        state = State.NONE;
        session.setAutoCommit(true);
        variables.transactionEnds(committed);
      }
    }
  }

  private static PgResponse warning(String tag, String sqlState, String message) {
    return new PgResponse.Done(tag, List.of(ErrorFields.warning(sqlState, message)));
  }
}
