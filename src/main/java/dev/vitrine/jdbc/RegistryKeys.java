package dev.vitrine.jdbc;

import static dev.vitrine.jdbc.ResultTable.integer;
import static dev.vitrine.jdbc.ResultTable.number;
import static dev.vitrine.jdbc.ResultTable.small;
import static dev.vitrine.jdbc.ResultTable.text;
import static dev.vitrine.jdbc.ResultTable.truth;

import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the relations in {@code system.registry}, which never change, so that tools draw the
 * joins.
 */
final class RegistryKeys {
  private static final String CATALOG = "system";
  private static final String SCHEMA = "registry";
  private static final List<String> MODEL = List.of("catalog_name", "schema_name", "model_name");
  private static final List<String> VERSION =
      List.of("catalog_name", "schema_name", "model_name", "version");

  /** The columns of keys that are numbers; the others are names. */
  private static final Set<String> NUMBERS = Set.of("version", "position");

  private static final Map<String, List<String>> PRIMARY =
      new TreeMap<>(
          Map.of(
              "catalogs", List.of("catalog_name"),
              "schemas", List.of("catalog_name", "schema_name"),
              "models", MODEL,
              "versions", VERSION,
              "aliases", List.of("catalog_name", "schema_name", "model_name", "alias_key"),
              "tags", List.of("object_type", "full_name", "tag_name"),
              "version_tags", ofVersion("tag_name"),
              "signature_columns", ofVersion("direction", "position"),
              "version_params", ofVersion("name")));

  private static final List<Foreign> FOREIGN =
      List.of(
          new Foreign("aliases", "versions"),
          new Foreign("models", "schemas"),
          new Foreign("schemas", "catalogs"),
          new Foreign("signature_columns", "versions"),
          new Foreign("version_metrics", "versions"),
          new Foreign("version_params", "versions"),
          new Foreign("version_tags", "versions"),
          new Foreign("versions", "models"));

  private RegistryKeys() {}

  private static List<String> ofVersion(String... columns) {
    return Stream.concat(VERSION.stream(), Stream.of(columns)).toList();
  }

  /** The columns of the parent's primary key have the same names in the child. */
  private record Foreign(String child, String parent) {
    String name() {
      return "fk_" + child + "_" + parent;
    }

    List<String> columns() {
      return PRIMARY.getOrDefault(parent, List.of());
    }
  }

  static ResultSet primary(String catalog, String schema, String table) throws SQLException {
    List<List<Object>> rows = new ArrayList<>();
    List<String> key = key(catalog, schema, table);
    for (String column : key.stream().sorted().toList()) {
      rows.add(row(CATALOG, SCHEMA, fold(table), column, key.indexOf(column) + 1, pk(table)));
    }
    return ResultTable.of(
            text("TABLE_CAT"),
            text("TABLE_SCHEM"),
            text("TABLE_NAME"),
            text("COLUMN_NAME"),
            small("KEY_SEQ"),
            text("PK_NAME"))
        .rows(rows);
  }

  /** Foreign keys from {@code child} to {@code parent}; null stands for any. */
  static ResultSet foreign(
      @Nullable String parentCatalog,
      @Nullable String parentSchema,
      @Nullable String parent,
      @Nullable String childCatalog,
      @Nullable String childSchema,
      @Nullable String child)
      throws SQLException {
    boolean here = isHere(parentCatalog, parentSchema) && isHere(childCatalog, childSchema);
    List<List<Object>> rows = new ArrayList<>();
    for (Foreign key : here ? FOREIGN : List.<Foreign>of()) {
      boolean wanted =
          (parent == null || key.parent().equalsIgnoreCase(parent))
              && (child == null || key.child().equalsIgnoreCase(child));
      for (int i = 0; wanted && i < key.columns().size(); i++) {
        String column = key.columns().get(i);
        rows.add(
            row(
                CATALOG,
                SCHEMA,
                key.parent(),
                column,
                CATALOG,
                SCHEMA,
                key.child(),
                column,
                i + 1,
                DatabaseMetaData.importedKeyCascade,
                DatabaseMetaData.importedKeyCascade,
                key.name(),
                pk(key.parent()),
                DatabaseMetaData.importedKeyNotDeferrable));
      }
    }
    // By the table that was not asked for; KEY_SEQ is in order already, and sorting is stable.
    int sortBy = child == null ? 6 : 2;
    rows.sort(Comparator.comparing(row -> (String) row.get(sortBy)));
    return ResultTable.of(
            text("PKTABLE_CAT"),
            text("PKTABLE_SCHEM"),
            text("PKTABLE_NAME"),
            text("PKCOLUMN_NAME"),
            text("FKTABLE_CAT"),
            text("FKTABLE_SCHEM"),
            text("FKTABLE_NAME"),
            text("FKCOLUMN_NAME"),
            small("KEY_SEQ"),
            small("UPDATE_RULE"),
            small("DELETE_RULE"),
            text("FK_NAME"),
            text("PK_NAME"),
            small("DEFERRABILITY"))
        .rows(rows);
  }

  static ResultSet indexes(String catalog, String schema, String table) throws SQLException {
    List<List<Object>> rows = new ArrayList<>();
    int position = 1;
    for (String column : key(catalog, schema, table)) {
      rows.add(
          row(
              CATALOG,
              SCHEMA,
              fold(table),
              false,
              "",
              pk(table),
              DatabaseMetaData.tableIndexOther,
              position++,
              column,
              "A",
              0L,
              0L,
              null));
    }
    return ResultTable.of(
            text("TABLE_CAT"),
            text("TABLE_SCHEM"),
            text("TABLE_NAME"),
            truth("NON_UNIQUE"),
            text("INDEX_QUALIFIER"),
            text("INDEX_NAME"),
            small("TYPE"),
            small("ORDINAL_POSITION"),
            text("COLUMN_NAME"),
            text("ASC_OR_DESC"),
            number("CARDINALITY"),
            number("PAGES"),
            text("FILTER_CONDITION"))
        .rows(rows);
  }

  static ResultSet bestRow(String catalog, String schema, String table) throws SQLException {
    List<List<Object>> rows = new ArrayList<>();
    for (String column : key(catalog, schema, table)) {
      boolean isNumber = NUMBERS.contains(column);
      rows.add(
          row(
              DatabaseMetaData.bestRowSession,
              column,
              isNumber ? Types.BIGINT : Types.VARCHAR,
              isNumber ? "BIGINT" : "VARCHAR",
              isNumber ? 19 : 255,
              null,
              0,
              DatabaseMetaData.bestRowNotPseudo));
    }
    return ResultTable.of(
            small("SCOPE"),
            text("COLUMN_NAME"),
            integer("DATA_TYPE"),
            text("TYPE_NAME"),
            integer("COLUMN_SIZE"),
            integer("BUFFER_LENGTH"),
            small("DECIMAL_DIGITS"),
            small("PSEUDO_COLUMN"))
        .rows(rows);
  }

  private static List<String> key(
      @Nullable String catalog, @Nullable String schema, @Nullable String table) {
    return table != null && isHere(catalog, schema)
        ? PRIMARY.getOrDefault(fold(table), List.of())
        : List.of();
  }

  private static boolean isHere(@Nullable String catalog, @Nullable String schema) {
    return (catalog == null || catalog.equalsIgnoreCase(CATALOG))
        && (schema == null || schema.equalsIgnoreCase(SCHEMA));
  }

  private static String pk(String table) {
    return "pk_" + fold(table);
  }

  private static String fold(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static List<Object> row(@Nullable Object... values) {
    return Arrays.asList(values);
  }
}
