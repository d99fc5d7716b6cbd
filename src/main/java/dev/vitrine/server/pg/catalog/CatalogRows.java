package dev.vitrine.server.pg.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Writes rows of the private database. */
final class CatalogRows {
  private CatalogRows() {}

  /**
   * Inserts a row.
   *
   * @param target relation and columns, which are constants of this package
   */
  static void insert(Connection database, String target, @Nullable Object... values)
      throws SQLException {
    String marks = "?, ".repeat(values.length - 1) + "?";
    run(database, "INSERT INTO " + target + " VALUES (" + marks + ")", values);
  }

  /** Runs a statement of this package. */
  static void run(Connection database, String sql, @Nullable Object... values) throws SQLException {
    try (PreparedStatement statement = database.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }
}
