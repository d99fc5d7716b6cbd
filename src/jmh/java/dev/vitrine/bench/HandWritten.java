package dev.vitrine.bench;

/**
 * The rules of {@code docs/privileges.md} as a developer who knows PostgreSQL writes them by hand,
 * to be put in front of and into queries over the tables.
 */
final class HandWritten {
  /** What the caller holds, for questions about many models. */
  static final String RIGHTS =
      """
      WITH me AS (SELECT holder_id AS id FROM effective_principals WHERE principal_id = :me),
      admin AS (SELECT 1 FROM metastore WHERE owner_id IN (SELECT id FROM me)),
      catalog_rights AS (
        SELECT catalog_id, privilege FROM catalog_grants
        WHERE principal_id IN (SELECT id FROM me)),
      schema_rights AS (
        SELECT schema_id, privilege FROM schema_grants
        WHERE principal_id IN (SELECT id FROM me)),
      my_catalogs AS (SELECT id FROM catalogs WHERE owner_id IN (SELECT id FROM me)),
      my_schemas AS (
        SELECT id FROM schemas WHERE owner_id IN (SELECT id FROM me)
          OR catalog_id IN (SELECT id FROM my_catalogs)),
      open_schemas AS (
        SELECT id, catalog_id FROM schemas
        WHERE (catalog_id IN (SELECT id FROM my_catalogs)
            OR catalog_id IN (SELECT catalog_id FROM catalog_rights
              WHERE privilege IN ('USE CATALOG', 'ALL PRIVILEGES')))
          AND (id IN (SELECT id FROM my_schemas)
            OR id IN (SELECT schema_id FROM schema_rights
              WHERE privilege IN ('USE SCHEMA', 'ALL PRIVILEGES'))
            OR catalog_id IN (SELECT catalog_id FROM catalog_rights
              WHERE privilege IN ('USE SCHEMA', 'ALL PRIVILEGES')))),
      readable_schemas AS (
        SELECT id FROM open_schemas
        WHERE id IN (SELECT schema_id FROM schema_rights
            WHERE privilege IN ('EXECUTE', 'ALL PRIVILEGES'))
          OR catalog_id IN (SELECT catalog_id FROM catalog_rights
            WHERE privilege IN ('EXECUTE', 'ALL PRIVILEGES'))),
      shown_schemas AS (
        SELECT id FROM open_schemas
        WHERE id IN (SELECT id FROM my_schemas)
          OR id IN (SELECT schema_id FROM schema_rights
            WHERE privilege IN ('EXECUTE', 'APPLY TAG', 'MANAGE', 'ALL PRIVILEGES'))
          OR catalog_id IN (SELECT catalog_id FROM catalog_rights
            WHERE privilege IN ('EXECUTE', 'APPLY TAG', 'MANAGE', 'ALL PRIVILEGES'))),
      managed_schemas AS (
        SELECT id FROM open_schemas
        WHERE id IN (SELECT id FROM my_schemas)
          OR id IN (SELECT schema_id FROM schema_rights WHERE privilege = 'MANAGE')
          OR catalog_id IN (SELECT catalog_id FROM catalog_rights WHERE privilege = 'MANAGE'))
      """;

  /** Whether the versions of model {@code m} may be read. */
  static final String READABLE =
      """
      (EXISTS (SELECT 1 FROM admin)
        OR m.schema_id IN (SELECT id FROM readable_schemas)
        OR (m.schema_id IN (SELECT id FROM open_schemas)
          AND (m.owner_id IN (SELECT id FROM me)
            OR m.id IN (SELECT model_id FROM model_grants WHERE principal_id IN (SELECT id FROM me)
              AND privilege IN ('EXECUTE', 'ALL PRIVILEGES')))))
      """;

  /** Whether model {@code m} is seen at all. */
  static final String VISIBLE =
      """
      (EXISTS (SELECT 1 FROM admin)
        OR m.catalog_id IN (SELECT catalog_id FROM catalog_rights WHERE privilege = 'BROWSE')
        OR m.schema_id IN (SELECT id FROM shown_schemas)
        OR (m.schema_id IN (SELECT id FROM open_schemas)
          AND (m.owner_id IN (SELECT id FROM me)
            OR m.id IN (SELECT model_id FROM model_grants WHERE principal_id IN (SELECT id FROM me)
              AND privilege IN ('EXECUTE', 'APPLY TAG', 'CREATE MODEL VERSION', 'MANAGE',
                'ALL PRIVILEGES')))))
      """;

  /** Whether model {@code m} is managed, and so its audit trail and grants are seen. */
  static final String MANAGED =
      """
      (EXISTS (SELECT 1 FROM admin)
        OR m.schema_id IN (SELECT id FROM managed_schemas)
        OR (m.schema_id IN (SELECT id FROM open_schemas)
          AND (m.owner_id IN (SELECT id FROM me)
            OR m.id IN (SELECT model_id FROM model_grants WHERE principal_id IN (SELECT id FROM me)
              AND privilege = 'MANAGE'))))
      """;

  /**
   * As {@link #READABLE}, for one model {@code m} in schema {@code s} and catalog {@code c}: it
   * starts from the model, and touches nothing that is not above it.
   */
  static final String READABLE_ONE = one(holds("model", "m.id", "'EXECUTE', 'ALL PRIVILEGES'"));

  private HandWritten() {}

  private static String one(String onModel) {
    return "(EXISTS (SELECT 1 FROM metastore t WHERE "
        + mine("t.owner_id")
        + ") OR (("
        + mine("c.owner_id")
        + " OR "
        + holds("catalog", "c.id", "'USE CATALOG', 'ALL PRIVILEGES'")
        + ") AND ("
        + mine("s.owner_id")
        + " OR "
        + mine("c.owner_id")
        + " OR "
        + holds("schema", "s.id", "'USE SCHEMA', 'ALL PRIVILEGES'")
        + " OR "
        + holds("catalog", "c.id", "'USE SCHEMA', 'ALL PRIVILEGES'")
        + ") AND ("
        + mine("m.owner_id")
        + " OR "
        + onModel
        + " OR "
        + holds("schema", "s.id", "'EXECUTE', 'ALL PRIVILEGES'")
        + " OR "
        + holds("catalog", "c.id", "'EXECUTE', 'ALL PRIVILEGES'")
        + ")))";
  }

  private static String mine(String owner) {
    return "EXISTS (SELECT 1 FROM effective_principals e WHERE e.principal_id = :me"
        + " AND e.holder_id = "
        + owner
        + ")";
  }

  private static String holds(String level, String id, String privileges) {
    return "EXISTS (SELECT 1 FROM "
        + level
        + "_grants g JOIN effective_principals e ON e.holder_id = g.principal_id"
        + " WHERE e.principal_id = :me AND g."
        + level
        + "_id = "
        + id
        + " AND g.privilege IN ("
        + privileges
        + "))";
  }
}
