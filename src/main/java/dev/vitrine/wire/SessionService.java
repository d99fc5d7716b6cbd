package dev.vitrine.wire;

import dev.vitrine.catalog.Column;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.protocol.BoundValue;
import dev.vitrine.protocol.Condition;
import dev.vitrine.protocol.ExecutionResult;
import dev.vitrine.protocol.Frame;
import dev.vitrine.protocol.MetadataRequest;
import dev.vitrine.protocol.PreparedText;
import dev.vitrine.protocol.ServiceException;
import dev.vitrine.protocol.SessionProperties;
import dev.vitrine.protocol.SessionState;
import dev.vitrine.protocol.SqlService;
import dev.vitrine.protocol.StatementControl;
import dev.vitrine.session.Engine;
import dev.vitrine.session.Prepared;
import dev.vitrine.session.Session;
import dev.vitrine.session.SessionRefusals;
import dev.vitrine.session.call.Limits;
import dev.vitrine.session.call.Outcome;
import dev.vitrine.session.call.Rows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The protocol on sessions of an engine: in the process of an embedded driver, and for the requests
 * of a server's clients. Safe for use by several threads.
 */
public final class SessionService implements SqlService {
  private final Engine engine;
  private final ClientContext client;
  private final OpenConnections connections;
  private final RequestContext request;

  /**
   * @param request the request that this service runs, and is charged with the rows of its response
   */
  SessionService(
      Engine engine, ClientContext client, OpenConnections connections, RequestContext request) {
    this.engine = engine;
    this.client = client;
    this.connections = connections;
    this.request = request;
  }

  @Override
  public void open(String id, Map<String, String> properties) {
    ServiceErrors.translating(
        () -> {
          client.enter(connections.countOf(client.owner()));
          boolean opened = false;
          try {
            Session session = client.session(engine, properties);
            ClientConnection connection =
                new ClientConnection(session, client.limits().statements());
            if (!connections.add(client.owner(), id, connection)) {
              session.close();
              throw new VitrineException(
                  ErrorCode.CANNOT_CONNECT, "The connection exists already.");
            }
            session
                .end()
                .with(
                    () -> connections.terminate(client.owner(), id, client::leave),
                    connection::undo);
            opened = true;
            return id;
          } finally {
            if (!opened) {
              client.leave();
            }
          }
        });
  }

  @Override
  public void close(String id) {
    ServiceErrors.translating(
        () -> {
          connections.close(client.owner(), id, client::leave);
          return id;
        });
  }

  @Override
  public SessionProperties sync(String id, SessionProperties wanted) {
    return on(id, connection -> connection.sync(wanted));
  }

  @Override
  public Optional<SessionState> state(String id) {
    return connections.find(client.owner(), id).map(ClientConnection::state);
  }

  @Override
  public void check(String id) {
    use(
        id,
        connection -> {
          connection.requireGoingOn();
          if (!connection.isValid()) {
            throw new VitrineException(ErrorCode.STORE_UNREACHABLE, "The store does not respond.");
          }
        });
  }

  @Override
  public void commit(String id) {
    use(id, ClientConnection::commit);
  }

  @Override
  public void rollback(String id) {
    use(id, ClientConnection::rollback);
  }

  @Override
  public int createStatement(String id) {
    return on(id, connection -> connection.create("", null).id());
  }

  @Override
  public void closeStatement(String id, int statement) {
    ServiceErrors.translating(
        () -> {
          connections
              .find(client.owner(), id)
              .ifPresent(connection -> connection.closeStatement(statement));
          return id;
        });
  }

  @Override
  public void control(String id, int statement, StatementControl control) {
    use(
        id,
        connection -> {
          ClientStatement open = statement(connection, statement);
          if (control instanceof StatementControl.Cancel) {
            connection.cancel(statement);
          } else if (control instanceof StatementControl.CloseCursor) {
            connection.whenFree(open::closeRows);
          } else if (control instanceof StatementControl.SetLimits set) {
            open.setLimits(new Limits(set.maxRows(), Duration.ofMillis(set.timeoutMillis())));
          }
        });
  }

  @Override
  public PreparedText prepare(String id, String sql) {
    return on(
        id,
        connection -> {
          Prepared prepared =
              connection.locked(
                  session -> session.prepare(sql, client.limits().within(Limits.NONE)));
          return new PreparedText(
              connection.create(sql, prepared).id(),
              ResultDescriptions.columns(prepared.columns()),
              ResultDescriptions.parameters(prepared.parameters()));
        });
  }

  @Override
  public List<ExecutionResult> execute(String id, int statement, String sql, int rows) {
    return execute(id, statement, sql, 0, rows);
  }

  /**
   * Runs a text.
   *
   * @param maxRows rows of each result; not positive for the limit of the statement
   * @param rows maximum rows in the first frame; not positive for the engine's choice
   */
  public List<ExecutionResult> execute(
      String id, int statement, String sql, long maxRows, int rows) {
    return on(
        id,
        connection -> {
          ClientStatement open = statement(connection, statement);
          Limits limits =
              maxRows > 0 ? new Limits(maxRows, open.limits().timeout()) : open.limits();
          return execute(connection, open, sql, List.of(), limits, rows);
        });
  }

  @Override
  public List<ExecutionResult> execute(
      String id, int statement, List<BoundValue> values, int rows) {
    return on(
        id,
        connection -> {
          ClientStatement open = statement(connection, statement);
          int declared = open.prepared().map(text -> text.parameters().size()).orElse(0);
          if (values.size() != declared) {
            throw new VitrineException(
                ErrorCode.UNBOUND_PARAMETER,
                "The statement has "
                    + declared
                    + " parameters, and "
                    + values.size()
                    + " values were given.");
          }
          List<Object> parameters = new ArrayList<>(declared);
          values.forEach(value -> parameters.add(value.value()));
          return execute(connection, open, open.sql(), parameters, open.limits(), rows);
        });
  }

  private List<ExecutionResult> execute(
      ClientConnection connection,
      ClientStatement statement,
      String sql,
      List<Object> parameters,
      Limits wanted,
      int rowsInFirstFrame) {
    Limits limits = client.limits().within(wanted);
    return request.running(
        connection,
        statement,
        limits,
        session -> {
          statement.closeRows();
          List<ExecutionResult> results = new ArrayList<>();
          List<Outcome> outcomes = session.execute(sql, parameters, limits);
          for (int i = 0; i < outcomes.size(); i++) {
            boolean last = i == outcomes.size() - 1;
            if (outcomes.get(i) instanceof Rows rows) {
              results.add(
                  last
                      ? opened(
                          statement,
                          rows.columns(),
                          new ResultCursor(rows, row -> row, session.memory()),
                          rowsInFirstFrame)
                      : ExecutionResult.rows(
                          statement.id(),
                          sql,
                          ResultDescriptions.columns(rows.columns()),
                          ResultCursor.all(rows)));
            } else if (outcomes.get(i) instanceof Outcome.Changed changed) {
              results.addAll(ChangeResults.of(statement.id(), changed));
            }
          }
          return results;
        });
  }

  private ExecutionResult opened(
      ClientStatement statement, List<Column> columns, ResultCursor cursor, int rowsInFirstFrame) {
    statement.open(cursor);
    return ExecutionResult.rows(
        statement.id(),
        statement.sql(),
        ResultDescriptions.columns(columns),
        cursor.next(0, rowsInFirstFrame, request));
  }

  @Override
  public Frame fetch(String id, int statement, long offset, int rows) {
    return on(
        id,
        connection -> {
          ClientStatement open = statement(connection, statement);
          return request.running(
              connection,
              open,
              client.limits().within(open.limits()),
              session -> open.requireRows().next(offset, rows, request));
        });
  }

  @Override
  public ExecutionResult metadata(String id, MetadataRequest wanted) {
    return on(
        id,
        connection ->
            switch (wanted.kind()) {
              case CATALOGS -> query(connection, MetadataQuery.catalogs());
              case SCHEMAS -> query(connection, MetadataQuery.schemas(wanted));
              case TABLES -> query(connection, MetadataQuery.tables(wanted));
              case COLUMNS -> query(connection, MetadataQuery.columns(wanted));
              case TABLE_TYPES ->
                  constant(
                      connection, MetadataColumns.TABLE_TYPES, MetadataColumns.TABLE_TYPE_ROWS);
              case TYPE_INFO ->
                  constant(connection, MetadataColumns.TYPE_INFO, MetadataColumns.TYPE_INFO_ROWS);
            });
  }

  private ExecutionResult query(ClientConnection connection, MetadataQuery query) {
    ClientStatement statement = connection.create(query.sql(), null);
    Limits limits = client.limits().within(Limits.NONE);
    boolean opened = false;
    try {
      ExecutionResult result =
          request.running(
              connection,
              statement,
              limits,
              session -> {
                Rows rows = (Rows) session.execute(query.sql(), query.parameters(), limits).get(0);
                return opened(
                    statement,
                    query.columns(),
                    new ResultCursor(rows, query.mapping(), session.memory()),
                    0);
              });
      opened = true;
      return result;
    } finally {
      // The client does not know a statement without a result.
      if (!opened) {
        connection.closeStatement(statement.id());
      }
    }
  }

  private static ExecutionResult constant(
      ClientConnection connection, List<Column> columns, List<Object[]> rows) {
    return ExecutionResult.rows(
        connection.create("", null).id(),
        "",
        ResultDescriptions.columns(columns),
        new Frame(true, rows.stream().map(Arrays::asList).toList()));
  }

  private void use(String id, Consumer<ClientConnection> work) {
    on(
        id,
        connection -> {
          work.accept(connection);
          return id;
        });
  }

  private <T> T on(String id, Function<ClientConnection, T> work) {
    return ServiceErrors.translating(
        () -> {
          ClientConnection connection =
              connections.find(client.owner(), id).orElseThrow(() -> missing(id));
          connection.calledFrom(client.address().orElse(null));
          return work.apply(connection);
        });
  }

  private VitrineException missing(String id) {
    return connections.wasTerminated(client.owner(), id)
        ? SessionRefusals.terminated()
        : new VitrineException(ErrorCode.CONNECTION_CLOSED, "The connection is closed.")
            .withHint("It was closed or idle for too long. Open a new one.");
  }

  private static ClientStatement statement(ClientConnection connection, int id) {
    return connection
        .statement(id)
        .orElseThrow(
            () -> new ServiceException(Condition.STATEMENT_CLOSED, "The statement is closed."));
  }
}
