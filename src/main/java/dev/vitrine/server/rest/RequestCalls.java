package dev.vitrine.server.rest;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.memory.MemoryAccount;
import dev.vitrine.memory.RowSize;
import dev.vitrine.session.Session;
import dev.vitrine.session.call.Limits;
import dev.vitrine.session.call.Outcome;
import dev.vitrine.session.call.Rows;
import dev.vitrine.statement.tree.Call;
import dev.vitrine.statement.tree.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs statements, calls and queries of one request in the user's session, within the limits. */
public final class RequestCalls {
  /** The row, the tree that is made of it, its text, and the bytes that are sent. */
  private static final int COPIES = 4;

  private static final Logger LOG = LoggerFactory.getLogger(RequestCalls.class);

  /** Attempts for a group of statements that conflicts with other transactions. */
  private static final int MOST_ATTEMPTS = 10;

  private final Session session;
  private final Limits limits;

  /**
   * @param limits of each statement
   */
  public RequestCalls(Session session, Limits limits) {
    this.session = session;
    this.limits = limits;
  }

  /** The user's name. */
  public String user() {
    return session.user();
  }

  /**
   * Charges the copies of a part of the response to the user's memory until the request has ended.
   *
   * @throws VitrineException OUT_OF_MEMORY when a limit is reached
   */
  public void reserve(long bytes) {
    session.memory().reserve(COPIES * bytes);
  }

  /** Runs one statement. */
  public Outcome run(Statement statement) {
    Outcome outcome = session.execute(statement, limits);
    if (outcome instanceof Rows rows) {
      rows.close();
    }
    return outcome;
  }

  /** Runs the statements of a text, one by one; the rows of the last must be closed. */
  public List<Outcome> execute(String sql) {
    return session.execute(sql, List.of(), limits);
  }

  /** The rows of a statement. */
  public List<Object[]> rows(Statement statement) {
    return drained((Rows) session.execute(statement, limits), session.memory());
  }

  /** Runs one call. */
  public <R> R run(Call<R> call) {
    return session.execute(call, limits);
  }

  /** The rows of a query that the user may see. */
  public List<Object[]> rows(String sql, List<? extends @Nullable Object> parameters) {
    return drained((Rows) session.execute(sql, parameters, limits).get(0), session.memory());
  }

  /** Runs changes, each of which runs statements or calls of the session; all or none. */
  public void runTogether(List<Runnable> changes) {
    if (changes.size() == 1) {
      changes.get(0).run();
      return;
    }
    for (int attempts = 1; !runTogether(changes, attempts == MOST_ATTEMPTS); attempts++) {
      LOG.debug("Statements of a request are repeated after a conflict");
    }
  }

  /** Returns false if they must be repeated because the store ended their transaction. */
  private boolean runTogether(List<Runnable> changes, boolean last) {
    session.setAutoCommit(false);
    try {
      changes.forEach(Runnable::run);
      session.commit();
      return true;
    } catch (VitrineException exception) {
      if (exception.code() != ErrorCode.SERIALIZATION_FAILURE || last) {
        throw exception;
      }
      return false;
    } finally {
      session.rollback();
      session.setAutoCommit(true);
    }
  }

  /** Rows are charged until the session of the request ends, as are the texts made of them. */
  private static List<Object[]> drained(Rows answer, MemoryAccount memory) {
    List<Object[]> found = new ArrayList<>();
    try (Rows rows = answer) {
      for (Optional<Object[]> row = rows.next(); row.isPresent(); row = rows.next()) {
        memory.reserve(COPIES * RowSize.of(row.get()));
        found.add(row.get());
      }
    }
    return found;
  }
}
