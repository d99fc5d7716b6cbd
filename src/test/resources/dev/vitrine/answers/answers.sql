# Types: every expression is computed in the type of the plan.
SELECT FLOOR(version) / 2 FROM versions WHERE full_name = 'lab.s1.m3' AND version = 3;
-- 1
SELECT CEIL(version) / 2, ROUND(version) / 2, TRUNC(version) / 2, ABS(-version) / 2 FROM versions WHERE full_name = 'lab.s1.m3' AND version = 3;
-- 1 | 1 | 1 | 1
SELECT FLOOR(9007199254740993), CEIL(9007199254740993), ROUND(9007199254740993);
-- 9007199254740993 | 9007199254740993 | 9007199254740993
SELECT CAST(7 AS DECIMAL(12, 0)) / 2 = 3.5, CAST(7 AS DECIMAL(12, 0)) / 2 > 3.4;
-- true | true
SELECT SIGN(version) % 2 FROM versions WHERE full_name = 'lab.s1.m3' AND version = 3;
-- 1
SELECT SIGN(-2.5) / 2 = 0 OR SIGN(-2.5) / 2 = -0.5;
-- true
SELECT TIMESTAMPADD(HOUR, 12, DATE '2024-01-01'), TIMESTAMPADD(MINUTE, -1, DATE '2024-01-01');
-- 2024-01-01 12:00:00.000 | 2023-12-31 23:59:00.000
SELECT TO_CHAR(TIMESTAMP '2024-02-29 05:06:07.1', 'YYYY-MM-DD HH24:MI:SS.MS'), TO_CHAR(TIMESTAMP '2024-02-29 05:06:07', 'MMSS,MS');
-- 2024-02-29 05:06:07.100 | 0207,000
SELECT DATE '2024-01-31' + INTERVAL '1' MONTH, CAST(DATE '2024-01-31' + INTERVAL '1' DAY AS VARCHAR);
-- 2024-02-29 | 2024-02-01
SELECT AVG(version) / 2 FROM versions WHERE full_name = 'lab.s1.m3' AND version < 3;
-- 0.75
SELECT AVG(version) = 1.5 FROM versions WHERE full_name = 'lab.s1.m3' AND version < 3;
-- true
SELECT GREATEST(1, NULL), COALESCE(NULL, 2), NULLIF(1, NULL), ABS(NULL) IS NULL, NULL + 1 IS NULL;
-- 1 | 2 | 1 | true | true
SELECT LAG('x') OVER (ORDER BY version), FIRST_VALUE('y') OVER (ORDER BY version) FROM versions WHERE full_name = 'lab.s1.m2' ORDER BY version;
-- null | y
-- x | y
SELECT BOOL_OR(version > 2) FILTER (WHERE version < 3), EVERY(version < 3) FILTER (WHERE version < 3), MAX(version > 2) FROM versions;
-- false | true | true
SELECT SUM(x) FROM (SELECT 1 AS x UNION ALL SELECT 2.5 UNION ALL SELECT 1E0) AS t;
-- 4.5

# Set operations over columns without a name.
SELECT COUNT(*) FROM versions WHERE full_name = 'lab.s1.m3' UNION ALL SELECT 0;
-- 3
-- 0
SELECT 1 + 1 EXCEPT SELECT MAX(version) FROM versions WHERE full_name = 'lab.s1.m3';
-- 2
SELECT COUNT(*) FROM versions WHERE full_name = 'lab.s1.m3' INTERSECT SELECT 3;
-- 3
SELECT UPPER('a'), 1 UNION SELECT 'A', 1;
-- A | 1
SELECT version, NULL FROM versions WHERE full_name = 'lab.s1.m1' UNION ALL SELECT 1, 'x';
-- 1 | null
-- 1 | x
SELECT NULL UNION ALL SELECT 1;
-- null
-- 1
SELECT 'lab.s1.m3', 0.5 UNION SELECT DISTINCT full_name, 0.5 FROM versions WHERE full_name = 'lab.s1.m3';
-- lab.s1.m3 | 0.5

# Correlation through a star, a grouping, a join and DISTINCT.
WITH t AS (SELECT * FROM models WHERE owner = 'bob')
SELECT full_name FROM t WHERE EXISTS (SELECT 1 FROM versions v WHERE v.full_name = t.full_name AND v.version = 3);
-- prod.s1.m3
SELECT full_name FROM (SELECT * FROM models WHERE owner = 'bob') AS t WHERE (SELECT COUNT(*) FROM versions v WHERE v.full_name = t.full_name) = 2;
-- lab.s2.m2
WITH t AS (SELECT * FROM models WHERE owner = 'bob')
SELECT full_name, (SELECT MAX(version) FROM versions v WHERE v.full_name = t.full_name) FROM t ORDER BY 1;
-- lab.s1.m1 | 1
-- lab.s2.m2 | 2
-- prod.s1.m3 | 3
SELECT DISTINCT 1, (SELECT MAX(version) FROM versions v WHERE v.full_name = m.full_name) AS n FROM models m WHERE owner = 'bob' ORDER BY n;
-- 1 | 1
-- 1 | 2
-- 1 | 3
WITH w (a, b, c) AS (SELECT 'a', -3.5, MAX(version) FROM versions)
SELECT a, CASE WHEN 'z' NOT IN (SELECT w.a FROM versions) THEN ABS(c) END FROM w;
-- a | 3

# Constants to order and group by, signed intervals, names of the user.
SELECT version FROM versions WHERE full_name = 'lab.s1.m3' ORDER BY 1 + 1, 'x', NULL, version DESC;
-- 3
-- 2
-- 1
SELECT 'x' AS c FROM models WHERE owner = 'bob' ORDER BY c DESC NULLS LAST LIMIT 1;
-- x
SELECT DISTINCT 2, 'x' FROM models;
-- 2 | x
SELECT COUNT(*) FROM models WHERE owner = 'bob' GROUP BY 'x', 2 + 3;
-- 3
SELECT DATE '2024-01-10' + INTERVAL '-1' DAY, DATE '2024-01-10' - INTERVAL '-1' MONTH, DATE '2024-01-10' + INTERVAL -'1' DAY;
-- 2024-01-09 | 2024-02-10 | 2024-01-09
SELECT TIMESTAMP '2024-01-10 12:00:00' + INTERVAL '-1 02:30' DAY TO MINUTE, TIMESTAMP '2024-01-10 12:00:00' - INTERVAL '1-1' YEAR TO MONTH;
-- 2024-01-09 09:30:00.000 | 2022-12-10 12:00:00.000
SELECT TIMESTAMP '2024-01-01 00:00:00' + INTERVAL '0.5' SECOND, TIMESTAMP '2024-01-01 00:00:00' - INTERVAL '0.001' SECOND;
-- 2024-01-01 00:00:00.500 | 2023-12-31 23:59:59.999
SELECT * FROM (SELECT version AS v FROM versions WHERE full_name = 'lab.s1.m1') AS a JOIN (SELECT version AS v FROM versions WHERE full_name = 'lab.s1.m1') AS b ON a.v = b.v;
-- 1 | 1
SELECT COUNT(*) FROM (SELECT * FROM (SELECT 1 AS v) AS a CROSS JOIN (SELECT 2 AS v) AS b LIMIT 5) AS t;
-- 1
SELECT t.v0 FROM (SELECT * FROM (SELECT 1 AS v) AS a CROSS JOIN (SELECT 2 AS v) AS b WHERE a.v < b.v) AS t (v, v0) WHERE t.v = 1;
-- 2
SELECT abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabc1 - abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij2
FROM (SELECT 5 AS abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabc1, 3 AS abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij2) AS t;
-- 2
SELECT a."ctid" + a."xmin" + a."ROWNUM" + a."_rowid_" FROM (SELECT 1 AS "ctid", 2 AS "xmin", 3 AS "ROWNUM", 4 AS "_rowid_") AS a;
-- 10
SELECT COUNT(*) FROM models m FULL JOIN grants g ON m.full_name = g.full_name AND m.owner <> 'alice' WHERE m.full_name = 'lab.s1.m0';
-- 1
SELECT m.owner, v.owner FROM models m FULL JOIN models v ON m.full_name = v.full_name WHERE m.full_name = 'lab.s1.m1';
-- bob | bob

# Windows over groups.
SELECT t.n, COUNT(*) OVER () FROM (SELECT COUNT(*) AS n FROM versions) AS t WHERE t.n > 1000;
-- no rows
SELECT owner, COUNT(*) OVER () FROM models GROUP BY owner HAVING COUNT(*) < 4;
-- bob | 1
SELECT n, SUM(n) OVER (ORDER BY n) FROM (SELECT owner, COUNT(*) AS n FROM models GROUP BY owner) AS t WHERE n < 4;
-- 3 | 3

# Names like functions.
SELECT owner, COUNT(*) AS count FROM models GROUP BY owner ORDER BY count;
-- bob | 3
-- admin | 12
SELECT owner, COUNT(*) count FROM models WHERE owner = 'bob' GROUP BY owner HAVING COUNT(*) > 1;
-- bob | 3
SELECT t.max, min, avg + sum AS rank FROM (SELECT MAX(version) AS max, MIN(version) AS min, 4 AS avg, 5 AS sum FROM versions) AS t WHERE max >= min AND t.avg IN (avg) ORDER BY max, rank DESC;
-- 3 | 1 | 9
SELECT date, year, month, day, CASE value WHEN value THEN second ELSE value END FROM (SELECT 1 AS date, 2 AS year, 3 AS month, 4 AS day, 5 AS value, 6 AS second) AS t;
-- 1 | 2 | 3 | 4 | 6
WITH rank AS (SELECT version AS rank FROM versions WHERE full_name = 'lab.s1.m3') SELECT SUM(rank.rank + rank) AS sum FROM rank WHERE rank BETWEEN 2 AND 3;
-- 10
SELECT EXTRACT(YEAR FROM DATE '2024-02-29') AS year, SUM(version) OVER (ORDER BY version ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS sum FROM versions WHERE full_name = 'lab.s1.m2' ORDER BY sum DESC NULLS LAST, year;
-- 2024 | 3
-- 2024 | 1

# Characters, separators and roots, alike on both stores.
SELECT SUBSTRING('a😀b', 2, 1), LEFT('😀b', 1), RIGHT('b😀', 1), CHAR_LENGTH('😀'), ASCII('😀'), SUBSTRING('😀bc' FROM 2), SUBSTRING('abc' FROM -1 FOR 3);
-- 😀 | 😀 | 😀 | 1 | 128512 | bc | a
SELECT LEFT('😀bc', -1), RIGHT('😀bc', -1), LEFT('ab', 5), RIGHT('ab', 5), POSITION('b' IN '😀b'), POSITION('z' IN '😀b'), LENGTH('');
-- 😀b | bc | ab | ab | 2 | 0 | 0
SELECT '😀' LIKE '_', 'a😀' NOT LIKE '__', 'A😀' ILIKE 'a_', 'a.c' LIKE 'a._', 'abc' LIKE 'a.c', 'a_c' LIKE 'a\_c';
-- true | false | true | true | false | true
SELECT CONCAT_WS('-', CONCAT_WS('+', 'a', NULL, 'b'), NULL, 'c'), CONCAT_WS(NULL, 'a', 'b'), CONCAT_WS(',', NULL, NULL), CONCAT_WS('', 'a', 'b');
-- a+b-c | null |  | ab
SELECT SQRT(version - 10) > 0 FROM versions;
-- 22000
SELECT POWER(-8, 0.5);
-- 22000
SELECT SQRT(0), SQRT(9), POWER(-2, 2), POWER(-2, 3), POWER(0, 0);
-- 0.0 | 3.0 | 4.0 | -8.0 | 1.0

# Text is converted by one grammar.
SELECT COUNT(*) FROM models WHERE created_at > 'yesterday';
-- 22018
SELECT CAST('12' AS BOOLEAN);
-- 22018
SELECT CAST('2024-02-30' AS DATE);
-- 22018
SELECT CAST('1.5' AS BIGINT);
-- 22018
SELECT CAST('NaN' AS DOUBLE);
-- 22018
SELECT CAST(' TRUE ' AS BOOLEAN), CAST('2024-02-29T01:02:03+05:00' AS TIMESTAMP), CAST('2024-02-29' AS TIMESTAMP), CAST('1.5e2' AS DOUBLE), CAST(' 12 ' AS BIGINT);
-- true | 2024-02-28 20:02:03.000 | 2024-02-29 00:00:00.000 | 150.0 | 12
SELECT CAST(c AS TIMESTAMP), CAST(d AS BIGINT), CAST(e AS DECIMAL(5, 2)), CAST(f AS BOOLEAN) FROM (VALUES ('2024-01-01 10:00', ' 12', '-1.255', 'False')) AS t (c, d, e, f);
-- 2024-01-01 10:00:00.000 | 12 | -1.26 | false
SELECT CAST(c AS TIMESTAMP) FROM (VALUES ('yesterday')) AS t (c);
-- 22018
SELECT CAST(c AS TIMESTAMP) FROM (VALUES ('2024-01-01 10:00:00+05:00')) AS t (c);
-- 22018
SELECT CAST(c AS BOOLEAN) FROM (VALUES ('12')) AS t (c);
-- 22018
SELECT CAST(c AS BIGINT) FROM (VALUES (CAST(NULL AS VARCHAR))) AS t (c);
-- null

# Sizes written in few characters.
SELECT DECIMAL '1E100000000';
-- 22003
SELECT 1E400;
-- 22003
SELECT CAST('1E1000000000' AS DECIMAL(10, 2));
-- 22018
SELECT REPEAT('x', 1000000000);
-- 22003
SELECT LPAD('x', 1000000000);
-- 22003

# Conditions as values.
SELECT COUNT(*) FROM versions WHERE EXISTS (SELECT 1 FROM models) IS UNKNOWN OR TRUE <> (full_name IN (SELECT full_name FROM models)) OR TRUE = (full_name ILIKE 'z%');
-- 0
SELECT e, EXISTS (SELECT 1 FROM models) FROM (SELECT full_name, EXISTS (SELECT 1 FROM principals) AS e FROM models WHERE owner = 'bob') AS t WHERE e AND full_name = 'lab.s1.m1';
-- true | true
SELECT 'a' ILIKE '', '' ILIKE '', 'a' NOT ILIKE '';
-- false | true | true
SELECT (- NULLIF(0, 1)) AS n FROM models WHERE owner = 'bob' ORDER BY 1 DESC LIMIT 1;
-- 0
SELECT k, (NOT EXISTS (SELECT 1 FROM principals WHERE t.b)) FROM (SELECT TRUE AS b, 1 AS k FROM versions EXCEPT SELECT FALSE, 2 FROM principals) AS t;
-- 1 | false

# Sub-queries and EXISTS wherever a value can be.
SELECT COUNT(*) FROM principals WHERE (EXISTS (SELECT 1 FROM grants)) BETWEEN TRUE AND TRUE AND NULLIF(NOT (NOT EXISTS (SELECT 1 FROM aliases)), FALSE);
-- 5
SELECT t0.k FROM (SELECT 'b') AS t0 (k) WHERE 2 > ALL (SELECT CHAR_LENGTH(t0.k) FROM schemas) AND TRUE IS NOT DISTINCT FROM (EXISTS (SELECT 1 FROM models));
-- b
SELECT (2 > ALL (SELECT CHAR_LENGTH(t0.k) FROM schemas)) AS x FROM (SELECT 'b') AS t0 (k) WHERE CAST(NULL AS BOOLEAN);
-- no rows
SELECT DATE '2024-02-29' FROM (SELECT (SELECT AVG(version) FROM versions WHERE m.full_name ILIKE '_') FROM models m WHERE owner = 'bob') AS t (k);
-- 2024-02-29
-- 2024-02-29
-- 2024-02-29
SELECT owner FROM models GROUP BY owner HAVING EXISTS (SELECT 1 FROM versions) ORDER BY owner;
-- admin
-- bob
SELECT owner FROM models GROUP BY owner HAVING (SELECT COUNT(*) FROM versions) IS NULL;
-- no rows
SELECT owner FROM models GROUP BY owner HAVING NOT EXISTS (SELECT 1 FROM versions) = FALSE ORDER BY owner DESC;
-- bob
-- admin
SELECT DISTINCT k FROM (SELECT DISTINCT 1.5E0 AS k, 1.5E0 AS l FROM schemas WHERE -2.25E0 NOT IN (SELECT -2.25E0 FROM tags)) AS t JOIN aliases ON k = l WHERE k = 1.5E0;
-- no rows
SELECT m.full_name FROM models m FULL JOIN models n ON m.full_name = n.full_name WHERE m.owner = 'bob' AND m.full_name <= SOME (SELECT o.full_name FROM models o WHERE o.owner = n.owner AND o.full_name <> m.full_name) ORDER BY 1;
-- lab.s1.m1
-- lab.s2.m2
SELECT a.full_name FROM models a JOIN (SELECT * FROM models WHERE EXISTS (SELECT 1 FROM models c WHERE c.full_name = models.full_name AND c.owner = 'bob')) AS b ON a.full_name = b.full_name AND EXISTS (SELECT 1 FROM models d WHERE d.full_name > b.full_name AND d.owner = a.owner) ORDER BY 1;
-- lab.s1.m1
-- lab.s2.m2

# NULLs that are computed before the query runs keep their type.
SELECT SUM(- ROUND(CAST(NULL AS DECIMAL(10, 2)))), AVG(1 + CAST(NULL AS BIGINT)), MAX(CASE WHEN owner ILIKE 'a%' THEN CAST(NULL AS BOOLEAN) END) FROM models;
-- null | null | null
SELECT COUNT(*) FROM tags t FULL JOIN grants g ON t.object_type = g.principal WHERE NULLIF(CASE WHEN g.object_type ILIKE '%a' THEN CAST(NULL AS BOOLEAN) END, TRUE);
-- 0

# Rounding up can add a digit.
SELECT ROUND(99999999.99, 0), ROUND(99.5), CEIL(99.9), FLOOR(-99.9), ROUND(-9.99, 1), CEIL(0.5);
-- 100000000.00 | 100.0 | 100 | -100 | -10.00 | 1
SELECT CAST(100 AS DECIMAL(2, 0));
-- 22003
SELECT CAST(version * 100 AS DECIMAL(2, 0)) FROM versions;
-- 22003

# More aggregates than columns, with filters that no row passes.
SELECT full_name, COALESCE(MAX(version) FILTER (WHERE version > 1), MIN(version) FILTER (WHERE version > 2), -COUNT(*)) AS n FROM versions WHERE full_name LIKE 'lab.s1.%' GROUP BY full_name ORDER BY 1;
-- lab.s1.m1 | -1
-- lab.s1.m2 | 2
-- lab.s1.m3 | 3
SELECT COALESCE(EVERY(t1.k4), EVERY(TRUE) FILTER (WHERE t1.k4)), MIN(1), t0.tag_name, BOOL_AND(FALSE) FROM version_tags AS t0 FULL JOIN (SELECT TRUE AS y, '%' AS z) AS t1 (k4, k5) ON t0.tag_name = t1.k5 GROUP BY t0.tag_name ORDER BY 3 NULLS LAST;
-- null | 1 | q | false
-- true | 1 | null | false

# Characters: padding, computed patterns, shorter types, empty texts.
SELECT LPAD('😀', 3, 'x'), LPAD('😀😀😀', 2, 'x'), RPAD('😀', 3, 'y'), RPAD('', 2, 'y'), LPAD('abc', 0), RPAD('abc', -1, 'x'), LPAD('abc', 5), LPAD(CAST(NULL AS VARCHAR), 2), RPAD('a', CAST(NULL AS INTEGER));
-- xx😀 | 😀😀 | 😀yy | yy |  |  |   abc | null | null
SELECT '😀' LIKE LEFT('____', 1), 'axc' LIKE LEFT('a.c', 3), 'ab' LIKE LEFT('a%', 2), 'a%' LIKE LEFT('a\%', 3), 'ab' LIKE LEFT('a\%', 3), 'A😀' ILIKE LEFT('a_', 2);
-- true | false | true | true | false | true
SELECT 'a!%' LIKE LEFT('a!!!%', 5) ESCAPE '!', 'a\b' LIKE LEFT('a\b', 3) ESCAPE '!', 'É_' ILIKE LEFT('é!_', 3) ESCAPE '!', '[x]^$' LIKE LEFT('[_]^%', 5), '\Q' LIKE LEFT('\\Q', 3), 'x' NOT LIKE LEFT('y', 1);
-- true | true | true | true | true | true
SELECT 'x' LIKE LEFT('\', 1);
-- 22000
SELECT CAST('😀😀😀' AS VARCHAR(2)), COALESCE(CAST(CAST(FALSE AS VARCHAR) AS VARCHAR(3)), 'x'), CAST(CAST('abcdef' AS VARCHAR(3)) AS VARCHAR), CAST(12345 AS VARCHAR(3));
-- 😀😀 | fal | abc | 123
SELECT POSITION('' IN ''), POSITION('' IN 'abc'), POSITION('c' IN 'ab'), LOCATE('b', '😀b');
-- 1 | 1 | 0 | 2

# Upper and lower case do not depend on the locale of a database.
SELECT LOWER('ÀÉß İ ΑΣ'), UPPER('straße ﬁ ı é'), LOWER('ABC') < 'b', UPPER('zoë') = 'ZOË';
-- àéß i̇ ας | STRASSE FI I É | true | true
SELECT 'É' ILIKE 'é', 'STRASSE' ILIKE 'straße', 'K' ILIKE 'k', 'xÉ' ILIKE '_é', 'É' NOT ILIKE 'e', 'a%B' ILIKE 'A!%b' ESCAPE '!';
-- true | false | true | true | true | true

# Casts inside of casts, and quotients, keep their decimal places.
SELECT CAST(CAST(7 AS DECIMAL(30, 2)) AS VARCHAR), CAST(CAST(CAST(version AS DECIMAL(20, 2)) AS DECIMAL(30, 2)) AS VARCHAR), CAST(CAST(CEIL(CAST(7 AS DECIMAL(12, 0))) AS DECIMAL(30, 2)) AS VARCHAR), CAST(CAST((CAST(7 AS DECIMAL(12, 0)) + 100) AS DECIMAL(30, 2)) AS VARCHAR) FROM (SELECT version, full_name FROM versions) AS t WHERE full_name = 'lab.s1.m1';
-- 7.00 | 1.00 | 7.00 | 107.00
SELECT 99999999.99 / 7, CAST(99999999.99 / 7 AS VARCHAR), version / 3.00 FROM versions WHERE full_name = 'lab.s1.m1';
-- 14285714.2842857142857143 | 14285714.2842857142857143 | 0.3333333333333333

# Constants and computed tables that sub-queries and groups name.
SELECT 'x', TRIM(LEADING 'a' FROM ''), COALESCE(TRIM(BOTH 'a' FROM ''), ' b '), CASE WHEN FALSE THEN TRIM('') END;
-- x |  |  | null
SELECT t0.version FROM aliases AS t0 LEFT JOIN version_tags AS t1 ON t0.full_name = t1.full_name WHERE (2 = ANY (SELECT t1.version FROM (SELECT DATE '1970-01-01') AS t2 (k))) LIMIT 1;
-- 2
SELECT a.full_name FROM models a JOIN (SELECT t0.full_name, (t0.latest_version > ALL (SELECT t0.latest_version - v.version FROM versions v WHERE v.full_name = t0.full_name)) FROM models AS t0 WHERE owner = 'bob') AS b (f, k) ON a.full_name = b.f AND b.k WHERE a.owner = 'bob' ORDER BY 1;
-- lab.s1.m1
-- lab.s2.m2
-- prod.s1.m3
SELECT DISTINCT (- CAST(0.5 AS DECIMAL(20, 2))), CAST(NULL AS DOUBLE), full_name IS NULL FROM versions;
-- -0.50 | null | false
SELECT COUNT(*) FROM (SELECT 1.5 FROM (SELECT CAST(NULL AS DATE), 7, created_at FROM versions) AS t (a, b, c) GROUP BY ROLLUP(a, b)) AS u;
-- 3
SELECT COALESCE(CONCAT_WS(CAST(NULL AS VARCHAR), 'a', 'b'), 'c'), (-3.00 IN (SELECT 7 - CAST(NULL AS BIGINT) FROM tags)) IS NOT FALSE;
-- c | true

# Any operand before IN in POSITION.
SELECT POSITION((full_name) IN COALESCE(full_name, 'x')), POSITION((('b')) IN 'ab'), POSITION('a' || 'b' IN 'xab'), POSITION(CASE WHEN version IN (1, 2) THEN 'c' END IN LOWER('ABC')), POSITION(UPPER('c') IN ('ABC')), POSITION((SELECT 'z') IN 'xyz') FROM versions WHERE full_name = 'lab.s1.m1';
-- 1 | 2 | 2 | 3 | 3 | 3

# Approximate numbers out of range.
SELECT EXP(1000);
-- 22003
SELECT EXP(version * 1000) FROM versions;
-- 22003
SELECT EXP(-1000);
-- 22003
SELECT POWER(10, 400);
-- 22003
SELECT POWER(10E0, -400);
-- 22003
SELECT CAST('1e400' AS DOUBLE);
-- 22003
SELECT 1E300 / 1E-300;
-- 22003
SELECT 1E-300 * 1E-300;
-- 22003
SELECT SUM(x * x) FROM (SELECT CAST(version AS DOUBLE) * 1E200 AS x FROM versions) AS t;
-- 22003
SELECT MAX(x * x) FROM (SELECT EXP(version * 300) AS x FROM versions WHERE version > 2) AS t;
-- 22003
SELECT EXP(0), EXP(CAST(NULL AS DOUBLE)), POWER(10, 300), POWER(2, -1), CAST('1e300' AS DOUBLE) / 1E10, 0E0 * 1E-300, 1E200 * 1E100, EXP(-700) > 0, 1E-300 / 1E0 = 1E-300;
-- 1.0 | null | 1.0E300 | 0.5 | 1.0E290 | 0.0 | 1.0E300 | true | true

# Approximate functions that have no result fail on both stores.
SELECT COT(0);
-- 22012
SELECT COT(version - version) FROM versions;
-- 22012
SELECT ROUND(COT(1), 6), COT(CAST(NULL AS DOUBLE)), ROUND(COT(version), 6), ROUND(COT(-0.5), 6) FROM versions WHERE full_name = 'lab.s1.m1';
-- 0.642093 | null | 0.642093 | -1.830488

# A month is full when its day and time are reached again.
SELECT TIMESTAMPDIFF(MONTH, TIMESTAMP '2024-01-31 00:00:00', TIMESTAMP '2024-02-29 00:00:00'), TIMESTAMPDIFF(MONTH, DATE '2024-01-31', DATE '2024-03-01'), TIMESTAMPDIFF(MONTH, DATE '2024-02-29', DATE '2024-01-31'), TIMESTAMPDIFF(MONTH, DATE '2024-03-30', DATE '2024-02-29'), TIMESTAMPDIFF(MONTH, DATE '2024-03-29', DATE '2024-02-29');
-- 0 | 1 | 0 | -1 | -1
SELECT TIMESTAMPDIFF(MONTH, TIMESTAMP '2024-01-15 12:00:00.001', TIMESTAMP '2024-02-15 12:00:00'), TIMESTAMPDIFF(MONTH, TIMESTAMP '2024-01-15 12:00:00', TIMESTAMP '2024-02-15 12:00:00'), TIMESTAMPDIFF(YEAR, DATE '2024-02-29', DATE '2025-02-28'), TIMESTAMPDIFF(YEAR, DATE '2024-02-29', DATE '2025-03-01'), TIMESTAMPDIFF(QUARTER, DATE '2024-01-31', DATE '2024-04-30'), TIMESTAMPDIFF(MONTH, CAST(NULL AS DATE), DATE '2024-04-30');
-- 0 | 1 | 0 | 1 | 0 | null

# A constant behind a constant condition is computed only if the condition selects it.
SELECT CASE WHEN 1 > 2 THEN LN(1 + ABS(2147483647)) END, CASE WHEN 1 < 2 THEN 5 ELSE 1 / 0 END, COALESCE(1, 2147483647 + 1), (1 > 2) AND 1 / 0 > 1, 1 < 2 OR MOD(1, 0) = 1, CASE WHEN FALSE THEN SQRT(-1) WHEN TRUE THEN 2 END;
-- null | 5 | 1 | false | true | 2.0
SELECT full_name FROM models WHERE 1 = 2 AND 2147483647 + latest_version > 0 AND 1 / (1 - 1) = 1;
-- no rows
SELECT CASE WHEN 1 > 2 THEN DATE '9999-12-31' + INTERVAL '1' DAY END, CASE WHEN 1 > 2 THEN CAST(1e10 AS INTEGER) ELSE 3 END, CASE WHEN 1 > 2 THEN CAST('a' AS INTEGER) END, CASE WHEN NULL THEN LN(0) ELSE 4 END;
-- null | 3 | null | 4.0
SELECT CASE WHEN 1 < 2 THEN 1 / 0 END;
-- 22012
SELECT CASE WHEN full_name = 'x' THEN 1 / 0 ELSE 1 END FROM models WHERE full_name = 'lab.s1.m1';
-- 22012
SELECT CASE WHEN 1 < 2 THEN CAST(1.50 AS DECIMAL(10, 2)) + 1 ELSE 1 / 0 END, CASE WHEN 1 < 2 THEN UPPER(CAST(7 AS VARCHAR)) END, 1 = 1 AND 2 + 2 = 4 AND CAST('2024-01-31' AS DATE) < DATE '2024-02-01';
-- 2.50 | 7 | true
# Aggregates with FILTER: more of them than columns, where no row of a group passes.
SELECT full_name, COALESCE(MAX(1) FILTER (WHERE version > 100), MIN(2) FILTER (WHERE version > 100), 0) AS n FROM versions WHERE full_name = 'lab.s1.m3' GROUP BY full_name HAVING COUNT(DISTINCT version) = COUNT(*) AND MAX(version) > 0;
-- lab.s1.m3 | 0
SELECT SUM(CAST(NULL AS DECIMAL(10, 2))) FILTER (WHERE CAST(NULL AS BOOLEAN)), COUNT(*) FILTER (WHERE FALSE), COUNT(DISTINCT full_name, version) FILTER (WHERE version < 3), STRING_AGG(full_name, ',') FILTER (WHERE version = 2), AVG(version) FILTER (WHERE version < 3) FROM versions WHERE full_name = 'lab.s1.m3';
-- null | 0 | 2 | lab.s1.m3 | 1.5

# Expressions in columns that nothing reads are not computed, whether constant or not.
SELECT x FROM (SELECT full_name AS x, 1 / 0 AS y FROM models) AS t WHERE x = 'lab.s1.m0';
-- lab.s1.m0
SELECT x FROM (SELECT full_name AS x, LN(1 + ABS(2147483647)) AS y FROM models) AS t WHERE x = 'lab.s1.m0';
-- lab.s1.m0
SELECT x FROM (SELECT full_name AS x, 1 / (version - version) AS y FROM versions) AS t WHERE x = 'lab.s1.m1';
-- lab.s1.m1
SELECT x FROM (SELECT full_name AS x, 1 / 0 AS y FROM models UNION ALL SELECT 'a', 2) AS t WHERE x < 'lab.s1.m1' ORDER BY 1;
-- a
-- lab.s1.m0
SELECT m.full_name FROM models AS m LEFT JOIN (SELECT full_name, 1 / 0 AS z FROM versions) AS v ON m.full_name = v.full_name WHERE m.full_name = 'lab.s1.m1';
-- lab.s1.m1
SELECT k FROM (SELECT owner AS k, SUM(1 / 0) AS s, COUNT(*) AS n FROM models GROUP BY owner) AS t WHERE n = 3;
-- bob
SELECT x FROM (SELECT full_name AS x, (SELECT version FROM versions) AS y, SUM(version / 0) OVER (ORDER BY version) AS z FROM versions WHERE version = 3) AS t WHERE x > 'prod';
-- prod.s1.m3
SELECT COUNT(*) FROM models WHERE full_name = 'lab.s1.m0' AND EXISTS (SELECT DISTINCT owner, 'x' FROM (SELECT owner, 1 / 0 AS y FROM models) AS t);
-- 1
SELECT n FROM (SELECT owner AS o, 5 AS n, full_name || 'x' AS f FROM models) AS t WHERE EXISTS (SELECT 1 FROM models AS m WHERE m.full_name || 'x' = t.f AND t.o = 'bob' AND m.full_name = 'lab.s1.m1');
-- 5
SELECT x FROM (SELECT DISTINCT full_name AS x, 1 / 0 AS y FROM models) AS t;
-- 22012

# Full joins on columns that are constants, or come from grouped and lateral rows.
SELECT COUNT(*) FROM (SELECT 'bob', 1 FROM models) AS t (k, n) FULL JOIN models AS m ON t.k = m.owner;
-- 57
SELECT COUNT(*) FROM (VALUES ('bob')) AS t (k) FULL JOIN models AS m ON t.k = m.owner;
-- 15
SELECT COUNT(*) FROM (SELECT MAX('bob') FROM models) AS t (k) FULL JOIN models AS m ON t.k = m.owner;
-- 15
SELECT COUNT(*) FROM models AS m FULL JOIN (SELECT 'x' AS k, full_name FROM versions) AS v ON m.full_name = v.full_name AND m.owner = v.k;
-- 35
SELECT COUNT(*) FROM (SELECT CURRENT_USER FROM models) AS t (u) FULL JOIN models AS m ON t.u = m.owner;
-- 30

# A joined text is longer than the texts that it joins.
SELECT COALESCE(STRING_AGG(CAST(kind AS VARCHAR(3)), ',' ORDER BY kind), ' b '), COALESCE(LISTAGG(CAST(kind AS VARCHAR(3)), ',') WITHIN GROUP (ORDER BY kind), 'b') FROM principals;
-- GRO,GRO,USE,USE,USE | GRO,GRO,USE,USE,USE
SELECT j FROM (SELECT STRING_AGG('a', ',') AS j FROM models WHERE owner = 'bob' UNION ALL SELECT 'b') AS t ORDER BY 1;
-- a,a,a
-- b

# Aggregates of a number that is always NULL.
SELECT SUM(7.0 + k), AVG(k * 2), STDDEV_POP(k + 1), MAX(-k), COUNT(k + 1), SUM(k + 1) OVER () FROM (SELECT CASE WHEN FALSE THEN version END AS k, 1 AS n FROM version_tags) AS t GROUP BY k;
-- null | null | null | null | 0 | null

# Casts between all types: allowed on both stores, or refused before the query runs.
SELECT CAST(version AS BOOLEAN), CAST(version - 1 AS BOOLEAN), CAST(0.4 AS BOOLEAN), CAST(0E0 AS BOOLEAN) FROM versions WHERE full_name = 'lab.s1.m1';
-- true | false | true | false
SELECT COUNT(*) FROM versions WHERE CAST(version - 1 AS BOOLEAN) AND NOT CAST(version - 2 AS BOOLEAN);
-- 7
SELECT CAST(version AS TIMESTAMP) FROM versions;
-- 42804
SELECT CAST(1.5 AS TIMESTAMP(0));
-- 42804
SELECT CAST(version AS DATE) FROM versions;
-- 42804
SELECT CAST(version AS TIME) FROM versions;
-- 42804
SELECT CAST(created_at AS BIGINT) FROM versions;
-- 42804
SELECT CAST(TIMESTAMP '2024-01-01 00:00:00' AS DOUBLE);
-- 42804
SELECT CAST(created_at AS BOOLEAN) FROM versions;
-- 42804
SELECT CAST(TIME '10:11:12' AS TIMESTAMP);
-- 42804
SELECT CAST(DATE '2024-01-01' AS TIME);
-- 42804
SELECT CAST(version > 1 AS INTEGER) FROM versions;
-- 42804
SELECT created_at + CAST(version AS INTERVAL DAY) FROM versions;
-- 0A000
SELECT created_at + CAST(NULL AS INTERVAL DAY) IS NULL FROM models WHERE full_name = 'lab.s1.m1';
-- true
SELECT CAST(X'41' AS VARCHAR);
-- 0A000
SELECT COUNT(x) FROM (VALUES (X'41')) AS t (x);
-- 0A000
SELECT CAST(0.1 AS REAL) = 0.1, CAST(1E300 AS REAL) > 1E299, CAST(0.1 AS FLOAT) = 0.1, CAST(200 AS TINYINT);
-- true | true | true | 200
SELECT CAST('99999' AS SMALLINT);
-- 22003
SELECT CAST(x AS BIGINT) FROM (VALUES ('99999999999999999999')) AS t (x);
-- 22003
SELECT CAST(x AS SMALLINT), CAST(x AS BIGINT) FROM (VALUES (' -7 '), (NULL)) AS t (x);
-- -7 | -7
-- null | null
SELECT CAST(x AS TIME) FROM (VALUES ('10:11'), ('10:11:12.5'), (NULL)) AS t (x);
-- 10:11:00.000
-- 10:11:12.500
-- null
SELECT CAST('noon' AS TIME);
-- 22018
SELECT CAST(x AS TIME) FROM (VALUES ('allballs')) AS t (x);
-- 22018
SELECT CAST(x AS TIME) FROM (VALUES ('2024-02-29 12:00:00')) AS t (x);
-- 22018
SELECT MOD(CAST(7 AS DECIMAL(12, 0)), 2) / 4, MOD(7, CAST(2 AS DECIMAL(3, 0))) / 4, MOD(CAST(-7 AS DECIMAL(20, 0)), 4), MOD(7.5, 2);
-- 0.2500000000000000 | 0.2500000000000000 | -3 | 1.5

# Columns of outer queries beside aggregate functions.
SELECT owner, COUNT(*) FROM models m WHERE (SELECT COUNT(*) + CHAR_LENGTH(m.owner) FROM versions v) > 23 GROUP BY owner;
-- admin | 12
SELECT COUNT(*) FROM models m WHERE m.latest_version + 1 > (SELECT COUNT(*) + m.latest_version - 1 FROM versions v WHERE v.full_name = m.full_name);
-- 3
SELECT latest_version, COUNT(*) FROM models m WHERE (SELECT COUNT(*) + m.latest_version FROM versions v WHERE v.full_name = m.full_name) > 2 GROUP BY latest_version ORDER BY 1;
-- 2 | 4
-- 3 | 3
SELECT full_name, ROW_NUMBER() OVER (ORDER BY full_name) FROM models m WHERE (SELECT MAX(v.full_name) || m.full_name FROM versions v) LIKE '%s1.m2' ORDER BY 1;
-- lab.s1.m2 | 1
-- prod.s1.m2 | 2
SELECT owner, COUNT(*) FROM models m JOIN versions v ON v.full_name = m.full_name AND (SELECT COUNT(*) + v.version FROM versions x WHERE x.full_name = m.full_name) > 3 GROUP BY owner ORDER BY 1;
-- admin | 9
-- bob | 4
SELECT owner, COUNT(*) FROM models m WHERE EXISTS (SELECT m.owner FROM versions v GROUP BY v.full_name HAVING COUNT(*) >= m.latest_version AND v.full_name = m.full_name) GROUP BY owner ORDER BY 1;
-- admin | 7
-- bob | 3
SELECT (SELECT CASE WHEN COUNT(*) > m.latest_version - 1 THEN m.owner END FROM versions v WHERE v.full_name = m.full_name) FROM models m WHERE full_name IN ('lab.s1.m0', 'lab.s1.m1') ORDER BY full_name;
-- null
-- bob
SELECT m.owner, l.n FROM models m, LATERAL (SELECT COUNT(*) + m.latest_version AS n FROM versions v WHERE v.full_name = m.full_name) AS l WHERE m.full_name IN ('lab.s1.m1', 'lab.s1.m2') ORDER BY 1;
-- admin | 4
-- bob | 2
SELECT 1 FROM models AS m WHERE 1 <= SOME (SELECT TIMESTAMPDIFF(SECOND, TIMESTAMP '2024-01-31 01:02:03', m.created_at) FROM (SELECT DATE '2024-02-29' FROM versions HAVING MAX(1) <= 1) AS t (d)) AND full_name LIKE 'lab.s1.%' GROUP BY m.catalog_name;
-- 1
SELECT owner, (SELECT MAX(m.latest_version) FROM versions v) FROM models m GROUP BY owner;
-- 0A000
SELECT full_name FROM models m WHERE (SELECT COUNT(m.latest_version) FROM versions v) > 2;
-- 0A000
# Calcite names the wrong column of the groups.
SELECT schema_name, (SELECT MAX((SELECT COUNT(*) FROM versions x WHERE x.schema_name = m.schema_name)) FROM versions v) FROM models m GROUP BY schema_name, catalog_name;
-- 0A000
SELECT g.o, (SELECT COUNT(*) + CHAR_LENGTH(g.o) FROM versions v) FROM (SELECT m.owner AS o FROM models m GROUP BY m.owner) AS g ORDER BY 1;
-- admin | 25
-- bob | 23

# EXISTS as a value that is looked up in a query.
SELECT COUNT(*) FROM models WHERE (EXISTS (SELECT 1)) IN (SELECT version > 1 FROM versions);
-- 15

# Literals that are not in the calendar.
SELECT DATE '2023-02-29';
-- 22018
SELECT COUNT(*) FROM models WHERE created_at > TIMESTAMP '2023-13-01 00:00:00';
-- 22018
SELECT TIME '25:00:00';
-- 22018

# A full join of one row with one row has two rows.
SELECT DISTINCT 1 FROM (VALUES ('a')) AS t (k) FULL JOIN (VALUES ('b')) AS u (l) ON t.k = u.l;
-- 1
SELECT DISTINCT w.m FROM (VALUES ('a')) AS t (k) FULL JOIN (VALUES ('b')) AS u (l) ON t.k = u.l LEFT JOIN (SELECT 1) AS w (m) ON TRUE;
-- 1
SELECT COUNT(*) FROM (SELECT DISTINCT t.k IS NULL OR u.l IS NULL AS x FROM (SELECT 'a') AS t (k) FULL JOIN (SELECT 'b') AS u (l) ON t.k = u.l) AS v;
-- 1

# Constant arguments of aggregate functions over a query of its own.
SELECT PERCENTILE_CONT(1) WITHIN GROUP (ORDER BY x) FROM (SELECT 'a', 1, k, x FROM (VALUES ('p', 1), ('p', 4), ('q', 2)) AS v (k, x)) AS t (a, b, k, x) GROUP BY k, b ORDER BY 1;
-- 2.0
-- 4.0
SELECT PERCENTILE_CONT(0.9) WITHIN GROUP (ORDER BY 1E10) FROM (SELECT owner, TIMESTAMP '2024-01-31 01:02:03' FROM models) AS t (a, b) GROUP BY b;
-- 1.0E10
SELECT PERCENTILE_CONT(0) WITHIN GROUP (ORDER BY r), PERCENTILE_CONT(1) WITHIN GROUP (ORDER BY r), PERCENTILE_CONT(0.25) WITHIN GROUP (ORDER BY r DESC) FROM (SELECT ROW_NUMBER() OVER (ORDER BY x), 'k' FROM (VALUES ('p'), ('q'), ('r')) AS v (x)) AS t (r, k) GROUP BY k;
-- 1.0 | 3.0 | 2.5
SELECT STRING_AGG(x, ';' ORDER BY x), STRING_AGG(x, ',' ORDER BY x DESC), COUNT(*) FILTER (WHERE r > 1) FROM (SELECT x, ROW_NUMBER() OVER (ORDER BY x) FROM (VALUES ('p'), ('q'), ('r')) AS v (x)) AS t (x, r);
-- p;q;r | r,q,p | 2
SELECT k, STRING_AGG(f, ',' ORDER BY f), COUNT(DISTINCT 0) FILTER (WHERE FALSE) FROM (SELECT 'b', FIRST_VALUE('a') OVER (ORDER BY x) FROM (VALUES ('p'), ('q')) AS v (x)) AS t (k, f) GROUP BY k;
-- b | a,a | 0

# QUALIFY of groups.
SELECT MAX(version) FROM versions QUALIFY ROW_NUMBER() OVER (ORDER BY full_name) = 1;
-- 42803
SELECT owner, COUNT(*) FROM models GROUP BY owner QUALIFY ROW_NUMBER() OVER (ORDER BY full_name) = 1;
-- 42803
SELECT owner FROM models GROUP BY owner QUALIFY RANK() OVER (ORDER BY owner) = 1 AND latest_version = 1;
-- 42803
SELECT 1 FROM models HAVING COUNT(*) > 1 QUALIFY ROW_NUMBER() OVER (ORDER BY owner) = 1;
-- 42803
SELECT COUNT(*) FROM models WINDOW w AS (PARTITION BY owner) QUALIFY COUNT(*) OVER w = 1;
-- 42803
SELECT owner, COUNT(*) FROM models GROUP BY owner QUALIFY ROW_NUMBER() OVER (ORDER BY COUNT(*)) = 1;
-- bob | 3
SELECT owner AS o, COUNT(*) AS n, ROW_NUMBER() OVER (ORDER BY owner DESC) AS r FROM models GROUP BY owner QUALIFY r = 1 AND n > 0;
-- bob | 3 | 1
SELECT owner FROM models m GROUP BY owner QUALIFY RANK() OVER (ORDER BY owner) = (SELECT MIN(v.version) FROM versions v WHERE v.full_name = m.full_name);
-- 42803

# Columns in sub-queries of grouped queries.
SELECT owner, (SELECT COUNT(*) FROM versions v WHERE v.full_name = m.full_name) FROM models m GROUP BY owner;
-- 42803
SELECT owner FROM models m GROUP BY owner HAVING (SELECT COUNT(*) FROM versions v WHERE v.full_name = m.full_name) > 1;
-- 42803
SELECT owner FROM models m GROUP BY owner ORDER BY (SELECT COUNT(*) FROM versions v WHERE v.full_name = m.full_name);
-- 42803
SELECT MAX(owner) FROM models m HAVING EXISTS (SELECT 1 FROM versions v WHERE v.full_name = m.full_name);
-- 42803
SELECT COUNT(*) FROM models m WHERE EXISTS (SELECT v.status FROM versions v GROUP BY v.status HAVING (SELECT COUNT(*) FROM aliases a WHERE a.full_name = v.full_name) > 0);
-- 42803

# The columns of a lateral query that joins tables.
SELECT m.full_name, l.n FROM models m CROSS JOIN LATERAL (SELECT COUNT(*) AS n FROM versions v JOIN aliases a ON a.full_name = v.full_name WHERE v.version IN (SELECT x.version FROM versions x WHERE x.full_name = m.full_name)) AS l WHERE m.full_name LIKE 'lab.s1.%' ORDER BY 1;
-- lab.s1.m0 | 0
-- lab.s1.m1 | 7
-- lab.s1.m2 | 14
-- lab.s1.m3 | 17
SELECT full_name FROM models m WHERE full_name LIKE 'lab.s1.%' ORDER BY (SELECT COUNT(*) - 2 * m.latest_version FROM versions v), full_name DESC;
-- lab.s1.m3
-- lab.s1.m2
-- lab.s1.m1
-- lab.s1.m0
SELECT t.k, l.n FROM (VALUES ('a', 1), ('b', 2)) AS t (k, m), LATERAL (SELECT COUNT(*) + t.m AS n FROM (VALUES (0), (5)) AS z (q) WHERE z.q >= t.m) AS l ORDER BY 1;
-- a | 2
-- b | 3

# Expressions of GROUP BY in HAVING, where constants are converted.
SELECT version > 1.5 FROM versions GROUP BY version > 1.5 HAVING version > 1.5;
-- true
SELECT version = '1' FROM versions GROUP BY version = '1' HAVING NOT (version = '1');
-- false
SELECT created_at > '2024-01-01' FROM versions GROUP BY created_at > '2024-01-01' HAVING created_at > '2024-01-01' AND COUNT(*) > '1' ORDER BY created_at > '2024-01-01';
-- true
SELECT owner FROM models GROUP BY owner HAVING latest_version > 1.5;
-- 42803

# Offsets, defaults and frames of window functions are what PostgreSQL takes.
SELECT LAG(version, 1, 2.5) OVER (ORDER BY version) FROM versions WHERE full_name = 'lab.s1.m2' ORDER BY version;
-- 2.5
-- 1.0
SELECT LEAD(version, 1 + 1, -1) OVER (ORDER BY version) FROM versions WHERE full_name = 'lab.s1.m2' ORDER BY version;
-- -1
-- -1
SELECT LAG(version, 1, 'x') OVER (ORDER BY version) FROM versions;
-- 42804
SELECT LAG(version, version) OVER (ORDER BY version) FROM versions;
-- 0A000
SELECT LEAD(version, 1.4) OVER (ORDER BY version) FROM versions;
-- 0A000
SELECT LEAD(version, -1) OVER (ORDER BY version) FROM versions;
-- 0A000
SELECT LEAD(version, NULL) OVER (ORDER BY version) FROM versions;
-- 0A000
SELECT NTH_VALUE(version, version) OVER (ORDER BY version) FROM versions;
-- 0A000
SELECT SUM(version) OVER (ORDER BY version ROWS version PRECEDING) FROM versions;
-- 0A000
SELECT SUM(version) OVER (ORDER BY version RANGE 1.5 PRECEDING) FROM versions;
-- 0A000
