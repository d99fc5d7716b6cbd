package dev.vitrine.server.pg.catalog;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The functions of PostgreSQL that catalog statements call. H2 calls them by name; a parameter of
 * type {@link Connection} is the connection of the statement.
 */
public final class CatalogFunctions {
  private static final Pattern FORMAT_PLACE = Pattern.compile("%(.?)", Pattern.DOTALL);

  private CatalogFunctions() {}

  /** A fact about the session, such as its user. */
  public static @Nullable String fact(Connection connection, String name) throws SQLException {
    return first(connection, "SELECT fact FROM pgx_facts WHERE name = ?", name);
  }

  static @Nullable String first(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? rows.getString(1) : null;
      }
    }
  }

  /** The OID of a relation, a name with or without schema; null if there is none. */
  public static @Nullable Long relationId(Connection connection, @Nullable String name)
      throws SQLException {
    if (name == null) {
      return null;
    }
    if (name.matches("\\d{1,18}")) {
      return Long.valueOf(name);
    }
    String plain = name.replace("\"", "");
    int dot = plain.lastIndexOf('.');
    String schema = dot < 0 ? null : plain.substring(0, dot);
    String oid =
        first(
            connection,
            "SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE c.relname = ? AND (n.nspname = ? OR CAST(? AS VARCHAR) IS NULL)"
                + " ORDER BY CASE n.nspname WHEN (SELECT fact FROM pgx_facts WHERE name = 'schema')"
                + " THEN 0 WHEN 'pg_catalog' THEN 1 ELSE 2 END",
            plain.substring(dot + 1),
            schema,
            schema);
    return oid == null ? null : Long.valueOf(oid);
  }

  /** The name of a relation, with its schema unless that is the current one. */
  public static @Nullable String relationName(Connection connection, @Nullable String value)
      throws SQLException {
    if (value == null || !value.matches("\\d{1,18}")) {
      return value;
    }
    String name =
        first(
            connection,
            "SELECT CASE WHEN n.nspname IN ('pg_catalog',"
                + " (SELECT fact FROM pgx_facts WHERE name = 'schema')) THEN c.relname"
                + " ELSE n.nspname || '.' || c.relname END"
                + " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = ?",
            Long.valueOf(value));
    return name == null ? value : name;
  }

  /** Whether a relation is found by its name without schema. */
  public static Boolean isVisible(Connection connection, @Nullable Long oid) throws SQLException {
    return "1"
        .equals(
            first(
                connection,
                "SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                    + " WHERE c.oid = ? AND n.nspname IN ('pg_catalog',"
                    + " (SELECT fact FROM pgx_facts WHERE name = 'schema'))",
                oid));
  }

  /** The name of a role; all objects that PostgreSQL would own belong to the first user. */
  public static String roleName(Connection connection, @Nullable Long oid) throws SQLException {
    String name = first(connection, "SELECT rolname FROM pg_roles WHERE oid = ?", oid);
    return name == null ? "unknown (OID=" + oid + ")" : name;
  }

  /** The definition of a constraint. */
  public static @Nullable String constraintDefinition(Connection connection, @Nullable Long oid)
      throws SQLException {
    return first(connection, "SELECT conbin FROM pg_constraint WHERE oid = ?", oid);
  }

  /** The same; it is always written in one line. */
  public static @Nullable String constraintDefinition(
      Connection connection, @Nullable Long oid, Boolean pretty) throws SQLException {
    return constraintDefinition(connection, oid);
  }

  /** The definition of an index. */
  public static @Nullable String indexDefinition(Connection connection, @Nullable Long oid)
      throws SQLException {
    return first(connection, "SELECT pgx_definition FROM pg_index WHERE indexrelid = ?", oid);
  }

  /** The name of a column of an index, or its definition for column 0. */
  public static @Nullable String indexDefinition(
      Connection connection, @Nullable Long oid, @Nullable Integer column, Boolean pretty)
      throws SQLException {
    if (column == null || column == 0) {
      return indexDefinition(connection, oid);
    }
    String name =
        first(
            connection,
            "SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid"
                + " AND a.attnum = CASE WHEN ? <= CARDINALITY(i.indkey) THEN i.indkey[?] END"
                + " WHERE i.indexrelid = ?",
            column,
            column,
            oid);
    // Clients count the columns of an index until there is no name.
    return name == null && indexDefinition(connection, oid) != null ? "" : name;
  }

  /** The comment of an object. */
  public static @Nullable String comment(Connection connection, @Nullable Long oid)
      throws SQLException {
    return columnComment(connection, oid, 0);
  }

  /** The comment of an object of a catalog relation. */
  public static @Nullable String comment(
      Connection connection, @Nullable Long oid, @Nullable String ignored) throws SQLException {
    return columnComment(connection, oid, 0);
  }

  /** The comment of a column. */
  public static @Nullable String columnComment(
      Connection connection, @Nullable Long oid, @Nullable Integer column) throws SQLException {
    return first(
        connection,
        "SELECT description FROM pg_description WHERE objoid = ? AND objsubid = ?",
        oid,
        column);
  }

  /** The comment of a database. */
  public static @Nullable String sharedComment(
      Connection connection, @Nullable Long oid, @Nullable String ignored) throws SQLException {
    return first(connection, "SELECT description FROM pg_shdescription WHERE objoid = ?", oid);
  }

  /** When the server began to serve these clients. */
  public static OffsetDateTime started(Connection connection) throws SQLException {
    return OffsetDateTime.parse(String.valueOf(fact(connection, "started")));
  }

  /** The user of the session. */
  public static @Nullable String user(Connection connection) throws SQLException {
    return fact(connection, "user");
  }

  /** The current database. */
  public static @Nullable String database(Connection connection) throws SQLException {
    return fact(connection, "database");
  }

  /** The current schema. */
  public static @Nullable String schema(Connection connection) throws SQLException {
    return fact(connection, "schema");
  }

  /** PostgreSQL's version with that of the server. */
  public static @Nullable String version(Connection connection) throws SQLException {
    return fact(connection, "version");
  }

  /** The schemas that are searched, and {@code pg_catalog} if implicit ones are wanted. */
  public static String[] schemas(Connection connection, Boolean implicit) throws SQLException {
    String current = String.valueOf(fact(connection, "schema"));
    return implicit ? new String[] {"pg_catalog", current} : new String[] {current};
  }

  /** The elements of an array with a text between them; NULL elements are left out. */
  public static @Nullable String join(@Nullable String @Nullable [] array, String separator) {
    return array == null
        ? null
        : Arrays.stream(array)
            .filter(value -> value != null)
            .collect(Collectors.joining(separator));
  }

  /** The elements of an array with a text between them, and another one for NULL elements. */
  public static @Nullable String join(
      @Nullable String @Nullable [] array, String separator, @Nullable String ofNull) {
    return array == null
        ? null
        : Arrays.stream(array)
            .map(value -> value == null ? ofNull : value)
            .filter(value -> value != null)
            .collect(Collectors.joining(separator));
  }

  /** The number of elements of an array; null if it is empty. */
  public static @Nullable Integer length(@Nullable String @Nullable [] array, Integer dimension) {
    return array == null || array.length == 0 || dimension != 1 ? null : array.length;
  }

  /** An element of an array, from 1; null outside of it. */
  public static @Nullable String element(
      @Nullable String @Nullable [] array, @Nullable Integer index) {
    if (array == null || index == null || index < 1 || index > array.length) {
      return null;
    }
    return array[index - 1];
  }

  /** The array that PostgreSQL's text of an array describes. */
  public static String @Nullable [] elements(@Nullable String text) {
    if (text == null) {
      return null;
    }
    List<String> elements = new ArrayList<>();
    for (String element : text.replaceAll("^\\{|}$", "").split(",", -1)) {
      if (!element.isEmpty()) {
        elements.add(element.replace("\"", ""));
      }
    }
    return elements.toArray(new String[0]);
  }

  /** A name as it must be written in SQL. */
  public static @Nullable String quoted(@Nullable String name) {
    return name == null || name.matches("[a-z_][a-z0-9_]*")
        ? name
        : '"' + name.replace("\"", "\"\"") + '"';
  }

  /**
   * The pattern with the values in the places of {@code %s} (as text), {@code %I} (as a name) and
   * {@code %L} (as a literal), in order.
   *
   * @throws SQLDataException when there are too few values, or for another place
   */
  public static @Nullable String format(@Nullable String pattern, @Nullable String... values)
      throws SQLException {
    if (pattern == null) {
      return null;
    }
    Iterator<@Nullable String> rest = Arrays.asList(values).iterator();
    Matcher place = FORMAT_PLACE.matcher(pattern);
    StringBuilder text = new StringBuilder();
    while (place.find()) {
      place.appendReplacement(text, Matcher.quoteReplacement(formatted(place.group(1), rest)));
    }
    return place.appendTail(text).toString();
  }

  private static String formatted(String kind, Iterator<@Nullable String> values)
      throws SQLException {
    if (kind.equals("%")) {
      return "%";
    }
    if (!values.hasNext()) {
      throw new SQLDataException("too few arguments for format()", "22023");
    }
    String value = values.next();
    return switch (kind) {
      case "s" -> value == null ? "" : value;
      case "L" -> value == null ? "NULL" : "'" + value.replace("'", "''") + "'";
      case "I" -> identifier(value);
      default -> throw new SQLDataException("unrecognized format() type specifier", "22023");
    };
  }

  private static String identifier(@Nullable String value) throws SQLException {
    String name = quoted(value);
    if (name == null) {
      throw new SQLDataException("null values cannot be formatted as an SQL identifier", "22004");
    }
    return name;
  }

  /** A value that is the same for every call. */
  public static Boolean yes(@Nullable String... ignored) {
    return true;
  }

  /** Always false. */
  public static Boolean no() {
    return false;
  }

  /** Always null. */
  public static @Nullable String none(@Nullable String... ignored) {
    return null;
  }

  /** Always zero. */
  public static Long zero(@Nullable String... ignored) {
    return 0L;
  }

  /** The encoding with a number; there is one. */
  public static String encoding(@Nullable Integer ignored) {
    return "UTF8";
  }

  /** The encoding of all texts. */
  public static String databaseEncoding() {
    return "UTF8";
  }

  /** The lowest subscript of an array; null if it has no elements. */
  public static @Nullable Integer first(@Nullable String @Nullable [] array, Integer dimension) {
    return length(array, dimension) == null ? null : 1;
  }

  /** The number of this connection. */
  public static Integer processId(Connection connection) throws SQLException {
    return new BigDecimal(String.valueOf(fact(connection, "pid"))).intValue();
  }
}
