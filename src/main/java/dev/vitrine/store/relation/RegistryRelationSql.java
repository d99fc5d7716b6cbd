package dev.vitrine.store.relation;

import static dev.vitrine.catalog.SecurableType.CATALOG;
import static dev.vitrine.catalog.SecurableType.METASTORE;
import static dev.vitrine.catalog.SecurableType.MODEL;
import static dev.vitrine.catalog.SecurableType.SCHEMA;
import static dev.vitrine.store.relation.Visibility.mine;
import static dev.vitrine.store.relation.Visibility.readableModel;
import static dev.vitrine.store.relation.Visibility.visibleCatalog;
import static dev.vitrine.store.relation.Visibility.visibleModel;
import static dev.vitrine.store.relation.Visibility.visibleSchema;
import static dev.vitrine.store.vendor.Vendor.PARENT_JOIN;

import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.Relation;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.store.vendor.Vendor;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The queries behind the relations of the schema {@code system.registry}. */
final class RegistryRelationSql {
  private static final String STAMPS =
      "created_at, %1$s.created_by, %1$s.updated_at, %1$s.updated_by";

  /** Model {@code m} with the names above it. */
  static final String MODELS =
      " FROM models m"
          + PARENT_JOIN
          + "schemas s ON s.id = m.schema_id"
          + PARENT_JOIN
          + "catalogs c ON c.id = m.catalog_id";

  /** The same, looked for from the caller's rights. */
  private static final String REACHED =
      MODELS.replace(
          "models m", "(SELECT x.* FROM reached_models r JOIN models x ON x.id = r.id) m");

  private static final String MODEL_NAMES =
      "c.name AS catalog_name, s.name AS schema_name, m.name AS model_name, m.full_name";

  static final String SCHEMAS =
      " FROM schemas s" + PARENT_JOIN + "catalogs c ON c.id = s.catalog_id";

  /**
   * Cast, because PostgreSQL gives {@code ||} the type TEXT. It moves a condition into the branches
   * of a UNION ALL only if their columns have the same types.
   */
  static final String SCHEMA_FULL_NAME = "CAST(c.name || '.' || s.name AS VARCHAR(511))";

  private static final String NO_NAME = "CAST(NULL AS VARCHAR(255))";

  static final List<SecuredRelation> ALL =
      List.of(
          new SecuredRelation(RegistryRelations.CATALOGS, catalogs()),
          new SecuredRelation(RegistryRelations.SCHEMAS, schemas()),
          new SecuredRelation(RegistryRelations.MODELS, models())
              .computing("storage_location", "latest_version"),
          new SecuredRelation(RegistryRelations.VERSIONS, versions()),
          new SecuredRelation(RegistryRelations.ALIASES, aliases()),
          new SecuredRelation(RegistryRelations.TAGS, tags()),
          new SecuredRelation(RegistryRelations.VERSION_TAGS, versionTags()),
          new SecuredRelation(RegistryRelations.VERSION_FILES, versionFiles())
              .computing("files", "bytes"),
          new SecuredRelation(RegistryRelations.BROWSE_ONLY, browseOnly()),
          new SecuredRelation(RegistryRelations.GRANTS, grants()),
          new SecuredRelation(RegistryRelations.EFFECTIVE_GRANTS, EffectiveGrantSql.query())
              .computing(columnsOf(RegistryRelations.EFFECTIVE_GRANTS)),
          new SecuredRelation(
              RegistryRelations.PRINCIPALS,
              "SELECT name, kind, CASE WHEN is_external THEN 'YES' ELSE 'NO' END AS is_external"
                  + " FROM principals"),
          new SecuredRelation(RegistryRelations.GROUP_MEMBERS, groupMembers()),
          new SecuredRelation(RegistryRelations.TOKENS, tokens()));

  /** Those of whose rows each is of the model called {@code full_name}, and seen if that is. */
  static final Set<Relation> OF_MODELS =
      Set.of(
          RegistryRelations.MODELS,
          RegistryRelations.VERSIONS,
          RegistryRelations.ALIASES,
          RegistryRelations.VERSION_TAGS,
          RegistryRelations.VERSION_FILES);

  private RegistryRelationSql() {}

  /** The query behind one of {@link #OF_MODELS} for a caller who sees few of many models. */
  static String reached(String sql) {
    return sql.replace(MODELS, REACHED);
  }

  /**
   * All columns: PostgreSQL copies a condition into each branch of a UNION ALL, and this relation
   * has tens of them, so a condition on any column costs as much as one on a computed column.
   */
  private static String[] columnsOf(Relation relation) {
    return relation.columns().stream().map(Column::name).toArray(String[]::new);
  }

  /** One of {@link #ALL}. */
  static SecuredRelation of(Relation relation) {
    return ALL.stream()
        .filter(secured -> secured.relation().equals(relation))
        .findFirst()
        .orElseThrow();
  }

  private static String catalogs() {
    return "SELECT c.name AS catalog_name, o.name AS owner, c.comment, c.storage_location, c."
        + STAMPS.formatted("c")
        + " FROM catalogs c"
        + PARENT_JOIN
        + "principals o ON o.id = c.owner_id WHERE "
        + visibleCatalog("c");
  }

  private static String schemas() {
    return "SELECT c.name AS catalog_name, s.name AS schema_name, o.name AS owner, s.comment,"
        + " s.storage_location, s."
        + STAMPS.formatted("s")
        + SCHEMAS
        + PARENT_JOIN
        + "principals o ON o.id = s.owner_id WHERE "
        + visibleSchema("s");
  }

  private static String models() {
    String ifReadable = "CASE WHEN " + readableModel("m") + " THEN ";
    return "SELECT "
        + MODEL_NAMES
        + ", o.name AS owner, m.comment, "
        + ifReadable
        + "m.storage_location END AS storage_location, "
        + ifReadable
        + "m.latest_version END AS latest_version, m."
        + STAMPS.formatted("m")
        + MODELS
        + PARENT_JOIN
        + "principals o ON o.id = m.owner_id WHERE "
        + visibleModel("m");
  }

  private static String versions() {
    return "SELECT "
        + MODEL_NAMES
        + ", v.version, v.status, v.source, v.run_id, v.signature, v.comment, v.storage_location, v."
        + STAMPS.formatted("v")
        + MODELS
        + " JOIN versions v ON v.model_id = m.id WHERE "
        + readableModel("m");
  }

  /** The versions of the one model whose full name is the parameter. */
  static String modelVersions(Vendor vendor) {
    String ofVersion = ".model_id = v.model_id AND %1$s.version = v.version)";
    return "SELECT v.version, v.status, '[' || COALESCE((SELECT "
        + vendor.joined(vendor.jsonString("a.alias"), "a.alias_key")
        + " FROM aliases a WHERE a"
        + ofVersion.formatted("a")
        + ", '') || ']' AS aliases, v.source, v.run_id, v.signature, v.comment, '{' || COALESCE((SELECT "
        + vendor.joined(
            vendor.jsonString("t.tag_key") + " || ':' || " + vendor.jsonString("t.tag_value"),
            "t.tag_key")
        + " FROM version_tags t WHERE t"
        + ofVersion.formatted("t")
        + ", '') || '}' AS tags, v.storage_location, v."
        + STAMPS.formatted("v")
        + " FROM models m JOIN versions v ON v.model_id = m.id WHERE m.full_name = ? AND "
        + readableModel("m");
  }

  private static String aliases() {
    return "SELECT "
        + MODEL_NAMES
        + ", a.alias, a.alias_key, a.version"
        + MODELS
        + " JOIN aliases a ON a.model_id = m.id WHERE "
        + readableModel("m");
  }

  private static String tags() {
    return Stream.of(CATALOG, SCHEMA, MODEL)
        .map(RegistryRelationSql::tags)
        .collect(Collectors.joining(" UNION ALL "));
  }

  /** The rows of {@code tags} that are of objects of one kind. */
  static String tags(SecurableType object) {
    ObjectTables tables = ObjectTables.of(object);
    return "SELECT '"
        + object
        + "' AS object_type, "
        + EffectiveGrantSql.fullName(object)
        + " AS full_name, c.name AS catalog_name, "
        + (object == CATALOG ? NO_NAME : "s.name")
        + " AS schema_name, "
        + (object == MODEL ? "m.name" : NO_NAME)
        + " AS model_name, t.tag_key AS tag_name, t.tag_value"
        + EffectiveGrantSql.from(object)
        + join(tables.tags(), "t", tables, object)
        + " WHERE "
        + Visibility.visible(object);
  }

  private static String versionTags() {
    return "SELECT t.version, m.full_name, c.name AS catalog_name, s.name AS schema_name,"
        + " m.name AS model_name, t.tag_key AS tag_name, t.tag_value"
        + MODELS
        + " JOIN version_tags t ON t.model_id = m.id WHERE "
        + readableModel("m");
  }

  private static String browseOnly() {
    return Stream.of(CATALOG, SCHEMA, MODEL)
        .map(
            object ->
                "SELECT '"
                    + object
                    + "' AS object_type, "
                    + EffectiveGrantSql.fullName(object)
                    + " AS full_name, c.name AS catalog_name, "
                    + (object == CATALOG ? NO_NAME : "s.name")
                    + " AS schema_name, "
                    + (object == MODEL ? "m.name" : NO_NAME)
                    + " AS model_name"
                    + EffectiveGrantSql.from(object)
                    + " WHERE "
                    + Visibility.browseOnly(object))
        .collect(Collectors.joining(" UNION ALL "));
  }

  private static String versionFiles() {
    String ofSet = " FROM stored_files x WHERE x.file_set_id = f.id) AS ";
    return "SELECT "
        + MODEL_NAMES
        + ", v.version, f.logged_model_id AS model_id, (SELECT COUNT(*)"
        + ofSet
        + "files, (SELECT COALESCE(CAST(SUM(x.file_size) AS BIGINT), 0)"
        + ofSet
        + "bytes"
        + MODELS
        + " JOIN versions v ON v.model_id = m.id JOIN file_sets f ON f.id = v.file_set_id WHERE "
        + readableModel("m");
  }

  private static String grants() {
    return Arrays.stream(SecurableType.values())
        .map(object -> grants(object, ""))
        .collect(Collectors.joining(" UNION ALL "));
  }

  /**
   * The grants on each visible object of a kind, including inherited ones: all of them for callers
   * who manage the object, otherwise those that apply to the caller.
   *
   * @param names columns in front of those of {@code grants}; empty, or with a trailing comma
   */
  static String grants(SecurableType object, String names) {
    return Arrays.stream(SecurableType.values())
        .filter(level -> level == object || (level != METASTORE && level.contains(object)))
        .map(level -> grants(level, object, names))
        .collect(Collectors.joining(" UNION ALL "));
  }

  private static String grants(SecurableType level, SecurableType object, String names) {
    ObjectTables tables = ObjectTables.of(level);
    boolean own = level == object;
    return "SELECT "
        + names
        + "p.name AS principal, g.privilege, '"
        + object
        + "' AS object_type, "
        + EffectiveGrantSql.fullName(object)
        + " AS full_name, g.grantor, g.granted_at, "
        + (own ? "CAST(NULL AS VARCHAR(16))" : "'" + level + "'")
        + " AS inherited_from_type, "
        + (own ? "CAST(NULL AS VARCHAR(767))" : EffectiveGrantSql.fullName(level))
        + " AS inherited_from_name"
        + EffectiveGrantSql.from(object)
        + join(tables.grants(), "g", tables, level)
        + (own ? "" : " AND g.privilege IN (" + Visibility.flowing(level, object) + ")")
        + PARENT_JOIN
        + "principals p ON p.id = g.principal_id WHERE "
        + Visibility.visibleGrant(object, "g.principal_id");
  }

  private static String join(
      String table, String alias, ObjectTables tables, SecurableType object) {
    return " JOIN %1$s %2$s ON %2$s.%3$s = %4$s.id"
        .formatted(table, alias, tables.key(), Visibility.alias(object));
  }

  private static String tokens() {
    return "SELECT t.id AS token_id, p.name AS user_name, t.comment, t.created_at, t.expires_at,"
        + " t.last_used_at FROM tokens t"
        + PARENT_JOIN
        + "principals p ON p.id = t.user_id WHERE "
        + Visibility.ADMIN
        + " OR "
        + mine("t.user_id");
  }

  /** The members of a group are for admin and for its members to see. */
  private static String groupMembers() {
    return "SELECT g.name AS group_name, p.name AS member_name, p.kind AS member_kind"
        + " FROM group_members x JOIN principals g ON g.id = x.group_id"
        + " JOIN principals p ON p.id = x.member_id WHERE "
        + Visibility.ADMIN
        + " OR "
        + mine("x.group_id");
  }
}
