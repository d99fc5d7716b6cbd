package dev.vitrine.jdbc;

import static dev.vitrine.jdbc.ResultTable.integer;
import static dev.vitrine.jdbc.ResultTable.small;
import static dev.vitrine.jdbc.ResultTable.text;

import dev.vitrine.jdbc.metadata.Conversions;
import dev.vitrine.jdbc.metadata.MetadataConstants;
import dev.vitrine.jdbc.metadata.NamePattern;
import dev.vitrine.jdbc.result.ForwardCursor;
import dev.vitrine.jdbc.transport.DriverVersion;
import dev.vitrine.jdbc.transport.SessionHandle;
import dev.vitrine.jdbc.transport.SqlErrors;
import dev.vitrine.protocol.ExecutionResult;
import dev.vitrine.protocol.MetadataRequest;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.RowIdLifetime;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The database as tools see it: the methods of {@link DatabaseMetaData} whose result is not one of
 * {@link MetadataConstants}. Catalogs, schemas, tables and columns are read from the engine's
 * relations, so each caller sees the same objects as in a SELECT; the keys are constant.
 */
final class VitrineDatabaseMetaData {
  private static final JdbcProxy<DatabaseMetaData, VitrineDatabaseMetaData> PROXY =
      new JdbcProxy<>(
          DatabaseMetaData.class,
          VitrineDatabaseMetaData.class,
          method ->
              MetadataConstants.of(method).map(constant -> (database, arguments) -> constant));

  private final VitrineConnection connection;

  private VitrineDatabaseMetaData(VitrineConnection connection) {
    this.connection = connection;
  }

  static DatabaseMetaData of(VitrineConnection connection) {
    return PROXY.of(new VitrineDatabaseMetaData(connection), "metadata");
  }

  public VitrineConnection getConnection() {
    return connection;
  }

  public String getURL() {
    return connection.url();
  }

  public String getUserName() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT current_user()");
        ResultSet user = statement.executeQuery()) {
      user.next();
      return user.getString(1);
    }
  }

  // Versions

  public String getDatabaseProductVersion() {
    return DriverVersion.CURRENT.text();
  }

  public String getDriverVersion() {
    return DriverVersion.CURRENT.text();
  }

  public int getDatabaseMajorVersion() {
    return DriverVersion.CURRENT.major();
  }

  public int getDatabaseMinorVersion() {
    return DriverVersion.CURRENT.minor();
  }

  public int getDriverMajorVersion() {
    return DriverVersion.CURRENT.major();
  }

  public int getDriverMinorVersion() {
    return DriverVersion.CURRENT.minor();
  }

  // Features

  public int getResultSetHoldability() {
    return ResultSet.HOLD_CURSORS_OVER_COMMIT;
  }

  public boolean supportsResultSetHoldability(int holdability) {
    return holdability == ResultSet.HOLD_CURSORS_OVER_COMMIT
        || holdability == ResultSet.CLOSE_CURSORS_AT_COMMIT;
  }

  public int getSQLStateType() {
    return DatabaseMetaData.sqlStateSQL;
  }

  public RowIdLifetime getRowIdLifetime() {
    return RowIdLifetime.ROWID_UNSUPPORTED;
  }

  public boolean supportsResultSetType(int type) {
    return type == ResultSet.TYPE_FORWARD_ONLY || type == ResultSet.TYPE_SCROLL_INSENSITIVE;
  }

  public boolean supportsResultSetConcurrency(int type, int concurrency) {
    return supportsResultSetType(type) && concurrency == ResultSet.CONCUR_READ_ONLY;
  }

  public boolean supportsConvert(int fromType, int toType) {
    return Conversions.exist(fromType, toType);
  }

  public int getDefaultTransactionIsolation() {
    return Connection.TRANSACTION_READ_COMMITTED;
  }

  public boolean supportsTransactionIsolationLevel(int level) {
    return level == Connection.TRANSACTION_READ_COMMITTED;
  }

  // Catalogs, schemas, tables, columns, types

  public ResultSet getCatalogs() throws SQLException {
    return result(MetadataRequest.CATALOGS);
  }

  public ResultSet getSchemas() throws SQLException {
    return getSchemas(null, null);
  }

  public ResultSet getSchemas(@Nullable String catalog, @Nullable String schemaPattern)
      throws SQLException {
    if (isWithout(catalog, schemaPattern)) {
      return ResultTable.of(text("TABLE_SCHEM"), text("TABLE_CATALOG")).empty();
    }
    return result(MetadataRequest.schemas(catalog, schemaPattern));
  }

  public ResultSet getTables(
      @Nullable String catalog,
      @Nullable String schemaPattern,
      @Nullable String tablePattern,
      String @Nullable [] types)
      throws SQLException {
    if (types != null && Arrays.asList(types).contains(null)) {
      throw SqlErrors.invalidArgument("One of the table types is null.");
    }
    if (isWithout(catalog, schemaPattern)) {
      return MetadataTables.TABLES.empty();
    }
    List<String> wanted = types == null ? null : Arrays.asList(types);
    return result(MetadataRequest.tables(catalog, schemaPattern, tablePattern, wanted));
  }

  public ResultSet getTableTypes() throws SQLException {
    return result(MetadataRequest.TABLE_TYPES);
  }

  public ResultSet getColumns(
      String catalog, String schemaPattern, String tablePattern, String columnPattern)
      throws SQLException {
    if (isWithout(catalog, schemaPattern)) {
      return MetadataTables.COLUMNS.empty();
    }
    return result(MetadataRequest.columns(catalog, schemaPattern, tablePattern, columnPattern));
  }

  public ResultSet getTypeInfo() throws SQLException {
    return result(MetadataRequest.TYPE_INFO);
  }

  /** Models are functions in Unity Catalog. */
  public ResultSet getFunctions(String catalog, String schemaPattern, String functionPattern)
      throws SQLException {
    ResultTable functions =
        ResultTable.of(
            text("FUNCTION_CAT"),
            text("FUNCTION_SCHEM"),
            text("FUNCTION_NAME"),
            text("REMARKS"),
            small("FUNCTION_TYPE"),
            text("SPECIFIC_NAME"));
    if (isWithout(catalog, schemaPattern)) {
      return functions.empty();
    }
    return result(
        MetadataRequest.tables(catalog, schemaPattern, functionPattern, List.of("MODEL")),
        (statement, tables, models) ->
            functions.rows(
                statement,
                models.map(
                    model ->
                        Arrays.asList(
                            model.get(0),
                            model.get(1),
                            model.get(2),
                            model.get(4),
                            (int) (short) DatabaseMetaData.functionReturnsTable,
                            model.get(2)))));
  }

  // Keys

  public ResultSet getPrimaryKeys(String catalog, String schema, String table) throws SQLException {
    return RegistryKeys.primary(catalog, schema, table);
  }

  public ResultSet getImportedKeys(String catalog, String schema, String table)
      throws SQLException {
    return RegistryKeys.foreign(null, null, null, catalog, schema, named(table));
  }

  public ResultSet getExportedKeys(String catalog, String schema, String table)
      throws SQLException {
    return RegistryKeys.foreign(catalog, schema, named(table), null, null, null);
  }

  public ResultSet getCrossReference(
      String parentCatalog,
      String parentSchema,
      String parentTable,
      String foreignCatalog,
      String foreignSchema,
      String foreignTable)
      throws SQLException {
    return RegistryKeys.foreign(
        parentCatalog,
        parentSchema,
        named(parentTable),
        foreignCatalog,
        foreignSchema,
        named(foreignTable));
  }

  public ResultSet getIndexInfo(
      String catalog, String schema, String table, boolean unique, boolean approximate)
      throws SQLException {
    return RegistryKeys.indexes(catalog, schema, table);
  }

  public ResultSet getBestRowIdentifier(
      String catalog, String schema, String table, int scope, boolean nullable)
      throws SQLException {
    return RegistryKeys.bestRow(catalog, schema, table);
  }

  // Grants

  public ResultSet getTablePrivileges(String catalog, String schemaPattern, String tablePattern)
      throws SQLException {
    List<List<Object>> rows = new ArrayList<>();
    if (!isWithout(catalog, schemaPattern)) {
      NamePattern wanted = NamePattern.of(catalog, schemaPattern, tablePattern);
      String sql =
          "SELECT DISTINCT full_name, grantor, principal, privilege FROM system.registry.grants"
              + " WHERE object_type = 'MODEL' ORDER BY full_name, privilege";
      try (PreparedStatement statement = connection.prepareStatement(sql);
          ResultSet grants = statement.executeQuery()) {
        while (grants.next()) {
          String[] name = grants.getString(1).split("\\.", 3);
          if (name.length == 3 && wanted.matches(name)) {
            rows.add(
                Arrays.asList(
                    name[0],
                    name[1],
                    name[2],
                    grants.getString(2),
                    grants.getString(3),
                    grants.getString(4),
                    "NO"));
          }
        }
      }
    }
    return MetadataTables.TABLE_PRIVILEGES.rows(rows);
  }

  public ResultSet getClientInfoProperties() throws SQLException {
    return ResultTable.of(
            text("NAME"), integer("MAX_LEN"), text("DEFAULT_VALUE"), text("DESCRIPTION"))
        .rows(
            List.of(
                List.of("ApplicationName", 255, "", "Name of the application"),
                List.of("ClientHostname", 255, "", "Host that the application runs on"),
                List.of("ClientUser", 255, "", "User that the application works for")));
  }

  // Result sets that are always empty

  public ResultSet getColumnPrivileges(
      String catalog, String schema, String table, String columnPattern) throws SQLException {
    return MetadataTables.COLUMN_PRIVILEGES.empty();
  }

  public ResultSet getFunctionColumns(
      String catalog, String schemaPattern, String functionPattern, String columnPattern)
      throws SQLException {
    return MetadataTables.FUNCTION_COLUMNS.empty();
  }

  public ResultSet getProcedures(String catalog, String schemaPattern, String procedurePattern)
      throws SQLException {
    return MetadataTables.PROCEDURES.empty();
  }

  public ResultSet getProcedureColumns(
      String catalog, String schemaPattern, String procedurePattern, String columnPattern)
      throws SQLException {
    return MetadataTables.PROCEDURE_COLUMNS.empty();
  }

  public ResultSet getVersionColumns(String catalog, String schema, String table)
      throws SQLException {
    return MetadataTables.VERSION_COLUMNS.empty();
  }

  public ResultSet getUDTs(String catalog, String schemaPattern, String typePattern, int[] types)
      throws SQLException {
    return MetadataTables.UDTS.empty();
  }

  public ResultSet getSuperTypes(String catalog, String schemaPattern, String typePattern)
      throws SQLException {
    return MetadataTables.SUPER_TYPES.empty();
  }

  public ResultSet getSuperTables(String catalog, String schemaPattern, String tablePattern)
      throws SQLException {
    return MetadataTables.SUPER_TABLES.empty();
  }

  public ResultSet getAttributes(
      String catalog, String schemaPattern, String typePattern, String attributePattern)
      throws SQLException {
    return MetadataTables.ATTRIBUTES.empty();
  }

  public ResultSet getPseudoColumns(
      String catalog, String schemaPattern, String tablePattern, String columnPattern)
      throws SQLException {
    return MetadataTables.PSEUDO_COLUMNS.empty();
  }

  /** Whether only objects without a catalog or schema are wanted; there are none. */
  private static boolean isWithout(@Nullable String catalog, @Nullable String schemaPattern) {
    return "".equals(catalog) || "".equals(schemaPattern);
  }

  private static String named(@Nullable String table) {
    return table == null ? "" : table;
  }

  /** A JDBC result set of the rows of an engine's result. */
  private interface Shape {
    ResultSet of(VitrineStatement statement, ExecutionResult result, FrameRows rows)
        throws SQLException;
  }

  /** A result, and the session that has its remaining rows. */
  private record Located(SessionHandle session, ExecutionResult result) {}

  private ResultSet result(MetadataRequest request) throws SQLException {
    return result(
        request,
        (statement, result, rows) ->
            new VitrineResultSet(statement, result.columns(), new ForwardCursor(rows))
                .closingOwner()
                .proxy());
  }

  private ResultSet result(MetadataRequest request, Shape shape) throws SQLException {
    connection.checkOpen();
    Located located =
        connection
            .session()
            .requestRepeatable(now -> new Located(now, now.service().metadata(now.id(), request)));
    SessionHandle session = located.session();
    ExecutionResult result = located.result();
    VitrineStatement statement =
        new VitrineStatement(
            connection,
            EngineStatement.opened(connection.session(), session, result.statement()),
            ResultSetKind.PLAIN);
    return shape.of(statement, result, new FrameRows(statement, session, result.first()));
  }
}
