package dev.vitrine.store;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Brings a store to the schema of this release. Flyway is not started when the store is there
 * already, since it costs more than everything else at start-up.
 */
final class Migrations {
  /** The schema, of the database, that holds all tables. */
  static final String SCHEMA = "vitrine";

  private static final String HISTORY = "schema_history";

  /** The highest migration under {@code migration/}; a test compares it with the files. */
  static final int CURRENT = 6;

  private Migrations() {}

  /**
   * Migrates an older or empty store; of several processes, one does and the others wait.
   *
   * @throws VitrineException CANNOT_CONNECT when the store is newer than this release
   */
  static void migrate(Connection connection, DataSource source) throws SQLException {
    int stored = storedVersion(connection);
    if (stored < CURRENT) {
      // Whoever was faster may be newer than this release.
      stored = migrated(connection, source);
    }
    if (stored > CURRENT) {
      throw newer(stored);
    }
  }

  /**
   * The version after migrating. Only one thread does: on H2, Flyway locks the rows of its table,
   * of which an empty store has none, but then only this process has that store open.
   */
  private static synchronized int migrated(Connection connection, DataSource source)
      throws SQLException {
    if (storedVersion(connection) < CURRENT) {
      all(source).load().migrate();
    }
    return storedVersion(connection);
  }

  /** All migrations, for the database of {@code source}. */
  static FluentConfiguration all(DataSource source) {
    return Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(source)
        .locations("classpath:dev/vitrine/store/migration")
        .schemas(SCHEMA)
        .defaultSchema(SCHEMA)
        .createSchemas(true)
        .table(HISTORY);
  }

  private static int storedVersion(Connection connection) throws SQLException {
    String[] types = {"TABLE", "BASE TABLE"};
    try (ResultSet tables = connection.getMetaData().getTables(null, SCHEMA, HISTORY, types)) {
      if (!tables.next()) {
        return 0;
      }
    }
    String sql =
        "SELECT MAX(CAST(\"version\" AS INTEGER)) FROM "
            + SCHEMA
            + "."
            + HISTORY
            + " WHERE \"success\" AND \"version\" IS NOT NULL";
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static VitrineException newer(int stored) {
    return new VitrineException(
            ErrorCode.CANNOT_CONNECT,
            "The store has schema version "
                + stored
                + ", made by a newer Vitrine; this one knows version "
                + CURRENT
                + ".")
        .withHint("Use a Vitrine at least as new as the one that migrated the store.");
  }
}
