package dev.vitrine.store.migration;

import dev.vitrine.catalog.UtcTime;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.store.connection.DriverConnections;
import dev.vitrine.store.connection.MigrationConnection;
import dev.vitrine.store.connection.UnpooledSource;
import dev.vitrine.store.vendor.StoreLocation;
import dev.vitrine.store.vendor.Vendor;
import dev.vitrine.store.vendor.VendorSettings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Brings a store to the schema of this release. Flyway is not started when the store is there
 * already, since it costs more than everything else at start-up.
 */
public final class Migrations {
  private static final String HISTORY = "schema_history";

  /** The highest migration under {@code migration/}; a test compares it with the files. */
  static final int CURRENT = 21;

  /** A time in a TIMESTAMP literal. */
  private static final DateTimeFormatter SQL_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

  /** Locks of file stores that are being opened, by URL. */
  private static final Map<String, Object> FILES = new ConcurrentHashMap<>();

  /** The lock of each store, by its URL. */
  private static final Map<String, Object> RUNNING = new ConcurrentHashMap<>();

  /** Time limit for reading the schema version. */
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(60);

  private Migrations() {}

  /**
   * Opens a store, migrating it if it is older than this release or empty. If several threads open
   * a store, one migrates it and the others wait; the same holds for several processes on
   * PostgreSQL. A file can be opened by one process only.
   *
   * @throws VitrineException CANNOT_CONNECT when the store is newer than this release, or a
   *     PostgreSQL server lacks ICU
   */
  public static Connection open(StoreLocation location) throws SQLException {
    return open(location, source -> source);
  }

  /**
   * The same, observable by tests.
   *
   * @param through wraps the data source of the migration
   */
  public static Connection open(StoreLocation location, UnaryOperator<DataSource> through)
      throws SQLException {
    if (location.vendor() == Vendor.H2 && !location.inMemory()) {
      return openFile(location, through);
    }
    Connection connection =
        DriverConnections.connect(location, VendorSettings.of(location.vendor(), LONGEST_ANSWER));
    boolean usable = false;
    try {
      if (location.vendor() == Vendor.POSTGRESQL) {
        requireUnicode(connection);
      }
      if (storedVersion(connection) < CURRENT) {
        migrate(connection, location.vendor(), through.apply(new UnpooledSource(location)));
      }
      // A process that migrated first may be a newer release.
      requireKnown(storedVersion(connection));
      usable = true;
      return connection;
    } finally {
      if (!usable) {
        connection.close();
      }
    }
  }

  /** Queries change the case of texts by the rules of Unicode, for which PostgreSQL needs ICU. */
  private static void requireUnicode(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery("SELECT 1 FROM pg_collation WHERE collname = 'und-x-icu'")) {
      if (!found.next()) {
        throw new VitrineException(
                ErrorCode.CANNOT_CONNECT, "The PostgreSQL database has no collation \"und-x-icu\".")
            .withHint(
                "Use a PostgreSQL server that is built with ICU, or make its collations known to"
                    + " the database: SELECT pg_import_system_collations('pg_catalog').");
      }
    }
  }

  /** One thread at a time for each file: no other may have it open while it is replaced. */
  private static Connection openFile(StoreLocation location, UnaryOperator<DataSource> through)
      throws SQLException {
    synchronized (FILES.computeIfAbsent(location.url(), url -> new Object())) {
      FileMigration migration = FileMigration.of(location);
      Optional<Connection> current = current(location, migration);
      while (current.isEmpty()) {
        boolean replaced =
            migration.run(
                copy -> all(Vendor.H2, through.apply(new UnpooledSource(copy))).load().migrate());
        current = current(location, migration);
        if (replaced && current.isEmpty()) {
          throw new IllegalStateException("the migrations end before version " + CURRENT);
        }
      }
      return current.get();
    }
  }

  /** A connection to the store if it is there and of this release. */
  private static Optional<Connection> current(StoreLocation location, FileMigration migration)
      throws SQLException {
    if (!migration.hasStore()) {
      return Optional.empty();
    }
    Connection connection = DriverConnections.connect(location);
    boolean usable = false;
    try {
      int stored = storedVersion(connection);
      requireKnown(stored);
      usable = stored == CURRENT;
      return usable ? Optional.of(connection) : Optional.empty();
    } finally {
      if (!usable) {
        connection.close();
      }
    }
  }

  /**
   * Migrates. Only one thread does: on H2, Flyway locks the rows of its table, of which an empty
   * store has none, but then only this process has that store open.
   */
  private static void migrate(Connection connection, Vendor vendor, DataSource source)
      throws SQLException {
    String url = connection.getMetaData().getURL();
    // Not one lock for all stores, of which one may be out of reach and block its holder.
    synchronized (RUNNING.computeIfAbsent(url, store -> new Object())) {
      if (storedVersion(connection) >= CURRENT) {
        return;
      }
      switch (vendor) {
        case POSTGRESQL -> {
          try (Connection own = source.getConnection()) {
            all(vendor, MigrationConnection.source(own)).load().migrate();
          }
        }
        case H2 -> all(vendor, source).load().migrate();
      }
    }
  }

  /** All migrations, for the database of {@code source}. */
  static FluentConfiguration all(Vendor vendor, DataSource source) {
    // The SQL before and after the text that becomes lower case.
    String[] lower = vendor.lower("|").split("\\|");
    return Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(source)
        .locations("classpath:dev/vitrine/store/migration")
        .placeholders(
            Map.of(
                "for_equality",
                equalityIndex(vendor),
                "lower",
                lower[0],
                "lowered",
                lower[1],
                "now",
                SQL_TIME.format(UtcTime.now())))
        .schemas(StoreLocation.SCHEMA)
        .defaultSchema(StoreLocation.SCHEMA)
        .createSchemas(true)
        .callbacks(new SignatureBackfill())
        .table(HISTORY);
  }

  /** The method of an index for comparisons for equality, of texts of any length. */
  private static String equalityIndex(Vendor vendor) {
    return switch (vendor) {
      case POSTGRESQL -> "USING HASH";
      case H2 -> "";
    };
  }

  private static int storedVersion(Connection connection) throws SQLException {
    String[] types = {"TABLE", "BASE TABLE"};
    try (ResultSet tables =
        connection.getMetaData().getTables(null, StoreLocation.SCHEMA, HISTORY, types)) {
      if (!tables.next()) {
        return 0;
      }
    }
    String sql =
        "SELECT MAX(CAST(\"version\" AS INTEGER)) FROM "
            + StoreLocation.SCHEMA
            + "."
            + HISTORY
            + " WHERE \"success\" AND \"version\" IS NOT NULL";
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static void requireKnown(int stored) {
    if (stored <= CURRENT) {
      return;
    }
    throw new VitrineException(
            ErrorCode.CANNOT_CONNECT,
            "The store has schema version "
                + stored
                + ", made by a newer Vitrine; this one knows version "
                + CURRENT
                + ".")
        .withHint("Use a release of Vitrine at least as new as the one that migrated the store.");
  }
}
