-- columns: owner, count
SELECT owner AS owner, count(*) AS count FROM registry.models GROUP BY owner ORDER BY count DESC LIMIT 1000 OFFSET 0;

-- columns: created_at, count
SELECT DATE_TRUNC('day', created_at) AS created_at, COUNT(*) AS count FROM registry.models WHERE created_at >= TO_TIMESTAMP('2024-01-01 00:00:00.000000', 'YYYY-MM-DD HH24:MI:SS.US') AND created_at < TO_TIMESTAMP('2034-01-01 00:00:00.000000', 'YYYY-MM-DD HH24:MI:SS.US') GROUP BY DATE_TRUNC('day', created_at) ORDER BY count DESC LIMIT 10000;

-- columns: __timestamp, SUM(latest_version)
SELECT DATE_TRUNC('week', created_at) AS __timestamp, sum(latest_version) AS "SUM(latest_version)" FROM registry.models GROUP BY DATE_TRUNC('week', created_at) ORDER BY "SUM(latest_version)" DESC LIMIT 50000;

-- columns: relname
SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'registry' AND c.relkind in ('r', 'p');

-- columns: nspname
SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg_%' ORDER BY nspname;

-- columns: datname
SELECT datname FROM pg_database WHERE datistemplate = false;

-- columns: *
SELECT * FROM (SELECT full_name, owner FROM registry.models) AS virtual_table LIMIT 100;
