package dev.vitrine.store;

import static dev.vitrine.catalog.SecurableType.CATALOG;
import static dev.vitrine.catalog.SecurableType.MODEL;
import static dev.vitrine.catalog.SecurableType.SCHEMA;
import static dev.vitrine.store.Vendor.PARENT_JOIN;
import static dev.vitrine.store.Visibility.managedCatalog;
import static dev.vitrine.store.Visibility.managedModel;
import static dev.vitrine.store.Visibility.managedSchema;
import static dev.vitrine.store.Visibility.mine;
import static dev.vitrine.store.Visibility.readableModel;
import static dev.vitrine.store.Visibility.visibleCatalog;
import static dev.vitrine.store.Visibility.visibleModel;
import static dev.vitrine.store.Visibility.visibleSchema;

import dev.vitrine.catalog.SecurableType;
import java.util.List;

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

  private static final String MODEL_NAMES =
      "c.name AS catalog_name, s.name AS schema_name, m.name AS model_name, m.full_name";

  static final String SCHEMAS =
      " FROM schemas s" + PARENT_JOIN + "catalogs c ON c.id = s.catalog_id";

  static final String SCHEMA_FULL_NAME = "c.name || '.' || s.name";

  static final List<SecuredRelation> ALL =
      List.of(
          new SecuredRelation(RegistryRelations.CATALOGS, catalogs()),
          new SecuredRelation(RegistryRelations.SCHEMAS, schemas()),
          new SecuredRelation(RegistryRelations.MODELS, models()),
          new SecuredRelation(RegistryRelations.VERSIONS, versions()),
          new SecuredRelation(RegistryRelations.ALIASES, aliases()),
          new SecuredRelation(RegistryRelations.TAGS, tags()),
          new SecuredRelation(RegistryRelations.VERSION_TAGS, versionTags()),
          new SecuredRelation(RegistryRelations.GRANTS, grants()),
          new SecuredRelation(RegistryRelations.EFFECTIVE_GRANTS, EffectiveGrantSql.query()),
          new SecuredRelation(RegistryRelations.PRINCIPALS, "SELECT name, kind FROM principals"),
          new SecuredRelation(RegistryRelations.GROUP_MEMBERS, groupMembers()));

  private RegistryRelationSql() {}

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
        + "(SELECT MAX(v.version) FROM versions v WHERE v.model_id = m.id AND v.status = 'READY')"
        + " END AS latest_version, m."
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
    return "SELECT 'CATALOG' AS object_type, c.name AS full_name, c.name AS catalog_name,"
        + " CAST(NULL AS VARCHAR(255)) AS schema_name, CAST(NULL AS VARCHAR(255)) AS model_name,"
        + " t.tag_key AS tag_name, t.tag_value"
        + " FROM catalogs c JOIN catalog_tags t ON t.catalog_id = c.id WHERE "
        + visibleCatalog("c")
        + " UNION ALL SELECT 'SCHEMA', "
        + SCHEMA_FULL_NAME
        + ", c.name, s.name, NULL, t.tag_key, t.tag_value"
        + SCHEMAS
        + " JOIN schema_tags t ON t.schema_id = s.id WHERE "
        + visibleSchema("s")
        + " UNION ALL SELECT 'MODEL', m.full_name, c.name, s.name, m.name, t.tag_key, t.tag_value"
        + MODELS
        + " JOIN model_tags t ON t.model_id = m.id WHERE "
        + visibleModel("m");
  }

  private static String versionTags() {
    return "SELECT t.version, m.full_name, c.name AS catalog_name, s.name AS schema_name,"
        + " m.name AS model_name, t.tag_key AS tag_name, t.tag_value"
        + MODELS
        + " JOIN version_tags t ON t.model_id = m.id WHERE "
        + readableModel("m");
  }

  /**
   * On each visible object the grants on itself and those that flow down to it; all of them to who
   * manages the object, to others those that reach themselves.
   */
  private static String grants() {
    return "SELECT p.name AS principal, g.privilege, 'METASTORE' AS object_type,"
        + " t.name AS full_name, g.grantor, g.granted_at,"
        + " CAST(NULL AS VARCHAR(16)) AS inherited_from_type,"
        + " CAST(NULL AS VARCHAR(767)) AS inherited_from_name"
        + " FROM metastore_grants g JOIN metastore t ON t.id = g.metastore_id"
        + holder()
        + " WHERE "
        + Visibility.ADMIN
        + " OR "
        + mine("g.principal_id")
        + direct(CATALOG, "c.name", " FROM catalogs c")
        + where(visibleCatalog("c"), managedCatalog("c"))
        + direct(SCHEMA, SCHEMA_FULL_NAME, SCHEMAS)
        + where(visibleSchema("s"), managedSchema("s"))
        + inherited(CATALOG, SCHEMA, SCHEMA_FULL_NAME, "c.name", SCHEMAS)
        + where(visibleSchema("s"), managedSchema("s"))
        + direct(MODEL, "m.full_name", MODELS)
        + where(visibleModel("m"), managedModel("m"))
        + inherited(SCHEMA, MODEL, "m.full_name", SCHEMA_FULL_NAME, MODELS)
        + where(visibleModel("m"), managedModel("m"))
        + inherited(CATALOG, MODEL, "m.full_name", "c.name", MODELS)
        + where(visibleModel("m"), managedModel("m"));
  }

  private static String direct(SecurableType type, String fullName, String from) {
    return " UNION ALL SELECT p.name, g.privilege, '"
        + type
        + "', "
        + fullName
        + ", g.grantor, g.granted_at, NULL, NULL"
        + from
        + grantsOf(type)
        + holder();
  }

  private static String inherited(
      SecurableType level, SecurableType object, String fullName, String levelName, String from) {
    return " UNION ALL SELECT p.name, g.privilege, '"
        + object
        + "', "
        + fullName
        + ", g.grantor, g.granted_at, '"
        + level
        + "', "
        + levelName
        + from
        + grantsOf(level)
        + " AND g.privilege IN ("
        + Visibility.flowing(level, object)
        + ")"
        + holder();
  }

  private static String grantsOf(SecurableType level) {
    ObjectTables tables = ObjectTables.of(level);
    String alias = level.noun().substring(0, 1);
    return " JOIN " + tables.grants() + " g ON g." + tables.key() + " = " + alias + ".id";
  }

  private static String holder() {
    return PARENT_JOIN + "principals p ON p.id = g.principal_id";
  }

  private static String where(String visible, String managed) {
    return " WHERE " + visible + " AND (" + managed + " OR " + mine("g.principal_id") + ")";
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
