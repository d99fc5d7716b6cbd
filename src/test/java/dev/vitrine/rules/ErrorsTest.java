package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestRegistry.Failure;
import dev.vitrine.TestStore;
import dev.vitrine.error.ErrorCode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every condition of docs/privileges.md: its cause, its message and its effect. */
final class ErrorsTest {
  /** Whether the place is known, because the fault is in a word of the text. */
  private enum Place {
    GIVEN,
    NONE
  }

  /** A statement that fails, for {@code user}. */
  private record Example(ErrorCode code, Place place, String user, String sql) {}

  /** What no statement brings about; tests of their own, here or elsewhere. */
  private static final Map<ErrorCode, String> NOT_BY_A_STATEMENT =
      Map.ofEntries(
          Map.entry(ErrorCode.AUTHENTICATION_FAILED, "connecting, below; PrincipalRulesTest"),
          Map.entry(ErrorCode.CANNOT_CONNECT, "connecting, below"),
          Map.entry(ErrorCode.CONNECTION_CLOSED, "what is closed, below"),
          Map.entry(ErrorCode.INVALID_CURSOR_STATE, "rows that outlived their transaction, below"),
          Map.entry(ErrorCode.QUERY_CANCELED, "Statement.cancel(); LimitContractTest"),
          Map.entry(ErrorCode.STATEMENT_TIMEOUT, "a query that takes too long, below"),
          Map.entry(ErrorCode.STORE_UNREACHABLE, "a server that goes away, below"),
          Map.entry(ErrorCode.TOO_MANY_CONNECTIONS, "ten seconds of waiting for a connection"),
          Map.entry(ErrorCode.SERIALIZATION_FAILURE, "twenty seconds of losing every race"),
          Map.entry(ErrorCode.LOCK_TIMEOUT, "two transactions"),
          Map.entry(ErrorCode.IN_FAILED_TRANSACTION, "a deadlock of two transactions"),
          Map.entry(ErrorCode.IDLE_TRANSACTION_TIMEOUT, "a transaction left open"),
          Map.entry(ErrorCode.DISK_FULL, "a full disk"),
          Map.entry(ErrorCode.OUT_OF_MEMORY, "many large results at once"),
          Map.entry(ErrorCode.SESSION_TERMINATED, "a session that was ended; SessionsTest"),
          Map.entry(ErrorCode.PROTOCOL_VIOLATION, "a malformed message; MalformedMessagesTest"),
          Map.entry(ErrorCode.SHARE_LIMIT_EXCEEDED, "a thousand shares; ShareRulesTest"),
          Map.entry(ErrorCode.INTERNAL_ERROR, "a bug"),
          Map.entry(ErrorCode.FILE_NOT_FOUND, "a file over HTTP; RestFilesTest"),
          Map.entry(ErrorCode.FILE_ALREADY_EXISTS, "a file over HTTP; RestUploadsTest"),
          Map.entry(ErrorCode.PROVIDER_IN_USE, "needs a provider; SharedCatalogTest"),
          Map.entry(ErrorCode.PROVIDER_LIMIT_EXCEEDED, "takes long; SharedCatalogTest"),
          Map.entry(ErrorCode.PROVIDER_REFUSED, "needs a provider; SharedCatalogTest"),
          Map.entry(ErrorCode.READ_ONLY_CATALOG, "needs a provider; ReadOnlyCatalogTest"),
          Map.entry(ErrorCode.STATEMENT_NOT_FOUND, "the Statement API; StatementApiTest"),
          Map.entry(ErrorCode.SAVEPOINT_NOT_FOUND, "PostgreSQL clients; PgSessionTest"),
          Map.entry(ErrorCode.PREPARED_STATEMENT_NOT_FOUND, "PostgreSQL clients; PgSessionTest"),
          Map.entry(ErrorCode.INVALID_VERSION_STATE, "a file over HTTP; RestFilesTest"));

  private static final String ACTIVATION =
      "{\"shareCredentialsVersion\":1,\"endpoint\":\"https://10.0.0.1\",\"bearerToken\":\"t\"}";

  private static final String LONG = "(".repeat(100_000) + "1" + ")".repeat(100_000);

  private static final List<Example> EXAMPLES =
      List.of(
          at(ErrorCode.PARSE_SYNTAX_ERROR, "CREATE CATALGO x"),
          at(ErrorCode.PARSE_SYNTAX_ERROR, "CREATE CATALOG x; SELECT * FORM models"),
          at(ErrorCode.PARSE_SYNTAX_ERROR, "GRANT EXECUTEE ON CATALOG c TO eve"),
          at(ErrorCode.INVALID_IDENTIFIER, "CREATE CATALOG `a b`"),
          at(ErrorCode.PARSE_SYNTAX_ERROR, "CREATE SCHEMA a.b.c"),
          at(ErrorCode.INVALID_IDENTIFIER, "CREATE SCHEMA c.registry"),
          at(ErrorCode.INVALID_IDENTIFIER, "ALTER MODEL c.s.m VERSION 1 SET ALIAS v1"),
          at(ErrorCode.UNSUPPORTED_FEATURE, "CREATE OR REPLACE MODEL c.s.m"),
          at(ErrorCode.UNSUPPORTED_FEATURE, "DELETE FROM models"),
          at(ErrorCode.STATEMENT_TOO_COMPLEX, "SELECT " + LONG),
          at(ErrorCode.UNBOUND_PARAMETER, "COMMENT ON MODEL c.s.m IS ?"),
          in(ErrorCode.UNBOUND_PARAMETER, "SELECT * FROM models WHERE full_name = ?"),
          in(ErrorCode.INVALID_PARAMETER_VALUE, "ALTER MODEL c.s.m SET TAGS ('a.b' = 'v')"),
          at(ErrorCode.INVALID_PARAMETER_VALUE, "ALTER CATALOG c OWNER TO `account users`"),
          at(ErrorCode.CATALOG_NOT_FOUND, "DESCRIBE CATALOG x"),
          at(ErrorCode.CATALOG_ALREADY_EXISTS, "CREATE CATALOG c"),
          in(ErrorCode.CATALOG_NOT_EMPTY, "DROP CATALOG c"),
          at(ErrorCode.SCHEMA_NOT_FOUND, "DESCRIBE SCHEMA c.x"),
          at(ErrorCode.SCHEMA_ALREADY_EXISTS, "CREATE SCHEMA c.s"),
          in(ErrorCode.SCHEMA_NOT_EMPTY, "DROP SCHEMA c.s"),
          at(ErrorCode.MODEL_NOT_FOUND, "DROP MODEL c.s.x"),
          at(ErrorCode.MODEL_ALREADY_EXISTS, "CREATE MODEL c.s.m"),
          at(ErrorCode.MODEL_ALREADY_EXISTS, "ALTER MODEL c.s.m RENAME TO n"),
          in(ErrorCode.MODEL_NOT_EMPTY, "DROP MODEL c.s.m RESTRICT"),
          in(ErrorCode.MODEL_VERSION_NOT_FOUND, "ALTER MODEL c.s.m DROP VERSION 1, 9"),
          at(ErrorCode.MODEL_ALIAS_NOT_FOUND, "ALTER MODEL c.s.m UNSET ALIAS x"),
          at(ErrorCode.MODEL_ALIAS_NOT_FOUND, "COMMENT ON MODEL c.s.m VERSION x IS 'y'"),
          at(ErrorCode.ALIAS_LIMIT_EXCEEDED, "ALTER MODEL c.s.m VERSION 1 SET ALIAS one_more"),
          in(ErrorCode.TAG_LIMIT_EXCEEDED, "ALTER MODEL c.s.m SET TAGS (" + tags(1, 51) + ")"),
          in(ErrorCode.TAG_LIMIT_EXCEEDED, "CREATE MODEL c.s.x TAGS (" + tags(1, 51) + ")"),
          in(
              ErrorCode.METRIC_LIMIT_EXCEEDED,
              "ALTER MODEL c.s.m VERSION 1 SET METRICS ('one more' = 1)"),
          at(ErrorCode.TAG_ALREADY_EXISTS, "SET TAG ON MODEL c.s.m k = w"),
          at(ErrorCode.TAG_NOT_FOUND, "UNSET TAG ON MODEL c.s.m x"),
          at(ErrorCode.CANNOT_RENAME_ACROSS_SCHEMA, "ALTER MODEL c.s.m RENAME TO c.t.m"),
          at(ErrorCode.SHARE_NOT_FOUND, "DESCRIBE SHARE x"),
          at(ErrorCode.SHARE_ALREADY_EXISTS, "CREATE SHARE sh"),
          at(ErrorCode.RECIPIENT_NOT_FOUND, "GRANT SELECT ON SHARE sh TO RECIPIENT x"),
          at(ErrorCode.RECIPIENT_ALREADY_EXISTS, "CREATE RECIPIENT r ENDPOINT 'https://h/x'"),
          at(ErrorCode.PRINCIPAL_NOT_FOUND, "GRANT EXECUTE ON MODEL c.s.m TO nobody_at_all"),
          at(ErrorCode.PRINCIPAL_ALREADY_EXISTS, "CREATE GROUP EVE"),
          at(ErrorCode.PRINCIPAL_IN_USE, "DROP USER owner"),
          in(ErrorCode.LAST_ADMIN, "ALTER METASTORE SET OWNER TO empty_group"),
          in(
              ErrorCode.PRIVILEGE_NOT_APPLICABLE,
              "GRANT EXECUTE, USE CATALOG ON MODEL c.s.m TO eve"),
          by("eve", ErrorCode.INSUFFICIENT_PRIVILEGES, "CREATE CATALOG x"),
          by("eve", ErrorCode.INSUFFICIENT_PRIVILEGES, "DROP CATALOG c CASCADE"),
          by("eve", ErrorCode.INSUFFICIENT_PRIVILEGES, "CREATE USER x"),
          in(ErrorCode.INVALID_PARAMETER_VALUE, "CREATE TOKEN LIFETIME 0 DAYS"),
          by("eve", ErrorCode.TOKEN_LIMIT_EXCEEDED, "CREATE TOKEN"),
          in(ErrorCode.TOKEN_NOT_FOUND, "DROP TOKEN 0"),
          in(ErrorCode.SESSION_NOT_FOUND, "TERMINATE SESSION 0"),
          in(ErrorCode.INVALID_PARAMETER_VALUE, "ALTER METASTORE SET RETENTION AUDIT 0 DAYS"),
          by(
              "eve",
              ErrorCode.INSUFFICIENT_PRIVILEGES,
              "ALTER METASTORE SET RETENTION AUDIT FOREVER"),
          in(ErrorCode.INVALID_PARAMETER_VALUE, "ALTER METASTORE SET RETENTION HISTORY 0 DAYS"),
          in(ErrorCode.INVALID_PARAMETER_VALUE, "ALTER METASTORE SET RETENTION DROPPED 36501 DAYS"),
          by(
              "eve",
              ErrorCode.INSUFFICIENT_PRIVILEGES,
              "ALTER METASTORE PURGE HISTORY OF CATALOG absent"),
          at(ErrorCode.MODEL_NOT_FOUND, "UNDROP MODEL c.s.never"),
          in(ErrorCode.MODEL_VERSION_NOT_FOUND, "ALTER MODEL c.s.m UNDROP VERSION 99"),
          at(ErrorCode.TABLE_OR_VIEW_NOT_FOUND, "SELECT * FROM modles"),
          at(ErrorCode.UNRESOLVED_COLUMN, "SELECT nme FROM models"),
          at(ErrorCode.DATATYPE_MISMATCH, "SELECT SUM(owner) FROM models"),
          at(ErrorCode.GROUPING_ERROR, "SELECT owner, COUNT(*) FROM models"),
          in(ErrorCode.DIVIDE_BY_ZERO, "SELECT 1 / (version - version) FROM versions"),
          in(ErrorCode.CAST_INVALID_INPUT, "SELECT CAST(full_name AS INTEGER) FROM models"),
          in(
              ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE,
              "SELECT CAST(version + 9000000000 AS INTEGER) FROM versions"),
          in(ErrorCode.DATA_EXCEPTION, "SELECT LN(version - 2) FROM versions"),
          in(
              ErrorCode.CARDINALITY_VIOLATION,
              "SELECT (SELECT full_name FROM models) FROM catalogs"),
          in(
              ErrorCode.HISTORY_NOT_AVAILABLE,
              "SELECT * FROM models FOR SYSTEM_TIME AS OF TIMESTAMP '1999-12-31 00:00:00'"),
          at(ErrorCode.PROVIDER_NOT_FOUND, "DROP PROVIDER x"),
          at(
              ErrorCode.PROVIDER_ALREADY_EXISTS,
              "CREATE PROVIDER p USING TEXT '" + ACTIVATION + "'"),
          in(ErrorCode.INVALID_PARAMETER_VALUE, "CREATE PROVIDER x USING TEXT '{}'"),
          at(ErrorCode.UNSUPPORTED_FEATURE, "CREATE PROVIDER x USING FILE 'a.share'"),
          // A private address is not contacted.
          in(ErrorCode.PROVIDER_UNAVAILABLE, "SHOW SHARES IN PROVIDER p"),
          in(ErrorCode.PROVIDER_UNAVAILABLE, "CREATE CATALOG x USING SHARE p.s"),
          at(ErrorCode.INVALID_PARAMETER_VALUE, "REFRESH CATALOG c"),
          in(ErrorCode.INVALID_TRANSACTION_STATE, "BEGIN; BEGIN"));

  private static Example at(ErrorCode code, String sql) {
    return new Example(code, Place.GIVEN, "admin", sql);
  }

  private static Example in(ErrorCode code, String sql) {
    return new Example(code, Place.NONE, "admin", sql);
  }

  private static Example by(String user, ErrorCode code, String sql) {
    return new Example(code, Place.NONE, user, sql);
  }

  private static String tags(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(number -> "'t" + number + "' = 'v'")
        .collect(Collectors.joining(", "));
  }

  @Test
  void everyConditionIsInTheDocumentAndTried() {
    Map<String, String> all = new TreeMap<>();
    Arrays.stream(ErrorCode.values()).forEach(code -> all.put(code.name(), code.sqlState()));
    assertThat(PrivilegeTables.read().errors()).isEqualTo(all);
    Set<ErrorCode> tried = EnumSet.copyOf(NOT_BY_A_STATEMENT.keySet());
    EXAMPLES.forEach(example -> assertThat(NOT_BY_A_STATEMENT).doesNotContainKey(example.code()));
    EXAMPLES.forEach(example -> tried.add(example.code()));
    assertThat(tried).isEqualTo(EnumSet.allOf(ErrorCode.class));
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void everyErrorHasMessagePositionAndHintAndChangesNothing(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
    Client admin = registry.admin();
    admin.run(
        """
        CREATE USER eve; CREATE USER owner; CREATE GROUP empty_group;
        CREATE CATALOG c; CREATE SCHEMA c.s; CREATE SCHEMA c.t;
        CREATE MODEL c.s.m TAGS ('k' = 'v'); CREATE MODEL c.s.n;
        ALTER MODEL c.s.m ADD VERSION FROM 'x' TAGS ('k' = 'v') INPUTS (a.b.c);
        ALTER MODEL c.s.n SET OWNER TO owner;
        GRANT BROWSE ON CATALOG c TO eve;
        CREATE SHARE sh; CREATE RECIPIENT r ENDPOINT 'https://h/x';
        """);
    admin.run("CREATE PROVIDER p USING TEXT '" + ACTIVATION + "'");
    for (int alias = 0; alias < 10; alias++) {
      admin.run("ALTER MODEL c.s.m VERSION 1 SET ALIAS a" + alias);
    }
    admin.run(
        "ALTER MODEL c.s.m VERSION 1 SET METRICS (" + tags(1, 1_000).replace("'v'", "1") + ")");
    try (Client eve = registry.as("eve")) {
      eve.run("CREATE TOKEN; ".repeat(100));
    }
    List<String> problems = new ArrayList<>();
    List<List<List<Object>>> before = snapshot(admin);
    for (Example example : EXAMPLES) {
      try (Client client = registry.as(example.user())) {
        String sql = example.sql().substring(0, Math.min(100, example.sql().length()));
        Failure failure = client.fails(example.sql());
        String said = sql + " said: " + failure.message();
        if (!failure.condition().equals(example.code().name())
            || !failure.sqlState().equals(example.code().sqlState())
            || !failure.message().startsWith("[" + example.code() + "] ")) {
          problems.add(example.code() + " expected, " + failure.sqlState() + ", " + said);
        }
        if (failure.message().contains("(line 1, column ") != (example.place() == Place.GIVEN)) {
          problems.add("place " + example.place() + ", " + said);
        }
        if (!failure.message().contains(" Hint: ")) {
          problems.add("no hint, " + said);
        }
        if (failure.message().length() > 600) {
          problems.add("too long, " + said);
        }
      }
      if (!snapshot(admin).equals(before)) {
        problems.add("changed something: " + example.sql());
        before = snapshot(admin);
      }
    }
    assertThat(problems).isEmpty();
  }

  /** All relations of the registry except the audit trail. */
  private static List<List<List<Object>>> snapshot(Client admin) {
    List<List<List<Object>>> rows = new ArrayList<>();
    for (String relation :
        List.of(
            "catalogs",
            "schemas",
            "models",
            "versions",
            "aliases",
            "tags",
            "version_tags",
            "signature_columns",
            "version_params",
            "version_metrics",
            "grants",
            "effective_grants",
            "principals",
            "group_members",
            "tokens",
            "system.access.model_lineage")) {
      rows.add(
          admin.rows("SELECT * FROM " + relation).stream()
              .sorted((a, b) -> a.toString().compareTo(b.toString()))
              .toList());
    }
    return rows;
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void connectingThatFailsSaysWhy(TestStore store) throws SQLException {
    String url = TestRegistry.emptied(store).url();
    assertFailure(
        ErrorCode.AUTHENTICATION_FAILED, () -> DriverManager.getConnection(url, "nobody", ""));
    assertFailure(
        ErrorCode.CANNOT_CONNECT,
        () -> DriverManager.getConnection("jdbc:vitrine:postgresql://localhost:1/x", "a", ""));
    Connection closed = DriverManager.getConnection(url, "admin", "");
    closed.close();
    SQLException failure = catchThrowableOfType(SQLException.class, closed::createStatement);
    assertThat(failure.getSQLState()).isEqualTo(ErrorCode.CONNECTION_CLOSED.sqlState());
    assertThat(failure.getErrorCode()).isEqualTo(ErrorCode.CONNECTION_CLOSED.vendorCode());
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void rowsThatOutliveTheirTransactionSaySo(TestStore store) throws SQLException {
    TestRegistry registry = TestRegistry.emptied(store);
    registry.admin().run("CREATE CATALOG c");
    for (int schema = 0; schema < 24; schema++) {
      registry.admin().run("CREATE SCHEMA c.s" + schema);
    }
    try (Connection connection = DriverManager.getConnection(registry.url(), "admin", "")) {
      connection.setAutoCommit(false);
      try (Statement reading = connection.createStatement();
          ResultSet rows =
              reading.executeQuery(
                  "SELECT a.schema_name FROM schemas a, schemas b, schemas d"
                      + " WHERE a.catalog_name = 'c'")) {
        assertThat(rows.next()).isTrue();
        connection.commit();
        assertFailure(
            ErrorCode.INVALID_CURSOR_STATE,
            () -> {
              while (rows.next()) {
                assertThat(rows.getString(1)).startsWith("s");
              }
            });
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aQueryThatTakesTooLongIsEnded(TestStore store) throws SQLException {
    TestRegistry registry = TestRegistry.emptied(store);
    registry.admin().run("CREATE CATALOG c");
    for (int schema = 0; schema < 40; schema++) {
      registry.admin().run("CREATE SCHEMA c.s" + schema);
    }
    try (Connection connection = DriverManager.getConnection(registry.url(), "admin", "");
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      String schemas = "schemas a, schemas b, schemas c, schemas d, schemas e, schemas f";
      assertFailure(
          ErrorCode.STATEMENT_TIMEOUT,
          () ->
              statement.executeQuery(
                  "SELECT MAX(a.schema_name || b.schema_name || f.schema_name) FROM " + schemas));
    }
  }

  @Test
  void aServerThatGoesAwaySaysSo() throws SQLException {
    String url = TestStore.newPostgresUrl();
    Connection connection =
        DriverManager.getConnection("jdbc:vitrine:" + url.substring("jdbc:".length()), "admin", "");
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement();
        Connection server = DriverManager.getConnection(url);
        Statement end = server.createStatement()) {
      statement.execute("CREATE CATALOG c");
      end.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
      assertFailure(
          ErrorCode.STORE_UNREACHABLE, () -> statement.execute("SELECT full_name FROM models"));
    }
    // There is nothing left to close, and nothing that could be done about it.
    connection.close();
    assertThat(connection.isClosed()).isTrue();
  }

  @FunctionalInterface
  private interface Work {
    void run() throws SQLException;
  }

  private static void assertFailure(ErrorCode code, Work work) {
    SQLException failure = catchThrowableOfType(SQLException.class, work::run);
    assertThatObject(failure).as("%s", code).isNotNull();
    assertThat(failure.getMessage()).startsWith("[" + code + "] ").contains(" Hint: ");
    assertThat(failure.getSQLState()).isEqualTo(code.sqlState());
    assertThat(failure.getErrorCode()).isEqualTo(code.vendorCode());
  }
}
