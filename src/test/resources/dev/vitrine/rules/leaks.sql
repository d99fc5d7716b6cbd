-- Questions of a user who would like to learn of rows that are not shown. Each fails, or answers
-- otherwise, if it ever meets one of them. A query ends with ; at the end of a line.

-- Casts
select full_name from models where cast(model_name as integer) = 5;
select full_name from models where cast(model_name as integer) = 5 or owner = 'nobody';
select full_name from models where owner = 'admin' and cast(model_name as bigint) > 2999;
select count(*) from versions where cast(source as double) > 0;
select count(*) from models where cast(comment as date) > date '2020-01-01';
select count(*) from models where cast(comment as timestamp) > timestamp '2020-01-01 00:00:00';
select count(*) from versions where cast(source as integer) >= 0;
select count(*) from tags where cast(tag_value as integer) >= 0;
select count(*) from aliases where cast(alias as integer) >= 0;
select count(*) from version_tags where cast(tag_value as integer) >= 0;
select count(*) from signature_columns where cast(name as integer) >= 0;
select count(*) from signature_columns where direction = 'INPUT' and 1 / (char_length(name) - 6) > 5;
select count(*), min(name), max(type) from signature_columns where position = 1;
select count(*) from version_params where cast("value" as integer) >= 0;
select "value", count(*) from version_params group by "value" having cast("value" as bigint) > 2990 order by 1;
select count(*) from version_metrics where cast(dataset as integer) >= 0;
select count(*) from version_metrics where 1 / step = 1;
select count(*), max(dataset), min(step) from version_metrics;
select p."value" from version_params p join version_metrics x on x.full_name = p.full_name where cast(x.dataset as integer) = 7;
select count(*) from search_terms where kind = 'NAME' and cast(term as integer) >= 0;
select count(*) from search_terms where kind = 'ALIAS' and cast(term as integer) >= 0;
select kind, count(*) from search_terms where lower(term) like '%hid%' group by kind order by kind;
select count(*) from search_terms where term like 'k:%' and 1 / (length(term) - 8) > 5;
select full_name, min(case when term = '5' then 0 when term like '5%' then 1 else 2 end) as r from search_terms where term like '%5%' group by full_name order by r, full_name fetch first 20 rows only;
select count(*) from search_texts where cast(texts as integer) >= 0;
select count(*) from search_texts where cast(alias_texts as integer) >= 0;
select count(*) from search_texts where texts like '%hid%' or alias_texts like '%hid%';
select count(*) from search_texts where position('k:' in texts) > 0 and 1 / (position('k:' in texts) - 8) > 5;
select count(*), max(full_name) from search_texts where position('ope.' in alias_texts) > 0 or position('ope.' in texts) > 0;
select count(*), max(full_name) from search_texts where position('k:bait' in texts) > 0 or position('bait' in alias_texts) > 0;
select full_name, case when position('bait' in alias_texts) > 0 or position('bait' in texts) > 0 then 0 when position('12' in texts) > 0 then 1 else 2 end as r from search_texts order by r, full_name fetch first 20 rows only;
select count(*) from models where position('bait' in model_name) > 0 and cast(model_name as integer) >= 0;
select count(*), max(length(texts)), max(length(alias_texts)) from search_texts;
select count(*) from grants where object_type = 'MODEL' and cast(substring(full_name from 11) as integer) >= 0;
select count(*) from effective_grants where object_type = 'MODEL' and privilege = 'EXECUTE' and principal = 'bob' and cast(substring(full_name from 11) as integer) >= 0;
select count(*) from access.audit where cast(request_params as integer) = 1;
select count(*) from access.object_events where cast(request_params as integer) = 1;
select count(*) from access.object_events where object_type = 'MODEL' and cast(substring(full_name from 11) as integer) >= 0;
select count(*) from access.model_lineage where cast(source_table_full_name as integer) >= 0;
select count(*) from information_schema.tables where table_type = 'MODEL' and cast(table_name as integer) >= 0;

-- Division, and what else cannot be computed
select full_name from models where 1 / (case when model_name = 'bait_3' then 0 else 1 end) = 2;
select full_name from models where 1 / (6 - char_length(model_name)) = 99;
select full_name from models where mod(7, 6 - char_length(model_name)) = 99;
select count(*) from models where ln(6 - char_length(model_name)) is null;
select count(*) from models where sqrt(5 - char_length(model_name)) is null;
select count(*) from models where power(10.0, char_length(model_name) * 60) is null;
select count(*) from models where char_length(model_name) * 400000000 < 0;
select count(*) from models where substring(model_name from 1 for 5 - char_length(model_name)) = 'x';

-- CASE: what is not reached must not be evaluated, and what is must be on rows that are shown
select count(*) from models where case when owner = 'admin' then cast(model_name as integer) else 0 end >= 0;
select count(*) from models where case when model_name = 'bait_3' then 1 / char_length(substring(model_name from 9)) else 1 end = 1;
select case when cast(model_name as integer) > 2990 then 'high' else 'low' end, count(*) from models group by 1 order by 1;

-- Projections inside projections
select * from (select cast(model_name as integer) as c from models) t where c = 5;
select * from (select * from (select cast(model_name as integer) + 1 as c, owner from models) s where owner = 'admin') t where c = 6;
with numbers as (select cast(model_name as integer) as c, full_name from models) select full_name from numbers where c in (1, 2, 3) order by 1;
select c from (select 1 / (6 - char_length(model_name)) as c from models union all select 7 from versions where version = 99) t where c = 7;

-- Joins
select m.full_name from models m join versions v on cast(m.model_name as integer) = v.version + 4 where v.full_name = 'ope.shown.1' order by 1;
select count(*) from models m left join aliases a on cast(m.model_name as integer) = a.version and a.full_name = m.full_name;
select count(*) from models m join models n on cast(m.model_name as integer) = cast(n.model_name as integer) where n.model_name = '7';
select count(*) from versions v join models m on m.full_name = v.full_name and 1 / (6 - char_length(m.model_name)) = 1;
select count(*) from models m cross join (select max(cast(model_name as integer)) as top from models) t where t.top = cast(m.model_name as integer);

-- Sub-queries
select count(*) from models where full_name in (select full_name from models where cast(model_name as integer) > 2990);
select count(*) from models m where exists (select 1 from versions v where v.full_name = m.full_name and cast(v.source as integer) = 3);
select count(*) from models m where m.full_name like '%7' and cast(m.model_name as integer) >= all (select cast(model_name as integer) from models where full_name like '%99');
select (select model_name from models where comment = 'twin') as single from catalogs where catalog_name = 'ope';
select catalog_name, (select sum(cast(model_name as integer)) from models m where m.catalog_name = c.catalog_name) from catalogs c order by 1;

-- Aggregates and grouping
select sum(cast(model_name as integer)), avg(cast(model_name as integer)), count(*) from models;
select max(1 / (6 - char_length(model_name))) from models;
select cast(model_name as integer) / 1000, count(*) from models group by cast(model_name as integer) / 1000 order by 1;
select owner, count(*) from models group by owner having sum(cast(model_name as integer)) > 0;
select count(distinct cast(model_name as integer)) from models;
select count(*) filter (where cast(model_name as integer) > 10) from models;
select min(cast(comment as date)) from models;

-- Windows
select max(r) from (select sum(cast(model_name as integer)) over (order by full_name rows between 1 preceding and current row) as r from models) t;
select max(r) from (select row_number() over (order by cast(model_name as integer)) as r from models) t;
select max(r) from (select row_number() over (partition by 1 / (6 - char_length(model_name)) order by full_name) as r from models) t;
select * from (select full_name, lag(cast(model_name as integer)) over (order by full_name) as before from models) t where before = 5;

-- Patterns that end in their escape character, or fail in the middle of a row
select count(*) from models where model_name like comment;
select count(*) from models where model_name like 'bait_' || '!' escape '!';
select count(*) from models where model_name not like 'bait_' || '!' escape '!';
select count(*) from models where model_name like 'bait_\';
select count(*) from models where model_name not ilike 'BAIT_!' escape '!';
select count(*) from models where cast(model_name as varchar) like 'bait_' || '!' escape '!';
select count(*) from models where model_name ilike comment;

-- Orders, limits and distinct rows
select full_name from models order by cast(model_name as integer) fetch next 3 rows only;
select full_name from models order by 1 / (6 - char_length(model_name)), full_name fetch next 3 rows only;
select full_name from models order by case when model_name = 'bait_3' then cast(model_name as integer) else 0 end, full_name limit 2 offset 1;
select distinct cast(model_name as integer) as c from models order by c desc fetch next 3 rows only;

-- Set operations
select cast(model_name as integer) from models where owner = 'admin' union select version from versions where version = 2;
select cast(model_name as integer) as c from models intersect select version from versions order by 1;
select full_name from models where cast(model_name as integer) < 3 except select full_name from versions where version = 2 order by 1;

-- Counts and rows, with nothing that fails
select count(*) from models;
select count(*), count(distinct full_name) from versions;
select count(*) from aliases where alias_key like 'bait%';
select full_name from models where model_name >= 'a' order by 1;
select full_name from models where full_name like 'ope.hidden.%';
select schema_name from schemas order by 1;
select count(*) from grants where principal = 'bob';
select count(*) from grants where full_name like 'ope.hidden.%';
select count(*) from effective_grants where full_name = 'ope.hidden.bait_3';
select has_privilege('EXECUTE', 'MODEL', 'ope.hidden.bait_3');
select has_privilege('EXECUTE', 'MODEL', 'ope.hidden.bait_3', 'bob');
select count(*) from models where has_privilege('BROWSE', 'MODEL', full_name);
select full_name from models m where not exists (select 1 from versions v where v.full_name = m.full_name) order by 1;
select * from ope.hidden.bait_3;
select version from ope.shown."5" where cast(source as integer) = 5;
-- sessions of others
SELECT COUNT(*) FROM sessions;
SELECT MIN(user_name), MAX(user_name), MAX(state), COUNT(DISTINCT server) FROM sessions;
SELECT user_name FROM sessions WHERE CAST(user_name AS INTEGER) = 5;
SELECT user_name FROM sessions WHERE 1 / (CASE WHEN user_name = 'bob' THEN 0 ELSE 1 END) = 1;
SELECT COUNT(*) FROM sessions s JOIN principals p ON p.name = s.user_name;
SELECT name FROM principals WHERE EXISTS (SELECT 1 FROM sessions s WHERE s.user_name = name) ORDER BY name;
SELECT COUNT(*) FROM sessions s JOIN sessions t ON s.user_name <> t.user_name;
SELECT (SELECT COUNT(*) FROM sessions WHERE user_name <> current_user()) AS others;
SELECT user_name, COUNT(*) OVER () AS n FROM sessions ORDER BY user_name;

-- PostgreSQL's forms
SELECT COUNT(*) FROM models WHERE full_name ~ 'bait|hid';
SELECT COUNT(*) FROM models WHERE comment ~* '^(x|y)*$' AND model_name::int = 5;
SELECT COUNT(*) FROM models WHERE model_name::int = ANY(ARRAY[5, 6]);
SELECT COUNT(*) FROM models WHERE model_name = ANY('{bait_3,5}');
SELECT DISTINCT ON (owner) owner, full_name FROM models ORDER BY owner, full_name;
SELECT DISTINCT ON (1 / (6 - char_length(model_name))) full_name FROM models;
SELECT COUNT(*) FROM versions WHERE created_at + INTERVAL '9 years' > source::timestamp;
SELECT COUNT(*) FROM models WHERE JSON_VALUE(model_name, '$.a') = '5';

-- The past
select full_name from models for system_time as of current_timestamp where cast(model_name as integer) = 5;
select count(*) from models for system_time as of current_timestamp where 1 / (6 - char_length(model_name)) = 99;
select count(*) from models for system_time as of current_timestamp where cast(comment as date) > date '2020-01-01';
select count(*) from versions for system_time as of current_timestamp where cast(source as integer) >= 0;
select count(*) from aliases for system_time as of current_timestamp where cast(alias as integer) >= 0;
select count(*) from tags for system_time as of current_timestamp where cast(tag_value as integer) >= 0;
select count(*) from version_tags for system_time as of current_timestamp where cast(tag_value as integer) >= 0;
select count(*) from grants for system_time as of current_timestamp where object_type = 'MODEL' and cast(substring(full_name from 11) as integer) >= 0;
select count(*), max(full_name) from effective_grants for system_time as of current_timestamp where object_type = 'MODEL' and privilege = 'EXECUTE' and principal = 'bob';
select n.full_name from models n left join models for system_time as of current_timestamp - interval '1' second as t using (full_name) where cast(n.model_name as integer) = 7 and t.comment is null;
select count(*) from ope.hidden.bait_3 for system_time as of current_timestamp;
select count(*) from history where kind = 'NAME' and object_type = 'MODEL' and cast(substring("value" from 11) as integer) >= 0;
select count(*) from history where kind = 'ALIAS' and cast(item as integer) >= 0;
select kind, object_type, count(*), max(full_name) from history where object_type in ('MODEL', 'VERSION') group by kind, object_type order by kind, object_type;
select count(*) from history where kind = 'GRANT' and object_type = 'MODEL' and cast(substring(full_name from 11) as integer) >= 0;
select max(model_id) - min(model_id) < 3000 from history where kind = 'TAG' and 1 / (char_length("value") - 6) > 5;
-- functions of patterns, arrays and JSON
SELECT COUNT(*) FROM models WHERE 1 / REGEXP_COUNT(model_name, '[0-9]') > 0;
SELECT COUNT(*) FROM models WHERE CAST(REGEXP_REPLACE(model_name, '[^0-9]', 'x') AS INTEGER) > 0;
SELECT COUNT(*) FROM models WHERE CAST(REGEXP_SUBSTR(comment, '[a-z0-9]+') AS INTEGER) > 0;
SELECT ARRAY_AGG(full_name ORDER BY full_name) FROM models;
SELECT COUNT(*) FROM models WHERE ('{"n":' || model_name || '}')::json ->> 'n' > '0';
SELECT COUNT(*) FROM models WHERE ('{"n":' || model_name || '}') -> 'n' IS NOT NULL;
SELECT COUNT(*) FROM models WHERE 1 / (CAST(model_name AS INTEGER) + (updated_at - created_at)) IS NOT NULL;
SELECT COUNT(*), MAX(t.tag_value) FROM models m JOIN tags t ON t.full_name = m.full_name;
SELECT COUNT(*), MIN(s.full_name), MAX(t.tag_value) FROM tags t JOIN tags s ON s.full_name = t.full_name AND s.tag_value = t.tag_value;
SELECT COUNT(*), MAX(a.alias), MAX(m.latest_version) FROM aliases a JOIN models m ON m.full_name = a.full_name WHERE a.alias > 'b' OR m.comment = 'twin';
SELECT COUNT(*), MAX(v.source) FROM versions v JOIN aliases a ON a.full_name = v.full_name AND a.version = v.version;
SELECT MAX(p."value"), MAX(x.dataset) FROM version_params p JOIN version_metrics x ON x.full_name = p.full_name JOIN version_tags t ON t.full_name = x.full_name;
SELECT COUNT(*) FROM models m JOIN tags t ON t.full_name = m.full_name WHERE CAST(t.tag_value AS INTEGER) > 0;
SELECT COUNT(*) FROM aliases a JOIN versions v ON v.full_name = a.full_name WHERE 1 / (CHAR_LENGTH(v.source) - 6) = 1;
