package dev.vitrine.store.relation;

import static dev.vitrine.catalog.Column.timestamp;
import static dev.vitrine.catalog.Column.varchar;

import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.Relation;
import dev.vitrine.catalog.SecurableType;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The relations of {@code information_schema}: the objects in the shape of the SQL standard. Their
 * rows are those of the relations of {@code system.registry}; {@code catalogs} and {@code schemata}
 * add virtual objects, which all users can see.
 */
final class InformationSchemaSql {
  static final String SCHEMA = "information_schema";

  private static final String CATALOG_NAME = "catalog_name";

  private static final Relation CATALOGS =
      new Relation(
          SCHEMA,
          "catalogs",
          "One row per catalog, including system.",
          List.of(
              varchar("catalog_name", 255, false, "Name of the catalog"),
              varchar("catalog_owner", 255, true, "Principal that owns it; NULL for system"),
              varchar("comment", 65_536, true, "Comment"),
              timestamp("created", false, "Time of creation, UTC"),
              varchar("created_by", 255, true, "Creator"),
              timestamp("last_altered", false, "Time of the last change, UTC"),
              varchar("last_altered_by", 255, true, "Author of the last change")));

  private static final Relation SCHEMATA =
      new Relation(
          SCHEMA,
          "schemata",
          "One row per schema, including virtual ones.",
          List.of(
              varchar("catalog_name", 255, false, "Name of the catalog"),
              varchar("schema_name", 255, false, "Name of the schema"),
              varchar("schema_owner", 255, true, "Principal that owns it; NULL if virtual"),
              varchar("comment", 65_536, true, "Comment"),
              timestamp("created", false, "Time of creation, UTC"),
              varchar("created_by", 255, true, "Creator"),
              timestamp("last_altered", false, "Time of the last change, UTC"),
              varchar("last_altered_by", 255, true, "Author of the last change")));

  /** Always empty: schema validators such as Hibernate's read it. */
  private static final Relation SEQUENCES =
      new Relation(
          SCHEMA,
          "sequences",
          "Always empty: there are no sequences.",
          Stream.of(
                  "sequence_catalog",
                  "sequence_schema",
                  "sequence_name",
                  "data_type",
                  "start_value",
                  "minimum_value",
                  "maximum_value",
                  "increment",
                  "cycle_option")
              .map(name -> varchar(name, 255, true, "As in the SQL standard"))
              .toList());

  /** All but the lists of tables and columns, which list these too. */
  private static final List<SecuredRelation> OBJECTS =
      List.of(
          new SecuredRelation(CATALOGS, catalogs(), CATALOG_NAME),
          new SecuredRelation(SCHEMATA, schemata(), CATALOG_NAME),
          routines(),
          sequences(),
          models(),
          modelVersions(),
          named(
              DerivedRelation.of(RegistryRelationSql.of(RegistryRelations.ALIASES))
                  .keep("catalog_name", "schema_name", "model_name", "full_name")
                  .keep("alias", "alias_key", "version"),
              "model_aliases",
              "One row per alias of a model.",
              CATALOG_NAME),
          tags(SecurableType.CATALOG, "catalog_name"),
          tags(SecurableType.SCHEMA, "catalog_name", "schema_name"),
          tags(SecurableType.MODEL, "catalog_name", "schema_name", "model_name"),
          named(
              DerivedRelation.of(RegistryRelationSql.of(RegistryRelations.VERSION_TAGS))
                  .keep("catalog_name", "schema_name", "model_name", "version")
                  .keep("tag_name", "tag_value"),
              "model_version_tags",
              "One row per tag of a model version.",
              CATALOG_NAME),
          ofVersions(RegistryRelations.SIGNATURE_COLUMNS, "model_signature_columns"),
          ofVersions(RegistryRelations.VERSION_PARAMS, "model_version_params"),
          ofVersions(RegistryRelations.VERSION_METRICS, "model_version_metrics"),
          metastorePrivileges(),
          privileges(SecurableType.CATALOG, "catalog_name"),
          privileges(SecurableType.SCHEMA, "catalog_name", "schema_name"),
          privileges(SecurableType.MODEL, "catalog_name", "schema_name", "model_name"),
          routinePrivileges());

  static final List<SecuredRelation> ALL =
      Stream.concat(
              OBJECTS.stream(),
              TableListSql.all(OBJECTS.stream().map(SecuredRelation::relation).toList()).stream())
          .toList();

  private InformationSchemaSql() {}

  private static SecuredRelation named(
      DerivedRelation derived, String name, String comment, @Nullable String catalogColumn) {
    return new SecuredRelation(
        derived.relation(SCHEMA, name, comment), derived.sql(), catalogColumn);
  }

  private static DerivedRelation withStamps(DerivedRelation derived) {
    return derived
        .rename("created_at", "created")
        .keep("created_by")
        .rename("updated_at", "last_altered")
        .rename("updated_by", "last_altered_by");
  }

  private static SqlText catalogs() {
    DerivedRelation catalogs =
        withStamps(
            DerivedRelation.of(RegistryRelationSql.of(RegistryRelations.CATALOGS))
                .keep("catalog_name")
                .rename("owner", "catalog_owner")
                .keep("comment"));
    return SqlText.of(
        """
        {catalogs}
        UNION ALL SELECT 'system', NULL, 'The registry as relations', created_at, NULL,
          created_at, NULL
        FROM metastore""",
        Map.of("catalogs", catalogs.sql()));
  }

  private static SqlText schemata() {
    DerivedRelation schemas =
        withStamps(
            DerivedRelation.of(RegistryRelationSql.of(RegistryRelations.SCHEMAS))
                .keep("catalog_name", "schema_name")
                .rename("owner", "schema_owner")
                .keep("comment"));
    return SqlText.of(
        """
        {schemas}
        UNION ALL SELECT c.name, 'information_schema', NULL, NULL, c.created_at, NULL,
          c.created_at, NULL
        FROM catalogs c WHERE {visible_catalog}
        UNION ALL SELECT 'system', CAST(n.name AS VARCHAR(255)), NULL, NULL, t.created_at, NULL,
          t.created_at, NULL
        FROM metastore t
        CROSS JOIN (VALUES ('registry'), ('access'), ('information_schema')) AS n (name)""",
        Map.of("schemas", schemas.sql(), "visible_catalog", Visibility.VISIBLE_CATALOG));
  }

  private static SecuredRelation sequences() {
    String columns =
        SEQUENCES.columns().stream()
            .map(column -> "CAST(NULL AS VARCHAR(255)) AS " + column.name())
            .collect(Collectors.joining(", "));
    return new SecuredRelation(
        SEQUENCES,
        SqlText.of("SELECT {columns} FROM metastore WHERE 1 = 0", Map.of("columns", columns)),
        "sequence_catalog");
  }

  private static SecuredRelation routines() {
    return named(
        withStamps(
            asRoutine(DerivedRelation.of(RegistryRelationSql.of(RegistryRelations.MODELS)))
                .rename("owner", "routine_owner")
                .add(
                    varchar("routine_type", 16, false, "Always FUNCTION"),
                    "CAST('FUNCTION' AS VARCHAR(16))")
                .keep("comment")),
        "routines",
        "One row per function; models are functions.",
        "routine_catalog");
  }

  private static DerivedRelation asRoutine(DerivedRelation ofModels) {
    return ofModels
        .rename("catalog_name", "specific_catalog")
        .rename("schema_name", "specific_schema")
        .rename("model_name", "specific_name")
        .rename("catalog_name", "routine_catalog")
        .rename("schema_name", "routine_schema")
        .rename("model_name", "routine_name");
  }

  private static SecuredRelation models() {
    return named(
            withStamps(
                DerivedRelation.of(RegistryRelationSql.of(RegistryRelations.MODELS))
                    .keep("catalog_name", "schema_name", "model_name", "full_name")
                    .rename("owner", "model_owner")
                    .keep("comment", "storage_location", "latest_version")),
            "models",
            "One row per registered model.",
            CATALOG_NAME)
        .computing("storage_location", "latest_version");
  }

  private static SecuredRelation modelVersions() {
    return named(
        withStamps(
            DerivedRelation.of(RegistryRelationSql.of(RegistryRelations.VERSIONS))
                .keep("catalog_name", "schema_name", "model_name", "full_name", "version")
                .keep("status", "source", "run_id", "signature", "comment", "storage_location")),
        "model_versions",
        "One row per model version.",
        CATALOG_NAME);
  }

  /** All columns of a relation of the registry, under another name. */
  private static SecuredRelation ofVersions(Relation relation, String name) {
    String[] columns = relation.columns().stream().map(Column::name).toArray(String[]::new);
    return named(
        DerivedRelation.of(RegistryRelationSql.of(relation)).keep(columns),
        name,
        relation.comment(),
        CATALOG_NAME);
  }

  private static SecuredRelation tags(SecurableType object, String... names) {
    SecuredRelation tags =
        new SecuredRelation(
            notNull(RegistryRelations.TAGS, names), RegistryRelationSql.tags(AsOf.PRESENT, object));
    return named(
        DerivedRelation.of(tags).keep(names).keep("tag_name", "tag_value"),
        object.noun() + "_tags",
        "One row per tag of a " + object.noun() + ".",
        CATALOG_NAME);
  }

  /** The relation in which these columns, NULL in other kinds of rows, always have a value. */
  private static Relation notNull(Relation relation, String... names) {
    List<Column> columns =
        relation.columns().stream()
            .map(
                column ->
                    List.of(names).contains(column.name())
                        ? varchar(column.name(), column.precision(), false, column.comment())
                        : column)
            .toList();
    return new Relation(relation.schema(), relation.name(), relation.comment(), columns);
  }

  private static SecuredRelation privileges(SecurableType object, String... names) {
    return named(
        withPrivilege(grantedTo(grants(object)).keep(names)),
        object.noun() + "_privileges",
        "One row per privilege that a principal was granted on a " + object.noun() + ".",
        CATALOG_NAME);
  }

  private static SecuredRelation metastorePrivileges() {
    return named(
        withPrivilege(grantedTo(grants(SecurableType.METASTORE)).keep("metastore_id")),
        "metastore_privileges",
        "One row per privilege that a principal was granted on the metastore; the metastore is in"
            + " no catalog, so the rows are the same in every catalog.",
        null);
  }

  private static SecuredRelation routinePrivileges() {
    return named(
        withPrivilege(asRoutine(grantedTo(grants(SecurableType.MODEL)))),
        "routine_privileges",
        "One row per privilege that a principal was granted on a function; models are functions.",
        "routine_catalog");
  }

  private static DerivedRelation grantedTo(SecuredRelation grants) {
    return DerivedRelation.of(grants).keep("grantor").rename("principal", "grantee");
  }

  private static DerivedRelation withPrivilege(DerivedRelation grants) {
    return grants
        .rename("privilege", "privilege_type")
        .add(varchar("is_grantable", 3, false, "Always NO"), "CAST('NO' AS VARCHAR(3))")
        .rename("inherited_from_type", "inherited_from");
  }

  /** The grants on one type of object, with the object's names. */
  private static SecuredRelation grants(SecurableType object) {
    List<Column> names =
        switch (object) {
          case METASTORE -> List.of(varchar("metastore_id", 36, false, "Id of the metastore"));
          case CATALOG -> List.of(RegistryRelations.CATALOGS.columns().get(0));
          case SCHEMA -> RegistryRelations.SCHEMAS.columns().subList(0, 2);
          case MODEL -> RegistryRelations.MODELS.columns().subList(0, 3);
        };
    String expressions =
        switch (object) {
          case METASTORE -> "t.metastore_uuid AS metastore_id,";
          case CATALOG -> "c.name AS catalog_name,";
          case SCHEMA -> "c.name AS catalog_name, s.name AS schema_name,";
          case MODEL -> "c.name AS catalog_name, s.name AS schema_name, m.name AS model_name,";
        };
    List<Column> columns =
        Stream.concat(names.stream(), RegistryRelations.GRANTS.columns().stream()).toList();
    return new SecuredRelation(
        new Relation("registry", "grants", "", columns),
        RegistryRelationSql.grants(AsOf.PRESENT, object, expressions));
  }
}
