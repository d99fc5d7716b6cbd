package dev.vitrine.store.relation;

import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.SecurableType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The rows of {@code effective_grants} on models, of which there can be very many. The rights that
 * are inherited are computed for each schema before they are joined to its models, and conditions
 * are tested on schemas where possible: H2 spends about a microsecond on each {@code IN} of each
 * row (org.h2.command.query.Query.isUpdatedInCurrentTransaction visits all tables of the
 * sub-query), and evaluates an OR only after a scan of all models.
 *
 * <p>Callers see the paths of other principals on the models that they manage, and their own on all
 * models that they see.
 */
final class EffectiveModelGrantSql {
  private static final SqlText MANAGED_SCHEMA =
      SqlText.of("s.id IN (SELECT id FROM {schemas_managing_models})");

  /** With OFFSET, so that neither store searches it once for each row that it is joined to. */
  private static final SqlText MANAGED_SINGLY =
      SqlText.of("(SELECT * FROM {models_managed_singly} OFFSET 0 ROWS) m");

  private static final SqlText MODELS = SqlText.of("models m");

  private static final SqlText IN_SCHEMAS =
      SqlText.of("schemas s JOIN models m ON m.schema_id = s.id");

  private static final SqlText ANY = SqlText.of("1 = 1");

  private static final SqlText OWN = Visibility.mine("e.principal_id");

  private static final SqlText OTHERS = SqlText.of("NOT {own}", Map.of("own", OWN));

  /** The paths by which principals hold a privilege on the model itself. */
  private static final SqlText DIRECT =
      SqlText.of(
          """
          SELECT p.name AS principal, x.privilege AS privilege, 'MODEL' AS object_type,
            m.full_name AS full_name, {grantor} AS grantor, {granted_at} AS granted_at,
            CAST(NULL AS VARCHAR(16)) AS inherited_from_type,
            CAST(NULL AS VARCHAR(767)) AS inherited_from_name, {via} AS via
          FROM {models}
          JOIN {effective_principals} e ON e.holder_id = {holder}
          JOIN principals p ON p.id = e.principal_id {privileges}
          WHERE x.privilege IS NOT NULL AND {condition} AND {audience}""");

  /** The rights that models inherit, for each schema that fulfils the condition. */
  private static final SqlText RIGHTS =
      SqlText.of(
          """
          SELECT s.id AS schema_id, g.principal_id AS holder_id, x.privilege, g.grantor,
            g.granted_at, CAST('SCHEMA' AS VARCHAR(16)) AS from_type, {schema_name} AS from_name,
            'ancestor SCHEMA ' AS relationship
          FROM schemas s JOIN schema_grants g ON g.schema_id = s.id {given_by_schema} {parents}
          WHERE x.privilege IS NOT NULL AND {condition}
          UNION ALL SELECT s.id, g.principal_id, x.privilege, g.grantor, g.granted_at,
            CAST('CATALOG' AS VARCHAR(16)), c.name, 'ancestor CATALOG '
          FROM schemas s JOIN catalog_grants g ON g.catalog_id = s.catalog_id
          {given_by_catalog} {parents}
          WHERE x.privilege IS NOT NULL AND {condition}
          UNION ALL SELECT s.id, s.owner_id, 'MANAGE', {no_grantor}, {never},
            CAST('SCHEMA' AS VARCHAR(16)), {schema_name}, 'owner of SCHEMA '
          FROM schemas s {parents} WHERE {condition}
          UNION ALL SELECT s.id, c.owner_id, 'MANAGE', {no_grantor}, {never},
            CAST('CATALOG' AS VARCHAR(16)), c.name, 'owner of CATALOG '
          FROM schemas s JOIN catalogs c ON c.id = s.catalog_id WHERE {condition}
          UNION ALL SELECT s.id, t.owner_id, x.privilege, {no_grantor}, {never},
            CAST('METASTORE' AS VARCHAR(16)), t.name, 'owner of METASTORE '
          FROM schemas s CROSS JOIN metastore t {privileges} WHERE {condition}""",
          Map.of(
              "parents", ObjectSql.parents(SecurableType.SCHEMA),
              "schema_name", ObjectSql.fullName(SecurableType.SCHEMA),
              "given_by_schema",
                  EffectiveGrantSql.givenPrivileges(SecurableType.SCHEMA, SecurableType.MODEL),
              "given_by_catalog",
                  EffectiveGrantSql.givenPrivileges(SecurableType.CATALOG, SecurableType.MODEL),
              "no_grantor", EffectiveGrantSql.NO_GRANTOR,
              "never", EffectiveGrantSql.NEVER,
              "privileges", EffectiveGrantSql.privileges(Privilege.on(SecurableType.MODEL))));

  /** The paths by which principals inherit a privilege on models. */
  private static final SqlText INHERITED =
      SqlText.of(
          """
          SELECT k.principal, k.privilege, 'MODEL' AS object_type, m.full_name AS full_name,
            k.grantor, k.granted_at, k.from_type AS inherited_from_type,
            k.from_name AS inherited_from_name, k.via
          FROM (SELECT r.schema_id, p.name AS principal, r.privilege, r.grantor, r.granted_at,
              r.from_type, r.from_name, {group_path} r.relationship || r.from_name AS via
            FROM {rights} r
            JOIN {effective_principals} e ON e.holder_id = r.holder_id
            JOIN principals p ON p.id = e.principal_id
            WHERE {audience}) k
          JOIN {models} ON m.schema_id = k.schema_id""",
          Map.of("group_path", EffectiveGrantSql.GROUP_PATH));

  private EffectiveModelGrantSql() {}

  static List<SqlText> queries() {
    List<SqlText> queries = new ArrayList<>();
    for (Function<SqlText, SqlText> direct :
        List.<Function<SqlText, SqlText>>of(
            EffectiveModelGrantSql::granted, EffectiveModelGrantSql::owned)) {
      queries.add(direct(direct.apply(IN_SCHEMAS), MANAGED_SCHEMA, OTHERS));
      queries.add(direct(direct.apply(MANAGED_SINGLY), ANY, OTHERS));
      queries.add(direct(direct.apply(MODELS), Visibility.VISIBLE_MODEL, OWN));
    }
    queries.add(inherited("{rights_in_managed_schemas}", MODELS, OTHERS));
    queries.add(inherited("{rights_above_managed_models}", MANAGED_SINGLY, OTHERS));
    // Own rights that models inherit show all models of the schema, or the schema is closed.
    queries.add(inherited("{rights_in_shown_schemas}", MODELS, OWN));
    return queries;
  }

  /**
   * The sets of inherited rights. They are sets and not sub-queries, because H2 plans a sub-query
   * again with each plan of the query around it.
   */
  static Map<String, SqlText> sets() {
    Map<String, SqlText> sets = new LinkedHashMap<>();
    sets.put("rights_in_managed_schemas", rights(MANAGED_SCHEMA));
    sets.put(
        "rights_above_managed_models",
        rights(SqlText.of("s.id IN (SELECT schema_id FROM {models_managed_singly})")));
    sets.put(
        "rights_in_shown_schemas",
        rights(SqlText.of("s.id IN (SELECT id FROM {schemas_showing_models})")));
    return sets;
  }

  private static SqlText rights(SqlText schemas) {
    return RIGHTS.with(Map.of("condition", schemas, "catalogs", "catalogs"));
  }

  private static SqlText granted(SqlText models) {
    return DIRECT.with(
        Map.of(
            "grantor",
            "g.grantor",
            "granted_at",
            "g.granted_at",
            "via",
            EffectiveGrantSql.DIRECT_PATH,
            "models",
            SqlText.of(
                "{models} JOIN model_grants g ON g.model_id = m.id", Map.of("models", models)),
            "privileges",
            EffectiveGrantSql.givenPrivileges(SecurableType.MODEL, SecurableType.MODEL),
            "holder",
            "g.principal_id"));
  }

  private static SqlText owned(SqlText models) {
    return DIRECT.with(
        Map.of(
            "grantor",
            EffectiveGrantSql.NO_GRANTOR,
            "granted_at",
            EffectiveGrantSql.NEVER,
            "via",
            EffectiveGrantSql.GROUP_PATH + "'owner'",
            "models",
            models,
            "privileges",
            EffectiveGrantSql.privileges(Privilege.on(SecurableType.MODEL)),
            "holder",
            "m.owner_id"));
  }

  private static SqlText direct(SqlText paths, SqlText condition, SqlText audience) {
    return paths.with(Map.of("condition", condition, "audience", audience));
  }

  private static SqlText inherited(String rights, SqlText models, SqlText audience) {
    return INHERITED.with(Map.of("rights", rights, "models", models, "audience", audience));
  }
}
