package dev.vitrine.answers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Tables of PostgreSQL with the rows that a user sees in each relation, so that a query can run
 * without the planner, the pushdown and the rules of visibility.
 */
final class PlainTables {
  private PlainTables() {}

  /**
   * Copies the relations of {@code registry} into the database at {@code url}.
   *
   * @return a connection on which the tables have the names of the relations
   */
  static Connection copy(Connection registry, String url) throws SQLException {
    Connection plain = DriverManager.getConnection(url);
    try (Statement statement = plain.createStatement()) {
      statement.execute("CREATE SCHEMA plain");
      statement.execute("SET search_path TO plain");
      for (QueryGenerator.Source relation : QueryGenerator.RELATIONS) {
        copy(registry, plain, relation);
      }
      statement.execute("ANALYZE");
    }
    return plain;
  }

  private static void copy(Connection registry, Connection plain, QueryGenerator.Source relation)
      throws SQLException {
    List<QueryGenerator.Column> columns = relation.columns();
    String name = relation.text().text();
    String names = String.join(", ", columns.stream().map(QueryGenerator.Column::name).toList());
    try (Statement create = plain.createStatement();
        Statement read = registry.createStatement();
        ResultSet rows = read.executeQuery("SELECT " + names + " FROM " + name)) {
      create.execute(
          "CREATE TABLE "
              + name
              + " ("
              + String.join(
                  ", ",
                  columns.stream()
                      .map(column -> column.name() + " " + type(column.type()))
                      .toList())
              + ")");
      String markers =
          String.join(
              ", ",
              columns.stream().map(column -> "CAST(? AS " + type(column.type()) + ")").toList());
      try (PreparedStatement insert =
          plain.prepareStatement("INSERT INTO " + name + " VALUES (" + markers + ")")) {
        while (rows.next()) {
          for (int i = 1; i <= columns.size(); i++) {
            insert.setString(i, rows.getString(i));
          }
          insert.executeUpdate();
        }
      }
    }
  }

  private static String type(ValueType type) {
    return switch (type) {
      case NUMBER -> "BIGINT";
      case TEXT -> "TEXT";
      case BOOLEAN -> "BOOLEAN";
      case DOUBLE -> "DOUBLE PRECISION";
      case DECIMAL -> "NUMERIC";
      case DATE -> "DATE";
      case TIMESTAMP -> "TIMESTAMP";
    };
  }
}
