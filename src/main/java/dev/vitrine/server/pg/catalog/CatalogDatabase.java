package dev.vitrine.server.pg.catalog;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.pg.sql.CatalogScript;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A private database in memory with the relations and functions of PostgreSQL's catalog. Statements
 * of clients run as a user who can only read these relations. For one thread at a time.
 */
final class CatalogDatabase implements AutoCloseable {
  private static final String SCHEMA = "pgx";
  private static final String READER = "reader";
  private static final Pattern RELATION = Pattern.compile("CREATE (TABLE|VIEW) (\\w+)(.*)");
  private static final Pattern WORD = Pattern.compile("[a-z]\\w*");

  /**
   * Functions by name, with the method that has their value, of {@link CatalogFunctions} if no
   * class is named.
   */
  private static final Map<String, String> FUNCTIONS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("array_to_string", "join"),
              Map.entry("array_lower", "first"),
              Map.entry("array_upper", "length"),
              Map.entry("col_description", "columnComment"),
              Map.entry("current_database", "database"),
              Map.entry("current_schemas", "schemas"),
              Map.entry("current_setting", "CatalogSettings.get"),
              Map.entry("format", "format"),
              Map.entry("format_type", "CatalogTypes.format"),
              Map.entry("has_any_column_privilege", "CatalogPrivileges.ofTable"),
              Map.entry("has_column_privilege", "CatalogPrivileges.ofTable"),
              Map.entry("has_database_privilege", "CatalogPrivileges.ofOther"),
              Map.entry("has_function_privilege", "CatalogPrivileges.ofOther"),
              Map.entry("has_schema_privilege", "CatalogPrivileges.ofOther"),
              Map.entry("has_table_privilege", "CatalogPrivileges.ofTable"),
              Map.entry("inet_client_addr", "none"),
              Map.entry("inet_server_addr", "none"),
              Map.entry("json_build_object", "none"),
              Map.entry("obj_description", "comment"),
              Map.entry("pg_backend_pid", "processId"),
              Map.entry("getdatabaseencoding", "databaseEncoding"),
              Map.entry("pg_collation_is_visible", "yes"),
              Map.entry("pg_conversion_is_visible", "yes"),
              Map.entry("pg_database_size", "zero"),
              Map.entry("pg_get_functiondef", "none"),
              Map.entry("pg_opclass_is_visible", "yes"),
              Map.entry("pg_operator_is_visible", "yes"),
              Map.entry("pg_opfamily_is_visible", "yes"),
              Map.entry("pg_partition_ancestors", "none"),
              Map.entry("pg_encoding_to_char", "encoding"),
              Map.entry("pg_function_is_visible", "yes"),
              Map.entry("pg_get_constraintdef", "constraintDefinition"),
              Map.entry("pg_get_expr", "none"),
              Map.entry("pg_get_function_arguments", "none"),
              Map.entry("pg_get_function_result", "none"),
              Map.entry("pg_get_indexdef", "indexDefinition"),
              Map.entry("pg_get_partkeydef", "none"),
              Map.entry("pg_get_serial_sequence", "none"),
              Map.entry("pg_get_statisticsobjdef_columns", "none"),
              Map.entry("pg_get_triggerdef", "none"),
              Map.entry("pg_get_userbyid", "roleName"),
              Map.entry("pg_get_viewdef", "none"),
              Map.entry("pg_is_in_recovery", "no"),
              Map.entry("pg_postmaster_start_time", "started"),
              Map.entry("pg_relation_is_publishable", "yes"),
              Map.entry("pg_relation_size", "zero"),
              Map.entry("pg_table_is_visible", "isVisible"),
              Map.entry("pg_table_size", "zero"),
              Map.entry("pg_tablespace_location", "none"),
              Map.entry("pg_total_relation_size", "zero"),
              Map.entry("pg_type_is_visible", "yes"),
              Map.entry("pg_advisory_unlock_all", "none"),
              Map.entry("pg_char_to_encoding", "CatalogTexts.encodingNumber"),
              Map.entry("pg_size_pretty", "CatalogTexts.size"),
              Map.entry("string_to_array", "CatalogTexts.split"),
              Map.entry("pgx_type_id", "CatalogTypes.id"),
              Map.entry("pgx_type_name", "CatalogTypes.name"),
              Map.entry("pgx_element", "element"),
              Map.entry("pgx_elements", "elements"),
              Map.entry("pgx_length", "length"),
              Map.entry("pgx_relation", "relationName"),
              Map.entry("pgx_schema", "schema"),
              Map.entry("pgx_user", "user"),
              Map.entry("pgx_quoted", "quoted"),
              Map.entry("set_config", "CatalogSettings.set"),
              Map.entry("shobj_description", "sharedComment"),
              Map.entry("to_regclass", "relationId"),
              Map.entry("to_regtype", "CatalogTypes.id"),
              Map.entry("txid_current", "zero"),
              Map.entry("version", "version")));

  /** The relations that functions read. The owner of all objects is always in pg_roles. */
  private static final Map<String, Set<String>> READ_BY_FUNCTIONS =
      Map.ofEntries(
          Map.entry("to_regclass", Set.of("pg_class", "pg_namespace")),
          Map.entry("pgx_relation", Set.of("pg_class", "pg_namespace")),
          Map.entry("pg_table_is_visible", Set.of("pg_class", "pg_namespace")),
          Map.entry("to_regtype", Set.of("pg_type")),
          Map.entry("pgx_type_id", Set.of("pg_type")),
          Map.entry("pgx_type_name", Set.of("pg_type")),
          Map.entry("obj_description", Set.of("pg_description")),
          Map.entry("col_description", Set.of("pg_description")),
          Map.entry("shobj_description", Set.of("pg_shdescription")),
          Map.entry("pg_get_constraintdef", Set.of("pg_constraint")),
          Map.entry("pg_get_indexdef", Set.of("pg_index", "pg_attribute")),
          Map.entry("current_setting", Set.of("pg_settings")));

  private final Connection owner;
  private final Connection reader;

  /** The words of the definition of each view. */
  private final Map<String, Set<String>> views = new HashMap<>();

  private final Set<String> tables = new HashSet<>();

  CatalogDatabase() {
    String name = "vitrine-pg-" + UUID.randomUUID();
    String url =
        "jdbc:h2:mem:"
            + name
            + ";NON_KEYWORDS=VALUE,KEY,USER,DAY,HOUR,MINUTE,MONTH,SECOND,YEAR,SET";
    String password = UUID.randomUUID().toString();
    try {
      owner =
          DriverManager.getConnection(
              url
                  + ";DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE"
                  + ";DEFAULT_NULL_ORDERING=HIGH",
              "owner",
              password);
      try (Statement statement = owner.createStatement()) {
        statement.execute("CREATE SCHEMA " + SCHEMA);
        statement.execute("SET SCHEMA " + SCHEMA);
        for (Map.Entry<String, String> function : FUNCTIONS.entrySet()) {
          statement.execute(
              "CREATE ALIAS "
                  + function.getKey()
                  + " FOR '"
                  + CatalogDatabase.class.getPackageName()
                  + "."
                  + (function.getValue().contains(".") ? "" : "CatalogFunctions.")
                  + function.getValue()
                  + "'");
        }
        for (String line : CatalogScript.lines()) {
          Matcher relation = RELATION.matcher(line);
          statement.execute(line);
          if (relation.matches() && relation.group(1).equals("TABLE")) {
            tables.add(relation.group(2));
            addSystemColumns(statement, relation.group(2));
          } else if (relation.matches()) {
            views.put(relation.group(2), words(relation.group(3)));
          }
        }
        statement.execute("CREATE USER " + READER + " PASSWORD '" + password + "'");
        statement.execute("GRANT SELECT ON SCHEMA " + SCHEMA + " TO " + READER);
      }
      reader = DriverManager.getConnection(url + ";SCHEMA=" + SCHEMA, READER, password);
      reader.setAutoCommit(true);
    } catch (SQLException exception) {
      throw new IllegalStateException("the catalog's own statements are valid", exception);
    }
  }

  /** Columns that every table of PostgreSQL has and {@code *} does not select. */
  private static void addSystemColumns(Statement statement, String table) throws SQLException {
    statement.execute(
        "ALTER TABLE "
            + table
            + " ADD COLUMN tableoid BIGINT INVISIBLE DEFAULT "
            + CatalogContent.relationId(table));
    statement.execute("ALTER TABLE " + table + " ADD COLUMN xmin BIGINT INVISIBLE DEFAULT 1");
  }

  /** The connection that writes the relations. */
  Connection owner() {
    return owner;
  }

  /** The connection of statements of clients. */
  Connection reader() {
    return reader;
  }

  /** Whether a function is one of the catalog's. */
  static boolean hasFunction(String name) {
    return FUNCTIONS.containsKey(name);
  }

  /** The tables that a statement reads, itself or in views and functions; perhaps more. */
  Set<String> read(String sql) {
    Set<String> read = new HashSet<>();
    Deque<String> rest = new ArrayDeque<>(words(sql));
    while (!rest.isEmpty()) {
      String word = rest.pop();
      if (read.add(word)) {
        rest.addAll(views.getOrDefault(word, Set.of()));
        rest.addAll(READ_BY_FUNCTIONS.getOrDefault(word, Set.of()));
      }
    }
    read.retainAll(tables);
    return read;
  }

  private static Set<String> words(String sql) {
    return WORD.matcher(sql.toLowerCase(Locale.ROOT))
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toSet());
  }

  /** Removes all rows. */
  void clear() throws SQLException {
    try (Statement statement = owner.createStatement()) {
      for (String table : tables) {
        statement.execute("TRUNCATE TABLE " + table);
      }
    }
  }

  /** The error of a client's statement. */
  static VitrineException refusal(SQLException failure) {
    String state = String.valueOf(failure.getSQLState()).toUpperCase(Locale.ROOT);
    ErrorCode code =
        state.equals("42S02") || state.equals("42S03") || state.equals("42S04")
            ? ErrorCode.TABLE_OR_VIEW_NOT_FOUND
            : state.equals("42S22")
                ? ErrorCode.UNRESOLVED_COLUMN
                : state.equals("22023")
                    ? ErrorCode.INVALID_PARAMETER_VALUE
                    : ErrorCode.UNSUPPORTED_FEATURE;
    String problem = String.valueOf(failure.getMessage());
    int end = problem.indexOf("; SQL statement:");
    return new VitrineException(
            code,
            code == ErrorCode.UNSUPPORTED_FEATURE
                ? "This statement on PostgreSQL's catalog is not supported."
                : (end < 0 ? problem : problem.substring(0, end)) + ".")
        .withCause(failure)
        .withHint("Relations of the registry are in the schemas registry and information_schema.");
  }

  @Override
  public void close() throws SQLException {
    reader.close();
    owner.close();
  }
}
