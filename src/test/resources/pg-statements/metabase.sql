-- columns: schema, name, type, description, estimated_row_count
SELECT n.nspname AS schema, c.relname AS name, CASE c.relkind WHEN 'r' THEN 'TABLE' WHEN 'p' THEN 'PARTITIONED TABLE' WHEN 'v' THEN 'VIEW' WHEN 'f' THEN 'FOREIGN TABLE' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE NULL END AS type, d.description AS description, stat.n_live_tup AS estimated_row_count FROM pg_catalog.pg_class AS c INNER JOIN pg_catalog.pg_namespace AS n ON c.relnamespace = n.oid LEFT JOIN pg_catalog.pg_description AS d ON c.oid = d.objoid AND d.objsubid = 0 AND d.classoid = 'pg_class'::regclass LEFT JOIN pg_stat_user_tables AS stat ON n.nspname = stat.schemaname AND c.relname = stat.relname WHERE c.relnamespace = n.oid AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relkind IN ('r', 'p', 'v', 'f', 'm') AND n.nspname IN ('registry') ORDER BY type ASC, schema ASC, name ASC;

-- columns: name, database-type, database-position, table-schema, table-name, pk?, field-comment, database-required, database-is-auto-increment
SELECT c.column_name AS name, c.udt_name AS "database-type", c.ordinal_position - 1 AS "database-position", c.table_schema AS "table-schema", c.table_name AS "table-name", pk.column_name IS NOT NULL AS "pk?", col_description(CAST(CAST(format('%I.%I', CAST(c.table_schema AS TEXT), CAST(c.table_name AS TEXT)) AS REGCLASS) AS OID), c.ordinal_position) AS "field-comment", ((c.column_default IS NULL) OR (LOWER(c.column_default) = 'null')) AND (c.is_nullable = 'NO') AND NOT ((c.column_default IS NOT NULL) AND (c.column_default LIKE '%nextval(%')) AND (c.is_identity = 'NO') AS "database-required", ((c.column_default IS NOT NULL) AND (c.column_default LIKE '%nextval(%')) OR (c.is_identity <> 'NO') AS "database-is-auto-increment" FROM information_schema.columns AS c LEFT JOIN (SELECT tc.table_schema, tc.table_name, kc.column_name FROM information_schema.table_constraints AS tc INNER JOIN information_schema.key_column_usage AS kc ON (tc.constraint_name = kc.constraint_name) AND (tc.table_schema = kc.table_schema) AND (tc.table_name = kc.table_name) WHERE tc.constraint_type = 'PRIMARY KEY') AS pk ON (c.table_schema = pk.table_schema) AND (c.table_name = pk.table_name) AND (c.column_name = pk.column_name) WHERE (c.table_schema !~ '^information_schema|catalog_history|pg_') AND (c.table_schema IN ('registry')) ORDER BY "table-schema" ASC, "table-name" ASC, "database-position" ASC;

-- columns: fk-table-schema, fk-table-name, fk-column-name, pk-table-schema, pk-table-name, pk-column-name
SELECT fk_ns.nspname AS "fk-table-schema", fk_table.relname AS "fk-table-name", fk_column.attname AS "fk-column-name", pk_ns.nspname AS "pk-table-schema", pk_table.relname AS "pk-table-name", pk_column.attname AS "pk-column-name" FROM pg_constraint AS c JOIN pg_class AS fk_table ON c.conrelid = fk_table.oid JOIN pg_namespace AS fk_ns ON c.connamespace = fk_ns.oid JOIN pg_attribute AS fk_column ON c.conrelid = fk_column.attrelid JOIN pg_class AS pk_table ON c.confrelid = pk_table.oid JOIN pg_namespace AS pk_ns ON pk_table.relnamespace = pk_ns.oid JOIN pg_attribute AS pk_column ON c.confrelid = pk_column.attrelid WHERE fk_ns.nspname !~ '^information_schema|catalog_history|pg_' AND c.contype = 'f'::char AND fk_column.attnum = ANY(c.conkey) AND pk_column.attnum = ANY(c.confkey) ORDER BY fk_ns.nspname, fk_table.relname;

-- columns: index_name, column_name
SELECT tmp.index_name AS index_name, tmp.column_name FROM (SELECT i.relname AS index_name, (information_schema._pg_expandarray(ix.indkey)).n AS pos, a.attname AS column_name FROM pg_class t JOIN pg_index ix ON t.oid = ix.indrelid JOIN pg_class i ON i.oid = ix.indexrelid JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ix.indkey[0] WHERE t.relname = 'models') AS tmp WHERE pos = 1;

-- columns: nspname, typname
SELECT nspname, typname FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.oid IN (SELECT DISTINCT e.enumtypid FROM pg_enum e);

-- columns: *
with table_privileges as (select NULL as role, t.schemaname as schema, t.objectname as table, pg_catalog.has_any_column_privilege(current_user, '"' || t.schemaname || '"' || '.' || '"' || t.objectname || '"', 'update') as update, pg_catalog.has_any_column_privilege(current_user, '"' || t.schemaname || '"' || '.' || '"' || t.objectname || '"', 'select') as select, pg_catalog.has_any_column_privilege(current_user, '"' || t.schemaname || '"' || '.' || '"' || t.objectname || '"', 'insert') as insert, pg_catalog.has_table_privilege(current_user, '"' || t.schemaname || '"' || '.' || '"' || t.objectname || '"', 'delete') as delete from (select schemaname, tablename as objectname from pg_catalog.pg_tables union select schemaname, viewname as objectname from pg_views union select schemaname, matviewname as objectname from pg_matviews) t where t.schemaname !~ '^pg_' and t.schemaname <> 'information_schema' and pg_catalog.has_schema_privilege(current_user, t.schemaname, 'usage')) select t.* from table_privileges t;

-- columns: tz
SELECT current_setting('TIMEZONE') AS tz;

-- columns: _
SELECT TRUE AS _;

-- columns: TimeZone
SHOW TIMEZONE;

-- columns: owner, count
SELECT "registry"."models"."owner" AS "owner", COUNT(*) AS "count" FROM "registry"."models" GROUP BY "registry"."models"."owner" ORDER BY "count" DESC, "registry"."models"."owner" ASC LIMIT 2000;

-- columns: created_at, count
SELECT DATE_TRUNC('month', "registry"."models"."created_at") AS "created_at", COUNT(*) AS "count" FROM "registry"."models" WHERE "registry"."models"."created_at" >= DATE_TRUNC('day', NOW() + INTERVAL '-30 day') AND "registry"."models"."created_at" < DATE_TRUNC('day', NOW()) GROUP BY DATE_TRUNC('month', "registry"."models"."created_at") ORDER BY DATE_TRUNC('month', "registry"."models"."created_at") ASC;

-- columns: d, count
SELECT CAST(extract(dow from "registry"."models"."created_at") AS integer) + 1 AS "d", COUNT(DISTINCT "registry"."models"."owner") AS "count" FROM "registry"."models" GROUP BY CAST(extract(dow from "registry"."models"."created_at") AS integer) + 1 ORDER BY 1 ASC;

-- columns: v, count
SELECT FLOOR("source"."latest_version" / 10.0) * 10.0 AS "v", COUNT(*) AS "count" FROM (SELECT "registry"."models"."latest_version" AS "latest_version" FROM "registry"."models" WHERE (LOWER("registry"."models"."full_name") LIKE '%ml%')) AS "source" GROUP BY FLOOR("source"."latest_version" / 10.0) * 10.0 ORDER BY 1 ASC;
