package dev.vitrine.store.migration;

import dev.vitrine.store.connection.DriverConnections;
import dev.vitrine.store.connection.UnpooledSource;
import dev.vitrine.store.vendor.StoreLocation;
import dev.vitrine.store.vendor.Vendor;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.flywaydb.core.api.MigrationVersion;

/** Stores as older releases made them, with rows in every table; and all that a store holds. */
final class OlderStore {
  private static final String AT = "TIMESTAMP '2026-01-02 03:04:05.678'";
  private static final String STAMPS = AT + ", 'ann', " + AT + ", 'ann')";
  private static final String STAMP_COLUMNS = "created_at, created_by, updated_at, updated_by)";

  /** Rows by the version that made their tables. */
  private static final Map<Integer, List<String>> ROWS =
      new TreeMap<>(
          Map.of(
              1,
              List.of(
                  "INSERT INTO principals (id, name, name_key, kind, password_hash, created_at)"
                      + " VALUES (2001, 'Ann', 'ann', 'USER', 'hash', "
                      + AT
                      + "), (2002, 'team', 'team', 'GROUP', NULL, "
                      + AT
                      + ")",
                  "INSERT INTO group_members (group_id, member_id) VALUES (2002, 2001)",
                  "INSERT INTO effective_principals (principal_id, holder_id) VALUES"
                      + " (2001, 2001), (2001, 1), (2001, 2002), (2002, 2002), (2002, 1)",
                  "INSERT INTO metastore (id, name, metastore_uuid, owner_id, created_at)"
                      + " VALUES (1, 'metastore', 'an-id', 2001, "
                      + AT
                      + ")",
                  "INSERT INTO catalogs (id, name, owner_id, "
                      + STAMP_COLUMNS
                      + " VALUES (11, 'c', 2001, "
                      + STAMPS,
                  "INSERT INTO schemas (id, catalog_id, name, owner_id, comment, "
                      + STAMP_COLUMNS
                      + " VALUES (12, 11, 's', 2002, 'a comment', "
                      + STAMPS,
                  "INSERT INTO models (id, catalog_id, schema_id, name, full_name, last_version,"
                      + " owner_id, "
                      + STAMP_COLUMNS
                      + " VALUES (13, 11, 12, 'm', 'c.s.m', 3, 2001, "
                      + STAMPS,
                  "INSERT INTO versions (model_id, version, status, signature, "
                      + STAMP_COLUMNS
                      + " VALUES (13, 1, 'READY', '{\"inputs\": [{\"type\": \"long\"}]}', "
                      + STAMPS,
                  "INSERT INTO versions (model_id, version, status, source, "
                      + STAMP_COLUMNS
                      + " VALUES (13, 3, 'PENDING_REGISTRATION', 's3://b/x', "
                      + STAMPS,
                  "INSERT INTO aliases (model_id, alias_key, alias, version)"
                      + " VALUES (13, 'best', 'Best', 1)",
                  "INSERT INTO model_tags (model_id, tag_key, tag_value) VALUES (13, 'k', 'v')",
                  "INSERT INTO version_tags (model_id, version, tag_key, tag_value)"
                      + " VALUES (13, 1, 'k', 'v')",
                  "INSERT INTO model_grants (model_id, principal_id, privilege, grantor,"
                      + " granted_at) VALUES (13, 2002, 'EXECUTE', 'ann', "
                      + AT
                      + ")",
                  "INSERT INTO metastore_grants (metastore_id, principal_id, privilege, grantor,"
                      + " granted_at) VALUES (1, 2002, 'CREATE CATALOG', 'ann', "
                      + AT
                      + ")",
                  "INSERT INTO model_lineage (model_id, version, source_table_full_name,"
                      + " created_by, event_time) VALUES (13, 1, 'a.b.c', 'ann', "
                      + AT
                      + ")",
                  "INSERT INTO audit_log (event_time, user_identity, service_name, action_name,"
                      + " request_params, response_code, session_id) VALUES ("
                      + AT
                      + ", 'ann', 'unityCatalog', 'createCatalog', '{}', 200, 'a-session')"),
              4,
              List.of(
                  "INSERT INTO tokens (id, user_id, token_hash, created_at, expires_at)"
                      + " VALUES (21, 2001, 'hash', "
                      + AT
                      + ", TIMESTAMP '2036-01-01 00:00:00')"),
              5,
              List.of(
                  "INSERT INTO principals (id, name, name_key, kind, is_external, created_at)"
                      + " VALUES (2003, 'outside', 'outside', 'GROUP', TRUE, "
                      + AT
                      + ")"),
              6,
              List.of(
                  "INSERT INTO file_sets (id, creator_id, logged_model_id, created_at)"
                      + " VALUES (31, 2001, 'm-1', "
                      + AT
                      + ")",
                  "INSERT INTO stored_files (file_set_id, file_path, blob_id, file_size,"
                      + " modified_at) VALUES (31, 'MLmodel', 'blob', 7, "
                      + AT
                      + ")",
                  "UPDATE versions SET file_set_id = 31 WHERE version = 1",
                  "UPDATE metastore SET signing_key = 'key', storage_root_marked = TRUE"),
              8,
              List.of("INSERT INTO released_blobs (blob_id) VALUES ('gone')")));

  /** Columns of the migrations' table whose values differ from run to run. */
  private static final Set<String> CHANCE =
      Set.of("installed_on", "execution_time", "installed_by", "valid_from", "history_since");

  /** All indexes and keys at once; JDBC has them by table only, which takes much longer. */
  private static final Map<Vendor, List<String>> STRUCTURE =
      Map.of(
          Vendor.H2,
          List.of(
              "SELECT * FROM information_schema.indexes WHERE table_schema = '%s'",
              "SELECT * FROM information_schema.index_columns WHERE table_schema = '%s'",
              "SELECT * FROM information_schema.table_constraints WHERE table_schema = '%s'",
              "SELECT * FROM information_schema.key_column_usage WHERE table_schema = '%s'",
              "SELECT * FROM information_schema.referential_constraints"
                  + " WHERE constraint_schema = '%s'"),
          Vendor.POSTGRESQL,
          List.of(
              "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = '%s'",
              "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)"
                  + " FROM pg_constraint WHERE connamespace = '%s'::regnamespace"));

  private OlderStore() {}

  /** Makes a store of a version at an empty location; of version 0, nothing. */
  static void make(StoreLocation location, int version) throws SQLException {
    if (version == 0) {
      return;
    }
    Migrations.all(location.vendor(), new UnpooledSource(location))
        .target(MigrationVersion.fromVersion(Integer.toString(version)))
        .load()
        .migrate();
    try (Connection connection = DriverConnections.connect(location);
        Statement statement = connection.createStatement()) {
      connection.setSchema(StoreLocation.SCHEMA);
      for (Map.Entry<Integer, List<String>> rows : ROWS.entrySet()) {
        for (String sql : rows.getKey() <= version ? rows.getValue() : List.<String>of()) {
          statement.execute(sql);
        }
      }
    }
  }

  /** All columns, constraints, indexes and rows of a store, one a line, in an order. */
  static List<String> content(StoreLocation location) throws SQLException {
    try (Connection connection = DriverConnections.connect(location)) {
      List<String> lines = new ArrayList<>();
      List<String> tables = new ArrayList<>();
      String[] types = {"TABLE", "BASE TABLE"};
      try (ResultSet rows =
          connection.getMetaData().getTables(null, StoreLocation.SCHEMA, null, types)) {
        while (rows.next()) {
          tables.add(rows.getString("TABLE_NAME"));
        }
      }
      Collections.sort(tables);
      add(
          lines,
          "column",
          connection.getMetaData().getColumns(null, StoreLocation.SCHEMA, null, null),
          Set.of());
      for (String sql : STRUCTURE.get(location.vendor())) {
        addQuery(lines, "index or key", sql.formatted(StoreLocation.SCHEMA), connection);
      }
      for (String table : tables) {
        // The row without a version only says that Flyway made the schema.
        String rows = table.equals("schema_history") ? " WHERE \"version\" IS NOT NULL" : "";
        addQuery(
            lines,
            table + " row",
            "SELECT * FROM " + StoreLocation.SCHEMA + "." + table + rows,
            connection);
      }
      addQuery(
          lines,
          "check",
          "SELECT check_clause FROM information_schema.check_constraints"
              + " WHERE constraint_schema = '"
              + StoreLocation.SCHEMA
              + "' AND check_clause NOT LIKE '%IS NOT NULL'",
          connection);
      return lines;
    }
  }

  private static void addQuery(List<String> lines, String kind, String sql, Connection connection)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      add(lines, kind, statement.executeQuery(sql), CHANCE);
    }
  }

  private static void add(List<String> lines, String kind, ResultSet answer, Set<String> left)
      throws SQLException {
    List<String> found = new ArrayList<>();
    try (ResultSet rows = answer) {
      ResultSetMetaData columns = rows.getMetaData();
      while (rows.next()) {
        StringBuilder line = new StringBuilder(kind);
        for (int column = 1; column <= columns.getColumnCount(); column++) {
          String name = columns.getColumnLabel(column).toLowerCase(java.util.Locale.ROOT);
          // Each database is a separate catalog name, which must not be compared.
          if (!left.contains(name) && !name.endsWith("_cat") && !name.endsWith("_catalog")) {
            line.append(' ').append(name).append('=').append(rows.getString(column));
          }
        }
        found.add(line.toString());
      }
    }
    Collections.sort(found);
    lines.addAll(found);
  }
}
