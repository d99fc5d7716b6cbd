package dev.vitrine.query;

import dev.vitrine.TestStore;
import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.Relation;
import dev.vitrine.query.plan.Dialect;
import dev.vitrine.query.plan.PlannedQuery;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;

/** A real store with three hundred models in plain tables, one for each relation. */
final class PlainStore implements AutoCloseable {
  private static final int MODELS = 300;

  private final Connection connection;

  private PlainStore(Connection connection) throws SQLException {
    this.connection = connection;
    fill();
  }

  static PlainStore open(Dialect dialect) throws SQLException {
    return switch (dialect) {
      case H2 ->
          new PlainStore(
              DriverManager.getConnection(
                  "jdbc:h2:mem:;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"));
      case POSTGRESQL -> new PlainStore(DriverManager.getConnection(TestStore.newPostgresUrl()));
    };
  }

  Connection connection() {
    return connection;
  }

  /** The statement as a store would send it: the relations in front, without their security. */
  static String withRelations(PlannedQuery query) {
    if (query.relations().isEmpty()) {
      return query.body();
    }
    return query.relations().stream()
        .map(relation -> "\"" + relation.cteName() + "\" AS (SELECT " + rows(relation) + ")")
        .collect(Collectors.joining(", ", "WITH ", "\n" + query.body()));
  }

  /** All rows are visible here, so that a relation of a join has those of its registry relation. */
  private static String rows(Relation relation) {
    return relation.schema().equals("registry")
        ? "* FROM registry." + relation.name()
        : "r.*, n.object_id FROM registry."
            + relation.name()
            + " r JOIN registry.object_ids n ON n.full_name = r.full_name";
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  private void fill() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA IF EXISTS registry CASCADE");
      statement.execute("CREATE SCHEMA registry");
      for (Relation relation : TestRelations.ALL) {
        if (relation.schema().equals("registry")) {
          statement.execute(ddl(relation));
        }
      }
      boolean h2 = connection.getMetaData().getDatabaseProductName().equals("H2");
      statement.execute(h2 ? "SET SCHEMA registry" : "SET search_path = registry");
      String numbers =
          h2
              ? "(SELECT \"X\" AS g FROM SYSTEM_RANGE(1, %d))"
              : "(SELECT g FROM generate_series(1, %d) AS g)";
      for (String sql : data()) {
        statement.execute(
            sql.replace("{models}", numbers.formatted(MODELS))
                .replace("{9}", numbers.formatted(9))
                .replace("{3}", numbers.formatted(3))
                .replace("{600}", numbers.formatted(600)));
      }
      statement.execute(
          "CREATE TABLE object_ids AS SELECT full_name,"
              + " ROW_NUMBER() OVER (ORDER BY full_name) AS object_id"
              + " FROM (SELECT full_name FROM models UNION SELECT full_name FROM tags) names");
    }
  }

  private static String ddl(Relation relation) {
    return relation.columns().stream()
        .map(column -> column.name() + " " + type(column) + (column.nullable() ? "" : " NOT NULL"))
        .collect(Collectors.joining(", ", "CREATE TABLE registry." + relation.name() + " (", ")"));
  }

  private static String type(Column column) {
    return switch (column.type()) {
      case VARCHAR -> "VARCHAR(" + column.precision() + ")";
      case TIMESTAMP, INSTANT -> "TIMESTAMP(3)";
      default -> column.type().name();
    };
  }

  private static String[] data() {
    String when = "TIMESTAMP '2024-01-01 00:00:00.250' + g * INTERVAL '%s' %s";
    String created = when.formatted("1", "HOUR");
    String updated = when.formatted("1", "DAY");
    String place =
        "'cat' || (MOD(g, 9) / 3 + 1) AS c, 'sch' || (MOD(g, 9) + 1) AS s, 'Model_' || g AS m, g";
    String full = "c, s, m, c || '.' || s || '.' || m";
    return new String[] {
      "INSERT INTO catalogs SELECT 'cat' || g, 'admin', NULL, NULL, "
          + created
          + ", 'admin', "
          + updated
          + ", 'admin' FROM {3} n",
      "INSERT INTO schemas SELECT 'cat' || ((g - 1) / 3 + 1), 'sch' || g, 'admin', NULL, NULL, "
          + created
          + ", 'admin', "
          + updated
          + ", 'admin' FROM {9} n",
      "INSERT INTO models SELECT "
          + full
          + ", 'user' || MOD(g, 5),"
          + " CASE WHEN MOD(g, 3) = 0 THEN NULL ELSE 'It''s model ' || g END,"
          + " NULL, CASE WHEN g < 300 THEN g END, "
          + created
          + ", 'user1', "
          + updated
          + ", 'user2' FROM (SELECT "
          + place
          + " FROM {models} n) p",
      "INSERT INTO versions SELECT "
          + full
          + ", v.g,"
          + " CASE WHEN v.g = 3 THEN 'FAILED_REGISTRATION' ELSE 'READY' END,"
          + " 'dbfs:/m/' || p.g || '/' || v.g, 'run' || p.g, NULL, NULL, NULL, "
          + created.replace("g *", "p.g *")
          + ", 'user1', "
          + updated.replace("g *", "p.g *")
          + ", 'user2' FROM (SELECT "
          + place
          + " FROM {models} n) p CROSS JOIN {3} v",
      "INSERT INTO aliases SELECT "
          + full
          + ", 'Champion', 'champion', 1 FROM (SELECT "
          + place
          + " FROM {models} n WHERE MOD(g, 2) = 0) p",
      "INSERT INTO tags SELECT "
          + full
          + ", 'MODEL', 'task',"
          + " CASE WHEN MOD(g, 2) = 0 THEN 'classification' ELSE 'regression' END FROM (SELECT "
          + place
          + " FROM {models} n) p",
      "INSERT INTO grants SELECT 'user' || MOD(g, 5),"
          + " CASE WHEN MOD(g, 2) = 0 THEN 'EXECUTE' ELSE 'APPLY_TAG' END,"
          + " CASE WHEN MOD(g, 20) = 0 THEN 'SCHEMA' ELSE 'MODEL' END,"
          + " 'Model_' || (MOD(g, 300) + 1) FROM {600} n"
    };
  }
}
