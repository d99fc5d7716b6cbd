# Casts
SELECT version::text, version::text || '!' AS t, full_name::varchar(5) AS f FROM versions ORDER BY full_name, version;
SELECT '7'::int + 1, '2'::bigint::text, -1::int, (1 + 2)::text || 'x', 3.7::int, '1.50'::numeric(10,1);
SELECT MAX(version)::text, COUNT(*)::int FROM versions GROUP BY full_name ORDER BY full_name;
SELECT CASE WHEN version > 1 THEN 'b' ELSE 'a' END::varchar FROM versions ORDER BY full_name, version;
SELECT '2024-02-29'::date, '2024-02-29 12:00:00'::timestamp, '2024-02-29 12:00:00'::timestamp without time zone;
SELECT created_at::date, created_at::timestamp(0) IS NOT NULL FROM models ORDER BY full_name;
SELECT m.latest_version::float8 / 2, m.latest_version::double precision FROM models m WHERE latest_version IS NOT NULL ORDER BY full_name;
SELECT CAST(version AS int8), CAST(version AS int4), CAST(full_name AS character varying(3)) AS f FROM versions ORDER BY full_name, 1;
SELECT "version"::TEXT, v."version"::text FROM versions v ORDER BY full_name, v.version;
SELECT count(*) FROM models WHERE (created_at + INTERVAL '1 hour')::date > '2024-01-01'::date;
SELECT DATE '2024-01-31'::text, TIMESTAMP '2024-01-31 10:00:00'::date;
SELECT 'true'::bool AND true, 'x'::text::varchar(1)::bpchar;
-- both: 0A000
SELECT 'x'::json;
-- both: 0A000
SELECT full_name::xml FROM models;
-- both: 42601
SELECT ::int FROM models;
-- both: 42601
SELECT full_name:: FROM models;
# Intervals
SELECT created_at - INTERVAL '1 day', created_at + INTERVAL '1 month', created_at + interval '2 hours' FROM models ORDER BY full_name;
SELECT created_at - INTERVAL '1 month 2 days 03:04:05.5' FROM models ORDER BY full_name;
SELECT created_at + INTERVAL '1 year 2 mons -3 days', created_at - '90 days'::interval, created_at + INTERVAL '100 hours' FROM models ORDER BY full_name;
SELECT created_at - INTERVAL '1 day ago', created_at - INTERVAL '-1 week', INTERVAL '36 hours' + created_at FROM models ORDER BY full_name;
SELECT created_at + INTERVAL '5000 seconds', created_at - INTERVAL '1.5 seconds', created_at - INTERVAL '1 decade' FROM models ORDER BY full_name;
SELECT count(*) FROM models WHERE created_at > NOW() - INTERVAL '1 day';
SELECT count(*) FROM models WHERE created_at < NOW() - INTERVAL '7 days' AND created_at <= CURRENT_TIMESTAMP - INTERVAL '1 year';
SELECT CURRENT_DATE - INTERVAL '1 day' < CURRENT_DATE;
SELECT created_at - INTERVAL '1' DAY, created_at + INTERVAL '2' MONTH FROM models ORDER BY full_name;
-- both: 42601
SELECT NOW() - INTERVAL 'soon';
# Arrays
SELECT full_name FROM models WHERE full_name = ANY(ARRAY['lab.s1.m1','lab.s1.m2']) ORDER BY full_name;
SELECT full_name FROM models WHERE full_name = ANY (ARRAY['lab.s1.m1'::text, 'lab.s1.m' || '2']::text[]) ORDER BY full_name;
SELECT full_name FROM models WHERE full_name = ANY('{lab.s1.m1,"lab.s1.m2"}') ORDER BY full_name;
SELECT full_name FROM models WHERE full_name = ANY('{lab.s1.m1,lab.s1.m3}'::text[]) ORDER BY full_name;
SELECT full_name FROM models WHERE full_name = ANY(('{lab.s1.m1,lab.s1.m3}'::text[])) ORDER BY full_name;
SELECT full_name FROM models WHERE NOT (full_name = ANY(ARRAY['lab.s1.m1','lab.s1.m2'])) ORDER BY full_name;
SELECT full_name FROM models WHERE full_name <> ALL(ARRAY['lab.s1.m1','lab.s1.m2']) ORDER BY full_name;
SELECT full_name, version FROM versions WHERE version = ANY(ARRAY[1,3]) ORDER BY full_name, version;
SELECT full_name, version FROM versions WHERE version = ANY('{1,3}'::bigint[]) ORDER BY full_name, version;
SELECT full_name, version FROM versions WHERE version = ANY(ARRAY['1','3']::int[]) ORDER BY full_name, version;
SELECT full_name, version FROM versions WHERE version = ANY(ARRAY[CAST('1' AS int8), LEAST(3, 4)]::int[]) ORDER BY full_name, version;
SELECT full_name, version FROM versions WHERE version > ALL(ARRAY[1,2]) ORDER BY full_name, version;
SELECT full_name, version FROM versions WHERE version < ANY(ARRAY[2,3]) ORDER BY full_name, version;
SELECT count(*) FROM models WHERE full_name = ANY('{}'::text[]);
SELECT count(*) FROM models WHERE NOT full_name = ANY('{}'::text[]);
SELECT count(*) FROM models WHERE full_name = ANY(ARRAY[]::text[]);
SELECT count(*) FROM models WHERE full_name = ANY('{lab.s1.m1,NULL}'::text[]);
SELECT count(*) FROM models WHERE NOT full_name = ANY('{lab.s1.m1,NULL}'::text[]);
SELECT full_name FROM models WHERE full_name = ANY(SELECT full_name FROM versions WHERE version = 2) ORDER BY 1;
-- both: 0A000
SELECT ARRAY['a','b'];
# DISTINCT ON
SELECT DISTINCT ON (full_name) full_name, version FROM versions ORDER BY full_name, version DESC;
SELECT DISTINCT ON (v.full_name) v.* FROM (SELECT full_name, version FROM versions) v ORDER BY v.full_name, v.version DESC;
SELECT DISTINCT ON (owner, comment) owner, comment, full_name AS m FROM models ORDER BY comment, owner DESC, m DESC LIMIT 5;
SELECT DISTINCT ON (1) owner, full_name FROM models ORDER BY 1, 2;
SELECT DISTINCT ON (o) owner AS o, full_name FROM models ORDER BY o DESC, full_name;
SELECT DISTINCT ON (comment) comment, full_name FROM models ORDER BY comment NULLS FIRST, full_name;
SELECT DISTINCT ON (version::text) version FROM versions ORDER BY version::text;
SELECT count(*) FROM (SELECT DISTINCT ON (full_name) full_name, version FROM versions) d;
SELECT full_name FROM models WHERE full_name IN (SELECT DISTINCT ON (full_name) full_name FROM versions ORDER BY full_name) ORDER BY 1;
SELECT DISTINCT ON (status) status, full_name, COUNT(*) FROM versions GROUP BY status, full_name ORDER BY status, COUNT(*) DESC, full_name;
SELECT DISTINCT ON (owner) owner, full_name FROM models WHERE owner <> 'x' ORDER BY owner, created_at DESC, full_name OFFSET 1;
SELECT DISTINCT owner FROM models ORDER BY owner;
-- both: 0A000
SELECT DISTINCT ON (owner) owner, full_name FROM models ORDER BY full_name;
# Patterns
SELECT full_name FROM models WHERE full_name ~ 's1' ORDER BY full_name;
SELECT full_name FROM models WHERE full_name ~ '^lab\.s[12]\.m[0-2]$' ORDER BY full_name;
SELECT full_name FROM models WHERE full_name !~ '^lab' ORDER BY full_name;
SELECT full_name FROM models WHERE full_name ~* 'LAB|m3' AND NOT full_name ~ 's2' ORDER BY full_name;
SELECT full_name FROM models WHERE full_name !~* 'LAB.*' ORDER BY full_name;
SELECT full_name, comment ~ 'o', comment ~* 'ZOË', comment !~ '\d', comment ~ '^\s' FROM models ORDER BY full_name;
SELECT full_name FROM models WHERE comment ~ '^$' OR comment ~ '😀' ORDER BY full_name;
SELECT full_name FROM models WHERE comment ~ '^.{6}$' OR comment ~ '[^ -~]' ORDER BY full_name;
SELECT full_name FROM models WHERE full_name ~ 'm[^013]$' ORDER BY full_name;
SELECT full_name FROM models WHERE full_name ~ '(lab|prod)\.(s1|s2)\.m(0|1)?$' ORDER BY full_name;
SELECT full_name FROM models WHERE full_name ~ '^(?:[a-z]+[0-9]?\.?){2}m[0-9]$' ORDER BY full_name;
SELECT full_name FROM models WHERE full_name ~~ 'lab%' AND full_name !~~ '%m1' AND full_name ~~* '%S1%' AND full_name !~~* '%M0' ORDER BY full_name;
SELECT 'a]b' ~ '[]]', 'a-b' ~ '[a\-]-', 'x' ~ '[^]x]', 'a{b' ~ 'a\{b', '' ~ '', 'ab' ~ '(a)(b)', 'aab' ~ '^a{2}b{1,}$', 'ab' ~ 'a.*?b';
SELECT 'x' || 'y' ~ '^xy$', 'xy' ~ 'x' AND true, NOT 'xy' ~ 'x', 'K' ~* 'k', 'É' ~* 'é', 'straße' ~* 'STRASSE';
SELECT full_name FROM models WHERE full_name ~ '(?i)LAB\.S1' ORDER BY full_name;
SELECT full_name FROM models WHERE regexp_like(full_name, 'LAB\.S1', 'i') AND regexp_like(full_name, 'm1$') ORDER BY full_name;
-- plain: SELECT full_name FROM models WHERE full_name ~ '^lab' ORDER BY full_name
SELECT full_name FROM models WHERE full_name RLIKE '^lab' ORDER BY full_name;
-- plain: SELECT full_name FROM models WHERE full_name !~ '^lab' ORDER BY full_name
SELECT full_name FROM models WHERE full_name NOT RLIKE '^lab' ORDER BY full_name;
-- both: 0A000
SELECT full_name FROM models WHERE full_name ~ '(a)\1';
-- both: 0A000
SELECT full_name FROM models WHERE full_name ~ 'a(?=b)';
-- both: 0A000
SELECT full_name FROM models WHERE full_name ~ '[[:alpha:]]';
-- both: 0A000
SELECT full_name FROM models WHERE full_name ~ owner;
-- both: 22023
SELECT full_name FROM models WHERE full_name ~ 'a(b';
-- both: 22023
SELECT full_name FROM models WHERE full_name ~ '[a';
-- both: 22023
SELECT full_name FROM models WHERE full_name ~ '*a';
-- both: 22023
SELECT full_name FROM models WHERE full_name ~ '[z-a]';
-- both: 54001
SELECT full_name FROM models WHERE full_name ~ '((a{99}){99}){99}';
-- h2: 54001
SELECT full_name FROM models WHERE full_name ~ '^(a+)+$' ORDER BY full_name;
-- h2: 54001
SELECT full_name FROM models WHERE full_name ~ '(a|a)*b' ORDER BY full_name;
-- h2: 54001
SELECT full_name FROM models WHERE comment ~ 'a.*b.*c' ORDER BY full_name;
-- h2: 54001
SELECT full_name FROM models WHERE full_name ~ '(a?){40}b{40}' ORDER BY full_name;
# Differences of points in time
SELECT EXTRACT(EPOCH FROM (v.updated_at - v.created_at)), EXTRACT(EPOCH FROM created_at - TIMESTAMP '2024-01-01 00:00:00.5')::bigint FROM versions v ORDER BY full_name, version;
SELECT EXTRACT(EPOCH FROM created_at - TIMESTAMP '2024-01-01 00:00:00') / 3600 > 700, ROUND(EXTRACT(EPOCH FROM created_at - TIMESTAMP '2024-01-01 00:00:00') / 86400, 4) FROM models ORDER BY full_name;
SELECT EXTRACT(DAY FROM updated_at - created_at), EXTRACT(HOUR FROM created_at - updated_at), EXTRACT(MINUTE FROM updated_at - created_at) FROM versions ORDER BY full_name, version;
SELECT DATE_PART('day', created_at - TIMESTAMP '2023-12-31 23:59:59.999'), date_part('epoch', created_at - TIMESTAMP '2023-12-31 23:59:59') > 5 FROM models ORDER BY full_name;
SELECT full_name FROM models WHERE created_at - TIMESTAMP '2024-01-30 12:00:00' < INTERVAL '3 days' ORDER BY full_name;
SELECT full_name FROM models WHERE INTERVAL '1 month' <= created_at - TIMESTAMP '2024-01-02 00:00:00' ORDER BY full_name;
SELECT full_name FROM models WHERE created_at - TIMESTAMP '2024-01-02 00:00:00' > INTERVAL '36 hours' * 20 ORDER BY full_name;
SELECT count(*) FROM models WHERE NOW() - created_at > INTERVAL '1 day' AND NOT NOW() - created_at <= '1 year'::interval;
SELECT EXTRACT(YEAR FROM AGE(created_at, TIMESTAMP '1969-12-31 23:59:59')), EXTRACT(MONTH FROM AGE(created_at, TIMESTAMP '1969-12-31 23:59:59')) FROM models ORDER BY full_name;
# Conversion
SELECT full_name FROM models WHERE created_at >= TO_TIMESTAMP('2024-02-02 00:00:00.000000', 'YYYY-MM-DD HH24:MI:SS.US') AND created_at < TO_DATE('2024-02-05', 'YYYY-MM-DD') ORDER BY full_name;
# JSON
-- h2: 0A000
-- plain: SELECT 'x', '1', NULL, NULL, NULL, 'true', 'ü"y', '1.50', '7'
SELECT JSON_VALUE('{"a":{"b":[1,"x"]}}', '$.a.b[1]'), JSON_VALUE('{"a":{"b":[1,"x"]}}', '$.a.b[0]'), JSON_VALUE('{"a":{"b":[1]}}', '$.a.b'), JSON_VALUE('{"a":1}', '$.c'), JSON_VALUE('{"a":null}', '$.a'), JSON_VALUE('{"k x":true}', '$."k x"'), JSON_VALUE('{"a":"\u00fc\"y"}', '$.a'), JSON_VALUE('{"a":1.50}', '$.a'), JSON_VALUE('7', '$');
-- h2: 0A000
-- plain: SELECT '{"b": [1,"x"]}', '[1,"x"]', '"x"', NULL
SELECT JSON_QUERY('{"a":{"b": [1,"x"]}}', '$.a'), JSON_QUERY('{"a":{"b": [1,"x"]}}', '$.a.b'), JSON_QUERY('{"a":{"b": [1,"x"]}}', '$.a.b[1]'), JSON_QUERY('{}', '$.a');
-- h2: 0A000
-- plain: SELECT full_name, owner FROM models ORDER BY full_name
SELECT full_name, JSON_VALUE('{"o":"' || owner || '"}', '$.o') FROM models ORDER BY full_name;
-- h2: 0A000
-- postgresql: 22018
SELECT JSON_VALUE(full_name, '$.a') FROM models;
-- both: 0A000
SELECT JSON_VALUE('{}', '$..a');
-- both: 0A000
SELECT JSON_VALUE('{}', '$.a' RETURNING INTEGER);
# Texts of constants, and collations that compare code points
SELECT 't'::boolean, 'Yes'::bool, ' off '::boolean, '0'::boolean, '2024-02-29 23:59:59Z'::date, '2024-02-29'::date;
SELECT full_name FROM models WHERE full_name > 'A' COLLATE "C" AND owner = 'admin' COLLATE pg_catalog."default" ORDER BY full_name COLLATE "C" DESC;
-- both: 0A000
SELECT full_name FROM models ORDER BY full_name COLLATE "de_DE";
# Columns that USING and NATURAL merge, without their table
SELECT alias FROM versions JOIN aliases USING (full_name, version) WHERE full_name LIKE 'lab%' ORDER BY alias, full_name, version;
SELECT full_name, UPPER(full_name), version + 1, FULL_NAME || '!' AS x FROM versions JOIN aliases USING (full_name, version) WHERE version >= 1 AND full_name <> '' ORDER BY full_name, version, alias;
SELECT alias FROM versions JOIN aliases USING (full_name, version) GROUP BY alias HAVING MAX(version) >= 1 ORDER BY alias;
SELECT COUNT(full_name), COUNT(DISTINCT version), MAX(version) FILTER (WHERE full_name LIKE '%a%'), SUM(version) FROM versions JOIN aliases USING (full_name, version);
SELECT full_name, version FROM versions JOIN aliases USING (full_name, version) GROUP BY full_name, version HAVING full_name > 'a' AND version < 9 ORDER BY LENGTH(full_name), full_name DESC, version;
SELECT full_name, version, COUNT(*), GROUPING(version) FROM versions JOIN aliases USING (full_name, version) GROUP BY ROLLUP (full_name, version) ORDER BY full_name NULLS LAST, version NULLS LAST;
SELECT alias FROM versions JOIN aliases USING (full_name, version) ORDER BY full_name DESC, version, alias;
SELECT alias FROM versions JOIN aliases USING (full_name, version) ORDER BY full_name || alias DESC NULLS LAST, version;
SELECT UPPER(alias) AS full_name FROM versions JOIN aliases USING (full_name, version) ORDER BY full_name, versions.full_name;
SELECT v.full_name, aliases.version FROM versions v JOIN aliases USING (full_name, version) WHERE v.full_name = full_name AND aliases.version = version ORDER BY full_name, version, alias;
SELECT CASE WHEN version = 1 THEN full_name ELSE alias END, CAST(version AS VARCHAR) FROM versions JOIN aliases USING (full_name, version) WHERE version IN (1, 2) AND full_name BETWEEN 'a' AND 'z' AND (full_name, version) IN (SELECT full_name, version FROM versions) ORDER BY 1, 2;
SELECT alias, ROW_NUMBER() OVER (PARTITION BY full_name ORDER BY version, alias), SUM(version) OVER w FROM versions JOIN aliases USING (full_name, version) WINDOW w AS (PARTITION BY version ORDER BY full_name, alias) ORDER BY full_name, version, alias;
-- plain: SELECT alias FROM (SELECT alias, full_name, ROW_NUMBER() OVER (PARTITION BY full_name ORDER BY version, alias) AS n FROM versions JOIN aliases USING (full_name, version)) q WHERE n = 1 AND full_name > 'a' ORDER BY full_name
SELECT alias FROM versions JOIN aliases USING (full_name, version) QUALIFY ROW_NUMBER() OVER (PARTITION BY full_name ORDER BY version, alias) = 1 AND full_name > 'a' ORDER BY full_name;
SELECT DISTINCT full_name FROM versions JOIN aliases USING (full_name) WHERE full_name <> 'x' ORDER BY full_name;
SELECT STRING_AGG(full_name, ',' ORDER BY full_name, version) FROM versions JOIN aliases USING (full_name, version) GROUP BY alias ORDER BY alias;
-- plain: SELECT alias FROM versions JOIN aliases USING (full_name, version) WHERE full_name > 'a' AND version = 1 ORDER BY full_name, alias
SELECT alias FROM Versions JOIN ALIASES USING (FULL_NAME, Version) WHERE Full_Name > 'a' AND "version" = 1 ORDER BY FULL_NAME, alias;
SELECT MAX(version) AS version, full_name FROM versions JOIN aliases USING (full_name, version) GROUP BY full_name HAVING MAX(version) > 0 ORDER BY version, full_name;
SELECT UPPER(full_name) AS full_name FROM versions JOIN aliases USING (full_name, version) WHERE full_name > 'a' GROUP BY full_name HAVING full_name < 'zz' ORDER BY full_name;
SELECT * FROM (SELECT version, alias, full_name FROM aliases) a JOIN (SELECT owner, full_name FROM models) m USING (full_name) ORDER BY full_name, version, alias;
SELECT a.*, full_name FROM (SELECT version, alias, full_name FROM aliases) a JOIN (SELECT full_name, owner FROM models) m USING (full_name) ORDER BY m.full_name, version, alias;
# … of outer joins
SELECT full_name, version, alias FROM versions LEFT JOIN aliases USING (full_name, version) WHERE full_name IS NOT NULL AND version > 0 ORDER BY full_name, version, alias;
SELECT full_name, owner, status FROM versions RIGHT JOIN models USING (full_name) WHERE full_name IS NOT NULL ORDER BY full_name, version;
SELECT full_name FROM versions RIGHT JOIN models USING (full_name) WHERE versions.full_name IS NULL AND full_name > 'a' ORDER BY full_name;
SELECT k, x.v, y.w FROM (VALUES (1, 'a'), (2, 'b'), (NULL, 'n')) x (k, v) FULL JOIN (VALUES (2, 'c'), (3, 'd'), (NULL, 'm')) y (k, w) USING (k) WHERE k IS NULL OR k > 0 ORDER BY k, v, w;
SELECT k + 1, COUNT(*), MAX(k) FROM (VALUES (1, 'a'), (2, 'b')) x (k, v) FULL JOIN (VALUES (2, 'c'), (3, 'd')) y (k, w) USING (k) GROUP BY k HAVING k <> 9 ORDER BY k;
SELECT v, w FROM (VALUES (1, 'a'), (2, 'b')) x (k, v) FULL JOIN (VALUES (2, 'c'), (3, 'd')) y (k, w) USING (k) ORDER BY k DESC;
SELECT k, v, w, u FROM (VALUES (1, 'a'), (2, 'b')) x (k, v) FULL JOIN (VALUES (2, 'c'), (3, 'd')) y (k, w) USING (k) FULL JOIN (VALUES (3, 'e'), (4, 'f')) z (k, u) USING (k) WHERE k < 4 ORDER BY k;
SELECT k, v, w, u FROM (VALUES (1, 'a'), (2, 'b')) x (k, v) RIGHT JOIN (VALUES (2, 'c'), (3, 'd')) y (k, w) USING (k) LEFT JOIN (VALUES (3, 'e'), (4, 'f')) z (k, u) USING (k) WHERE k > 0 ORDER BY k;
SELECT * FROM (VALUES (1, 'a'), (2, 'b')) x (k, v) FULL JOIN (VALUES ('c', 2), ('d', 3)) y (w, k) USING (k) FULL JOIN (VALUES (3, 'e'), (4, 'f')) z (k, u) USING (k) ORDER BY k;
SELECT k / 2, k FROM (VALUES (1), (3)) x (k) JOIN (VALUES (1.0), (3.00)) y (k) USING (k) WHERE k > 1 ORDER BY k;
SELECT COUNT(*) FROM (VALUES (1), (2)) x (k) LEFT JOIN (VALUES (CAST(NULL AS INTEGER))) y (k) USING (k) WHERE k IS NULL;
# … of several joins
SELECT full_name, alias, owner FROM versions JOIN aliases USING (full_name, version) JOIN models USING (full_name) WHERE full_name > 'a' AND version = 1 ORDER BY full_name, alias;
SELECT alias, m.owner FROM versions JOIN aliases USING (full_name, version) JOIN (SELECT full_name AS name, owner FROM models) m ON name = full_name AND version > 0 WHERE full_name <> name || 'x' ORDER BY full_name, alias;
-- both: 42703
SELECT alias FROM versions JOIN aliases USING (full_name, version) JOIN models m ON m.full_name = full_name;
-- both: 42703
SELECT full_name FROM versions JOIN aliases USING (full_name, version) CROSS JOIN models m;
-- both: 42703
SELECT alias FROM versions JOIN aliases USING (full_name, version), models m WHERE full_name = 'a';
-- both: 42703
SELECT 1 FROM versions JOIN aliases USING (version) WHERE full_name = 'a';
-- both: 42703
SELECT 1 FROM versions JOIN aliases USING (version) JOIN models USING (full_name);
-- both: 42703
SELECT 1 FROM versions JOIN models USING (owner) WHERE owner = 'a';
-- both: 42803
SELECT full_name FROM versions JOIN aliases USING (full_name, version) GROUP BY alias;
-- both: 42804
SELECT 1 FROM (VALUES (DATE '2024-01-01')) x (k) JOIN (VALUES (TRUE)) y (k) USING (k);
SELECT full_name, version FROM models LEFT JOIN (versions JOIN aliases USING (full_name, version)) USING (full_name) WHERE full_name > 'a' ORDER BY full_name, version, alias;
# … by NATURAL
SELECT alias, tag_name FROM aliases NATURAL JOIN version_tags WHERE full_name > 'a' AND version > 0 ORDER BY full_name, version, alias, tag_name;
SELECT full_name, version, COUNT(*) FROM aliases NATURAL LEFT JOIN version_tags GROUP BY full_name, version HAVING MIN(version) > 0 ORDER BY full_name || version;
SELECT k, v, w FROM (VALUES (1, 'a'), (2, 'b')) x (k, v) NATURAL FULL JOIN (VALUES (2, 'c'), (3, 'd')) y (k, w) WHERE k <> 2 ORDER BY k;
SELECT v, w FROM (VALUES (1, 'a')) x (k, v) NATURAL JOIN (VALUES (2, 'c'), (3, 'd')) y (m, w) WHERE k < m ORDER BY w;
SELECT k, v, w, u FROM (VALUES (1, 'a'), (2, 'b')) x (k, v) NATURAL JOIN (VALUES (2, 'c'), (3, 'd')) y (k, w) NATURAL RIGHT JOIN (VALUES (2, 'b', 'e'), (4, 'x', 'f')) z (k, v, u) WHERE k > 1 ORDER BY v;
# … of sub-queries and common table expressions, and in them
WITH a AS (SELECT full_name, version FROM versions), b AS (SELECT full_name, version, alias FROM aliases WHERE version > 0) SELECT alias FROM a JOIN b USING (full_name, version) WHERE full_name > 'a' AND version < 3 ORDER BY full_name, version, alias;
SELECT alias FROM (SELECT full_name AS f, version FROM versions) v JOIN (SELECT full_name AS f, alias FROM aliases) a USING (f) WHERE f > 'a' ORDER BY f, version, alias;
SELECT f, c FROM (SELECT full_name AS f, COUNT(*) AS c FROM versions JOIN aliases USING (full_name, version) WHERE full_name > 'a' GROUP BY full_name) q JOIN (SELECT full_name AS f FROM models) m USING (f) WHERE f LIKE '%a%' ORDER BY f;
SELECT q.full_name, q.alias FROM (SELECT * FROM aliases JOIN versions USING (version, full_name)) q WHERE q.version = 1 ORDER BY q.full_name, q.alias;
SELECT alias FROM versions JOIN aliases USING (full_name, version) WHERE EXISTS (SELECT 1 FROM models x WHERE x.full_name = full_name) ORDER BY full_name, version, alias;
SELECT alias FROM versions JOIN aliases USING (full_name, version) WHERE EXISTS (SELECT 1 FROM models x WHERE x.full_name = 'lab.a' OR version = latest_version) ORDER BY full_name, version, alias;
SELECT alias, (SELECT MAX(owner) FROM models x WHERE latest_version >= version AND x.full_name = versions.full_name) FROM versions JOIN aliases USING (full_name, version) WHERE version IN (SELECT latest_version FROM models WHERE latest_version = version) ORDER BY full_name, version, alias;
SELECT m.full_name FROM models m WHERE EXISTS (SELECT 1 FROM versions JOIN aliases USING (full_name, version) WHERE full_name = m.full_name AND version = m.latest_version) ORDER BY m.full_name;
-- h2: 0A000
SELECT alias, l.n FROM versions JOIN aliases USING (full_name, version) CROSS JOIN LATERAL (SELECT version + 1 AS n, full_name || '!' AS t) l WHERE l.t > full_name AND n > version ORDER BY full_name, version, alias;
SELECT alias, l.n FROM versions JOIN aliases USING (full_name, version) LEFT JOIN LATERAL (SELECT MAX(m.latest_version) AS n FROM models m WHERE version = 1) l ON TRUE WHERE version > 0 ORDER BY full_name, version, alias;
-- h2: 0A000
SELECT alias, l.n FROM versions v JOIN aliases USING (full_name, version) CROSS JOIN LATERAL (SELECT v.version + 1 AS n) l ORDER BY v.full_name, v.version, alias;
-- h2: 0A000
SELECT alias, l.n FROM versions JOIN aliases USING (full_name, version) CROSS JOIN LATERAL (SELECT version + 1 AS n) l WHERE n > version ORDER BY full_name, version, alias;
-- h2: 0A000
SELECT alias, l.o FROM versions JOIN aliases USING (full_name, version) LEFT JOIN LATERAL (SELECT owner AS o FROM models m WHERE latest_version = version ORDER BY m.full_name LIMIT 1) l ON version = 1 ORDER BY full_name, version, alias;
SELECT alias, (SELECT full_name), (SELECT versions.version + MAX(latest_version) FROM models) FROM versions JOIN aliases USING (full_name, version) ORDER BY full_name, version, alias;
SELECT alias FROM versions JOIN aliases USING (full_name, version) ORDER BY (SELECT MAX(m.owner) FROM models m WHERE m.full_name = versions.full_name AND latest_version > version) NULLS FIRST, full_name, version, alias;
SELECT full_name, (SELECT COUNT(*) FROM models m WHERE latest_version > version) FROM versions JOIN aliases USING (full_name, version) GROUP BY full_name, version HAVING EXISTS (SELECT 1 FROM models m WHERE latest_version >= version) ORDER BY full_name, version;
SELECT full_name FROM versions JOIN aliases USING (full_name, version) UNION SELECT full_name FROM models JOIN versions USING (full_name) WHERE full_name > 'b' ORDER BY full_name;
# Columns of a recursion in sub-queries
-- h2: 0A000
WITH RECURSIVE w0 (k1, k2) AS (SELECT 1, '%' UNION ALL SELECT k1 + 1, k2 || 'x' FROM w0 WHERE k1 < 4) SELECT 'a' AS y4, 1 AS x, (SELECT CASE WHEN COUNT(*) > 1 THEN t3.k2 ELSE ' b ' END FROM (SELECT CAST(NULL AS BOOLEAN) AS y7, 1) AS t6 (k8, k9)) FROM w0 AS t3;
-- h2: 0A000
WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 4) SELECT n, (SELECT COUNT(*) FROM versions v WHERE v.version = r.n), (SELECT COUNT(*) + r.n FROM versions v WHERE v.version > r.n) FROM r WHERE n > 1 ORDER BY n;
-- h2: 0A000
WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 4) SELECT n FROM r AS x WHERE EXISTS (SELECT 1 FROM versions v WHERE v.version = x.n) ORDER BY (SELECT COUNT(*) - x.n FROM versions v), n;
-- h2: 0A000
WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 4) SELECT MOD(n, 2), COUNT(*), (SELECT COUNT(*) FROM models WHERE latest_version > MOD(x.n, 2)) FROM (SELECT n, MOD(n, 2) AS m FROM r) AS x GROUP BY n HAVING MAX(n) > (SELECT MIN(v.version) FROM versions v WHERE v.version >= x.n) - 1 ORDER BY n;
-- h2: 0A000
WITH RECURSIVE r (n, t) AS (SELECT 1, 'a' UNION ALL SELECT n + 1, t || 'b' FROM r WHERE n < 4) SELECT x.t, l.c FROM r AS x LEFT JOIN LATERAL (SELECT COUNT(*) + x.n AS c, MAX(v.status) FROM versions v WHERE v.version >= x.n) AS l ON TRUE WHERE x.n IN (SELECT v.version FROM versions v WHERE v.version = x.n) ORDER BY x.n;
-- h2: 0A000
WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 4) SELECT a.n, b.n, (SELECT MAX(v.version) + a.n - b.n FROM versions v WHERE v.version < b.n) FROM r a JOIN r b ON a.n = b.n - 1 AND EXISTS (SELECT 1 FROM versions v WHERE v.version = a.n) ORDER BY a.n;
-- h2: 0A000
SELECT m.full_name, (WITH RECURSIVE r (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 4) SELECT MAX((SELECT COUNT(*) FROM versions v WHERE v.full_name = m.full_name AND v.version = r.n)) FROM r) FROM models m ORDER BY m.full_name;
SELECT m.full_name FROM models m WHERE m.full_name LIKE 'lab.s1.%' ORDER BY (SELECT COUNT(*) - m.latest_version FROM versions v), m.full_name;
WITH x AS (SELECT full_name, latest_version AS n FROM models) SELECT full_name FROM x WHERE full_name LIKE 'lab.s1.%' ORDER BY (SELECT COUNT(*) - x.n FROM versions v), full_name;
# Percentiles of some rows
SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY version) FILTER (WHERE version > 1), PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY version DESC) FILTER (WHERE status = 'READY' AND version < 3), PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY version) FILTER (WHERE version > 9) FROM versions;
SELECT full_name, PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY version * 2) FILTER (WHERE version <> 2), COUNT(*) FILTER (WHERE version <> 2) FROM versions GROUP BY full_name HAVING PERCENTILE_CONT(1) WITHIN GROUP (ORDER BY version) FILTER (WHERE version > 1) > 1 ORDER BY 1;
-- h2: 0A000
SELECT PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY version DESC) FILTER (WHERE version > 1), PERCENTILE_DISC(1) WITHIN GROUP (ORDER BY version) FILTER (WHERE full_name LIKE 'prod%') FROM versions;
-- both: 42803
SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY version) FILTER (WHERE MAX(version) > 1) FROM versions;
# Padding
SELECT LPAD('hi', 7, 'xyz'), RPAD('hi', 7, 'xyz'), LPAD('hi', 3, '😀'), RPAD('hi', 4, '😀a'), LPAD('a😀', 5, '😀é'), LPAD('hi', 5, ''), RPAD('hi', 5, ''), LPAD('hello', 2, 'xy'), LPAD('', 3, 'ab'), RPAD('hi', 6, NULL), 'z' || LPAD('a', 2, 'bc') || 'y';
SELECT full_name, LPAD(comment, 9, '-😀'), RPAD(owner, 12, '日本'), LPAD(owner, CAST(latest_version AS INTEGER) + 6, 'ab') FROM models ORDER BY full_name;
-- h2: 0A000
SELECT full_name, LPAD(owner, 9, full_name) FROM models ORDER BY full_name;
# Literals with escapes, and without
SELECT E'a\tb\\c\'d''e', e'\u00fc\U0001F600\x41\101', $$it's \n 'q'$$ || '!', E'' || $$$$, LENGTH(E'\n\r'), 'plain\n';
SELECT full_name FROM models WHERE full_name LIKE E'lab\x2es1%' AND comment IS DISTINCT FROM $$x$$ AND owner IN (E'adm\151n', $$bob$$) ORDER BY full_name;
SELECT E'2024-02-29'::date, $$7$$::int, CAST(E'8' AS INTEGER), E'x' ~ E'^\\w$', DATE '2024-01-01' + INTERVAL $$1 day$$ > DATE '2024-01-01';
-- both: 42601
SELECT E'\u12';
-- both: 42601
SELECT E'\000';
-- both: 42601
SELECT E'\uD83D';
-- both: 42601
SELECT E'x\';
-- both: 42601
SELECT $$x;
# JSON operators
-- h2: 0A000
-- plain: SELECT '{"a":{"b":[1,"x",{"c":null}]}}'::json -> 'a' -> 'b' -> 1, '{"a":{"b":[1,"x"]}}'::json -> 'a' ->> 'b', '{"a":"\u00fc\"y"}'::json ->> 'a', '{"a":1.50}'::json ->> 'a', '{"a":null}'::json ->> 'a', '{"a":null}'::json -> 'a', '{"a":1}'::json -> 'b', '[1,2,3]'::json -> -1, '[1,2]'::json ->> 5, '{"0":1}'::json -> 0, '[1]'::json -> '0', '{"a":{"b":[7]}}'::json #> '{a,b}', '{"a":{"b":[7]}}'::json #>> '{a,b,0}'
SELECT '{"a":{"b":[1,"x",{"c":null}]}}' -> 'a' -> 'b' -> 1, '{"a":{"b":[1,"x"]}}' -> 'a' ->> 'b', '{"a":"\u00fc\"y"}' ->> 'a', '{"a":1.50}' ->> 'a', '{"a":null}' ->> 'a', '{"a":null}' -> 'a', '{"a":1}' -> 'b', '[1,2,3]' -> -1, '[1,2]' ->> 5, '{"0":1}' -> 0, '[1]' -> '0', '{"a":{"b":[7]}}' #> '{a,b}', '{"a":{"b":[7]}}' #>> '{a,b,0}';
-- h2: 0A000
SELECT full_name, ('{"o":"' || owner || '","n":' || COALESCE(latest_version, 0)::text || '}')::json ->> 'o', (('{"n":' || COALESCE(latest_version, 0)::text || '}')::json ->> 'n')::int + 1 FROM models WHERE ('{"o":"' || owner || '"}')::json ->> 'o' = 'bob' ORDER BY 1;
-- h2: 0A000
SELECT COUNT(*) FROM models WHERE '{"a":"x"}'::json ->> 'a'::text = 'x';
-- h2: 0A000
-- postgresql: 22018
SELECT full_name ->> 'a' FROM models;
-- both: 0A000
SELECT '{}' ->> owner FROM models;
-- both: 0A000
SELECT '{}'::jsonb -> 'a';
# Arrays of groups, as texts
-- plain: SELECT CAST(ARRAY_AGG(full_name ORDER BY full_name) AS TEXT), CAST(ARRAY_AGG(version ORDER BY full_name, version DESC) FILTER (WHERE version > 1) AS TEXT), CAST(ARRAY_AGG(version) FILTER (WHERE version > 9) AS TEXT) FROM versions
SELECT ARRAY_AGG(full_name ORDER BY full_name), ARRAY_AGG(version ORDER BY full_name, version DESC) FILTER (WHERE version > 1), ARRAY_AGG(version) FILTER (WHERE version > 9) FROM versions;
-- plain: SELECT owner, CAST(ARRAY_AGG(comment ORDER BY full_name) AS TEXT), CAST(ARRAY_AGG(created_at ORDER BY full_name) AS TEXT) IS NULL FROM models GROUP BY owner HAVING COUNT(*) > 1 ORDER BY owner
SELECT owner, array_agg(comment ORDER BY full_name), array_agg(created_at ORDER BY full_name) IS NULL FROM models GROUP BY owner HAVING COUNT(*) > 1 ORDER BY owner;
-- plain: SELECT CAST(ARRAY_AGG(x ORDER BY n) AS TEXT) FROM (VALUES (1, 'a'), (2, ''), (3, 'NULL'), (4, 'null'), (5, NULL), (6, 'a b'), (7, 'a,b'), (8, '{'), (9, '}'), (10, '"q"'), (11, 'a\b'), (12, E'a\tb'), (13, E'x\ny'), (14, 'nulls'), (15, 'é😀'), (16, E'\u00a0'), (17, '''')) t (n, x)
SELECT ARRAY_AGG(x ORDER BY n) FROM (VALUES (1, 'a'), (2, ''), (3, 'NULL'), (4, 'null'), (5, NULL), (6, 'a b'), (7, 'a,b'), (8, '{'), (9, '}'), (10, '"q"'), (11, 'a\b'), (12, E'a\tb'), (13, E'x\ny'), (14, 'nulls'), (15, 'é😀'), (16, E'\u00a0'), (17, '''')) t (n, x);
-- plain: SELECT full_name, (SELECT CAST(ARRAY_AGG(v.version ORDER BY v.version) AS TEXT) FROM versions v WHERE v.full_name = m.full_name) FROM models m ORDER BY 1
SELECT full_name, (SELECT ARRAY_AGG(v.version ORDER BY v.version) FROM versions v WHERE v.full_name = m.full_name) FROM models m ORDER BY 1;
-- both: 0A000
SELECT ARRAY_AGG(owner) OVER () FROM models;
# Different values of groups, sorted
SELECT STRING_AGG(DISTINCT owner, ',') FROM models;
SELECT STRING_AGG(DISTINCT owner, ',' ORDER BY owner DESC) FROM models;
-- both: 0A000
SELECT STRING_AGG(DISTINCT owner, ',' ORDER BY LENGTH(owner)) FROM models;
-- both: 0A000
SELECT STRING_AGG(DISTINCT owner, ',' ORDER BY owner, comment) FROM models;
SELECT STRING_AGG(DISTINCT owner, ',' ORDER BY owner NULLS FIRST) FROM models;
SELECT STRING_AGG(DISTINCT owner, ',' ORDER BY m.owner DESC NULLS LAST) FROM models m;
SELECT STRING_AGG(DISTINCT comment, '') FROM models;
SELECT STRING_AGG(DISTINCT x, ',') FROM (VALUES ('b'), ('a'), ('B'), (NULL), ('ä'), (''), ('a '), ('A'), ('_'), ('a')) t(x);
SELECT STRING_AGG(DISTINCT version::text, ',' ORDER BY version::text), STRING_AGG(DISTINCT version::text, ',') FILTER (WHERE version > 1) FROM versions;
-- plain: SELECT STRING_AGG(x::text, ',' ORDER BY x) FROM (VALUES (1), (2), (10)) t(x)
SELECT STRING_AGG(DISTINCT x::text, ',' ORDER BY x) FROM (VALUES (1), (10), (2), (2)) t(x);
SELECT STRING_AGG(x::text, ',' ORDER BY x) FROM (VALUES (1), (10), (2), (2)) t(x);
-- plain: SELECT STRING_AGG(x::text, ',' ORDER BY x) FROM (VALUES (1), (2), (2), (10)) t(x)
SELECT LISTAGG(x, ',') WITHIN GROUP (ORDER BY x) FROM (VALUES (1), (10), (2), (2)) t(x);
-- plain: SELECT STRING_AGG(x::text, ',' ORDER BY x DESC) FROM (VALUES (1), (2), (10)) t(x)
SELECT LISTAGG(DISTINCT x, ',') WITHIN GROUP (ORDER BY x DESC) FROM (VALUES (1), (10), (2), (2)) t(x);
SELECT owner, STRING_AGG(DISTINCT owner || 'x', ',' ORDER BY owner || 'x') FROM models GROUP BY ROLLUP(owner) ORDER BY owner;
-- plain: SELECT 'a', 'a', NULL::text
SELECT STRING_AGG(DISTINCT 'a', ',' ORDER BY 'a'), STRING_AGG(DISTINCT 'a', ','), STRING_AGG(DISTINCT NULL, ',') FROM models;
SELECT STRING_AGG(DISTINCT owner, ',' ORDER BY owner DESC) FILTER (WHERE comment IS NULL) FROM models;
-- both: 0A000
SELECT STRING_AGG(DISTINCT owner, ',') OVER () FROM models;
-- plain: SELECT CAST(ARRAY_AGG(DISTINCT owner) AS TEXT) FROM models
SELECT ARRAY_AGG(DISTINCT owner) FROM models;
-- plain: SELECT CAST(ARRAY_AGG(DISTINCT x) AS TEXT), CAST(ARRAY_AGG(DISTINCT x ORDER BY x DESC) AS TEXT) FROM (VALUES ('b'), ('a'), ('B'), (NULL), ('ä'), (''), ('a '), ('A'), ('_'), ('a'), (NULL), ('a,')) t(x)
SELECT ARRAY_AGG(DISTINCT x), ARRAY_AGG(DISTINCT x ORDER BY x DESC) FROM (VALUES ('b'), ('a'), ('B'), (NULL), ('ä'), (''), ('a '), ('A'), ('_'), ('a'), (NULL), ('a,')) t(x);
-- plain: SELECT g, CAST(ARRAY_AGG(DISTINCT x) AS TEXT), CAST(ARRAY_AGG(DISTINCT x) FILTER (WHERE x < 10) AS TEXT) FROM (VALUES (1, 2), (1, 10), (1, 2), (2, NULL), (2, 3), (NULL, 1), (NULL, 1)) t(g, x) GROUP BY g ORDER BY g
SELECT g, ARRAY_AGG(DISTINCT x), ARRAY_AGG(DISTINCT x) FILTER (WHERE x < 10) FROM (VALUES (1, 2), (1, 10), (1, 2), (2, NULL), (2, 3), (NULL, 1), (NULL, 1)) t(g, x) GROUP BY g ORDER BY g;
-- plain: SELECT CAST(ARRAY_AGG(DISTINCT x ORDER BY x NULLS FIRST) AS TEXT), COUNT(DISTINCT x), CAST(ARRAY_AGG(DISTINCT x || 'y') AS TEXT) FROM (VALUES ('b'), ('a'), (NULL), ('a')) t(x)
SELECT ARRAY_AGG(DISTINCT x ORDER BY x NULLS FIRST), COUNT(DISTINCT x), ARRAY_AGG(DISTINCT x || 'y') FROM (VALUES ('b'), ('a'), (NULL), ('a')) t(x);
-- plain: SELECT full_name, (SELECT CAST(ARRAY_AGG(DISTINCT v.version ORDER BY v.version DESC) AS TEXT) FROM versions v WHERE v.full_name = m.full_name) FROM models m ORDER BY 1
SELECT full_name, (SELECT ARRAY_AGG(DISTINCT v.version ORDER BY v.version DESC) FROM versions v WHERE v.full_name = m.full_name) FROM models m ORDER BY 1;
-- plain: SELECT CAST(ARRAY_AGG(DISTINCT n) AS TEXT) FROM (SELECT ROW_NUMBER() OVER (PARTITION BY owner ORDER BY full_name) AS n FROM models) t
SELECT ARRAY_AGG(DISTINCT n) FROM (SELECT ROW_NUMBER() OVER (PARTITION BY owner ORDER BY full_name) AS n FROM models) t;
-- plain: SELECT CAST(ARRAY_AGG(DISTINCT x::date) AS TEXT), CAST(ARRAY_AGG(DISTINCT y::numeric(6,2)) AS TEXT) FROM (VALUES ('2024-02-29', 1.5), ('2024-01-01', 1.50), ('2024-02-29', 10)) t(x, y)
SELECT ARRAY_AGG(DISTINCT x::date), ARRAY_AGG(DISTINCT y::numeric(6,2)) FROM (VALUES ('2024-02-29', 1.5), ('2024-01-01', 1.50), ('2024-02-29', 10)) t(x, y);
-- plain: SELECT CAST(ARRAY_AGG(DISTINCT b::text) AS TEXT), COUNT(*), CAST(ARRAY_AGG(DISTINCT 'a'::text) AS TEXT) FROM (SELECT owner = 'bob' AS b FROM models) t
SELECT ARRAY_AGG(DISTINCT b), COUNT(*), ARRAY_AGG(DISTINCT 'a') FROM (SELECT owner = 'bob' AS b FROM models) t;
-- plain: SELECT CAST(ARRAY_AGG(DISTINCT owner) AS TEXT) FROM models HAVING ARRAY_AGG(DISTINCT owner) IS NOT NULL
SELECT ARRAY_AGG(DISTINCT owner) FROM models HAVING ARRAY_AGG(DISTINCT owner) IS NOT NULL;
-- plain: SELECT CAST(ARRAY_AGG(DISTINCT owner) AS TEXT) FROM models WHERE FALSE
SELECT ARRAY_AGG(DISTINCT owner) FROM models WHERE FALSE;
-- plain: SELECT owner, CAST(ARRAY_AGG(DISTINCT f) AS TEXT) FROM (SELECT m.owner, v.version AS f FROM models m JOIN versions v USING (full_name)) t GROUP BY owner ORDER BY CAST(ARRAY_AGG(DISTINCT f) AS TEXT), owner
SELECT owner, ARRAY_AGG(DISTINCT f) FROM (SELECT m.owner, v.version AS f FROM models m JOIN versions v USING (full_name)) t GROUP BY owner ORDER BY ARRAY_AGG(DISTINCT f), owner;
-- both: 0A000
SELECT owner, ARRAY_AGG(DISTINCT comment) FROM models GROUP BY ROLLUP(owner);
-- both: 0A000
SELECT ARRAY_AGG(DISTINCT owner ORDER BY comment) FROM models;
-- both: 0A000
SELECT ARRAY_AGG(DISTINCT owner) OVER () FROM models;
SELECT STRING_AGG(DISTINCT x, ',' ORDER BY x DESC) FILTER (WHERE n > 2), STRING_AGG(DISTINCT x, ',') FILTER (WHERE n > 9), STRING_AGG(DISTINCT x, ',') FILTER (WHERE n IS NULL) FROM (VALUES (1, 'a'), (2, 'b'), (3, 'b'), (4, 'c'), (5, 'c'), (6, 'a'), (7, NULL), (NULL, 'z')) t(n, x);
-- plain: SELECT CAST(ARRAY_AGG(DISTINCT x ORDER BY x DESC) FILTER (WHERE n > 2) AS TEXT), CAST(ARRAY_AGG(DISTINCT x) FILTER (WHERE n > 9) AS TEXT), CAST(ARRAY_AGG(DISTINCT x) FILTER (WHERE n IS NULL) AS TEXT) FROM (VALUES (1, 'a'), (2, 'b'), (3, 'b'), (4, 'c'), (5, 'c'), (6, 'a'), (7, NULL), (NULL, 'z')) t(n, x)
SELECT ARRAY_AGG(DISTINCT x ORDER BY x DESC) FILTER (WHERE n > 2), ARRAY_AGG(DISTINCT x) FILTER (WHERE n > 9), ARRAY_AGG(DISTINCT x) FILTER (WHERE n IS NULL) FROM (VALUES (1, 'a'), (2, 'b'), (3, 'b'), (4, 'c'), (5, 'c'), (6, 'a'), (7, NULL), (NULL, 'z')) t(n, x);
# Time zones
SELECT full_name, created_at AT TIME ZONE 'UTC' IS NOT NULL, DATE '2024-01-01' < created_at::date FROM models ORDER BY full_name;
-- plain: SELECT full_name, (created_at AT TIME ZONE 'UTC') AT TIME ZONE 'Europe/Berlin', (created_at + INTERVAL '180 days') AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Berlin', created_at AT TIME ZONE 'UTC' AT TIME ZONE 'Asia/Kolkata', updated_at AT TIME ZONE 'UTC' AT TIME ZONE 'America/St_Johns' FROM versions ORDER BY full_name, version
SELECT full_name, created_at AT TIME ZONE 'Europe/Berlin', (created_at + INTERVAL '180 days') AT TIME ZONE 'Europe/Berlin', created_at AT TIME ZONE 'Asia/Kolkata', updated_at at time zone 'America/St_Johns' FROM versions ORDER BY full_name, version;
-- plain: SELECT DATE_TRUNC('day', created_at AT TIME ZONE 'UTC' AT TIME ZONE 'Pacific/Auckland') AS d, COUNT(*) FROM models GROUP BY DATE_TRUNC('day', created_at AT TIME ZONE 'UTC' AT TIME ZONE 'Pacific/Auckland') ORDER BY d
SELECT DATE_TRUNC('day', created_at AT TIME ZONE 'Pacific/Auckland') AS d, COUNT(*) FROM models GROUP BY DATE_TRUNC('day', created_at AT TIME ZONE 'Pacific/Auckland') ORDER BY d;
-- plain: SELECT TIMESTAMP '2024-07-01 12:00:00', TIMESTAMP '2024-01-01 00:00:00.5'
SELECT TIMESTAMP '2024-07-01 12:00:00' AT TIME ZONE 'UTC', TIMESTAMP '2024-01-01 00:00:00.5' AT TIME ZONE 'UTC' AT TIME ZONE 'UTC';
-- h2: 0A000
-- plain: SELECT TIMESTAMP '2024-07-01 10:00:00', TIMESTAMP '2024-03-31 01:30:00', TIMESTAMP '2024-10-27 01:30:00', TIMESTAMP '2024-07-01 06:00:00'
SELECT TIMESTAMP '2024-07-01 12:00:00' AT TIME ZONE 'Europe/Berlin', TIMESTAMP '2024-03-31 02:30:00' AT TIME ZONE 'Europe/Berlin', TIMESTAMP '2024-10-27 02:30:00' AT TIME ZONE 'Europe/Berlin', TIMESTAMP '2024-07-01 12:00:00' AT TIME ZONE 'Europe/Berlin' AT TIME ZONE 'America/New_York';
-- both: 22023
SELECT created_at AT TIME ZONE 'Nowhere' FROM models;
-- both: 22023
SELECT created_at AT TIME ZONE 'Europe/berlin2' FROM models;
-- both: 0A000
SELECT created_at AT TIME ZONE owner FROM models;
-- both: 42804
SELECT owner AT TIME ZONE 'UTC' FROM models;
# Functions of regular expressions
SELECT full_name, REGEXP_REPLACE(full_name, 's([12])', 'S'), REGEXP_REPLACE(full_name, '[aeiou]', '<>', 'g'), REGEXP_REPLACE(comment, '[^ -~]+', '$1?', 'g'), REGEXP_REPLACE(comment, '\s+$', ''), REGEXP_REPLACE(full_name, 'LAB\.', 'x', 'i'), REGEXP_REPLACE(full_name, 'M|S', '\\', 'ig') FROM models ORDER BY full_name;
SELECT full_name, REGEXP_COUNT(full_name, '[a-z][0-9]'), REGEXP_COUNT(comment, '.'), REGEXP_COUNT(comment, '😀'), REGEXP_COUNT(full_name, '^l|b\.|\d$'), REGEXP_SUBSTR(full_name, '[a-z]+\.s[12]'), REGEXP_SUBSTR(comment, '[^a-z ]+'), REGEXP_SUBSTR(comment, 'nothing'), REGEXP_SUBSTR(full_name, '(?:ab|ro|s)[a-z.]*') FROM models ORDER BY full_name;
SELECT REGEXP_REPLACE('aaa', 'a', 'b'), REGEXP_REPLACE('aaa', 'a{2}', 'b', 'g'), REGEXP_REPLACE('aXbX', 'x', '$0', 'gi'), REGEXP_REPLACE('abc', '^b', 'x', 'g'), REGEXP_REPLACE(NULL, 'a', 'b'), REGEXP_REPLACE('a', NULL, 'b'), REGEXP_REPLACE('a', 'a', NULL), REGEXP_REPLACE('a.b', '\.', '\x'), REGEXP_REPLACE('ab', '(a)(b)', '');
-- both: 0A000
SELECT REGEXP_REPLACE(full_name, '(l)ab', '\1') FROM models;
-- both: 0A000
SELECT REGEXP_REPLACE(full_name, '.*', 'x') FROM models;
-- both: 0A000
SELECT REGEXP_SUBSTR(full_name, 'a|ab') FROM models;
-- both: 0A000
SELECT REGEXP_SUBSTR(full_name, '(a?)(ab)?b') FROM models;
-- both: 0A000
SELECT REGEXP_COUNT(full_name, 'a+?b') FROM models;
-- both: 0A000
SELECT REGEXP_REPLACE(full_name, 'a', owner) FROM models;
-- both: 0A000
SELECT REGEXP_SUBSTR(full_name, owner) FROM models;
-- both: 22023
SELECT REGEXP_COUNT(full_name, 'a(') FROM models;
# Differences of points in time as values: days of dates, seconds of timestamps
-- plain: SELECT full_name, EXTRACT(EPOCH FROM updated_at - created_at), created_at::date - updated_at::date, EXTRACT(EPOCH FROM created_at - DATE '2024-01-01'), -EXTRACT(EPOCH FROM updated_at - created_at) / 2 > 1000, EXTRACT(EPOCH FROM created_at - TIMESTAMP '2024-02-29 12:00:00.25') FROM versions ORDER BY full_name, version
SELECT full_name, updated_at - created_at, created_at::date - updated_at::date, created_at - DATE '2024-01-01', -(updated_at - created_at) / 2 > 1000, created_at - TIMESTAMP '2024-02-29 12:00:00.25' AS x FROM versions ORDER BY full_name, version;
-- plain: SELECT EXTRACT(EPOCH FROM updated_at - created_at), COUNT(*), SUM(EXTRACT(EPOCH FROM created_at - TIMESTAMP '2024-01-01 00:00:00')) FROM versions GROUP BY updated_at - created_at HAVING EXTRACT(EPOCH FROM updated_at - created_at) < 0 ORDER BY 1
SELECT updated_at - created_at AS d, COUNT(*), SUM(created_at - TIMESTAMP '2024-01-01 00:00:00') FROM versions GROUP BY updated_at - created_at HAVING updated_at - created_at < 0 ORDER BY updated_at - created_at;
-- plain: SELECT full_name, version, EXTRACT(EPOCH FROM created_at - LAG(created_at) OVER (PARTITION BY full_name ORDER BY version)) AS d FROM versions ORDER BY 1, 2
SELECT full_name, version, created_at - LAG(created_at) OVER (PARTITION BY full_name ORDER BY version) AS d FROM versions ORDER BY 1, 2;
-- plain: SELECT MAX(EXTRACT(EPOCH FROM v.created_at - m.created_at)), MIN(v.created_at::date - m.created_at::date), MAX(version - 1 - 1), MAX(DATE '2024-03-01' - DATE '2024-02-01') FROM versions v JOIN models m ON v.full_name = m.full_name WHERE EXTRACT(EPOCH FROM v.created_at - m.created_at) > -1000000
SELECT MAX(v.created_at - m.created_at), MIN(v.created_at::date - m.created_at::date), MAX(version - 1 - 1), MAX(DATE '2024-03-01' - DATE '2024-02-01') FROM versions v JOIN models m ON v.full_name = m.full_name WHERE v.created_at - m.created_at > -1000000;
-- plain: SELECT NULL, 10 - 3 - 2, 5.5 - 2, TRUE
SELECT CAST(NULL AS TIMESTAMP) - TIMESTAMP '2024-01-01 00:00:00', 10 - 3 - 2, 5.5 - 2, TIMESTAMP '2024-01-02 00:00:00' - INTERVAL '1' DAY = TIMESTAMP '2024-01-01 00:00:00';
-- both: 42804
SELECT SUM(updated_at - created_at) > INTERVAL '1' DAY FROM versions;
-- both: 42804
SELECT owner - created_at FROM models;
-- both: 42804
SELECT TIME '10:00:00' - TIME '09:00:00';
# Several columns of one name
SELECT t.* FROM (SELECT 1 AS v, 2 AS v) t;
SELECT * FROM (SELECT 1 AS v, 2 AS V, 3 AS "v", 4 AS w) t;
SELECT t.*, t.w, t.* FROM (SELECT 1 AS v, 2 AS v, 3 AS w) t WHERE w > 2;
SELECT * FROM (SELECT * FROM (SELECT 1 AS v, 2 AS v) s) t;
SELECT * FROM (SELECT t.*, 3 AS v FROM (SELECT 1 AS v, 2 AS v) t) u;
SELECT * FROM (SELECT 3 AS v, t.*, 4 AS V FROM (SELECT 1 AS v, 2 AS v) t) u;
SELECT * FROM (SELECT m.full_name, v.full_name, m.owner, v.version, m.owner FROM models m JOIN versions v ON m.full_name = v.full_name) t ORDER BY 1, version;
SELECT * FROM (SELECT full_name, m.*, owner AS comment FROM (SELECT full_name, comment FROM models) m JOIN (SELECT full_name AS n, owner FROM models) o ON n = full_name) t ORDER BY 1;
SELECT * FROM (SELECT *, version + 1 AS version FROM (SELECT full_name, version FROM versions) v) t ORDER BY 1, 2;
WITH t AS (SELECT m.full_name, v.full_name, v.version FROM models m JOIN versions v ON m.full_name = v.full_name) SELECT * FROM t WHERE version > 1 ORDER BY 1, 3;
WITH t AS (SELECT 1 AS v, 2 AS v), u AS (SELECT * FROM t) SELECT a.*, b.* FROM t a CROSS JOIN u b;
WITH t (a, b) AS (SELECT 1 AS v, 2 AS v) SELECT b, a FROM t;
SELECT b, t.a FROM (SELECT 1 AS v, 2 AS v) t (a, b);
SELECT * FROM (SELECT 1 AS v, 2 AS v UNION ALL SELECT 3, 4) t ORDER BY 1;
SELECT * FROM (SELECT 1 AS a, 2 AS b UNION ALL SELECT 3 AS v, 4 AS v) t ORDER BY a;
SELECT * FROM (SELECT 1 AS v, 2 AS v) a JOIN (SELECT 1 AS w, 2 AS v) b ON w < 3;
SELECT * FROM (SELECT 1 AS k, 2 AS v, 3 AS v) a JOIN (SELECT 1 AS k, 4 AS w) b USING (k);
SELECT * FROM (SELECT 1 AS k, 2 AS v, 3 AS v) a NATURAL JOIN (SELECT 1 AS k, 4 AS w) b;
SELECT w, k FROM (SELECT 1 AS k, 2 AS v, 3 AS v) a FULL JOIN (SELECT 2 AS k, 4 AS w) b USING (k) ORDER BY k;
SELECT * FROM (SELECT owner, COUNT(*) AS n, MAX(comment) AS n FROM models GROUP BY owner) t ORDER BY 1;
SELECT * FROM (SELECT DISTINCT owner, owner FROM models) t ORDER BY 1;
SELECT COUNT(*), MAX(w) FROM (SELECT 1 AS v, 2 AS v, 3 AS w) t;
SELECT full_name FROM models m WHERE EXISTS (SELECT * FROM (SELECT v.full_name, v.full_name FROM versions v WHERE v.full_name = m.full_name) t) ORDER BY 1;
-- h2: 0A000
SELECT full_name, x.* FROM models m CROSS JOIN LATERAL (SELECT version AS v, version + 1 AS v FROM versions v WHERE v.full_name = m.full_name) x ORDER BY 1, 2;
SELECT * FROM (SELECT ROW_NUMBER() OVER (ORDER BY full_name) AS n, 1 AS n FROM models) t ORDER BY 1;
SELECT owner AS x, full_name AS x FROM models ORDER BY full_name;
# A name that several columns have is ambiguous, also where an outer query has such a column
-- both: 42703
SELECT v FROM (SELECT 1 AS v, 2 AS v) t;
-- both: 42703
SELECT t.v FROM (SELECT 1 AS v, 2 AS v) t;
-- both: 42703
SELECT T.V FROM (SELECT 1 AS v, 2 AS v) t;
-- both: 42703
SELECT 1 FROM (SELECT 1 AS v, 2 AS v) t WHERE v = 1;
-- both: 42703
SELECT 1 FROM (SELECT 1 AS v, 2 AS v) t WHERE t.v = 1;
-- both: 42703
SELECT COUNT(*) FROM (SELECT 1 AS v, 2 AS v) t GROUP BY v;
-- both: 42703
SELECT COUNT(*) FROM (SELECT 1 AS v, 2 AS v) t HAVING MAX(v) = 1;
-- both: 42703
SELECT 1 AS one FROM (SELECT 1 AS v, 2 AS v) t ORDER BY t.v;
-- both: 42703
SELECT 1 AS one FROM (SELECT 1 AS v, 2 AS v) t ORDER BY v;
-- both: 42703
SELECT SUM(1) OVER (ORDER BY v) FROM (SELECT 1 AS v, 2 AS v) t;
-- both: 42703
SELECT * FROM (SELECT 1 AS v, 2 AS v) a JOIN (SELECT 1 AS w) b ON v = w;
-- both: 42703
SELECT * FROM (SELECT 1 AS v, 2 AS v) a JOIN (SELECT 1 AS w) b ON a.v = w;
-- both: 42703
SELECT * FROM (SELECT 1 AS v, 2 AS v) a JOIN (SELECT 1 AS v) b USING (v);
-- both: 42703
SELECT * FROM (SELECT 1 AS v, 2 AS v) a NATURAL JOIN (SELECT 1 AS v) b;
-- both: 42703
WITH t AS (SELECT 1 AS v, 2 AS v) SELECT v FROM t;
-- both: 42703
SELECT (SELECT v FROM (SELECT 1 AS v, 2 AS v) t) FROM (SELECT 5 AS v) o;
-- both: 42703
SELECT (SELECT COUNT(*) FROM models WHERE o.v = 1) FROM (SELECT 1 AS v, 2 AS v) o;
-- both: 42703
SELECT full_name FROM models m WHERE EXISTS (SELECT 1 FROM (SELECT 1 AS v, 2 AS v) t WHERE v = LENGTH(m.full_name));
-- both: 42703
SELECT v FROM (SELECT * FROM (SELECT 1 AS v, 2 AS v) s) t;
-- both: 42703
SELECT v FROM (SELECT 1 AS v, 2 AS v UNION ALL SELECT 3, 4) t;
-- both: 42703
SELECT x.v FROM models m CROSS JOIN LATERAL (SELECT 1 AS v, m.owner AS v) x;
# Numbers in GROUP BY count the columns of a star
SELECT t.* FROM (SELECT owner, comment FROM models) t GROUP BY 1, 2 ORDER BY 1, 2;
SELECT *, COUNT(*) FROM (SELECT owner FROM models) t GROUP BY 1 ORDER BY 1;
SELECT COUNT(*), t.*, MAX(owner) FROM (SELECT owner, comment FROM models) t GROUP BY 2, 3 HAVING COUNT(*) > 0 ORDER BY owner, 3;
SELECT * FROM (SELECT 1 AS v, 2 AS v) t GROUP BY 1, 2;
SELECT * FROM (SELECT full_name FROM versions) v JOIN (SELECT full_name, owner FROM models) m USING (full_name) GROUP BY 1, 2 ORDER BY 1;
SELECT a.*, b.* FROM (SELECT owner FROM models) a JOIN (SELECT owner, COUNT(*) AS n FROM models GROUP BY 1) b ON a.owner = b.owner GROUP BY 1, 2, 3 ORDER BY 1;
SELECT t.*, COUNT(*) FROM (SELECT owner, comment FROM models) t GROUP BY owner, t.comment ORDER BY 1, 2;
-- both: 42803
SELECT t.*, COUNT(*) FROM (SELECT owner, comment FROM models) t GROUP BY 1;
-- both: 42803
SELECT *, COUNT(*) FROM (SELECT owner, comment FROM models) t GROUP BY owner;
