-- SELECT full_name, owner FROM models
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
browsable_catalogs AS (
  SELECT catalog_id AS id
  FROM my_catalog_grants
  WHERE privilege IN ('BROWSE')
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
schemas_showing_all AS (
  SELECT s.id
  FROM schemas s
  WHERE s.id IN (SELECT id FROM open_schemas)
  AND (
    s.id IN (SELECT id FROM my_schemas)
    OR s.id IN (
      SELECT schema_id
      FROM my_schema_grants
      WHERE privilege IN ('EXECUTE', 'APPLY TAG', 'MANAGE', 'ALL PRIVILEGES')
    )
    OR s.catalog_id IN (
      SELECT catalog_id
      FROM my_catalog_grants
      WHERE privilege IN ('EXECUTE', 'APPLY TAG', 'MANAGE', 'ALL PRIVILEGES')
    )
  )
  OR s.catalog_id IN (SELECT id FROM browsable_catalogs)
),
schemas_readable AS (
  SELECT s.id
  FROM schemas s
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
v_registry_models AS (
  SELECT c.name AS catalog_name, s.name AS schema_name, m.name AS model_name, m.full_name, o.name AS owner, m.comment, CASE WHEN (
    r.admin
    OR CASE WHEN CARDINALITY(r.schemas_readable) <= 500 THEN m.schema_id = ANY (r.schemas_readable) ELSE m.schema_id IN (SELECT id FROM schemas_readable) END
    OR (
      CASE WHEN CARDINALITY(r.open_schemas) <= 500 THEN m.schema_id = ANY (r.open_schemas) ELSE m.schema_id IN (SELECT id FROM open_schemas) END
      AND (
        CASE WHEN CARDINALITY(r.me) <= 500 THEN m.owner_id = ANY (r.me) ELSE m.owner_id IN (SELECT id FROM me) END
        OR m.id IN (
          SELECT model_id
          FROM my_model_grants
          WHERE privilege IN ('EXECUTE', 'ALL PRIVILEGES')
        )
      )
    )
  ) THEN m.storage_location END AS storage_location, CASE WHEN (
    r.admin
    OR CASE WHEN CARDINALITY(r.schemas_readable) <= 500 THEN m.schema_id = ANY (r.schemas_readable) ELSE m.schema_id IN (SELECT id FROM schemas_readable) END
    OR (
      CASE WHEN CARDINALITY(r.open_schemas) <= 500 THEN m.schema_id = ANY (r.open_schemas) ELSE m.schema_id IN (SELECT id FROM open_schemas) END
      AND (
        CASE WHEN CARDINALITY(r.me) <= 500 THEN m.owner_id = ANY (r.me) ELSE m.owner_id IN (SELECT id FROM me) END
        OR m.id IN (
          SELECT model_id
          FROM my_model_grants
          WHERE privilege IN ('EXECUTE', 'ALL PRIVILEGES')
        )
      )
    )
  ) THEN m.latest_version END AS latest_version, m.created_at, m.created_by, m.updated_at, m.updated_by, m.id AS model_id
  FROM (
    SELECT EXISTS (SELECT 1 FROM is_admin) AS admin, ARRAY(SELECT id FROM me FETCH FIRST 501 ROWS ONLY) AS me, ARRAY(SELECT id FROM open_schemas FETCH FIRST 501 ROWS ONLY) AS open_schemas, ARRAY(SELECT id FROM schemas_readable FETCH FIRST 501 ROWS ONLY) AS schemas_readable, ARRAY(SELECT id FROM schemas_showing_all FETCH FIRST 501 ROWS ONLY) AS schemas_showing_all
  ) r
  CROSS
  JOIN models m
  JOIN schemas s ON s.id = m.schema_id
  JOIN catalogs c ON c.id = m.catalog_id
  AND s.catalog_id = c.id
  JOIN principals o ON o.id = m.owner_id
  WHERE (
    r.admin
    OR CASE WHEN CARDINALITY(r.schemas_showing_all) <= 500 THEN m.schema_id = ANY (r.schemas_showing_all) ELSE m.schema_id IN (SELECT id FROM schemas_showing_all) END
    OR (
      CASE WHEN CARDINALITY(r.open_schemas) <= 500 THEN m.schema_id = ANY (r.open_schemas) ELSE m.schema_id IN (SELECT id FROM open_schemas) END
      AND (
        CASE WHEN CARDINALITY(r.me) <= 500 THEN m.owner_id = ANY (r.me) ELSE m.owner_id IN (SELECT id FROM me) END
        OR m.id IN (
          SELECT model_id
          FROM my_model_grants
          WHERE privilege IN (
            'CREATE MODEL VERSION', 'EXECUTE', 'APPLY TAG', 'MANAGE', 'ALL PRIVILEGES'
          )
        )
      )
    )
  )
)
SELECT "full_name", "owner"
FROM "v_registry_models"
