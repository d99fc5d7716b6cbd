package dev.vitrine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.error.ErrorCode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A separate registry for tests, created by {@code admin}; the only class that connects. */
public final class TestRegistry {
  private static final Logger LOG = LoggerFactory.getLogger(TestRegistry.class);

  /** Of the running test class. */
  private static final Map<TestStore, TestRegistry> SHARED = new ConcurrentHashMap<>();

  /** Clients that the running test class may have left open, to be closed at its end. */
  private static final Queue<Client> OPENED = new ConcurrentLinkedQueue<>();

  private final String url;
  private final Client admin;

  private TestRegistry(String url) {
    this.url = url;
    admin = as("admin");
  }

  /** A new registry on an empty store. */
  public static TestRegistry open(TestStore store) {
    return at(store.newUrl());
  }

  /** A new registry on the empty store at this URL. */
  public static TestRegistry at(String url) {
    return new TestRegistry(url);
  }

  /**
   * The registry that the tests of a class share on this store, empty except for admin, who must
   * still be an admin. The next class gets another one, so that history, dropped objects, audit
   * rows and counts of refusals of a class have no effect on others.
   */
  public static TestRegistry emptied(TestStore store) {
    TestRegistry registry = SHARED.computeIfAbsent(store, TestRegistry::open);
    registry.admin.empty();
    return registry;
  }

  /** Closes the connections of all registries; those that tests share are not used again. */
  static void closeOpened() {
    SHARED.clear();
    for (Client client = OPENED.poll(); client != null; client = OPENED.poll()) {
      client.closeQuietly();
    }
  }

  /** A new connection of this user, which is closed at the latest at the end of the test class. */
  public Client as(String user) {
    try {
      Client client = new Client(user, connect(user));
      OPENED.add(client);
      return client;
    } catch (SQLException exception) {
      throw new IllegalStateException(exception);
    }
  }

  /** A client on a connection that was made elsewhere, to a server for instance. */
  public static Client on(Connection connection) {
    try {
      return new Client(connection.getMetaData().getUserName(), connection);
    } catch (SQLException exception) {
      throw new IllegalStateException(exception);
    }
  }

  /** The same, with parameters that a client does not send. */
  public Connection connect(String user) throws SQLException {
    return DriverManager.getConnection(url, user, "");
  }

  /** Where the registry is. */
  public String url() {
    return url;
  }

  /** The founder's connection; it stays open. */
  public Client admin() {
    return admin;
  }

  /** How a statement failed. The message holds the position and the hint too. */
  public record Failure(String sqlState, String condition, String message) {
    private static Failure of(SQLException exception) {
      String condition =
          Arrays.stream(ErrorCode.values())
              .filter(code -> code.vendorCode() == exception.getErrorCode())
              .map(ErrorCode::name)
              .findFirst()
              .orElse("NO_CONDITION " + exception.getErrorCode());
      return new Failure(exception.getSQLState(), condition, exception.getMessage());
    }
  }

  /** The rows of a query, none if it failed. */
  public record RowsOrFailure(List<List<Object>> rows, Optional<Failure> failure) {}

  /** A connection. */
  public static final class Client implements AutoCloseable {
    private final String user;
    private final Connection connection;
    private long lastCount;

    private Client(String user, Connection connection) {
      this.user = user;
      this.connection = connection;
    }

    /**
     * Runs a text.
     *
     * @return the update count of its last statement, or its number of rows
     */
    public long run(String sql, Object... parameters) {
      return checked(sql, () -> execute(sql, parameters));
    }

    private long execute(String sql, Object... parameters) throws SQLException {
      if (parameters.length == 0) {
        try (Statement statement = connection.createStatement()) {
          return last(statement, statement.execute(sql));
        }
      }
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        bind(statement, parameters);
        return last(statement, statement.execute());
      }
    }

    private static long last(Statement statement, boolean firstHasRows) throws SQLException {
      boolean hasRows = firstHasRows;
      long answer = 0;
      while (hasRows || statement.getLargeUpdateCount() >= 0) {
        if (hasRows) {
          try (ResultSet rows = statement.getResultSet()) {
            answer = drain(rows).size();
          }
        } else {
          answer = statement.getLargeUpdateCount();
        }
        hasRows = statement.getMoreResults();
      }
      return answer;
    }

    /** Runs a query or SHOW. */
    public List<List<Object>> rows(String sql, Object... parameters) {
      return checked(sql, () -> query(sql, parameters));
    }

    /** Runs a query or SHOW that may fail. */
    public RowsOrFailure attemptRows(String sql, Object... parameters) {
      try {
        return new RowsOrFailure(query(sql, parameters), Optional.empty());
      } catch (SQLException exception) {
        return new RowsOrFailure(List.of(), Optional.of(Failure.of(exception)));
      }
    }

    private List<List<Object>> query(String sql, Object... parameters) throws SQLException {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        bind(statement, parameters);
        try (ResultSet rows = statement.executeQuery()) {
          return drain(rows);
        }
      }
    }

    /** The first column of a query or SHOW, as text. */
    public List<String> column(String sql, Object... parameters) {
      return rows(sql, parameters).stream().map(row -> String.valueOf(row.get(0))).toList();
    }

    /** The one value of a query. */
    public Object value(String sql, Object... parameters) {
      List<List<Object>> rows = rows(sql, parameters);
      assertThat(rows).as(sql).hasSize(1);
      return rows.get(0).get(0);
    }

    /**
     * Runs ADD VERSION.
     *
     * @return the generated number
     */
    public long addVersion(String sql, Object... parameters) {
      return checked(
          sql,
          () -> {
            try (PreparedStatement statement =
                connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)) {
              bind(statement, parameters);
              assertThat(statement.executeUpdate()).isEqualTo(1);
              try (ResultSet keys = statement.getGeneratedKeys()) {
                assertThat(keys.next()).isTrue();
                return keys.getLong("version");
              }
            }
          });
    }

    /** What {@link #run} would have answered for the text attempted last. */
    public long lastCount() {
      return lastCount;
    }

    /** Runs a text that may fail. */
    public Optional<Failure> attempt(String sql, Object... parameters) {
      try {
        lastCount = execute(sql, parameters);
        return Optional.empty();
      } catch (SQLException exception) {
        return Optional.of(Failure.of(exception));
      }
    }

    /** Runs a text that must fail. */
    public Failure fails(String sql, Object... parameters) {
      Optional<Failure> failure = attempt(sql, parameters);
      assertThat(failure).as("%s must fail (as %s)", sql, user).isPresent();
      return failure.get();
    }

    /**
     * Runs a text that must fail with this condition and its SQLSTATE.
     *
     * @return the message
     */
    public String failsWith(String condition, String sql, Object... parameters) {
      Failure failure = fails(sql, parameters);
      assertThat(failure.condition()).as("%s: %s", sql, failure.message()).isEqualTo(condition);
      assertThat(failure.sqlState()).as(sql).isEqualTo(ErrorCode.valueOf(condition).sqlState());
      return failure.message();
    }

    private void empty() {
      run("USE CATALOG system; USE SCHEMA registry; ALTER METASTORE SET OWNER TO admin");
      for (String token : column("SELECT token_id FROM tokens")) {
        run("DROP TOKEN " + token);
      }
      for (String name : column("SELECT share_name FROM shares")) {
        run("DROP SHARE IDENTIFIER(?)", name);
      }
      for (String name : column("SELECT recipient_name FROM recipients")) {
        run("DROP RECIPIENT IDENTIFIER(?)", name);
      }
      for (String name : column("SELECT catalog_name FROM catalogs")) {
        if (!name.equals("system")) {
          run("DROP CATALOG IDENTIFIER(?) CASCADE", name);
        }
      }
      for (String name : column("SELECT name FROM providers")) {
        run("DROP PROVIDER IDENTIFIER(?)", name);
      }
      for (List<Object> row : rows("SELECT name, kind FROM principals")) {
        if (!List.of("admin", "account users").contains(row.get(0))) {
          run("DROP " + row.get(1) + " IDENTIFIER(?)", row.get(0));
        }
      }
    }

    /** Starts a transaction that ends with {@link #rollback()}. */
    public void begin() {
      autoCommit(false);
    }

    /** Undoes the transaction and commits each statement by itself again. */
    public void rollback() {
      checked(
          "rollback",
          () -> {
            connection.rollback();
            return true;
          });
      autoCommit(true);
    }

    private void autoCommit(boolean autoCommit) {
      checked(
          "autoCommit",
          () -> {
            connection.setAutoCommit(autoCommit);
            return true;
          });
    }

    private static void bind(PreparedStatement statement, Object... parameters)
        throws SQLException {
      for (int index = 0; index < parameters.length; index++) {
        statement.setObject(index + 1, parameters[index]);
      }
    }

    private static List<List<Object>> drain(ResultSet rows) throws SQLException {
      List<List<Object>> drained = new ArrayList<>();
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        List<Object> row = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
          row.add(rows.getObject(column));
        }
        drained.add(row);
      }
      return drained;
    }

    private static <T> T checked(String sql, Work<T> work) {
      try {
        return work.run();
      } catch (SQLException exception) {
        throw new AssertionError(sql + ": " + exception.getMessage(), exception);
      }
    }

    @FunctionalInterface
    private interface Work<T> {
      T run() throws SQLException;
    }

    /** For connections that a test has broken. */
    private void closeQuietly() {
      try {
        connection.close();
      } catch (SQLException broken) {
        LOG.debug("A connection of {} cannot be closed", user, broken);
      }
    }

    @Override
    public void close() {
      OPENED.remove(this);
      checked(
          "close",
          () -> {
            connection.close();
            return true;
          });
    }
  }
}
