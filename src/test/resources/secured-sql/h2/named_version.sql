-- SELECT source FROM versions WHERE full_name = 'c.s.m'
WITH me AS (SELECT holder_id AS id FROM effective_principals WHERE principal_id = ?),
scope_models AS (SELECT id, schema_id, catalog_id FROM models WHERE full_name IN (?)),
scope_schemas AS (
  SELECT id, catalog_id, owner_id
  FROM schemas
  WHERE id IN (SELECT schema_id FROM scope_models)
),
scope_catalogs AS (
  SELECT id, owner_id
  FROM catalogs
  WHERE id IN (SELECT catalog_id FROM scope_models)
),
is_admin AS (SELECT id FROM metastore WHERE owner_id IN (SELECT id FROM me)),
my_catalog_grants AS (
  SELECT catalog_id, privilege
  FROM catalog_grants
  WHERE principal_id IN (SELECT id FROM me)
  AND catalog_id IN (SELECT id FROM scope_catalogs)
),
my_schema_grants AS (
  SELECT schema_id, privilege
  FROM schema_grants
  WHERE principal_id IN (SELECT id FROM me)
  AND schema_id IN (SELECT id FROM scope_schemas)
),
my_model_grants AS (
  SELECT model_id, privilege
  FROM model_grants
  WHERE principal_id IN (SELECT id FROM me)
  AND model_id IN (SELECT id FROM scope_models)
),
my_catalogs AS (SELECT id FROM scope_catalogs WHERE owner_id IN (SELECT id FROM me)),
my_schemas AS (
  SELECT id
  FROM scope_schemas
  WHERE owner_id IN (SELECT id FROM me)
  OR catalog_id IN (SELECT id FROM my_catalogs)
),
open_catalogs AS (
  SELECT id
  FROM my_catalogs
  UNION
  SELECT catalog_id AS id
  FROM my_catalog_grants
  WHERE privilege IN ('USE CATALOG', 'ALL PRIVILEGES')
),
open_schemas AS (
  SELECT s.id
  FROM scope_schemas s
  WHERE s.catalog_id IN (SELECT id FROM open_catalogs)
  AND (
    s.id IN (SELECT id FROM my_schemas)
    OR s.id IN (
      SELECT schema_id
      FROM my_schema_grants
      WHERE privilege IN ('USE SCHEMA', 'ALL PRIVILEGES')
    )
    OR s.catalog_id IN (
      SELECT catalog_id
      FROM my_catalog_grants
      WHERE privilege IN ('USE SCHEMA', 'ALL PRIVILEGES')
    )
  )
),
schemas_readable AS (
  SELECT s.id
  FROM scope_schemas s
  WHERE s.id IN (SELECT id FROM open_schemas)
  AND (
    s.id IN (
      SELECT schema_id
      FROM my_schema_grants
      WHERE privilege IN ('EXECUTE', 'ALL PRIVILEGES')
    )
    OR s.catalog_id IN (
      SELECT catalog_id
      FROM my_catalog_grants
      WHERE privilege IN ('EXECUTE', 'ALL PRIVILEGES')
    )
  )
),
v_registry_versions AS (
  SELECT c.name AS catalog_name, s.name AS schema_name, m.name AS model_name, m.full_name, v.version, v.status, v.source, v.run_id, v.signature, v.comment, v.storage_location, v.created_at, v.created_by, v.updated_at, v.updated_by, v.imported_by, v.imported_at
  FROM models m
  JOIN schemas s ON s.id = m.schema_id
  JOIN catalogs c ON c.id = m.catalog_id
  AND s.catalog_id = c.id
  JOIN versions v ON v.model_id = m.id
  WHERE (
    EXISTS (SELECT 1 FROM is_admin)
    OR m.schema_id IN (SELECT id FROM schemas_readable)
    OR (
      m.schema_id IN (SELECT id FROM open_schemas)
      AND (
        m.owner_id IN (SELECT id FROM me)
        OR m.id IN (
          SELECT model_id
          FROM my_model_grants
          WHERE privilege IN ('EXECUTE', 'ALL PRIVILEGES')
        )
      )
    )
  )
)
SELECT "source"
FROM "v_registry_versions"
WHERE "full_name" = CAST(? AS VARCHAR)
