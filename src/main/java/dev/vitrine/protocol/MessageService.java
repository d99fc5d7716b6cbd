package dev.vitrine.protocol;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A service that is reached by protobuf messages. */
public abstract class MessageService implements SqlService {
  private final AtomicReference<Optional<SessionState>> known;

  /** A service of one connection, about which nothing is known yet. */
  protected MessageService() {
    this.known = new AtomicReference<>(Optional.empty());
  }

  /** The same connection's service, reached in another way. */
  protected MessageService(MessageService other) {
    this.known = other.known;
  }

  /** Sends a request once and returns its response. */
  protected abstract byte[] exchange(byte[] request);

  /** The request that ends a session. */
  protected static byte[] closing(String connection) {
    return RequestMessages.close(connection);
  }

  private byte[] responseTo(byte[] request) {
    byte[] response = exchange(request);
    SessionState.of(response).ifPresent(this::learn);
    return response;
  }

  /** Responses may arrive out of order. */
  private void learn(SessionState received) {
    known.updateAndGet(
        before ->
            before.filter(state -> state.number() >= received.number()).isPresent()
                ? before
                : Optional.of(received));
  }

  @Override
  public final Optional<SessionState> state(String connection) {
    return requireNonNull(known.get());
  }

  @Override
  public final void open(String connection, Map<String, String> properties) {
    ResponseMessages.nothing(responseTo(RequestMessages.open(connection, properties)));
  }

  @Override
  public final void close(String connection) {
    ResponseMessages.nothing(responseTo(RequestMessages.close(connection)));
  }

  @Override
  public final SessionProperties sync(String connection, SessionProperties wanted) {
    return ResponseMessages.properties(responseTo(RequestMessages.sync(connection, wanted)));
  }

  @Override
  public final void check(String connection) {
    ResponseMessages.nothing(responseTo(RequestMessages.check(connection)));
  }

  @Override
  public final void commit(String connection) {
    ResponseMessages.nothing(responseTo(RequestMessages.commit(connection)));
  }

  @Override
  public final void rollback(String connection) {
    ResponseMessages.nothing(responseTo(RequestMessages.rollback(connection)));
  }

  @Override
  public final int createStatement(String connection) {
    return ResponseMessages.createdStatement(
        responseTo(RequestMessages.createStatement(connection)));
  }

  @Override
  public final void closeStatement(String connection, int statement) {
    ResponseMessages.nothing(responseTo(RequestMessages.closeStatement(connection, statement)));
  }

  @Override
  public final PreparedText prepare(String connection, String sql) {
    return ResponseMessages.prepared(responseTo(RequestMessages.prepare(connection, sql)));
  }

  @Override
  public final List<ExecutionResult> execute(
      String connection, int statement, String sql, int rows) {
    return ResponseMessages.results(
        responseTo(RequestMessages.execute(connection, statement, sql, rows)));
  }

  @Override
  public final List<ExecutionResult> execute(
      String connection, int statement, List<BoundValue> values, int rows) {
    return ResponseMessages.results(
        responseTo(RequestMessages.execute(connection, statement, values, rows)));
  }

  @Override
  public final Frame fetch(String connection, int statement, long offset, int rows) {
    return ResponseMessages.frame(
        responseTo(RequestMessages.fetch(connection, statement, offset, rows)));
  }

  @Override
  public final void control(String connection, int statement, StatementControl control) {
    ResponseMessages.results(
        responseTo(RequestMessages.execute(connection, statement, control.text(), -1)));
  }

  @Override
  public final ExecutionResult metadata(String connection, MetadataRequest request) {
    return ResponseMessages.result(responseTo(RequestMessages.metadata(connection, request)));
  }
}
