-- SELECT principal, privilege, via FROM effective_grants
SELECT 1
FROM principals
WHERE id = ?; WITH me AS (SELECT holder_id AS id FROM effective_principals WHERE principal_id = ?),
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
visible_catalogs AS (
  SELECT id
  FROM catalogs
  WHERE EXISTS (SELECT 1 FROM is_admin)
  OR id IN (SELECT id FROM my_catalogs)
  OR id IN (SELECT catalog_id FROM my_catalog_grants)
),
visible_schemas AS (
  SELECT s.id
  FROM schemas s
  WHERE EXISTS (SELECT 1 FROM is_admin)
  OR s.catalog_id IN (SELECT id FROM browsable_catalogs)
  OR (
    s.catalog_id IN (SELECT id FROM open_catalogs)
    AND (
      s.id IN (SELECT id FROM my_schemas)
      OR s.id IN (
        SELECT schema_id
        FROM my_schema_grants
        WHERE privilege IN (
          'USE SCHEMA', 'CREATE MODEL', 'EXECUTE', 'APPLY TAG', 'MANAGE', 'ALL PRIVILEGES'
        )
      )
      OR s.catalog_id IN (
        SELECT catalog_id
        FROM my_catalog_grants
        WHERE privilege IN (
          'USE SCHEMA', 'CREATE MODEL', 'EXECUTE', 'APPLY TAG', 'MANAGE', 'ALL PRIVILEGES'
        )
      )
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
schemas_showing_models AS (
  SELECT s.id
  FROM schemas s
  WHERE EXISTS (SELECT 1 FROM is_admin)
  OR s.id IN (SELECT id FROM schemas_showing_all)
),
schemas_managing_models AS (
  SELECT s.id
  FROM schemas s
  WHERE EXISTS (SELECT 1 FROM is_admin)
  OR s.id IN (SELECT id FROM schemas_managed_inside)
),
models_managed_singly AS (
  SELECT m.id, m.schema_id, m.full_name, m.owner_id
  FROM models m
  WHERE m.owner_id IN (SELECT id FROM me)
  AND m.schema_id IN (SELECT id FROM open_schemas)
  AND m.schema_id NOT IN (SELECT id FROM schemas_managing_models)
  UNION
  SELECT m.id, m.schema_id, m.full_name, m.owner_id
  FROM models m
  WHERE m.id IN (SELECT model_id FROM my_model_grants WHERE privilege IN ('MANAGE'))
  AND m.schema_id IN (SELECT id FROM open_schemas)
  AND m.schema_id NOT IN (SELECT id FROM schemas_managing_models)
),
rights_in_managed_schemas AS (
  SELECT s.id AS schema_id, g.principal_id AS holder_id, x.privilege, g.grantor, g.granted_at, CAST('SCHEMA' AS VARCHAR(16)) AS from_type, CAST(c.name || '.' || s.name AS VARCHAR(511)) AS from_name, 'ancestor SCHEMA ' AS relationship
  FROM schemas s
  JOIN schema_grants g ON g.schema_id = s.id
  LEFT
  JOIN (
    VALUES ('ALL PRIVILEGES', 'CREATE MODEL VERSION'), ('EXECUTE', 'EXECUTE'), ('ALL PRIVILEGES', 'EXECUTE'), ('APPLY TAG', 'APPLY TAG'), ('ALL PRIVILEGES', 'APPLY TAG'), ('MANAGE', 'MANAGE'), ('ALL PRIVILEGES', 'ALL PRIVILEGES')
  ) AS x (granted, privilege) ON x.granted = g.privilege
  LEFT
  JOIN catalogs c ON c.id = s.catalog_id
  WHERE x.privilege IS NOT NULL
  AND s.id IN (SELECT id FROM schemas_managing_models)
  UNION ALL
  SELECT s.id, g.principal_id, x.privilege, g.grantor, g.granted_at, CAST('CATALOG' AS VARCHAR(16)), c.name, 'ancestor CATALOG '
  FROM schemas s
  JOIN catalog_grants g ON g.catalog_id = s.catalog_id
  LEFT
  JOIN (
    VALUES ('BROWSE', 'BROWSE'), ('ALL PRIVILEGES', 'CREATE MODEL VERSION'), ('EXECUTE', 'EXECUTE'), ('ALL PRIVILEGES', 'EXECUTE'), ('APPLY TAG', 'APPLY TAG'), ('ALL PRIVILEGES', 'APPLY TAG'), ('MANAGE', 'MANAGE'), ('ALL PRIVILEGES', 'ALL PRIVILEGES')
  ) AS x (granted, privilege) ON x.granted = g.privilege
  LEFT
  JOIN catalogs c ON c.id = s.catalog_id
  WHERE x.privilege IS NOT NULL
  AND s.id IN (SELECT id FROM schemas_managing_models)
  UNION ALL
  SELECT s.id, s.owner_id, 'MANAGE', CAST(NULL AS VARCHAR(255)), CAST(NULL AS TIMESTAMP(3)), CAST('SCHEMA' AS VARCHAR(16)), CAST(c.name || '.' || s.name AS VARCHAR(511)), 'owner of SCHEMA '
  FROM schemas s
  LEFT
  JOIN catalogs c ON c.id = s.catalog_id
  WHERE s.id IN (SELECT id FROM schemas_managing_models)
  UNION ALL
  SELECT s.id, c.owner_id, 'MANAGE', CAST(NULL AS VARCHAR(255)), CAST(NULL AS TIMESTAMP(3)), CAST('CATALOG' AS VARCHAR(16)), c.name, 'owner of CATALOG '
  FROM schemas s
  JOIN catalogs c ON c.id = s.catalog_id
  WHERE s.id IN (SELECT id FROM schemas_managing_models)
  UNION ALL
  SELECT s.id, t.owner_id, x.privilege, CAST(NULL AS VARCHAR(255)), CAST(NULL AS TIMESTAMP(3)), CAST('METASTORE' AS VARCHAR(16)), t.name, 'owner of METASTORE '
  FROM schemas s
  CROSS
  JOIN metastore t
  LEFT
  JOIN (
    VALUES ('BROWSE'), ('CREATE MODEL VERSION'), ('EXECUTE'), ('APPLY TAG'), ('MANAGE'), ('ALL PRIVILEGES')
  ) AS x (privilege) ON 1 = 1
  WHERE s.id IN (SELECT id FROM schemas_managing_models)
),
rights_above_managed_models AS (
  SELECT s.id AS schema_id, g.principal_id AS holder_id, x.privilege, g.grantor, g.granted_at, CAST('SCHEMA' AS VARCHAR(16)) AS from_type, CAST(c.name || '.' || s.name AS VARCHAR(511)) AS from_name, 'ancestor SCHEMA ' AS relationship
  FROM schemas s
  JOIN schema_grants g ON g.schema_id = s.id
  LEFT
  JOIN (
    VALUES ('ALL PRIVILEGES', 'CREATE MODEL VERSION'), ('EXECUTE', 'EXECUTE'), ('ALL PRIVILEGES', 'EXECUTE'), ('APPLY TAG', 'APPLY TAG'), ('ALL PRIVILEGES', 'APPLY TAG'), ('MANAGE', 'MANAGE'), ('ALL PRIVILEGES', 'ALL PRIVILEGES')
  ) AS x (granted, privilege) ON x.granted = g.privilege
  LEFT
  JOIN catalogs c ON c.id = s.catalog_id
  WHERE x.privilege IS NOT NULL
  AND s.id IN (SELECT schema_id FROM models_managed_singly)
  UNION ALL
  SELECT s.id, g.principal_id, x.privilege, g.grantor, g.granted_at, CAST('CATALOG' AS VARCHAR(16)), c.name, 'ancestor CATALOG '
  FROM schemas s
  JOIN catalog_grants g ON g.catalog_id = s.catalog_id
  LEFT
  JOIN (
    VALUES ('BROWSE', 'BROWSE'), ('ALL PRIVILEGES', 'CREATE MODEL VERSION'), ('EXECUTE', 'EXECUTE'), ('ALL PRIVILEGES', 'EXECUTE'), ('APPLY TAG', 'APPLY TAG'), ('ALL PRIVILEGES', 'APPLY TAG'), ('MANAGE', 'MANAGE'), ('ALL PRIVILEGES', 'ALL PRIVILEGES')
  ) AS x (granted, privilege) ON x.granted = g.privilege
  LEFT
  JOIN catalogs c ON c.id = s.catalog_id
  WHERE x.privilege IS NOT NULL
  AND s.id IN (SELECT schema_id FROM models_managed_singly)
  UNION ALL
  SELECT s.id, s.owner_id, 'MANAGE', CAST(NULL AS VARCHAR(255)), CAST(NULL AS TIMESTAMP(3)), CAST('SCHEMA' AS VARCHAR(16)), CAST(c.name || '.' || s.name AS VARCHAR(511)), 'owner of SCHEMA '
  FROM schemas s
  LEFT
  JOIN catalogs c ON c.id = s.catalog_id
  WHERE s.id IN (SELECT schema_id FROM models_managed_singly)
  UNION ALL
  SELECT s.id, c.owner_id, 'MANAGE', CAST(NULL AS VARCHAR(255)), CAST(NULL AS TIMESTAMP(3)), CAST('CATALOG' AS VARCHAR(16)), c.name, 'owner of CATALOG '
  FROM schemas s
  JOIN catalogs c ON c.id = s.catalog_id
  WHERE s.id IN (SELECT schema_id FROM models_managed_singly)
  UNION ALL
  SELECT s.id, t.owner_id, x.privilege, CAST(NULL AS VARCHAR(255)), CAST(NULL AS TIMESTAMP(3)), CAST('METASTORE' AS VARCHAR(16)), t.name, 'owner of METASTORE '
  FROM schemas s
  CROSS
  JOIN metastore t
  LEFT
  JOIN (
    VALUES ('BROWSE'), ('CREATE MODEL VERSION'), ('EXECUTE'), ('APPLY TAG'), ('MANAGE'), ('ALL PRIVILEGES')
  ) AS x (privilege) ON 1 = 1
  WHERE s.id IN (SELECT schema_id FROM models_managed_singly)
),
rights_in_shown_schemas AS (
  SELECT s.id AS schema_id, g.principal_id AS holder_id, x.privilege, g.grantor, g.granted_at, CAST('SCHEMA' AS VARCHAR(16)) AS from_type, CAST(c.name || '.' || s.name AS VARCHAR(511)) AS from_name, 'ancestor SCHEMA ' AS relationship
  FROM schemas s
  JOIN schema_grants g ON g.schema_id = s.id
  LEFT
  JOIN (
    VALUES ('ALL PRIVILEGES', 'CREATE MODEL VERSION'), ('EXECUTE', 'EXECUTE'), ('ALL PRIVILEGES', 'EXECUTE'), ('APPLY TAG', 'APPLY TAG'), ('ALL PRIVILEGES', 'APPLY TAG'), ('MANAGE', 'MANAGE'), ('ALL PRIVILEGES', 'ALL PRIVILEGES')
  ) AS x (granted, privilege) ON x.granted = g.privilege
  LEFT
  JOIN catalogs c ON c.id = s.catalog_id
  WHERE x.privilege IS NOT NULL
  AND s.id IN (SELECT id FROM schemas_showing_models)
  UNION ALL
  SELECT s.id, g.principal_id, x.privilege, g.grantor, g.granted_at, CAST('CATALOG' AS VARCHAR(16)), c.name, 'ancestor CATALOG '
  FROM schemas s
  JOIN catalog_grants g ON g.catalog_id = s.catalog_id
  LEFT
  JOIN (
    VALUES ('BROWSE', 'BROWSE'), ('ALL PRIVILEGES', 'CREATE MODEL VERSION'), ('EXECUTE', 'EXECUTE'), ('ALL PRIVILEGES', 'EXECUTE'), ('APPLY TAG', 'APPLY TAG'), ('ALL PRIVILEGES', 'APPLY TAG'), ('MANAGE', 'MANAGE'), ('ALL PRIVILEGES', 'ALL PRIVILEGES')
  ) AS x (granted, privilege) ON x.granted = g.privilege
  LEFT
  JOIN catalogs c ON c.id = s.catalog_id
  WHERE x.privilege IS NOT NULL
  AND s.id IN (SELECT id FROM schemas_showing_models)
  UNION ALL
  SELECT s.id, s.owner_id, 'MANAGE', CAST(NULL AS VARCHAR(255)), CAST(NULL AS TIMESTAMP(3)), CAST('SCHEMA' AS VARCHAR(16)), CAST(c.name || '.' || s.name AS VARCHAR(511)), 'owner of SCHEMA '
  FROM schemas s
  LEFT
  JOIN catalogs c ON c.id = s.catalog_id
  WHERE s.id IN (SELECT id FROM schemas_showing_models)
  UNION ALL
  SELECT s.id, c.owner_id, 'MANAGE', CAST(NULL AS VARCHAR(255)), CAST(NULL AS TIMESTAMP(3)), CAST('CATALOG' AS VARCHAR(16)), c.name, 'owner of CATALOG '
  FROM schemas s
  JOIN catalogs c ON c.id = s.catalog_id
  WHERE s.id IN (SELECT id FROM schemas_showing_models)
  UNION ALL
  SELECT s.id, t.owner_id, x.privilege, CAST(NULL AS VARCHAR(255)), CAST(NULL AS TIMESTAMP(3)), CAST('METASTORE' AS VARCHAR(16)), t.name, 'owner of METASTORE '
  FROM schemas s
  CROSS
  JOIN metastore t
  LEFT
  JOIN (
    VALUES ('BROWSE'), ('CREATE MODEL VERSION'), ('EXECUTE'), ('APPLY TAG'), ('MANAGE'), ('ALL PRIVILEGES')
  ) AS x (privilege) ON 1 = 1
  WHERE s.id IN (SELECT id FROM schemas_showing_models)
),
v_registry_effective_grants AS NOT MATERIALIZED (
  (
    (
      (
        (
          SELECT t.principal, t.privilege, t.object_type, t.full_name, t.grantor, t.granted_at, t.inherited_from_type, t.inherited_from_name, t.via
          FROM (
            SELECT t.id, e.principal_id, p.name AS principal, x.privilege AS privilege, 'METASTORE' AS object_type, t.name AS full_name, g.grantor AS grantor, g.granted_at AS granted_at, CAST(NULL AS VARCHAR(16)) AS inherited_from_type, CAST(NULL AS VARCHAR(767)) AS inherited_from_name, CASE WHEN e.path = '' THEN 'direct' ELSE 'group ' || e.path END AS via
            FROM metastore t
            JOIN metastore_grants g ON g.metastore_id = t.id
            JOIN effective_principals e ON e.holder_id = g.principal_id
            JOIN principals p ON p.id = e.principal_id
            LEFT
            JOIN (
              VALUES ('CREATE CATALOG', 'CREATE CATALOG'), ('CREATE SHARE', 'CREATE SHARE'), ('CREATE RECIPIENT', 'CREATE RECIPIENT'), ('CREATE PROVIDER', 'CREATE PROVIDER')
            ) AS x (granted, privilege) ON x.granted = g.privilege
            WHERE x.privilege IS NOT NULL
            UNION ALL
            SELECT t.id, e.principal_id, p.name AS principal, x.privilege AS privilege, 'METASTORE' AS object_type, t.name AS full_name, CAST(NULL AS VARCHAR(255)) AS grantor, CAST(NULL AS TIMESTAMP(3)) AS granted_at, CAST(NULL AS VARCHAR(16)) AS inherited_from_type, CAST(NULL AS VARCHAR(767)) AS inherited_from_name, CASE WHEN e.path = '' THEN '' ELSE 'group ' || e.path || ', ' END || 'owner' AS via
            FROM metastore t
            JOIN effective_principals e ON e.holder_id = t.owner_id
            JOIN principals p ON p.id = e.principal_id
            LEFT
            JOIN (
              VALUES ('CREATE CATALOG'), ('CREATE SHARE'), ('CREATE RECIPIENT'), ('CREATE PROVIDER')
            ) AS x (privilege) ON 1 = 1
            WHERE x.privilege IS NOT NULL
          ) t
          WHERE 1 = 1
          AND (EXISTS (SELECT 1 FROM is_admin) OR t.principal_id IN (SELECT id FROM me))
          UNION ALL
          SELECT c.principal, c.privilege, c.object_type, c.full_name, c.grantor, c.granted_at, c.inherited_from_type, c.inherited_from_name, c.via
          FROM (
            SELECT c.id, e.principal_id, p.name AS principal, x.privilege AS privilege, 'CATALOG' AS object_type, c.name AS full_name, g.grantor AS grantor, g.granted_at AS granted_at, CAST(NULL AS VARCHAR(16)) AS inherited_from_type, CAST(NULL AS VARCHAR(767)) AS inherited_from_name, CASE WHEN e.path = '' THEN 'direct' ELSE 'group ' || e.path END AS via
            FROM catalogs c
            JOIN catalog_grants g ON g.catalog_id = c.id
            JOIN effective_principals e ON e.holder_id = g.principal_id
            JOIN principals p ON p.id = e.principal_id
            LEFT
            JOIN (
              VALUES ('USE CATALOG', 'USE CATALOG'), ('ALL PRIVILEGES', 'USE CATALOG'), ('BROWSE', 'BROWSE'), ('CREATE SCHEMA', 'CREATE SCHEMA'), ('ALL PRIVILEGES', 'CREATE SCHEMA'), ('USE SCHEMA', 'USE SCHEMA'), ('ALL PRIVILEGES', 'USE SCHEMA'), ('CREATE MODEL', 'CREATE MODEL'), ('ALL PRIVILEGES', 'CREATE MODEL'), ('EXECUTE', 'EXECUTE'), ('ALL PRIVILEGES', 'EXECUTE'), ('APPLY TAG', 'APPLY TAG'), ('ALL PRIVILEGES', 'APPLY TAG'), ('MANAGE', 'MANAGE'), ('ALL PRIVILEGES', 'ALL PRIVILEGES')
            ) AS x (granted, privilege) ON x.granted = g.privilege
            WHERE x.privilege IS NOT NULL
            UNION ALL (
              SELECT c.id, e.principal_id, p.name AS principal, x.privilege AS privilege, 'CATALOG' AS object_type, c.name AS full_name, CAST(NULL AS VARCHAR(255)) AS grantor, CAST(NULL AS TIMESTAMP(3)) AS granted_at, CAST(NULL AS VARCHAR(16)) AS inherited_from_type, CAST(NULL AS VARCHAR(767)) AS inherited_from_name, CASE WHEN e.path = '' THEN '' ELSE 'group ' || e.path || ', ' END || 'owner' AS via
              FROM catalogs c
              JOIN effective_principals e ON e.holder_id = c.owner_id
              JOIN principals p ON p.id = e.principal_id
              LEFT
              JOIN (
                VALUES ('USE CATALOG'), ('BROWSE'), ('CREATE SCHEMA'), ('USE SCHEMA'), ('CREATE MODEL'), ('EXECUTE'), ('APPLY TAG'), ('MANAGE'), ('ALL PRIVILEGES')
              ) AS x (privilege) ON 1 = 1
              WHERE x.privilege IS NOT NULL
              UNION ALL
              SELECT c.id, e.principal_id, p.name AS principal, x.privilege AS privilege, 'CATALOG' AS object_type, c.name AS full_name, CAST(NULL AS VARCHAR(255)) AS grantor, CAST(NULL AS TIMESTAMP(3)) AS granted_at, 'METASTORE' AS inherited_from_type, t.name AS inherited_from_name, CASE WHEN e.path = '' THEN '' ELSE 'group ' || e.path || ', ' END || 'owner of METASTORE ' || t.name AS via
              FROM catalogs c
              CROSS
              JOIN metastore t
              JOIN effective_principals e ON e.holder_id = t.owner_id
              JOIN principals p ON p.id = e.principal_id
              LEFT
              JOIN (
                VALUES ('USE CATALOG'), ('BROWSE'), ('CREATE SCHEMA'), ('USE SCHEMA'), ('CREATE MODEL'), ('EXECUTE'), ('APPLY TAG'), ('MANAGE'), ('ALL PRIVILEGES')
              ) AS x (privilege) ON 1 = 1
              WHERE x.privilege IS NOT NULL
            )
          ) c
          WHERE c.id IN (SELECT id FROM visible_catalogs)
          AND (
            (
              EXISTS (SELECT 1 FROM is_admin)
              OR c.id IN (SELECT id FROM managed_catalogs)
            )
            OR c.principal_id IN (SELECT id FROM me)
          )
        )
        UNION ALL (
          SELECT p.name AS principal, x.privilege AS privilege, 'SCHEMA' AS object_type, CAST(c.name || '.' || s.name AS VARCHAR(511)) AS full_name, g.grantor AS grantor, g.granted_at AS granted_at, CAST(NULL AS VARCHAR(16)) AS inherited_from_type, CAST(NULL AS VARCHAR(767)) AS inherited_from_name, CASE WHEN e.path = '' THEN 'direct' ELSE 'group ' || e.path END AS via
          FROM schemas s
          JOIN schema_grants g ON g.schema_id = s.id
          JOIN effective_principals e ON e.holder_id = g.principal_id
          JOIN principals p ON p.id = e.principal_id
          LEFT
          JOIN (
            VALUES ('USE SCHEMA', 'USE SCHEMA'), ('ALL PRIVILEGES', 'USE SCHEMA'), ('CREATE MODEL', 'CREATE MODEL'), ('ALL PRIVILEGES', 'CREATE MODEL'), ('EXECUTE', 'EXECUTE'), ('ALL PRIVILEGES', 'EXECUTE'), ('APPLY TAG', 'APPLY TAG'), ('ALL PRIVILEGES', 'APPLY TAG'), ('MANAGE', 'MANAGE'), ('ALL PRIVILEGES', 'ALL PRIVILEGES')
          ) AS x (granted, privilege) ON x.granted = g.privilege
          LEFT
          JOIN catalogs c ON c.id = s.catalog_id
          WHERE x.privilege IS NOT NULL
          AND (
            EXISTS (SELECT 1 FROM is_admin)
            OR s.id IN (SELECT id FROM managed_schemas)
          )
          UNION ALL
          SELECT p.name AS principal, x.privilege AS privilege, 'SCHEMA' AS object_type, CAST(c.name || '.' || s.name AS VARCHAR(511)) AS full_name, CAST(NULL AS VARCHAR(255)) AS grantor, CAST(NULL AS TIMESTAMP(3)) AS granted_at, CAST(NULL AS VARCHAR(16)) AS inherited_from_type, CAST(NULL AS VARCHAR(767)) AS inherited_from_name, CASE WHEN e.path = '' THEN '' ELSE 'group ' || e.path || ', ' END || 'owner' AS via
          FROM schemas s
          JOIN effective_principals e ON e.holder_id = s.owner_id
          JOIN principals p ON p.id = e.principal_id
          LEFT
          JOIN (
            VALUES ('BROWSE'), ('USE SCHEMA'), ('CREATE MODEL'), ('EXECUTE'), ('APPLY TAG'), ('MANAGE'), ('ALL PRIVILEGES')
          ) AS x (privilege) ON 1 = 1
          LEFT
          JOIN catalogs c ON c.id = s.catalog_id
          WHERE x.privilege IS NOT NULL
          AND (
            EXISTS (SELECT 1 FROM is_admin)
            OR s.id IN (SELECT id FROM managed_schemas)
          )
        )
      )
      UNION ALL (
        (
          SELECT p.name AS principal, x.privilege AS privilege, 'SCHEMA' AS object_type, CAST(c.name || '.' || s.name AS VARCHAR(511)) AS full_name, CAST(NULL AS VARCHAR(255)) AS grantor, CAST(NULL AS TIMESTAMP(3)) AS granted_at, 'METASTORE' AS inherited_from_type, t.name AS inherited_from_name, CASE WHEN e.path = '' THEN '' ELSE 'group ' || e.path || ', ' END || 'owner of METASTORE ' || t.name AS via
          FROM schemas s
          CROSS
          JOIN metastore t
          JOIN effective_principals e ON e.holder_id = t.owner_id
          JOIN principals p ON p.id = e.principal_id
          LEFT
          JOIN (
            VALUES ('BROWSE'), ('USE SCHEMA'), ('CREATE MODEL'), ('EXECUTE'), ('APPLY TAG'), ('MANAGE'), ('ALL PRIVILEGES')
          ) AS x (privilege) ON 1 = 1
          LEFT
          JOIN catalogs c ON c.id = s.catalog_id
          WHERE x.privilege IS NOT NULL
          AND (
            EXISTS (SELECT 1 FROM is_admin)
            OR s.id IN (SELECT id FROM managed_schemas)
          )
          UNION ALL
          SELECT p.name AS principal, x.privilege AS privilege, 'SCHEMA' AS object_type, CAST(c.name || '.' || s.name AS VARCHAR(511)) AS full_name, g.grantor AS grantor, g.granted_at AS granted_at, 'CATALOG' AS inherited_from_type, c.name AS inherited_from_name, CASE WHEN e.path = '' THEN '' ELSE 'group ' || e.path || ', ' END || 'ancestor CATALOG ' || c.name AS via
          FROM schemas s
          JOIN catalog_grants g ON g.catalog_id = s.catalog_id
          JOIN effective_principals e ON e.holder_id = g.principal_id
          JOIN principals p ON p.id = e.principal_id
          LEFT
          JOIN (
            VALUES ('BROWSE', 'BROWSE'), ('USE SCHEMA', 'USE SCHEMA'), ('ALL PRIVILEGES', 'USE SCHEMA'), ('CREATE MODEL', 'CREATE MODEL'), ('ALL PRIVILEGES', 'CREATE MODEL'), ('EXECUTE', 'EXECUTE'), ('ALL PRIVILEGES', 'EXECUTE'), ('APPLY TAG', 'APPLY TAG'), ('ALL PRIVILEGES', 'APPLY TAG'), ('MANAGE', 'MANAGE'), ('ALL PRIVILEGES', 'ALL PRIVILEGES')
          ) AS x (granted, privilege) ON x.granted = g.privilege
          LEFT
          JOIN catalogs c ON c.id = s.catalog_id
          WHERE x.privilege IS NOT NULL
          AND (
            EXISTS (SELECT 1 FROM is_admin)
            OR s.id IN (SELECT id FROM managed_schemas)
          )
        )
        UNION ALL (
          SELECT p.name AS principal, x.privilege AS privilege, 'SCHEMA' AS object_type, CAST(c.name || '.' || s.name AS VARCHAR(511)) AS full_name, CAST(NULL AS VARCHAR(255)) AS grantor, CAST(NULL AS TIMESTAMP(3)) AS granted_at, 'CATALOG' AS inherited_from_type, c.name AS inherited_from_name, CASE WHEN e.path = '' THEN '' ELSE 'group ' || e.path || ', ' END || 'owner of CATALOG ' || c.name AS via
          FROM schemas s
          LEFT
          JOIN catalogs c ON c.id = s.catalog_id
          JOIN effective_principals e ON e.holder_id = c.owner_id
          JOIN principals p ON p.id = e.principal_id
          LEFT
          JOIN (VALUES ('MANAGE')) AS x (privilege) ON 1 = 1
          WHERE x.privilege IS NOT NULL
          AND (
            EXISTS (SELECT 1 FROM is_admin)
            OR s.id IN (SELECT id FROM managed_schemas)
          )
          UNION ALL
          SELECT s.principal, s.privilege, s.object_type, s.full_name, s.grantor, s.granted_at, s.inherited_from_type, s.inherited_from_name, s.via
          FROM (
            (
              SELECT s.id, e.principal_id, p.name AS principal, x.privilege AS privilege, 'SCHEMA' AS object_type, CAST(c.name || '.' || s.name AS VARCHAR(511)) AS full_name, g.grantor AS grantor, g.granted_at AS granted_at, CAST(NULL AS VARCHAR(16)) AS inherited_from_type, CAST(NULL AS VARCHAR(767)) AS inherited_from_name, CASE WHEN e.path = '' THEN 'direct' ELSE 'group ' || e.path END AS via
              FROM schemas s
              JOIN schema_grants g ON g.schema_id = s.id
              JOIN effective_principals e ON e.holder_id = g.principal_id
              JOIN principals p ON p.id = e.principal_id
              LEFT
              JOIN (
                VALUES ('USE SCHEMA', 'USE SCHEMA'), ('ALL PRIVILEGES', 'USE SCHEMA'), ('CREATE MODEL', 'CREATE MODEL'), ('ALL PRIVILEGES', 'CREATE MODEL'), ('EXECUTE', 'EXECUTE'), ('ALL PRIVILEGES', 'EXECUTE'), ('APPLY TAG', 'APPLY TAG'), ('ALL PRIVILEGES', 'APPLY TAG'), ('MANAGE', 'MANAGE'), ('ALL PRIVILEGES', 'ALL PRIVILEGES')
              ) AS x (granted, privilege) ON x.granted = g.privilege
              LEFT
              JOIN catalogs c ON c.id = s.catalog_id
              WHERE x.privilege IS NOT NULL
              AND e.principal_id IN (SELECT id FROM me)
              UNION ALL
              SELECT s.id, e.principal_id, p.name AS principal, x.privilege AS privilege, 'SCHEMA' AS object_type, CAST(c.name || '.' || s.name AS VARCHAR(511)) AS full_name, CAST(NULL AS VARCHAR(255)) AS grantor, CAST(NULL AS TIMESTAMP(3)) AS granted_at, CAST(NULL AS VARCHAR(16)) AS inherited_from_type, CAST(NULL AS VARCHAR(767)) AS inherited_from_name, CASE WHEN e.path = '' THEN '' ELSE 'group ' || e.path || ', ' END || 'owner' AS via
              FROM schemas s
              JOIN effective_principals e ON e.holder_id = s.owner_id
              JOIN principals p ON p.id = e.principal_id
              LEFT
              JOIN (
                VALUES ('BROWSE'), ('USE SCHEMA'), ('CREATE MODEL'), ('EXECUTE'), ('APPLY TAG'), ('MANAGE'), ('ALL PRIVILEGES')
              ) AS x (privilege) ON 1 = 1
              LEFT
              JOIN catalogs c ON c.id = s.catalog_id
              WHERE x.privilege IS NOT NULL
              AND e.principal_id IN (SELECT id FROM me)
            )
            UNION ALL (
              SELECT s.id, e.principal_id, p.name AS principal, x.privilege AS privilege, 'SCHEMA' AS object_type, CAST(c.name || '.' || s.name AS VARCHAR(511)) AS full_name, CAST(NULL AS VARCHAR(255)) AS grantor, CAST(NULL AS TIMESTAMP(3)) AS granted_at, 'METASTORE' AS inherited_from_type, t.name AS inherited_from_name, CASE WHEN e.path = '' THEN '' ELSE 'group ' || e.path || ', ' END || 'owner of METASTORE ' || t.name AS via
              FROM schemas s
              CROSS
              JOIN metastore t
              JOIN effective_principals e ON e.holder_id = t.owner_id
              JOIN principals p ON p.id = e.principal_id
              LEFT
              JOIN (
                VALUES ('BROWSE'), ('USE SCHEMA'), ('CREATE MODEL'), ('EXECUTE'), ('APPLY TAG'), ('MANAGE'), ('ALL PRIVILEGES')
              ) AS x (privilege) ON 1 = 1
              LEFT
              JOIN catalogs c ON c.id = s.catalog_id
              WHERE x.privilege IS NOT NULL
              AND e.principal_id IN (SELECT id FROM me)
              UNION ALL (
                SELECT s.id, e.principal_id, p.name AS principal, x.privilege AS privilege, 'SCHEMA' AS object_type, CAST(c.name || '.' || s.name AS VARCHAR(511)) AS full_name, g.grantor AS grantor, g.granted_at AS granted_at, 'CATALOG' AS inherited_from_type, c.name AS inherited_from_name, CASE WHEN e.path = '' THEN '' ELSE 'group ' || e.path || ', ' END || 'ancestor CATALOG ' || c.name AS via
                FROM schemas s
                JOIN catalog_grants g ON g.catalog_id = s.catalog_id
                JOIN effective_principals e ON e.holder_id = g.principal_id
                JOIN principals p ON p.id = e.principal_id
                LEFT
                JOIN (
                  VALUES ('BROWSE', 'BROWSE'), ('USE SCHEMA', 'USE SCHEMA'), ('ALL PRIVILEGES', 'USE SCHEMA'), ('CREATE MODEL', 'CREATE MODEL'), ('ALL PRIVILEGES', 'CREATE MODEL'), ('EXECUTE', 'EXECUTE'), ('ALL PRIVILEGES', 'EXECUTE'), ('APPLY TAG', 'APPLY TAG'), ('ALL PRIVILEGES', 'APPLY TAG'), ('MANAGE', 'MANAGE'), ('ALL PRIVILEGES', 'ALL PRIVILEGES')
                ) AS x (granted, privilege) ON x.granted = g.privilege
                LEFT
                JOIN catalogs c ON c.id = s.catalog_id
                WHERE x.privilege IS NOT NULL
                AND e.principal_id IN (SELECT id FROM me)
                UNION ALL
                SELECT s.id, e.principal_id, p.name AS principal, x.privilege AS privilege, 'SCHEMA' AS object_type, CAST(c.name || '.' || s.name AS VARCHAR(511)) AS full_name, CAST(NULL AS VARCHAR(255)) AS grantor, CAST(NULL AS TIMESTAMP(3)) AS granted_at, 'CATALOG' AS inherited_from_type, c.name AS inherited_from_name, CASE WHEN e.path = '' THEN '' ELSE 'group ' || e.path || ', ' END || 'owner of CATALOG ' || c.name AS via
                FROM schemas s
                LEFT
                JOIN catalogs c ON c.id = s.catalog_id
                JOIN effective_principals e ON e.holder_id = c.owner_id
                JOIN principals p ON p.id = e.principal_id
                LEFT
                JOIN (VALUES ('MANAGE')) AS x (privilege) ON 1 = 1
                WHERE x.privilege IS NOT NULL
                AND e.principal_id IN (SELECT id FROM me)
              )
            )
          ) s
          WHERE s.id IN (SELECT id FROM visible_schemas)
          AND NOT (
            EXISTS (SELECT 1 FROM is_admin)
            OR s.id IN (SELECT id FROM managed_schemas)
          )
        )
      )
    )
    UNION ALL (
      (
        (
          SELECT p.name AS principal, x.privilege AS privilege, 'MODEL' AS object_type, m.full_name AS full_name, g.grantor AS grantor, g.granted_at AS granted_at, CAST(NULL AS VARCHAR(16)) AS inherited_from_type, CAST(NULL AS VARCHAR(767)) AS inherited_from_name, CASE WHEN e.path = '' THEN 'direct' ELSE 'group ' || e.path END AS via
          FROM schemas s
          JOIN models m ON m.schema_id = s.id
          JOIN model_grants g ON g.model_id = m.id
          JOIN effective_principals e ON e.holder_id = g.principal_id
          JOIN principals p ON p.id = e.principal_id
          LEFT
          JOIN (
            VALUES ('CREATE MODEL VERSION', 'CREATE MODEL VERSION'), ('ALL PRIVILEGES', 'CREATE MODEL VERSION'), ('EXECUTE', 'EXECUTE'), ('ALL PRIVILEGES', 'EXECUTE'), ('APPLY TAG', 'APPLY TAG'), ('ALL PRIVILEGES', 'APPLY TAG'), ('MANAGE', 'MANAGE'), ('ALL PRIVILEGES', 'ALL PRIVILEGES')
          ) AS x (granted, privilege) ON x.granted = g.privilege
          WHERE x.privilege IS NOT NULL
          AND s.id IN (SELECT id FROM schemas_managing_models)
          AND NOT e.principal_id IN (SELECT id FROM me)
          UNION ALL
          SELECT p.name AS principal, x.privilege AS privilege, 'MODEL' AS object_type, m.full_name AS full_name, g.grantor AS grantor, g.granted_at AS granted_at, CAST(NULL AS VARCHAR(16)) AS inherited_from_type, CAST(NULL AS VARCHAR(767)) AS inherited_from_name, CASE WHEN e.path = '' THEN 'direct' ELSE 'group ' || e.path END AS via
          FROM (SELECT * FROM models_managed_singly OFFSET 0 ROWS) m
          JOIN model_grants g ON g.model_id = m.id
          JOIN effective_principals e ON e.holder_id = g.principal_id
          JOIN principals p ON p.id = e.principal_id
          LEFT
          JOIN (
            VALUES ('CREATE MODEL VERSION', 'CREATE MODEL VERSION'), ('ALL PRIVILEGES', 'CREATE MODEL VERSION'), ('EXECUTE', 'EXECUTE'), ('ALL PRIVILEGES', 'EXECUTE'), ('APPLY TAG', 'APPLY TAG'), ('ALL PRIVILEGES', 'APPLY TAG'), ('MANAGE', 'MANAGE'), ('ALL PRIVILEGES', 'ALL PRIVILEGES')
          ) AS x (granted, privilege) ON x.granted = g.privilege
          WHERE x.privilege IS NOT NULL
          AND 1 = 1
          AND NOT e.principal_id IN (SELECT id FROM me)
        )
        UNION ALL (
          SELECT p.name AS principal, x.privilege AS privilege, 'MODEL' AS object_type, m.full_name AS full_name, g.grantor AS grantor, g.granted_at AS granted_at, CAST(NULL AS VARCHAR(16)) AS inherited_from_type, CAST(NULL AS VARCHAR(767)) AS inherited_from_name, CASE WHEN e.path = '' THEN 'direct' ELSE 'group ' || e.path END AS via
          FROM models m
          JOIN model_grants g ON g.model_id = m.id
          JOIN effective_principals e ON e.holder_id = g.principal_id
          JOIN principals p ON p.id = e.principal_id
          LEFT
          JOIN (
            VALUES ('CREATE MODEL VERSION', 'CREATE MODEL VERSION'), ('ALL PRIVILEGES', 'CREATE MODEL VERSION'), ('EXECUTE', 'EXECUTE'), ('ALL PRIVILEGES', 'EXECUTE'), ('APPLY TAG', 'APPLY TAG'), ('ALL PRIVILEGES', 'APPLY TAG'), ('MANAGE', 'MANAGE'), ('ALL PRIVILEGES', 'ALL PRIVILEGES')
          ) AS x (granted, privilege) ON x.granted = g.privilege
          WHERE x.privilege IS NOT NULL
          AND (
            EXISTS (SELECT 1 FROM is_admin)
            OR m.schema_id IN (SELECT id FROM schemas_showing_all)
            OR (
              m.schema_id IN (SELECT id FROM open_schemas)
              AND (
                m.owner_id IN (SELECT id FROM me)
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
          AND e.principal_id IN (SELECT id FROM me)
          UNION ALL
          SELECT p.name AS principal, x.privilege AS privilege, 'MODEL' AS object_type, m.full_name AS full_name, CAST(NULL AS VARCHAR(255)) AS grantor, CAST(NULL AS TIMESTAMP(3)) AS granted_at, CAST(NULL AS VARCHAR(16)) AS inherited_from_type, CAST(NULL AS VARCHAR(767)) AS inherited_from_name, CASE WHEN e.path = '' THEN '' ELSE 'group ' || e.path || ', ' END || 'owner' AS via
          FROM schemas s
          JOIN models m ON m.schema_id = s.id
          JOIN effective_principals e ON e.holder_id = m.owner_id
          JOIN principals p ON p.id = e.principal_id
          LEFT
          JOIN (
            VALUES ('BROWSE'), ('CREATE MODEL VERSION'), ('EXECUTE'), ('APPLY TAG'), ('MANAGE'), ('ALL PRIVILEGES')
          ) AS x (privilege) ON 1 = 1
          WHERE x.privilege IS NOT NULL
          AND s.id IN (SELECT id FROM schemas_managing_models)
          AND NOT e.principal_id IN (SELECT id FROM me)
        )
      )
      UNION ALL (
        (
          SELECT p.name AS principal, x.privilege AS privilege, 'MODEL' AS object_type, m.full_name AS full_name, CAST(NULL AS VARCHAR(255)) AS grantor, CAST(NULL AS TIMESTAMP(3)) AS granted_at, CAST(NULL AS VARCHAR(16)) AS inherited_from_type, CAST(NULL AS VARCHAR(767)) AS inherited_from_name, CASE WHEN e.path = '' THEN '' ELSE 'group ' || e.path || ', ' END || 'owner' AS via
          FROM (SELECT * FROM models_managed_singly OFFSET 0 ROWS) m
          JOIN effective_principals e ON e.holder_id = m.owner_id
          JOIN principals p ON p.id = e.principal_id
          LEFT
          JOIN (
            VALUES ('BROWSE'), ('CREATE MODEL VERSION'), ('EXECUTE'), ('APPLY TAG'), ('MANAGE'), ('ALL PRIVILEGES')
          ) AS x (privilege) ON 1 = 1
          WHERE x.privilege IS NOT NULL
          AND 1 = 1
          AND NOT e.principal_id IN (SELECT id FROM me)
          UNION ALL
          SELECT p.name AS principal, x.privilege AS privilege, 'MODEL' AS object_type, m.full_name AS full_name, CAST(NULL AS VARCHAR(255)) AS grantor, CAST(NULL AS TIMESTAMP(3)) AS granted_at, CAST(NULL AS VARCHAR(16)) AS inherited_from_type, CAST(NULL AS VARCHAR(767)) AS inherited_from_name, CASE WHEN e.path = '' THEN '' ELSE 'group ' || e.path || ', ' END || 'owner' AS via
          FROM models m
          JOIN effective_principals e ON e.holder_id = m.owner_id
          JOIN principals p ON p.id = e.principal_id
          LEFT
          JOIN (
            VALUES ('BROWSE'), ('CREATE MODEL VERSION'), ('EXECUTE'), ('APPLY TAG'), ('MANAGE'), ('ALL PRIVILEGES')
          ) AS x (privilege) ON 1 = 1
          WHERE x.privilege IS NOT NULL
          AND (
            EXISTS (SELECT 1 FROM is_admin)
            OR m.schema_id IN (SELECT id FROM schemas_showing_all)
            OR (
              m.schema_id IN (SELECT id FROM open_schemas)
              AND (
                m.owner_id IN (SELECT id FROM me)
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
          AND e.principal_id IN (SELECT id FROM me)
        )
        UNION ALL (
          SELECT k.principal, k.privilege, 'MODEL' AS object_type, m.full_name AS full_name, k.grantor, k.granted_at, k.from_type AS inherited_from_type, k.from_name AS inherited_from_name, k.via
          FROM (
            SELECT r.schema_id, p.name AS principal, r.privilege, r.grantor, r.granted_at, r.from_type, r.from_name, CASE WHEN e.path = '' THEN '' ELSE 'group ' || e.path || ', ' END || r.relationship || r.from_name AS via
            FROM rights_in_managed_schemas r
            JOIN effective_principals e ON e.holder_id = r.holder_id
            JOIN principals p ON p.id = e.principal_id
            WHERE NOT e.principal_id IN (SELECT id FROM me)
          ) k
          JOIN models m ON m.schema_id = k.schema_id
          UNION ALL (
            SELECT k.principal, k.privilege, 'MODEL' AS object_type, m.full_name AS full_name, k.grantor, k.granted_at, k.from_type AS inherited_from_type, k.from_name AS inherited_from_name, k.via
            FROM (
              SELECT r.schema_id, p.name AS principal, r.privilege, r.grantor, r.granted_at, r.from_type, r.from_name, CASE WHEN e.path = '' THEN '' ELSE 'group ' || e.path || ', ' END || r.relationship || r.from_name AS via
              FROM rights_above_managed_models r
              JOIN effective_principals e ON e.holder_id = r.holder_id
              JOIN principals p ON p.id = e.principal_id
              WHERE NOT e.principal_id IN (SELECT id FROM me)
            ) k
            JOIN (SELECT * FROM models_managed_singly OFFSET 0 ROWS) m ON m.schema_id = k.schema_id
            UNION ALL
            SELECT k.principal, k.privilege, 'MODEL' AS object_type, m.full_name AS full_name, k.grantor, k.granted_at, k.from_type AS inherited_from_type, k.from_name AS inherited_from_name, k.via
            FROM (
              SELECT r.schema_id, p.name AS principal, r.privilege, r.grantor, r.granted_at, r.from_type, r.from_name, CASE WHEN e.path = '' THEN '' ELSE 'group ' || e.path || ', ' END || r.relationship || r.from_name AS via
              FROM rights_in_shown_schemas r
              JOIN effective_principals e ON e.holder_id = r.holder_id
              JOIN principals p ON p.id = e.principal_id
              WHERE e.principal_id IN (SELECT id FROM me)
            ) k
            JOIN models m ON m.schema_id = k.schema_id
          )
        )
      )
    )
  )
)
SELECT "principal", "privilege", "via"
FROM "v_registry_effective_grants"
