-- SELECT action_name FROM system.access.audit
WITH me AS (SELECT holder_id AS id FROM effective_principals WHERE principal_id = ?),
is_admin AS (SELECT id FROM metastore WHERE owner_id IN (SELECT id FROM me)),
my_catalog_grants AS (
  SELECT catalog_id, privilege
  FROM catalog_grants
  WHERE principal_id IN (SELECT id FROM me)
),
my_schema_grants AS (
  SELECT schema_id, privilege
  FROM schema_grants
  WHERE principal_id IN (SELECT id FROM me)
),
my_model_grants AS (
  SELECT model_id, privilege
  FROM model_grants
  WHERE principal_id IN (SELECT id FROM me)
),
my_catalogs AS (SELECT id FROM catalogs WHERE owner_id IN (SELECT id FROM me)),
my_schemas AS (
  SELECT id
  FROM schemas
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
  FROM schemas s
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
managed_catalogs AS (
  SELECT id
  FROM my_catalogs
  UNION
  SELECT catalog_id AS id
  FROM my_catalog_grants
  WHERE privilege IN ('MANAGE')
),
managed_schemas AS (
  SELECT s.id
  FROM schemas s
  WHERE s.catalog_id IN (SELECT id FROM open_catalogs)
  AND (
    s.id IN (SELECT id FROM my_schemas)
    OR s.id IN (SELECT schema_id FROM my_schema_grants WHERE privilege IN ('MANAGE'))
    OR s.catalog_id IN (SELECT catalog_id FROM my_catalog_grants WHERE privilege IN ('MANAGE'))
  )
),
schemas_managed_inside AS (
  SELECT s.id
  FROM schemas s
  WHERE s.id IN (SELECT id FROM open_schemas)
  AND (
    s.id IN (SELECT id FROM my_schemas)
    OR s.id IN (SELECT schema_id FROM my_schema_grants WHERE privilege IN ('MANAGE'))
    OR s.catalog_id IN (SELECT catalog_id FROM my_catalog_grants WHERE privilege IN ('MANAGE'))
  )
),
v_access_audit AS (
  SELECT a.event_time, CAST(a.id AS VARCHAR(255)) AS event_id, a.user_identity, a.service_name, a.action_name, a.request_params, CAST(a.response_code AS BIGINT) AS response_code, a.error_message, a.session_id, a.source_ip
  FROM audit_log a
  WHERE EXISTS (SELECT 1 FROM is_admin)
  OR (
    a.object_type = 'CATALOG'
    AND a.object_id IN (SELECT id FROM managed_catalogs)
  )
  OR (
    a.object_type = 'SCHEMA'
    AND a.object_id IN (SELECT id FROM managed_schemas)
  )
  OR (
    a.object_type = 'MODEL'
    AND a.object_id IN (
      SELECT m.id
      FROM models m
      WHERE (
        EXISTS (SELECT 1 FROM is_admin)
        OR m.schema_id IN (SELECT id FROM schemas_managed_inside)
        OR (
          m.schema_id IN (SELECT id FROM open_schemas)
          AND (
            m.owner_id IN (SELECT id FROM me)
            OR m.id IN (SELECT model_id FROM my_model_grants WHERE privilege IN ('MANAGE'))
          )
        )
      )
    )
  )
)
SELECT "action_name"
FROM "v_access_audit"
