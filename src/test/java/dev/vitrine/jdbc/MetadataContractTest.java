package dev.vitrine.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The database as tools see it. */
final class MetadataContractTest extends ContractTest {
  private DatabaseMetaData metadata() throws SQLException {
    return connection.getMetaData();
  }

  private List<String> tables(String catalog, String schema, String table, String... types)
      throws SQLException {
    try (ResultSet rows =
        metadata().getTables(catalog, schema, table, types.length == 0 ? null : types)) {
      return strings(rows, "TABLE_NAME");
    }
  }

  private static List<String> labels(ResultSet rows) throws SQLException {
    ResultSetMetaData columns = rows.getMetaData();
    List<String> labels = new ArrayList<>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      labels.add(columns.getColumnLabel(i));
    }
    return labels;
  }

  @Test
  void productIsNamed() throws SQLException {
    assertThat(metadata().getDatabaseProductName()).isEqualTo("Vitrine");
    assertThat(metadata().getDatabaseProductVersion()).matches("\\d+\\.\\d+\\..*");
    assertThat(metadata().getDriverName()).isEqualTo("Vitrine JDBC Driver");
    assertThat(metadata().getUserName()).isEqualTo("admin");
    assertThat(metadata().getURL()).isEqualTo(target.shownUrl());
    assertThat(metadata().getConnection()).isSameAs(connection);
    assertThat(metadata().getIdentifierQuoteString()).isEqualTo("\"");
    assertThat(metadata().storesLowerCaseIdentifiers()).isTrue();
    assertThat(metadata().getDefaultTransactionIsolation())
        .isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
  }

  @Test
  void catalogsAreListed() throws SQLException {
    try (ResultSet rows = metadata().getCatalogs()) {
      assertThat(labels(rows)).containsExactly("TABLE_CAT");
      assertThat(strings(rows, 1)).contains("prod", "system").isSorted();
    }
  }

  @Test
  void schemasAreListedWithTheirCatalog() throws SQLException {
    try (ResultSet rows = metadata().getSchemas("prod", "ml%")) {
      assertThat(labels(rows)).containsExactly("TABLE_SCHEM", "TABLE_CATALOG");
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isEqualTo("ml_team");
      assertThat(rows.getString(2)).isEqualTo("prod");
      assertThat(rows.next()).isFalse();
    }
    assertThat(strings(metadata().getSchemas("system", null), 1))
        .contains("registry", "information_schema", "access");
  }

  @Test
  void relationsAreTablesOrViewsAndModelsAreModels() throws SQLException {
    assertThat(tables(null, "registry", "%", "TABLE", "VIEW"))
        .contains("models", "versions", "aliases");
    assertThat(tables("prod", "ml_team", "%")).contains("iris_model");
    assertThat(tables("prod", null, null, "MODEL")).contains("iris_model");
    assertThat(tables("prod", "ml_team", "%", "TABLE", "VIEW")).isEmpty();
    assertThat(strings(metadata().getTableTypes(), 1)).containsExactly("MODEL", "TABLE", "VIEW");
  }

  @Test
  void everyVisibleCatalogHasItsInformationSchema() throws SQLException {
    List<String> ofSystem = tables("system", "information_schema", "%", "VIEW");
    assertThat(ofSystem).contains("routines", "schema_privileges", "model_version_tags");
    assertThat(tables("prod", "information_schema", null)).isEqualTo(ofSystem);
    assertThat(tables("prod", null, "routines")).containsExactly("routines");
    try (ResultSet rows = metadata().getColumns("prod", "information_schema", "routines", null);
        Statement statement = connection.createStatement();
        ResultSet routines =
            statement.executeQuery("SELECT * FROM \"prod\".\"information_schema\".\"routines\"")) {
      assertThat(strings(rows, "COLUMN_NAME")).isEqualTo(labels(routines));
      assertThat(strings(routines, "routine_name")).contains("iris_model", "plain_model");
    }
  }

  @Test
  void allCatalogsAreDescribedWhicheverIsCurrent() throws SQLException {
    connection.setCatalog("prod");
    assertThat(connection.getSchema()).isEqualTo("information_schema");
    assertThat(strings(metadata().getCatalogs(), 1)).contains("prod", "system");
    assertThat(strings(metadata().getSchemas(), 2)).contains("prod", "system");
    assertThat(tables("system", "registry", "models")).containsExactly("models");
    assertThat(tables(null, null, "iris_model")).containsExactly("iris_model");
    assertThat(strings(metadata().getColumns("system", "access", "audit", "event_id"), 4))
        .containsExactly("event_id");
  }

  @Test
  void tablesAreOrderedAndCommented() throws SQLException {
    assertState(
        "22023", () -> metadata().getTables(null, null, null, new String[] {"TABLE", null}));
    try (ResultSet rows = metadata().getTables(null, null, null, null)) {
      List<String> keys = new ArrayList<>();
      while (rows.next()) {
        keys.add(rows.getString("TABLE_TYPE"));
        if (rows.getString("TABLE_NAME").equals("iris_model")) {
          assertThat(rows.getString("REMARKS")).isEqualTo("Flowers");
          assertThat(rows.getString("TABLE_CAT")).isEqualTo("prod");
        }
      }
      assertThat(keys).isSorted();
    }
  }

  @Test
  void patternsMatchAsJdbcSays() throws SQLException {
    assertThat(tables("prod", "ml_team", "iris_model")).containsExactly("iris_model");
    assertThat(tables("prod", "ml\\_team", "iris\\_model")).containsExactly("iris_model");
    assertThat(tables("PROD", "ML_TEAM", "IRIS%")).containsExactly("iris_model");
    assertThat(tables("prod", "ml_team", "iris\\%")).isEmpty();
    assertThat(tables("", null, null)).isEmpty();
    assertThat(tables(null, "", null)).isEmpty();
    assertThat(tables("nowhere", null, null)).isEmpty();
    assertThat(tables("prod", null, "none")).isEmpty();
    assertThat(tables("prod", "ml_team", "iris\\")).isEmpty();
  }

  @Test
  void columnsHaveOrdinalsPlainTypesAndSizes() throws SQLException {
    try (ResultSet rows = metadata().getColumns("system", "registry", "models", null)) {
      assertThat(labels(rows)).hasSize(24).startsWith("TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME");
      int ordinal = 0;
      while (rows.next()) {
        assertThat(rows.getInt("ORDINAL_POSITION")).isEqualTo(++ordinal);
        assertThat(rows.getString("TYPE_NAME")).matches("[A-Z]+");
        assertThat(rows.getInt("COLUMN_SIZE")).isPositive();
        assertThat(rows.getString("IS_AUTOINCREMENT")).isEqualTo("NO");
        assertThat(rows.getString("IS_GENERATEDCOLUMN")).isEqualTo("NO");
        if (rows.getString("COLUMN_NAME").equals("model_name")) {
          assertThat(rows.getInt("DATA_TYPE")).isEqualTo(Types.VARCHAR);
          assertThat(rows.getInt("COLUMN_SIZE")).isEqualTo(255);
          assertThat(rows.getString("IS_NULLABLE")).isEqualTo("NO");
          assertThat(rows.getString("REMARKS")).isNotEmpty();
        }
      }
      assertThat(ordinal).isGreaterThan(5);
    }
    try (ResultSet rows = metadata().getColumns("prod", "ml_team", "iris_model", "ver%")) {
      assertThat(strings(rows, "COLUMN_NAME")).containsExactly("version");
    }
  }

  @Test
  void typesAreThoseOfTheDialect() throws SQLException {
    try (ResultSet rows = metadata().getTypeInfo()) {
      assertThat(labels(rows)).hasSize(18);
      assertThat(strings(rows, "TYPE_NAME"))
          .containsExactly(
              "BIGINT",
              "DECIMAL",
              "INTEGER",
              "DOUBLE",
              "VARCHAR",
              "BOOLEAN",
              "DATE",
              "TIME",
              "TIMESTAMP");
    }
  }

  /** Columns, types, results and parameters have the same sizes. */
  @Test
  void sizesAreTheSameEverywhere() throws SQLException {
    Map<Integer, String> sizes = new TreeMap<>();
    try (ResultSet types = metadata().getTypeInfo()) {
      while (types.next()) {
        sizes.put(
            types.getInt("DATA_TYPE"),
            types.getInt("PRECISION") + " " + types.getInt("MAXIMUM_SCALE"));
      }
    }
    try (ResultSet columns = metadata().getColumns("system", null, null, null)) {
      while (columns.next()) {
        int type = columns.getInt("DATA_TYPE");
        if (type != Types.VARCHAR) {
          assertThat(columns.getInt("COLUMN_SIZE") + " " + columns.getInt("DECIMAL_DIGITS"))
              .as(columns.getString("TYPE_NAME"))
              .isEqualTo(sizes.get(type));
        }
      }
    }
    for (String type :
        List.of("BIGINT", "INTEGER", "DOUBLE", "BOOLEAN", "DATE", "TIME", "TIMESTAMP")) {
      try (PreparedStatement statement =
          connection.prepareStatement("SELECT CAST(? AS " + type + ")")) {
        ResultSetMetaData result = statement.getMetaData();
        ParameterMetaData parameter = statement.getParameterMetaData();
        String size = sizes.get(result.getColumnType(1));
        assertThat(result.getPrecision(1) + " " + result.getScale(1)).as(type).isEqualTo(size);
        assertThat(parameter.getPrecision(1) + " " + parameter.getScale(1))
            .as(type)
            .isEqualTo(size);
      }
    }
  }

  @Test
  void keysDrawTheJoins() throws SQLException {
    assertThat(strings(metadata().getPrimaryKeys("system", "registry", "versions"), "COLUMN_NAME"))
        .containsExactly("catalog_name", "model_name", "schema_name", "version");
    assertThat(strings(metadata().getImportedKeys(null, null, "versions"), "PKTABLE_NAME"))
        .containsOnly("models")
        .hasSize(3);
    assertThat(strings(metadata().getExportedKeys(null, "registry", "versions"), "FKTABLE_NAME"))
        .containsExactly(
            "aliases",
            "aliases",
            "aliases",
            "aliases",
            "signature_columns",
            "signature_columns",
            "signature_columns",
            "signature_columns",
            "version_metrics",
            "version_metrics",
            "version_metrics",
            "version_metrics",
            "version_params",
            "version_params",
            "version_params",
            "version_params",
            "version_tags",
            "version_tags",
            "version_tags",
            "version_tags");
    assertThat(
            strings(
                metadata().getCrossReference(null, null, "schemas", null, null, "models"),
                "FKCOLUMN_NAME"))
        .containsExactly("catalog_name", "schema_name");
    assertThat(
            strings(
                metadata().getIndexInfo("system", "registry", "models", true, true), "COLUMN_NAME"))
        .containsExactly("catalog_name", "schema_name", "model_name");
    assertThat(metadata().getPrimaryKeys("prod", "ml_team", "iris_model").next()).isFalse();
  }

  @Test
  void modelsAreFunctions() throws SQLException {
    try (ResultSet rows = metadata().getFunctions("prod", "ml_team", "iris%")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString("FUNCTION_NAME")).isEqualTo("iris_model");
      assertThat(rows.getString("REMARKS")).isEqualTo("Flowers");
      assertThat(rows.next()).isFalse();
    }
  }

  @Test
  void grantsAreTablePrivileges() throws SQLException {
    try (ResultSet rows = metadata().getTablePrivileges("prod", null, "iris_model")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString("GRANTEE")).isEqualTo("alice");
      assertThat(rows.getString("PRIVILEGE")).isEqualTo("EXECUTE");
      assertThat(rows.getString("TABLE_SCHEM")).isEqualTo("ml_team");
    }
    assertThat(metadata().getTablePrivileges("prod", null, "plain_model").next()).isFalse();
  }

  @Test
  void metadataShowsVisibleObjectsOnly() throws SQLException {
    try (Connection alice = target.connect("alice")) {
      assertThat(strings(alice.getMetaData().getCatalogs(), 1))
          .contains("system")
          .doesNotContain("prod");
      assertThat(alice.getMetaData().getTables("prod", null, null, null).next()).isFalse();
      assertThat(alice.getMetaData().getUserName()).isEqualTo("alice");
    }
  }

  /** A connection may have a thousand statements open. */
  @Test
  void closingAMetadataResultLeavesNothingOpen() throws SQLException {
    for (int i = 0; i < 1_010; i++) {
      metadata().getTableTypes().close();
    }
    metadata().getTables(null, null, null, null).close();
    metadata().getCatalogs().close();
  }

  @Test
  void outerJoinsAreAsPromised() throws SQLException {
    assertThat(metadata().supportsOuterJoins()).isTrue();
    assertThat(metadata().supportsFullOuterJoins()).isTrue();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT COUNT(*) FROM (VALUES 'prod', 'nowhere') AS l (n)"
                    + " FULL OUTER JOIN (SELECT catalog_name FROM catalogs"
                    + " UNION SELECT 'elsewhere' FROM catalogs) AS r (n)"
                    + " ON l.n = r.n WHERE l.n IS NULL OR r.n IS NULL OR l.n = 'prod'")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getLong(1)).isGreaterThanOrEqualTo(3);
    }
  }
}
