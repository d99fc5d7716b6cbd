package dev.vitrine.store.relation;

import static dev.vitrine.catalog.Column.bigint;
import static dev.vitrine.catalog.Column.varchar;

import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.DataType;
import dev.vitrine.catalog.Relation;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code tables} and {@code columns} of {@code information_schema}, from which tools draw their
 * tree: the relations of {@code system}, the {@code information_schema} of every visible catalog,
 * and every visible model, which is a relation too.
 */
final class TableListSql {
  private static final String SCHEMA = InformationSchemaSql.SCHEMA;
  private static final String CATALOG = "table_catalog";

  private static final Relation TABLES =
      new Relation(
          SCHEMA,
          "tables",
          "One row per relation that can be queried, and per model.",
          List.of(
              varchar("table_catalog", 255, false, "Name of the catalog"),
              varchar("table_schema", 255, false, "Name of the schema"),
              varchar("table_name", 255, false, "Name of the relation or model"),
              varchar("table_type", 16, false, "TABLE, VIEW or MODEL"),
              varchar("comment", 65535, true, "Comment")));

  private static final Relation COLUMNS =
      new Relation(
          SCHEMA,
          "columns",
          "One row per column of a relation.",
          List.of(
              varchar("table_catalog", 255, false, "Name of the catalog"),
              varchar("table_schema", 255, false, "Name of the schema"),
              varchar("table_name", 255, false, "Name of the relation"),
              varchar("column_name", 255, false, "Name of the column"),
              bigint("ordinal_position", false, "Position of the column, from 1"),
              bigint("data_type", false, "Type code of java.sql.Types"),
              varchar("type_name", 16, false, "SQL name of the type"),
              bigint("column_size", false, "Characters, digits, or width of a TIMESTAMP"),
              bigint("decimal_digits", false, "Digits after the decimal point"),
              varchar("is_nullable", 3, false, "YES or NO"),
              varchar("comment", 65535, true, "Description")));

  /** In {@code p} the catalogs, each with the relations {@code r} that are in it. */
  private static final SqlText PLACES =
      SqlText.of(
              """
          (SELECT c.name FROM catalogs c WHERE {visible_catalog} UNION ALL SELECT 'system') p
          JOIN (VALUES {rows}) AS r ({names})
          ON p.name = 'system' OR r.s = 'information_schema'""")
          .with(Map.of("visible_catalog", Visibility.VISIBLE_CATALOG));

  private static final String DESCRIBED =
      """
      CAST(r.n AS VARCHAR(255)) AS column_name, CAST(r.o AS BIGINT) AS ordinal_position,
      CAST(r.d AS BIGINT) AS data_type, CAST(r.y AS VARCHAR(16)) AS type_name,
      CAST(r.z AS BIGINT) AS column_size, CAST(r.g AS BIGINT) AS decimal_digits,
      CAST(r.u AS VARCHAR(3)) AS is_nullable, CAST(r.c AS VARCHAR(65535)) AS comment""";

  private TableListSql() {}

  /** Both lists, of these relations of {@code information_schema} and all others. */
  static List<SecuredRelation> all(List<Relation> informationSchema) {
    List<Relation> relations =
        Stream.of(
                RegistryRelations.ALL.stream(),
                ShareRelations.ALL.stream().map(SecuredRelation::relation),
                Stream.of(PlanCacheFigure.RELATION.relation()),
                AccessRelationSql.ALL.stream().map(SecuredRelation::relation),
                informationSchema.stream(),
                Stream.of(TABLES, COLUMNS))
            .flatMap(stream -> stream)
            .toList();
    return List.of(
        new SecuredRelation(TABLES, tables(relations), CATALOG),
        new SecuredRelation(COLUMNS, columns(relations), CATALOG));
  }

  /** The casts give the parts of the union one type, or PostgreSQL would not look inside. */
  private static SqlText tables(List<Relation> relations) {
    String rows =
        relations.stream()
            .map(
                relation ->
                    row(
                        literal(relation.schema()),
                        literal(relation.name()),
                        literal(tableType(relation)),
                        literal(relation.comment())))
            .collect(Collectors.joining(", "));
    return SqlText.of(
        """
        SELECT p.name AS table_catalog, CAST(r.s AS VARCHAR(255)) AS table_schema,
          CAST(r.n AS VARCHAR(255)) AS table_name, CAST(r.k AS VARCHAR(16)) AS table_type,
          CAST(r.c AS VARCHAR(65535)) AS comment
        FROM {places}
        UNION ALL SELECT c.name, s.name, m.name, 'MODEL', m.comment
        FROM {objects} WHERE {visible}""",
        Map.of(
            "places", PLACES.with(Map.of("rows", rows, "names", "s, n, k, c")),
            "objects", ObjectSql.MODELS,
            "visible", Visibility.VISIBLE_MODEL));
  }

  private static SqlText columns(List<Relation> relations) {
    String names = "s, t, n, o, d, y, z, g, u, c";
    String rows =
        relations.stream()
            .flatMap(relation -> columnRows(relation).stream())
            .collect(Collectors.joining(", "));
    List<String> ofModel = columnRows(new Relation("", "", "", Relation.modelColumns()));
    return SqlText.of(
        """
        SELECT p.name AS table_catalog, CAST(r.s AS VARCHAR(255)) AS table_schema,
          CAST(r.t AS VARCHAR(255)) AS table_name, {described}
        FROM {places}
        UNION ALL SELECT c.name, s.name, m.name, {described}
        FROM {objects} CROSS JOIN (VALUES {of_model}) AS r ({names})
        WHERE {visible}""",
        Map.of(
            "described",
            SqlText.of(DESCRIBED),
            "places",
            PLACES.with(Map.of("rows", rows, "names", names)),
            "objects",
            ObjectSql.MODELS,
            "of_model",
            String.join(", ", ofModel),
            "names",
            names,
            "visible",
            Visibility.VISIBLE_MODEL));
  }

  private static List<String> columnRows(Relation relation) {
    List<String> rows = new ArrayList<>();
    for (Column column : relation.columns()) {
      rows.add(
          row(
              literal(relation.schema()),
              literal(relation.name()),
              literal(column.name()),
              String.valueOf(rows.size() + 1),
              String.valueOf(jdbcType(column.type())),
              literal(column.type().sqlName()),
              String.valueOf(size(column)),
              String.valueOf(digits(column)),
              literal(column.nullable() ? "YES" : "NO"),
              literal(column.comment())));
    }
    return rows;
  }

  private static int size(Column column) {
    return isTimestamp(column.type())
        ? "yyyy-mm-dd hh:mm:ss.".length() + column.precision()
        : column.precision();
  }

  private static int digits(Column column) {
    return isTimestamp(column.type()) ? column.precision() : column.scale();
  }

  private static boolean isTimestamp(DataType type) {
    return jdbcType(type) == Types.TIMESTAMP;
  }

  private static String row(String... values) {
    return "(" + String.join(", ", values) + ")";
  }

  private static String tableType(Relation relation) {
    return relation.schema().equals("registry") ? "TABLE" : "VIEW";
  }

  private static int jdbcType(DataType type) {
    return switch (type) {
      case VARCHAR -> Types.VARCHAR;
      case INTEGER -> Types.INTEGER;
      case BIGINT -> Types.BIGINT;
      case DECIMAL -> Types.DECIMAL;
      case DOUBLE -> Types.DOUBLE;
      case BOOLEAN -> Types.BOOLEAN;
      case DATE -> Types.DATE;
      case TIME -> Types.TIME;
      case TIMESTAMP, INSTANT -> Types.TIMESTAMP;
    };
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
