package dev.vitrine.server.pg;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.Effort;
import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.jdbc.PgResultSet;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * PostgreSQL clients get the rows and errors that embedded sessions of the same user get, and the
 * catalog of PostgreSQL contains no object that is hidden from the user.
 */
final class PgLeakTest {
  /** Reads some models. */
  private static final String READER = "eve";

  /** Sees that all objects exist, by BROWSE, and reads none. */
  private static final String BROWSER = "kim";

  /** Has no grant. */
  private static final String STRANGER = "zoe";

  private static final List<String> USERS = List.of("admin", READER, BROWSER, STRANGER);

  private static final String CONTENT =
      """
      CREATE USER eve WITH PASSWORD 'correct horse'; CREATE USER kim WITH PASSWORD 'correct horse';
      CREATE USER zoe WITH PASSWORD 'correct horse';
      CREATE CATALOG ope; CREATE SCHEMA ope.shown; CREATE SCHEMA ope.hidden;
      CREATE CATALOG bait_catalog; CREATE SCHEMA bait_catalog.bait_schema;
      CREATE MODEL bait_catalog.bait_schema.bait_4 COMMENT 'bait';
      CREATE MODEL ope.hidden.bait_3 COMMENT 'bait'; CREATE MODEL ope.hidden.twin COMMENT 'bait';
      ALTER MODEL ope.hidden.bait_3 ADD VERSION FROM 'bait' SIGNATURE '{"inputs": [{"name": "bait", "type": "long"}]}'
        PARAMS ('bait' = 'bait') METRICS ('bait' = 7 DATASET 'bait');
      ALTER MODEL ope.hidden.bait_3 VERSION 1 SET ALIAS bait;
      ALTER MODEL ope.hidden.bait_3 SET TAGS ('k' = 'bait');
      CREATE MODEL ope.shown.bait_5 COMMENT 'bait';
      GRANT USE CATALOG ON CATALOG ope TO eve; GRANT USE SCHEMA ON SCHEMA ope.shown TO eve;
      GRANT BROWSE ON CATALOG ope TO kim;
      """;

  private static final int SHOWN = 7;

  /** Where the error is, in the message of an embedded session. */
  private static final Pattern POSITION = Pattern.compile(" \\(line \\d+, column \\d+\\)");

  /** Statements on an object, which the test runs on hidden, absent and visible ones. */
  private static final List<String> PROBES =
      List.of(
          "SELECT * FROM %s",
          "DESCRIBE MODEL %s",
          "SHOW VERSIONS IN MODEL %s",
          "SHOW GRANTS ON MODEL %s",
          "COMMENT ON MODEL %s IS 'x'",
          "ALTER MODEL %s SET TAGS ('k' = 'v')",
          "ALTER MODEL %s ADD VERSION FROM 'x'",
          "GRANT EXECUTE ON MODEL %s TO zoe",
          "DROP MODEL %s",
          "SELECT has_privilege('EXECUTE', 'MODEL', '%s')",
          "SELECT COUNT(*) FROM versions WHERE full_name = '%s'");

  private static final List<String> OBJECTS =
      List.of(
          "ope.hidden.bait_3",
          "ope.hidden.absent",
          "ope.shown.bait_5",
          "ope.shown.absent",
          "bait_catalog.bait_schema.bait_4",
          "absent.absent.absent");

  private static String prepare(TestStore store) {
    String url = store.newUrl();
    Client admin = TestRegistry.at(url).admin();
    admin.run(CONTENT);
    for (int number = 1; number <= SHOWN; number++) {
      String model = "ope.shown.\"" + number + "\"";
      admin.run("CREATE MODEL " + model + "; GRANT EXECUTE ON MODEL " + model + " TO eve");
      admin.run("ALTER MODEL " + model + " ADD VERSION FROM '" + number + "'");
      admin.run("ALTER MODEL " + model + " VERSION 1 SET ALIAS a" + number);
    }
    return url;
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void returnsTheRowsAndErrorsOfEmbeddedSessions(TestStore store) throws Exception {
    String url = prepare(store);
    List<String> problems = new ArrayList<>();
    int failed = 0;
    try (PgServer server = PgServer.start(url)) {
      List<String> questions = questions();
      for (String user : USERS) {
        try (Connection embedded = DriverManager.getConnection(url, user, "");
            Connection remote = server.connect(user)) {
          embedded.setAutoCommit(false);
          remote.setAutoCommit(false);
          // Others than the reader run a part of the questions in a build, each another one.
          int step = user.equals(READER) ? 1 : Effort.times(4, 1);
          for (int i = USERS.indexOf(user) % step; i < questions.size(); i += step) {
            String question = questions.get(i);
            String expected = answer(embedded, question);
            embedded.rollback();
            String got = answer(remote, question);
            remote.rollback();
            failed += expected.startsWith("error") ? 1 : 0;
            if (!expected.equals(got)) {
              problems.add(
                  user + ": " + question + "\n  embedded: " + expected + "\n  remote: " + got);
            }
          }
        }
      }
      assertThat(problems).isEmpty();
      assertThat(failed).as("compared errors").isGreaterThan(questions.size() / 4);
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void hiddenObjectsAreLikeAbsentOnes(TestStore store) throws Exception {
    String url = prepare(store);
    try (PgServer server = PgServer.start(url)) {
      for (String user : List.of(READER, STRANGER)) {
        try (Connection remote = server.connect(user)) {
          for (String probe : PROBES) {
            assertThat(answer(remote, probe.formatted("ope.hidden.bait_3")).replace("bait_3", "_"))
                .as("%s: %s", user, probe)
                .isEqualTo(
                    answer(remote, probe.formatted("ope.hidden.absent")).replace("absent", "_"));
          }
        }
      }
    }
  }

  /** Every relation of the catalog, not only those that are known to contain names. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theCatalogContainsNoHiddenObject(TestStore store) throws Exception {
    String url = prepare(store);
    try (PgServer server = PgServer.start(url)) {
      for (String user : List.of(READER, STRANGER)) {
        for (String database : user.equals(READER) ? List.of("system", "ope") : List.of("system")) {
          try (Connection remote = server.connect(user, database, new Properties())) {
            String all = catalog(remote) + metadata(remote);
            assertThat(all).as("%s in %s", user, database).doesNotContainIgnoringCase("bait");
            assertThat(all).doesNotContain("twin", "ope.hidden");
          }
        }
      }
      try (Connection remote = server.connect("admin", "ope", new Properties())) {
        assertThat(catalog(remote)).contains("bait_3", "bait_catalog", "twin");
        assertThat(metadata(remote)).contains("bait_3", "bait_catalog", "twin");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theCatalogContainsTheVisibleObjects(TestStore store) throws Exception {
    String url = prepare(store);
    try (PgServer server = PgServer.start(url)) {
      for (String user : USERS) {
        try (Connection embedded = DriverManager.getConnection(url, user, "")) {
          List<String> catalogs = names(embedded, "SELECT catalog_name FROM registry.catalogs");
          try (Connection remote = server.connect(user)) {
            assertThat(new TreeSet<>(names(remote, "SELECT datname FROM pg_database")))
                .as(user)
                .isEqualTo(
                    Stream.concat(catalogs.stream(), Stream.of("system"))
                        .collect(Collectors.toCollection(TreeSet::new)));
          }
          if (!catalogs.contains("ope")) {
            continue;
          }
          try (Connection remote = server.connect(user, "ope", new Properties())) {
            try (Statement use = embedded.createStatement()) {
              use.execute("USE CATALOG ope");
            }
            assertThat(
                    names(
                        remote,
                        "SELECT nspname FROM pg_namespace WHERE nspname IN ('shown', 'hidden')"))
                .as(user)
                .containsExactlyInAnyOrderElementsOf(
                    names(
                        embedded,
                        "SELECT schema_name FROM system.registry.schemas WHERE catalog_name = 'ope'"
                            + " AND schema_name <> 'information_schema'"));
            String tables =
                "SELECT table_schema || '.' || table_name FROM information_schema.tables"
                    + " WHERE table_schema IN ('shown', 'hidden')";
            List<String> expected = names(embedded, tables);
            assertThat(names(remote, tables)).as(user).isEqualTo(expected);
            assertThat(
                    names(
                        remote,
                        "SELECT n.nspname || '.' || c.relname FROM pg_class c"
                            + " JOIN pg_namespace n ON n.oid = c.relnamespace"
                            + " WHERE c.relkind IN ('r', 'v') AND n.nspname IN ('shown', 'hidden')"))
                .as(user)
                .isEqualTo(expected);
          }
        }
      }
    }
  }

  private static List<String> questions() throws IOException {
    List<String> questions = new ArrayList<>();
    try (InputStream in = TestRegistry.class.getResourceAsStream("rules/leaks.sql")) {
      String text =
          new String(in.readAllBytes(), UTF_8)
              .lines()
              .filter(line -> !line.startsWith("--"))
              .collect(Collectors.joining("\n"));
      Arrays.stream(text.split(";(\n|$)"))
          .map(String::strip)
          .filter(question -> !question.isEmpty())
          // That has PostgreSQL's columns here; the tests of the catalog are about it.
          .filter(question -> !question.contains("information_schema"))
          .forEach(questions::add);
    }
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
            "principals",
            "grants",
            "effective_grants",
            "browse_only",
            "search_terms",
            "search_texts")) {
      questions.add("SELECT * FROM " + relation);
    }
    for (String object : OBJECTS) {
      PROBES.forEach(probe -> questions.add(probe.formatted(object)));
    }
    return questions;
  }

  /** The rows in any order, or the error with its state, condition, text and hint. */
  private static String answer(Connection connection, String sql) {
    try (Statement statement = connection.createStatement()) {
      List<String> rows = new ArrayList<>();
      if (statement.execute(sql)) {
        try (ResultSet set = statement.getResultSet()) {
          rows(set, rows);
        }
      }
      rows.sort(null);
      return rows.toString();
    } catch (PSQLException failure) {
      ServerErrorMessage error = Optional.ofNullable(failure.getServerErrorMessage()).orElseThrow();
      String hint = error.getHint() == null ? "" : " Hint: " + error.getHint();
      return "error %s [%s] %s%s"
          .formatted(failure.getSQLState(), error.getRoutine(), error.getMessage(), hint);
    } catch (SQLException failure) {
      return "error %s %s"
          .formatted(failure.getSQLState(), POSITION.matcher(failure.getMessage()).replaceAll(""));
    }
  }

  private static void rows(ResultSet set, List<String> rows) throws SQLException {
    int columns = set.getMetaData().getColumnCount();
    while (set.next()) {
      List<String> row = new ArrayList<>();
      for (int column = 1; column <= columns; column++) {
        row.add(text(set, column));
      }
      rows.add(row.toString());
    }
  }

  /** The same text of a value from both drivers: numbers without zeros at the end, times in UTC. */
  private static String text(ResultSet set, int column) throws SQLException {
    Object value = set.getObject(column);
    if (value instanceof Number) {
      return new BigDecimal(value.toString()).stripTrailingZeros().toPlainString();
    }
    if (value instanceof Timestamp time) {
      return set.isWrapperFor(PgResultSet.class)
          ? set.getObject(column, OffsetDateTime.class)
              .atZoneSameInstant(ZoneOffset.UTC)
              .toLocalDateTime()
              .toString()
          : time.toLocalDateTime().toString();
    }
    return String.valueOf(value);
  }

  private static List<String> names(Connection connection, String sql) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    names.sort(null);
    return names;
  }

  /** All cells of all relations of the catalog, and of the registry's information schema. */
  private static String catalog(Connection remote) throws SQLException, IOException {
    List<String> rows = new ArrayList<>();
    Set<String> relations = new TreeSet<>(PgCatalogTest.relations());
    relations.addAll(
        names(
            remote,
            "SELECT n.nspname || '.' || c.relname FROM pg_class c"
                + " JOIN pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE n.nspname IN ('pg_catalog', 'information_schema')"));
    assertThat(relations).contains("pg_catalog.pg_roles", "information_schema.tables");
    for (String relation : relations) {
      try (Statement statement = remote.createStatement();
          ResultSet set = statement.executeQuery("SELECT * FROM " + relation)) {
        rows(set, rows);
      }
    }
    return String.join("\n", rows);
  }

  private static String metadata(Connection remote) throws SQLException {
    DatabaseMetaData data = remote.getMetaData();
    List<String> rows = new ArrayList<>();
    try (ResultSet catalogs = data.getCatalogs();
        ResultSet schemas = data.getSchemas();
        ResultSet tables = data.getTables(null, "%", "%", null);
        ResultSet columns = data.getColumns(null, "%", "%", "%");
        ResultSet privileges = data.getTablePrivileges(null, "%", "%")) {
      for (ResultSet set : List.of(catalogs, schemas, tables, columns, privileges)) {
        rows(set, rows);
      }
    }
    return String.join("\n", rows);
  }
}
