package dev.vitrine.store.relation;

import static dev.vitrine.catalog.SecurableType.CATALOG;
import static dev.vitrine.catalog.SecurableType.METASTORE;
import static dev.vitrine.catalog.SecurableType.MODEL;
import static dev.vitrine.catalog.SecurableType.SCHEMA;

import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.Relation;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.store.vendor.Vendor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The queries behind the relations of the schema {@code system.registry}. */
final class RegistryRelationSql {
  /** The owner at the time of the drop may have been dropped since; history has the name. */
  private static final SqlText DROPPED_MODELS =
      SqlText.of(
          """
          SELECT d.full_name, d.model_id,
            COALESCE(o.name, (SELECT h.name FROM principals_history h WHERE h.id = d.owner_id
              ORDER BY h.valid_to DESC FETCH FIRST ROW ONLY)) AS owner,
            d.dropped_at, d.dropped_by,
            CAST(d.dropped_at + t.dropped_retention_days * INTERVAL '1' DAY AS TIMESTAMP(3))
              AS purge_at,
            (SELECT COUNT(*) FROM dropped_versions v
              WHERE v.model_id = d.model_id AND v.with_model) AS versions,
            (SELECT COALESCE(CAST(SUM(f.file_size) AS BIGINT), 0) FROM stored_files f
              WHERE f.file_set_id IN (SELECT v.file_set_id FROM dropped_versions v
                WHERE v.model_id = d.model_id)) AS bytes
          FROM dropped_models d JOIN schemas s ON s.id = d.schema_id
          CROSS JOIN metastore t LEFT JOIN principals o ON o.id = d.owner_id
          WHERE {mine} OR {managed}""",
          Map.of("mine", Visibility.mine("d.owner_id"), "managed", Visibility.managed(SCHEMA)));

  private static final SqlText TOKENS =
      SqlText.of(
          """
          SELECT t.id AS token_id, p.name AS user_name, t.comment, t.created_at, t.expires_at,
            t.last_used_at
          FROM tokens t {parent_join} principals p ON p.id = t.user_id
          WHERE {admin} OR {mine}""",
          Map.of("admin", Visibility.ADMIN, "mine", Visibility.mine("t.user_id")));

  static final List<SecuredRelation> ALL =
      List.of(
          SecuredRelation.withPast(RegistryRelations.CATALOGS, RegistryRelationSql::catalogs),
          SecuredRelation.withPast(RegistryRelations.SCHEMAS, RegistryRelationSql::schemas),
          SecuredRelation.withPast(RegistryRelations.MODELS, RegistryRelationSql::models)
              .computing("storage_location", "latest_version"),
          SecuredRelation.withPast(RegistryRelations.VERSIONS, RegistryRelationSql::versions),
          SecuredRelation.withPast(RegistryRelations.ALIASES, RegistryRelationSql::aliases),
          SecuredRelation.withPast(
              RegistryRelations.TAGS, asOf -> ofTypes(object -> tags(asOf, object))),
          SecuredRelation.withPast(
              RegistryRelations.VERSION_TAGS, RegistryRelationSql::versionTags),
          VersionContentSql.FILES,
          VersionContentSql.SIGNATURE_COLUMNS,
          VersionContentSql.PARAMS,
          VersionContentSql.METRICS,
          new SecuredRelation(
              RegistryRelations.BROWSE_ONLY, ofTypes(RegistryRelationSql::browseOnly)),
          SearchRelationSql.terms(),
          SearchRelationSql.texts(),
          SecuredRelation.withPast(RegistryRelations.GRANTS, RegistryRelationSql::grants),
          SecuredRelation.withPast(RegistryRelations.EFFECTIVE_GRANTS, EffectiveGrantSql::query)
              .computing(columnsOf(RegistryRelations.EFFECTIVE_GRANTS)),
          SecuredRelation.withPast(RegistryRelations.PRINCIPALS, RegistryRelationSql::principals),
          SecuredRelation.withPast(
              RegistryRelations.GROUP_MEMBERS, RegistryRelationSql::groupMembers),
          new SecuredRelation(RegistryRelations.HISTORY, HistorySql.query(0))
              .computing(columnsOf(RegistryRelations.HISTORY)),
          new SecuredRelation(RegistryRelations.TOKENS, TOKENS),
          new SecuredRelation(RegistryRelations.DROPPED_MODELS, DROPPED_MODELS)
              .computing("owner", "purge_at", "versions", "bytes"));

  /** Relations whose rows belong to the model {@code full_name} and are visible if it is. */
  static final Set<Relation> OF_MODELS =
      Set.of(
          RegistryRelations.MODELS,
          RegistryRelations.VERSIONS,
          RegistryRelations.ALIASES,
          RegistryRelations.VERSION_TAGS,
          RegistryRelations.VERSION_FILES,
          RegistryRelations.SIGNATURE_COLUMNS,
          RegistryRelations.VERSION_PARAMS,
          RegistryRelations.VERSION_METRICS,
          SearchRelationSql.SEARCH_TERMS,
          SearchRelationSql.SEARCH_TEXTS);

  private RegistryRelationSql() {}

  /** Condition that the tag {@code t} is one of the version {@code v}. */
  private static final SqlText OF_VERSION =
      SqlText.of("t.model_id = v.model_id AND t.version = v.version");

  /** Condition that {@code x} is the row of the same version. */
  private static final String SAME_VERSION =
      "x.model_id = {v}.model_id AND x.version = {v}.version";

  private static SqlText catalogs(AsOf asOf) {
    return SqlText.of(
            """
            SELECT c.name AS catalog_name, o.name AS owner, {comment}, c.storage_location,
          c.created_at, c.created_by, c.updated_at, c.updated_by
        FROM {catalogs} c {parent_join} {principals} o ON o.id = c.owner_id
        WHERE {visible}""")
        .with(
            Map.of(
                "comment", asOf.comment(CATALOG, "c", "catalogs", "x.id = c.id"),
                "visible", asOf.visible(CATALOG)));
  }

  private static SqlText schemas(AsOf asOf) {
    return SqlText.of(
            """
            SELECT c.name AS catalog_name, s.name AS schema_name, o.name AS owner, {comment},
              s.storage_location, s.created_at, s.created_by, s.updated_at, s.updated_by
            FROM {objects} {parent_join} {principals} o ON o.id = s.owner_id
            WHERE {visible}""")
        .with(
            Map.of(
                "objects", asOf.from(SCHEMA),
                "comment", asOf.comment(SCHEMA, "s", "schemas", "x.id = s.id"),
                "visible", asOf.visible(SCHEMA)));
  }

  private static SqlText models(AsOf asOf) {
    return ofModels(
            asOf,
            """
            SELECT c.name AS catalog_name, s.name AS schema_name, m.name AS model_name, m.full_name,
              o.name AS owner, {comment},
              CASE WHEN {readable} THEN m.storage_location END AS storage_location,
              CASE WHEN {readable} THEN m.latest_version END AS latest_version,
              m.created_at, m.created_by, m.updated_at, m.updated_by, m.id AS model_id
            FROM {objects} {parent_join} {principals} o ON o.id = m.owner_id
            WHERE {visible}""")
        .with(
            Map.of(
                "comment", asOf.comment(MODEL, "m", "models", "x.id = m.id"),
                "visible", asOf.visible(MODEL)));
  }

  private static SqlText versions(AsOf asOf) {
    return ofModels(
            asOf,
            """
            SELECT c.name AS catalog_name, s.name AS schema_name, m.name AS model_name, m.full_name,
              v.version, v.status, v.source, v.run_id, v.signature, {comment}, v.storage_location,
              v.created_at, v.created_by, v.updated_at, v.updated_by, v.imported_by, v.imported_at
            FROM {objects} JOIN {versions} v ON v.model_id = m.id
            WHERE {readable}""")
        .with(Map.of("comment", versionComment(asOf)));
  }

  private static SqlText versionComment(AsOf asOf) {
    return asOf.comment(MODEL, "v", "versions", SAME_VERSION.replace("{v}", "v"));
  }

  private static SqlText aliases(AsOf asOf) {
    return ofModels(
        asOf,
        """
        SELECT c.name AS catalog_name, s.name AS schema_name, m.name AS model_name, m.full_name,
          a.alias, a.alias_key, a.version
        FROM {objects} JOIN {aliases} a ON a.model_id = m.id
        WHERE {readable}""");
  }

  private static SqlText versionTags(AsOf asOf) {
    return SqlText.of(
        """
        SELECT t.version, m.full_name, c.name AS catalog_name, s.name AS schema_name,
          m.name AS model_name, t.tag_key AS tag_name, t.tag_value
        FROM {objects} JOIN {version_tags} t ON t.model_id = m.id
        WHERE {shown}""",
        Map.of("objects", asOf.from(MODEL), "shown", versionTag(asOf, asOf.readable())));
  }

  private static SqlText versionTag(AsOf asOf, SqlText visible) {
    return asOf.tag(MODEL, visible, "version_tags", SAME_VERSION.replace("{v}", "t"));
  }

  private static SqlText principals(AsOf asOf) {
    SqlText all =
        SqlText.of(
            """
            SELECT p.name, p.kind, CASE WHEN p.is_external THEN 'YES' ELSE 'NO' END AS is_external
            FROM {principals} p""");
    return switch (asOf) {
      case PRESENT -> all;
      case PAST ->
          SqlText.of(
              "{all} WHERE {admin} OR p.id IN (SELECT x.id FROM principals x)",
              Map.of("all", all, "admin", Visibility.ADMIN));
    };
  }

  /** Admins and the members of a group can see its members; only admins those that were dropped. */
  private static SqlText groupMembers(AsOf asOf) {
    SqlText mine = Visibility.mine("x.group_id");
    return SqlText.of(
        """
        SELECT g.name AS group_name, p.name AS member_name, p.kind AS member_kind
        FROM {group_members} x JOIN {principals} g ON g.id = x.group_id
        JOIN {principals} p ON p.id = x.member_id
        WHERE {admin} OR {mine}""",
        Map.of(
            "admin",
            Visibility.ADMIN,
            "mine",
            switch (asOf) {
              case PRESENT -> mine;
              case PAST ->
                  SqlText.of(
                      "({mine} AND p.id IN (SELECT x.id FROM principals x))", Map.of("mine", mine));
            }));
  }

  /** Has holes for the models and their containers, and for the right to read the model. */
  static SqlText ofModels(AsOf asOf, String block) {
    return SqlText.of(block, Map.of("objects", asOf.from(MODEL), "readable", asOf.readable()));
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

  /** The versions of the one model whose full name today is the parameter. */
  static SqlText modelVersions(Vendor vendor, AsOf asOf) {
    String tag = vendor.jsonString("t.tag_key") + " || ':' || " + vendor.jsonString("t.tag_value");
    return SqlText.of(
            """
            SELECT v.version, v.status,
              '[' || COALESCE((SELECT {list} FROM {aliases} a
                WHERE a.model_id = v.model_id AND a.version = v.version), '') || ']' AS aliases,
              v.source, v.run_id, v.signature, {comment},
              '{' || COALESCE((SELECT {tags} FROM {version_tags} t
                WHERE {shown}), '') || '}' AS tags,
              v.storage_location, v.created_at, v.created_by, v.updated_at, v.updated_by
            FROM {models} JOIN {versions} v ON v.model_id = m.id
            WHERE m.full_name = ? AND {readable}""")
        .with(
            Map.of(
                "list", vendor.joined(vendor.jsonString("a.alias"), "a.alias_key"),
                "tags", vendor.joined(tag, "t.tag_key"),
                "comment", versionComment(asOf),
                "shown", versionTag(asOf, OF_VERSION),
                "models", asOf.withToday(SqlText.of("models m")),
                "readable", asOf.readable()));
  }

  private static SqlText ofTypes(Function<SecurableType, SqlText> query) {
    return SqlText.joined(" UNION ALL ", Stream.of(CATALOG, SCHEMA, MODEL).map(query).toList());
  }

  /** The rows of {@code tags} for objects of one kind. */
  static SqlText tags(AsOf asOf, SecurableType object) {
    ObjectTables tables = ObjectTables.of(object);
    return SqlText.of(
        """
        SELECT '{object}' AS object_type, {full_name} AS full_name, c.name AS catalog_name,
          {schema} AS schema_name, {model} AS model_name, t.tag_key AS tag_name, t.tag_value
        FROM {objects} JOIN {tags} t ON t.{key} = {alias}.id
        WHERE {shown}""",
        Map.of(
            "object",
            object,
            "full_name",
            ObjectSql.fullName(object),
            "schema",
            ObjectSql.schemaName(object),
            "model",
            ObjectSql.modelName(object),
            "objects",
            asOf.from(object),
            "tags",
            hole(tables.tags()),
            "key",
            tables.key(),
            "alias",
            ObjectSql.alias(object),
            "shown",
            asOf.tag(
                object,
                asOf.visible(object),
                tables.tags(),
                "x." + tables.key() + " = t." + tables.key())));
  }

  private static SqlText browseOnly(SecurableType object) {
    return SqlText.of(
        """
        SELECT '{object}' AS object_type, {full_name} AS full_name, c.name AS catalog_name,
          {schema} AS schema_name, {model} AS model_name
        FROM {objects} WHERE {browse_only}""",
        Map.of(
            "object", object,
            "full_name", ObjectSql.fullName(object),
            "schema", ObjectSql.schemaName(object),
            "model", ObjectSql.modelName(object),
            "objects", ObjectSql.from(object),
            "browse_only", Visibility.browseOnly(object)));
  }

  /** The open hole of a table. */
  private static String hole(String table) {
    return "{" + table + "}";
  }

  private static SqlText grants(AsOf asOf) {
    return SqlText.joined(
        " UNION ALL ",
        Arrays.stream(SecurableType.values()).map(object -> grants(asOf, object, "")).toList());
  }

  /**
   * The grants on each visible object of a kind, including inherited ones: all of them for callers
   * who manage the object, otherwise those that apply to the caller.
   *
   * @param names columns in front of those of {@code grants}; empty, or with a trailing comma
   */
  static SqlText grants(AsOf asOf, SecurableType object, String names) {
    return SqlText.joined(
        " UNION ALL ",
        Arrays.stream(SecurableType.values())
            .filter(level -> level == object || (level != METASTORE && level.contains(object)))
            .map(level -> grants(asOf, level, object, names))
            .toList());
  }

  private static SqlText grants(
      AsOf asOf, SecurableType level, SecurableType object, String names) {
    ObjectTables tables = ObjectTables.of(level);
    // Queries search by the names of containers where these are columns, and H2 uses an index for
    // that in an inner join only; for the rest see EffectiveGrantSql.
    boolean named = !names.isEmpty();
    String inherited =
        level == object ? "" : "AND g.privilege IN (" + Visibility.flowing(level, object) + ")";
    return SqlText.of(
            """
            SELECT {names} p.name AS principal, g.privilege, '{object}' AS object_type,
              {full_name} AS full_name, g.grantor, g.granted_at,
              {from_type} AS inherited_from_type, {from_name} AS inherited_from_name
            FROM {objects} JOIN {grants} g ON g.{key} = {granted} {inherited}
            {parent_join} {principals} p ON p.id = g.principal_id {parents}
            WHERE {visible}""")
        .with(
            Map.of(
                "names", names,
                "object", object,
                "full_name", ObjectSql.fullName(object),
                "from_type", ObjectSql.inheritedType(level, object),
                "from_name", ObjectSql.inheritedName(level, object)))
        .with(
            Map.of(
                "objects", named ? asOf.from(object) : asOf.alone(object),
                "grants", hole(tables.grants()),
                "key", tables.key(),
                "granted", ObjectSql.idOf(level, object),
                "inherited", inherited,
                "parents", named ? "" : ObjectSql.parents(object),
                "visible", asOf.visibleGrant(object, "g.principal_id")));
  }
}
