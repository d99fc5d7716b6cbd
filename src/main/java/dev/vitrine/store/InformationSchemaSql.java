package dev.vitrine.store;

import static dev.vitrine.catalog.Column.bigint;
import static dev.vitrine.catalog.Column.timestamp;
import static dev.vitrine.catalog.Column.varchar;

import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.DataType;
import dev.vitrine.catalog.Relation;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The relations of {@code information_schema}: what there is, in the standard's shape, for tools.
 * They add the catalog {@code system}, which everybody can see, to what is stored.
 */
final class InformationSchemaSql {
  private static final String SCHEMA = "information_schema";

  private static final Relation CATALOGS =
      new Relation(
          SCHEMA,
          "catalogs",
          "One row per catalog, system included.",
          List.of(
              varchar("catalog_name", 255, false, "Name of the catalog"),
              varchar("catalog_owner", 255, true, "Principal that owns it; NULL for system"),
              varchar("comment", 65535, true, "Comment"),
              timestamp("created", false, "When it was created, UTC"),
              varchar("created_by", 255, true, "Who created it"),
              timestamp("last_altered", false, "When it was last changed, UTC"),
              varchar("last_altered_by", 255, true, "Who changed it last")));

  private static final Relation SCHEMATA =
      new Relation(
          SCHEMA,
          "schemata",
          "One row per schema, the virtual ones included.",
          List.of(
              varchar("catalog_name", 255, false, "Name of the catalog"),
              varchar("schema_name", 255, false, "Name of the schema"),
              varchar("schema_owner", 255, true, "Principal that owns it; NULL if virtual"),
              varchar("comment", 65535, true, "Comment"),
              timestamp("created", false, "When it was created, UTC"),
              varchar("created_by", 255, true, "Who created it"),
              timestamp("last_altered", false, "When it was last changed, UTC"),
              varchar("last_altered_by", 255, true, "Who changed it last")));

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
              bigint("ordinal_position", false, "Place of the column, from 1"),
              bigint("data_type", false, "Type as a number of java.sql.Types"),
              varchar("type_name", 16, false, "Type as SQL has it"),
              bigint("column_size", false, "Characters, digits or fraction digits"),
              bigint("decimal_digits", false, "Digits behind the point"),
              varchar("is_nullable", 3, false, "YES or NO"),
              varchar("comment", 65535, true, "What it holds")));

  static final List<SecuredRelation> ALL =
      List.of(
          new SecuredRelation(CATALOGS, catalogs()),
          new SecuredRelation(SCHEMATA, schemata()),
          new SecuredRelation(TABLES, tables()),
          new SecuredRelation(COLUMNS, columns()));

  private InformationSchemaSql() {}

  private static String catalogs() {
    return "SELECT c.name AS catalog_name, o.name AS catalog_owner, c.comment,"
        + " c.created_at AS created, c.created_by, c.updated_at AS last_altered,"
        + " c.updated_by AS last_altered_by"
        + " FROM catalogs c"
        + Vendor.PARENT_JOIN
        + "principals o ON o.id = c.owner_id WHERE "
        + Visibility.visibleCatalog("c")
        + " UNION ALL SELECT 'system', NULL, 'The registry as relations', created_at, NULL,"
        + " created_at, NULL FROM metastore";
  }

  private static String schemata() {
    String virtual =
        Stream.of("registry", "access", SCHEMA)
            .map(name -> "('" + name + "')")
            .collect(Collectors.joining(", "));
    return "SELECT c.name AS catalog_name, s.name AS schema_name, o.name AS schema_owner,"
        + " s.comment, s.created_at AS created, s.created_by, s.updated_at AS last_altered,"
        + " s.updated_by AS last_altered_by"
        + RegistryRelationSql.SCHEMAS
        + Vendor.PARENT_JOIN
        + "principals o ON o.id = s.owner_id WHERE "
        + Visibility.visibleSchema("s")
        + " UNION ALL SELECT c.name, 'information_schema', NULL, NULL, c.created_at, NULL,"
        + " c.created_at, NULL FROM catalogs c WHERE "
        + Visibility.visibleCatalog("c")
        + " UNION ALL SELECT 'system', n.name, NULL, NULL, t.created_at, NULL, t.created_at, NULL"
        + " FROM metastore t CROSS JOIN (VALUES "
        + virtual
        + ") AS n (name)";
  }

  private static String tables() {
    String rows =
        relations()
            .map(
                relation ->
                    "("
                        + literal(relation.schema())
                        + ", "
                        + literal(relation.name())
                        + ", "
                        + literal(tableType(relation))
                        + ", "
                        + literal(relation.comment())
                        + ")")
            .collect(Collectors.joining(", "));
    return "SELECT 'system' AS table_catalog, r.s AS table_schema, r.n AS table_name,"
        + " r.k AS table_type, r.c AS comment FROM (VALUES "
        + rows
        + ") AS r (s, n, k, c)"
        + " UNION ALL SELECT c.name, s.name, m.name, 'MODEL', m.comment"
        + RegistryRelationSql.MODELS
        + " WHERE "
        + Visibility.visibleModel("m");
  }

  private static String columns() {
    List<String> rows = relations().flatMap(relation -> columnRows(relation).stream()).toList();
    return "SELECT 'system' AS table_catalog, r.s AS table_schema, r.t AS table_name,"
        + " r.n AS column_name, r.o AS ordinal_position, r.d AS data_type, r.y AS type_name,"
        + " r.z AS column_size, r.g AS decimal_digits, r.u AS is_nullable, r.c AS comment"
        + " FROM (VALUES "
        + String.join(", ", rows)
        + ") AS r (s, t, n, o, d, y, z, g, u, c)"
        + " UNION ALL SELECT c.name, s.name, m.name, r.n, r.o, r.d, r.y, r.z, r.g, r.u, r.c"
        + RegistryRelationSql.MODELS
        + " CROSS JOIN (VALUES "
        + String.join(", ", modelRows())
        + ") AS r (s, t, n, o, d, y, z, g, u, c) WHERE "
        + Visibility.visibleModel("m");
  }

  private static List<String> modelRows() {
    return columnRows(new Relation("", "", "", Relation.modelColumns()));
  }

  private static List<String> columnRows(Relation relation) {
    List<String> rows = new ArrayList<>();
    for (Column column : relation.columns()) {
      rows.add(columnRow(relation, column, rows.size() + 1));
    }
    return rows;
  }

  private static String columnRow(Relation relation, Column column, int ordinal) {
    return Stream.of(
            literal(relation.schema()),
            literal(relation.name()),
            literal(column.name()),
            "CAST(" + ordinal + " AS BIGINT)",
            "CAST(" + jdbcType(column.type()) + " AS BIGINT)",
            literal(column.type().name()),
            "CAST(" + column.precision() + " AS BIGINT)",
            "CAST(" + column.scale() + " AS BIGINT)",
            literal(column.nullable() ? "YES" : "NO"),
            literal(column.comment()))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static Stream<Relation> relations() {
    return Stream.of(
            RegistryRelations.ALL.stream(),
            AccessRelationSql.ALL.stream().map(SecuredRelation::relation),
            Stream.of(CATALOGS, SCHEMATA, TABLES, COLUMNS))
        .flatMap(relations -> relations);
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
      case TIMESTAMP -> Types.TIMESTAMP;
    };
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
