-- columns: version
SELECT current_setting('server_version_num')::int/100 as version;

-- columns: table
SELECT quote_ident(table_name) as "table" FROM information_schema.tables WHERE quote_ident(table_schema) NOT IN ('information_schema', 'pg_catalog', '_timescaledb_cache') ORDER BY 1;

-- columns: column, type
SELECT quote_ident(column_name) AS "column", data_type AS "type" FROM information_schema.columns WHERE quote_ident(table_name) = 'models' ORDER BY 1;

-- columns: table
SELECT CASE WHEN quote_ident(table_schema) IN (SELECT CASE WHEN trim(s[i]) = '"$user"' THEN user ELSE trim(s[i]) END FROM generate_series(array_lower(string_to_array(current_setting('search_path'), ','), 1), array_upper(string_to_array(current_setting('search_path'), ','), 1)) AS i, string_to_array(current_setting('search_path'), ',') s) THEN quote_ident(table_name) ELSE quote_ident(table_schema) || '.' || quote_ident(table_name) END AS "table" FROM information_schema.tables WHERE quote_ident(table_schema) NOT IN ('information_schema', 'pg_catalog');

-- columns: extversion
SELECT extversion FROM pg_extension WHERE extname = 'timescaledb';

-- columns: time, n
SELECT floor(extract(epoch from created_at)/300)*300 AS "time", count(*) AS "n" FROM registry.models WHERE created_at BETWEEN '2020-01-01T00:00:00Z' AND '2030-01-01T00:00:00Z' GROUP BY 1 ORDER BY 1;

-- columns: time, value, metric
SELECT created_at AS "time", latest_version AS "value", owner AS "metric" FROM registry.models WHERE extract(epoch from created_at) >= 1577836800 ORDER BY 1 LIMIT 50;
