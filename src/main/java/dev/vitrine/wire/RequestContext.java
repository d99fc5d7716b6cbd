package dev.vitrine.wire;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.memory.MemoryAccount;
import dev.vitrine.session.Session;
import dev.vitrine.session.call.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A running request: its connection, so that it can be cancelled when its client disconnects, and
 * the memory reserved for its response until it is sent. Used by one thread, except for {@link
 * #abandon()}.
 */
public final class RequestContext implements AutoCloseable {
  /** The rows, their bytes while they are encoded, the message, and its compressed form. */
  private static final int COPIES = 4;

  private final List<Part> parts = new ArrayList<>();
  private final boolean served;
  private volatile Optional<Session> current = Optional.empty();
  private volatile boolean abandoned;

  private RequestContext(boolean served) {
    this.served = served;
  }

  private record Part(MemoryAccount account, long bytes) {}

  /** For a client of a server. */
  public static RequestContext ofServer() {
    return new RequestContext(true);
  }

  /** For an embedded client, which keeps the rows itself and cannot disconnect. */
  static RequestContext inProcess() {
    return new RequestContext(false);
  }

  /**
   * Runs work of a statement on its connection.
   *
   * @throws VitrineException QUERY_CANCELED when the client has gone
   */
  <T> T running(
      ClientConnection connection,
      ClientStatement statement,
      Limits limits,
      Function<Session, T> work) {
    return served
        ? connection.running(statement, limits, session -> cancellable(connection, session, work))
        : connection.running(statement, limits, work);
  }

  private <T> T cancellable(
      ClientConnection connection, Session session, Function<Session, T> work) {
    current = Optional.of(session);
    try {
      if (abandoned) {
        throw new VitrineException(
            ErrorCode.QUERY_CANCELED, "The client closed the connection of its request.");
      }
      return work.apply(session);
    } finally {
      current = Optional.empty();
      if (abandoned) {
        connection.abandon();
      }
    }
  }

  /**
   * The client disconnected: cancels the running statement, from any thread. Repeat the call,
   * because the statement may not have started yet. The session is closed some seconds later unless
   * the client uses it again.
   */
  public void abandon() {
    abandoned = true;
    current.ifPresent(Session::cancel);
  }

  /**
   * Reserves memory for rows of this size.
   *
   * @throws VitrineException OUT_OF_MEMORY when there is none
   */
  void reserve(MemoryAccount account, long bytes) {
    if (served && bytes > 0) {
      account.reserve(COPIES * bytes);
      parts.add(new Part(account, COPIES * bytes));
    }
  }

  /** The reply was sent. */
  @Override
  public void close() {
    parts.forEach(part -> part.account().release(part.bytes()));
    parts.clear();
  }
}
