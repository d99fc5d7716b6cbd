-- raw h2: none
SELECT "models"."owner" AS "owner", SUM(1) AS "sum:Number of Records:ok" FROM "registry"."models" "models" GROUP BY 1;
-- raw h2: none
SELECT "models"."owner" AS "owner" FROM "registry"."models" "models" GROUP BY 1 ORDER BY 1 ASC;
SELECT SUM(1) AS "cnt:models_0123456789ABCDEF:ok" FROM "registry"."models" "models" HAVING COUNT(1) > 0;
SELECT SUM("models"."latest_version") AS "sum:latest_version:ok", AVG("models"."latest_version") AS "avg:latest_version:ok", COUNT(DISTINCT "models"."owner") AS "ctd:owner:ok" FROM "registry"."models" "models" HAVING (COUNT(1) > 0);
SELECT * FROM (SELECT * FROM models WHERE owner = 'user1') "Custom SQL Query" LIMIT 0;
SELECT * FROM (SELECT owner, count(*) AS n FROM models GROUP BY owner) "Custom SQL Query" WHERE 1 = 0;
-- raw h2: none
SELECT "Custom SQL Query"."owner" AS "owner", SUM("Custom SQL Query"."n") AS "sum:n:ok" FROM (SELECT owner, schema_name, count(*) AS n FROM models GROUP BY owner, schema_name) "Custom SQL Query" GROUP BY 1;
-- raw h2: none
SELECT DATE_TRUNC('MONTH', CAST("models"."updated_at" AS DATE)) AS "tmn:updated_at:ok", COUNT(1) AS "cnt" FROM "registry"."models" "models" GROUP BY 1;
-- raw h2: none
SELECT CAST(EXTRACT(YEAR FROM "models"."updated_at") AS INTEGER) AS "yr:updated_at:ok", CAST(EXTRACT(QUARTER FROM "models"."updated_at") AS INTEGER) AS "qr:updated_at:ok", SUM(1) AS "n" FROM "registry"."models" "models" GROUP BY 1, 2;
-- raw h2: none
SELECT (CASE WHEN ("models"."latest_version" > 100) THEN 'large' WHEN ("models"."latest_version" > 10) THEN 'medium' ELSE 'small' END) AS "Calculation_1234567890", SUM(1) AS "n" FROM "registry"."models" "models" GROUP BY 1;
SELECT (CASE WHEN NOT ("models"."comment" IS NULL) THEN 1 ELSE NULL END) AS "Calculation_2", COUNT(1) AS "n" FROM "registry"."models" "models" GROUP BY (CASE WHEN NOT ("models"."comment" IS NULL) THEN 1 ELSE NULL END);
-- raw h2: none
SELECT "models"."owner" AS "owner", "t0"."__measure__0" AS "x_measure__0" FROM "registry"."models" "models" INNER JOIN (SELECT "models"."owner" AS "owner", COUNT(1) AS "__measure__0" FROM "registry"."models" "models" GROUP BY 1) "t0" ON ("models"."owner" IS NOT DISTINCT FROM "t0"."owner") GROUP BY 1, 2;
-- raw h2: none
SELECT "models"."owner" AS "owner", SUM("models"."latest_version") AS "sum:latest_version:ok" FROM "registry"."models" "models" INNER JOIN (SELECT "models"."owner" AS "owner", SUM("models"."latest_version") AS "$__alias__0" FROM "registry"."models" "models" GROUP BY 1 ORDER BY 2 DESC, 1 ASC LIMIT 3) "t0" ON ("models"."owner" = "t0"."owner") GROUP BY 1;
-- raw h2: none
SELECT "models"."schema_name" AS "schema_name", COUNT(DISTINCT (CASE WHEN ("models"."latest_version" > 50) THEN "models"."full_name" ELSE NULL END)) AS "ctd:Calculation_3:ok" FROM "registry"."models" "models" WHERE ("models"."owner" IN ('user1', 'user2', 'user3')) GROUP BY 1;
SELECT MIN("models"."updated_at") AS "TEMP(attr:updated_at:ok)(1)", MAX("models"."updated_at") AS "TEMP(attr:updated_at:ok)(2)", COUNT(1) AS "usr" FROM "registry"."models" "models" HAVING (COUNT(1) > 0);
-- raw h2: none
SELECT "models"."owner" AS "owner", "versions"."status" AS "status", COUNT("versions"."version") AS "cnt:version:ok" FROM "registry"."models" "models" LEFT JOIN "registry"."versions" "versions" ON ("models"."full_name" = "versions"."full_name") WHERE (("models"."updated_at" >= TIMESTAMP '2024-02-01 00:00:00') AND ("models"."updated_at" < TIMESTAMP '2024-03-01 00:00:00')) GROUP BY 1, 2;
SELECT "t1"."owner" AS "owner", "t1"."n" AS "n", ("t1"."n" * 1.0 / "t2"."total") AS "pct of total" FROM (SELECT "owner", COUNT(1) AS "n" FROM "models" GROUP BY "owner") "t1" CROSS JOIN (SELECT COUNT(1) AS "total" FROM "models") "t2";
SELECT "models"."model_name" AS "Model Name", "models"."owner" AS "owner (models.registry)" FROM "registry"."models" "models" WHERE (LOWER("models"."model_name") LIKE '%del\_12%') ORDER BY "Model Name" ASC LIMIT 100;
-- raw h2: none
SELECT (("models"."owner" || ' / ') || "models"."schema_name") AS "Owner / Schema", COUNT(1) AS "n" FROM "registry"."models" "models" GROUP BY 1 HAVING (SUM("models"."latest_version") > 900);
-- raw h2: none
SELECT FLOOR("models"."latest_version" / 25.0) * 25 AS "latest_version (bin)", COUNT(1) AS "n" FROM "registry"."models" "models" GROUP BY 1;
-- raw h2: none
SELECT "models"."owner" AS "owner", (CASE WHEN COUNT(1) = 0 THEN NULL ELSE SUM(CASE WHEN "models"."comment" IS NULL THEN 1 ELSE 0 END) / CAST(COUNT(1) AS DOUBLE PRECISION) END) AS "usr:Calculation_4:ok" FROM "registry"."models" "models" GROUP BY 1;
-- raw h2: none
SELECT "models"."owner" AS "owner" FROM "registry"."models" "models" WHERE ((NOT ("models"."owner" IN ('user1', 'user2'))) OR ("models"."owner" IS NULL)) GROUP BY 1;
-- raw h2: none
SELECT "t0"."owner" AS "owner", MAX("t0"."measure") AS "TEMP(lod)" FROM (SELECT "models"."owner" AS "owner", "models"."schema_name" AS "schema_name", COUNT(1) AS "measure" FROM "registry"."models" "models" GROUP BY 1, 2) "t0" GROUP BY 1;
-- raw h2: none
SELECT CAST("models"."updated_at" AS DATE) AS "Date", COUNT(1) AS "n" FROM "registry"."models" "models" WHERE (CAST("models"."updated_at" AS DATE) BETWEEN DATE '2024-03-01' AND DATE '2024-03-10') GROUP BY 1;
-- raw h2: none
-- raw postgresql: SELECT DATE_TRUNC('DAY', updated_at) - CAST(EXTRACT(DOW FROM updated_at) AS INTEGER) * INTERVAL '1 day', COUNT(1) FROM models GROUP BY 1
SELECT TIMESTAMPADD(DAY, CAST(-EXTRACT(DOW FROM "models"."updated_at") AS INTEGER), DATE_TRUNC('DAY', "models"."updated_at")) AS "twk:updated_at:ok", COUNT(1) AS "n" FROM "registry"."models" "models" GROUP BY 1;
