SELECT owner AS owner, COUNT(*) AS count_1 FROM registry.models GROUP BY owner ORDER BY count_1 DESC, owner LIMIT 10000;
SELECT DATE_TRUNC('day', updated_at) AS __timestamp, COUNT(*) AS "count" FROM registry.models WHERE updated_at >= CAST('2024-02-01 00:00:00' AS TIMESTAMP) AND updated_at < CAST('2024-03-01 00:00:00' AS TIMESTAMP) GROUP BY DATE_TRUNC('day', updated_at) ORDER BY "count" DESC, 1 LIMIT 50000;
-- raw h2: none
SELECT DATE_TRUNC('week', m.updated_at) AS __timestamp, m.owner AS owner, SUM(latest_version) AS "SUM(latest_version)" FROM registry.models AS m JOIN (SELECT owner AS owner__, SUM(latest_version) AS mme_inner__ FROM registry.models GROUP BY owner ORDER BY mme_inner__ DESC, owner__ LIMIT 2) AS series_limit ON m.owner = owner__ GROUP BY DATE_TRUNC('week', m.updated_at), m.owner ORDER BY "SUM(latest_version)" DESC, 1 LIMIT 1000;
SELECT * FROM (SELECT owner, schema_name, latest_version FROM models) AS virtual_table ORDER BY latest_version NULLS LAST LIMIT 1001;
SELECT virtual_table.owner AS owner, virtual_table.status AS status, COUNT(DISTINCT virtual_table.full_name) AS "Distinct Models" FROM (SELECT m.full_name, m.owner, v.status FROM models m JOIN versions v ON v.full_name = m.full_name) AS virtual_table WHERE virtual_table.status IN ('READY', 'FAILED_REGISTRATION') GROUP BY virtual_table.owner, virtual_table.status ORDER BY "Distinct Models" DESC, 1, 2 LIMIT 100;
SELECT COUNT(*) AS rowcount FROM (SELECT owner AS owner, COUNT(*) AS c FROM models GROUP BY owner LIMIT 1000) AS rowcount_qry;
SELECT MIN(updated_at) AS min_t, MAX(updated_at) AS max_t FROM registry.models;
SELECT DISTINCT owner FROM registry.models WHERE owner IS NOT NULL ORDER BY owner LIMIT 1000;
SELECT owner, catalog_name, SUM(CASE WHEN comment IS NOT NULL THEN 1 ELSE 0 END) * 100.0 / COUNT(*) AS "% commented" FROM registry.models GROUP BY owner, catalog_name HAVING COUNT(*) > 5 ORDER BY 1, 2;
SELECT owner AS "Owner", COUNT(*) AS "Models", SUM(COUNT(*)) OVER () AS "Total" FROM registry.models GROUP BY owner ORDER BY "Models" DESC, "Owner";
-- raw h2: none
SELECT schema_name AS schema_name, owner AS owner, COUNT(*) AS n FROM registry.models GROUP BY ROLLUP(schema_name, owner) ORDER BY schema_name NULLS LAST, owner NULLS LAST LIMIT 200;
-- raw h2: none
SELECT owner AS owner, status AS status, COUNT(*) AS n FROM (SELECT m.owner, v.status FROM models m LEFT JOIN versions v ON m.full_name = v.full_name) AS expr_qry GROUP BY GROUPING SETS ((owner, status), (owner), ());
WITH base AS (SELECT owner, CAST(updated_at AS DATE) AS d, latest_version FROM models), daily AS (SELECT d, COUNT(*) AS n FROM base GROUP BY d) SELECT d, n, AVG(n) OVER (ORDER BY d ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) AS rolling FROM daily ORDER BY d LIMIT 30;
SELECT owner, model_name, latest_version FROM (SELECT owner, model_name, latest_version, ROW_NUMBER() OVER (PARTITION BY owner ORDER BY latest_version DESC NULLS LAST) AS rnk FROM models) AS ranked WHERE rnk <= 2 ORDER BY owner, rnk LIMIT 100;
SELECT (CASE WHEN latest_version < 100 THEN '0-99' WHEN latest_version < 200 THEN '100-199' ELSE '200+' END) AS bucket, COUNT(*) AS n FROM registry.models WHERE latest_version IS NOT NULL GROUP BY (CASE WHEN latest_version < 100 THEN '0-99' WHEN latest_version < 200 THEN '100-199' ELSE '200+' END) ORDER BY n DESC, bucket LIMIT 10;
SELECT owner AS owner, MAX(CASE WHEN catalog_name = 'cat1' THEN latest_version END) AS cat1, MAX(CASE WHEN catalog_name = 'cat2' THEN latest_version END) AS cat2, MAX(CASE WHEN catalog_name = 'cat3' THEN latest_version END) AS cat3 FROM registry.models GROUP BY owner ORDER BY owner;
SELECT TO_CHAR(updated_at, 'YYYY-MM') AS "month", COUNT(*) AS n FROM models GROUP BY TO_CHAR(updated_at, 'YYYY-MM') ORDER BY "month";
SELECT owner FROM registry.models WHERE (owner ILIKE '%SER1%') AND (latest_version > 10 AND latest_version < 100) ORDER BY latest_version LIMIT 5;
SELECT STDDEV(latest_version) AS "STDDEV", VARIANCE(latest_version) AS "VARIANCE", COUNT(DISTINCT schema_name) AS "COUNT_DISTINCT(schema_name)" FROM registry.models;
SELECT t.tag_value AS tag_value, COUNT(DISTINCT m.owner) AS owners, ROUND(AVG(m.latest_version), 1) AS avg_v FROM models m JOIN tags t ON t.full_name = m.full_name AND t.tag_name = 'task' GROUP BY t.tag_value ORDER BY tag_value;
-- raw h2: none
SELECT DATE_TRUNC('month', updated_at) AS "__timestamp", COUNT(*) AS n, COUNT(*) - LAG(COUNT(*)) OVER (ORDER BY DATE_TRUNC('month', updated_at)) AS delta FROM models GROUP BY DATE_TRUNC('month', updated_at) ORDER BY 1;
SELECT 1;
