package dev.vitrine.server.pg.run;

import dev.vitrine.error.VitrineException;
import dev.vitrine.server.pg.message.ErrorFields;
import dev.vitrine.server.pg.sql.SessionStatement.Modes;
import dev.vitrine.server.pg.sql.SessionStatement.Modes.Access;
import dev.vitrine.session.Session;
import dev.vitrine.session.call.SessionTransaction;
import java.util.List;
import java.util.function.Consumer;

/**
 * Transactions as PostgreSQL has them: a block between BEGIN and COMMIT, or an implicit one of
 * several statements that are sent together. For one thread.
 */
final class Transactions {
  private static final Modes NO_MODES = new Modes(Access.DEFAULT, false);

  private final Session session;
  private final SessionVariables variables;
  private final Consumer<Boolean> whenOver;
  private State state = State.NONE;
  private Modes modes = NO_MODES;

  private enum State {
    NONE,
    IMPLICIT,
    BLOCK
  }

  /**
   * @param whenOver action before the end of each transaction, which knows whether it is committed:
   *     the portals of it are closed
   */
  Transactions(Session session, SessionVariables variables, Consumer<Boolean> whenOver) {
    this.session = session;
    this.variables = variables;
    this.whenOver = whenOver;
  }

  /** Whether BEGIN opened a block. */
  boolean inBlock() {
    return state == State.BLOCK;
  }

  /** Whether statements share a transaction, which BEGIN opened or which is implicit. */
  boolean isOpen() {
    return state != State.NONE;
  }

  /**
   * Refuses statements after an error has ended the transaction.
   *
   * @throws VitrineException IN_FAILED_TRANSACTION or IDLE_TRANSACTION_TIMEOUT
   */
  void requireUsable() {
    if (state != State.NONE) {
      session.transaction().requireUsable();
    }
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
      if (variables.readsOnly()) {
        session.transaction().setReadOnly();
      }
      apply(NO_MODES);
    }
  }

  /** Ends the implicit transaction, if there is one. */
  void endImplicit(boolean successful) {
    if (state != State.BLOCK) {
      end(successful);
    }
  }

  PgResponse begin(String tag, Modes wanted) {
    if (state == State.BLOCK) {
      session.transaction().requireUsable();
      return warning(tag, "25001", "A transaction is already open.");
    }
    beginImplicit();
    state = State.BLOCK;
    apply(wanted);
    return PgResponse.Done.of(tag);
  }

  /** Sets modes of the open transaction. */
  PgResponse set(Modes wanted) {
    if (state == State.NONE) {
      return warning("SET", "25P01", "SET TRANSACTION has no effect outside of a transaction.");
    }
    Modes before = modes;
    apply(wanted);
    modes =
        new Modes(
            wanted.access() == Access.DEFAULT ? before.access() : wanted.access(),
            wanted.snapshot() || before.snapshot());
    return PgResponse.Done.of("SET");
  }

  private void apply(Modes wanted) {
    SessionTransaction open = session.transaction();
    switch (wanted.access()) {
      case DEFAULT -> {}
      case READ_ONLY -> open.setReadOnly();
      case READ_WRITE -> open.setReadWrite();
    }
    if (wanted.snapshot()) {
      open.setSnapshot();
      variables.describeTransaction("transaction_isolation", "repeatable read");
    }
    variables.describeTransaction("transaction_read_only", open.isReadOnly() ? "on" : "off");
    modes = wanted;
  }

  PgResponse commit(boolean chain) {
    if (state != State.BLOCK) {
      end(true);
      return warning("COMMIT", "25P01", "No transaction is open.");
    }
    boolean failed = session.transaction().isFailed();
    end(!failed, chain);
    return PgResponse.Done.of(failed ? "ROLLBACK" : "COMMIT");
  }

  PgResponse rollback(boolean chain) {
    if (state != State.BLOCK) {
      end(false);
      return warning("ROLLBACK", "25P01", "No transaction is open.");
    }
    end(false, chain);
    return PgResponse.Done.of("ROLLBACK");
  }

  private void end(boolean commit, boolean chain) {
    Modes same = modes;
    end(commit);
    if (chain) {
      begin("BEGIN", same);
    }
  }

  private void end(boolean commit) {
    boolean committed = false;
    try {
      whenOver.accept(commit);
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
