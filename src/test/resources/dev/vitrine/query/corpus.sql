select model_name from models where model_name like 'Model_1%' order by model_name limit 5;
select model_name from models order by model_name offset 3 rows fetch next 2 rows only;
select model_name from models order by model_name limit 2 offset 3;
select model_name from models where model_name ilike 'model_2%';
select model_name from models where model_name not ilike 'model_2%';
select model_name from models where model_name like 'Model!_1' escape '!';
select count(*) from models;
select count(distinct owner), sum(latest_version), avg(latest_version), min(created_at), max(created_at) from models;
select avg(latest_version), sum(latest_version) from models;
select avg(char_length(schema_name)), sum(char_length(schema_name)) from models;
select owner, count(*) c from models group by owner having count(*)>10 order by c desc, owner nulls last;
-- raw h2: none
select owner, schema_name, count(*) from models group by rollup(owner, schema_name);
-- raw h2: none
select owner, schema_name, count(*) from models group by cube(owner, schema_name);
-- raw h2: none
select owner, count(*), grouping(owner) from models group by grouping sets ((owner),());
-- unordered
select owner, string_agg(model_name, ',') from models group by owner;
select owner, string_agg(model_name, ',' order by model_name) from models group by owner;
-- raw postgresql: select owner, string_agg(model_name, ',' order by model_name) from models group by owner
select owner, listagg(model_name, ',') within group (order by model_name) from models group by owner;
-- unordered
select owner, listagg(model_name) from models group by owner;
-- unordered
select owner, array_agg(model_name) from models group by owner;
-- raw h2: none
-- raw postgresql: none
select owner, array_agg(model_name order by model_name) from models group by owner;
-- raw h2: none
-- raw postgresql: none
select owner, array_agg(distinct model_name) from models group by owner;
-- raw postgresql: select every(comment is null), bool_or(comment is null) from models
select every((comment is null)), some((comment is null)) from models;
select bool_and((comment is null)), bool_or((comment is null)) from models;
select count(*) filter (where (comment is null)) from models;
select row_number() over (partition by owner order by created_at desc) rn, model_name from models;
select rank() over (order by latest_version), dense_rank() over (order by latest_version), lag(model_name) over (order by latest_version), lead(model_name,2,'x') over (order by latest_version) from models;
select sum(latest_version) over (partition by owner order by latest_version rows between 1 preceding and current row) from models;
select first_value(model_name) over (partition by owner order by latest_version), ntile(4) over (order by latest_version) from models;
select * from (select model_name, row_number() over (partition by owner order by latest_version) rn from models) t where rn=1;
select model_name from models where created_at > timestamp '2024-01-05 00:00:00';
select model_name from models where updated_at > timestamp '2024-01-05 00:00:00';
select model_name from models where created_at > current_timestamp - interval '7' day;
select model_name from models where updated_at > localtimestamp - interval '7' day;
select model_name, updated_at + interval '1' hour from models;
select model_name, updated_at - interval '2' month from models;
-- raw h2: select extract(year from updated_at), mod(extract(iso_day_of_week from updated_at), 7) from models
select extract(year from updated_at), extract(dow from updated_at) from models;
select extract(year from created_at) from models;
select date_trunc('month', updated_at) from models;
-- raw h2: select date_trunc(month, updated_at) from models
-- raw postgresql: select date_trunc('month', updated_at) from models
select floor(updated_at to month) from models;
select cast(updated_at as date), cast(created_at as date) from models;
-- raw h2: none
select date_part('year', updated_at) from models;
-- unordered
select timestampdiff(day, updated_at, localtimestamp) from models;
-- raw postgresql: select updated_at + interval '1 day' from models
select timestampadd(day, 1, updated_at) from models;
select case when (comment is null) then 'x' else model_name end from models;
select case owner when 'user1' then 1 when 'user2' then 2 end from models;
select coalesce(comment,'none'), nullif(owner,'user1') from models;
select upper(model_name), lower(model_name), char_length(model_name), trim(model_name), ltrim(model_name), rtrim(model_name), substring(model_name from 2 for 3), position('l' in model_name) from models;
select substr(model_name,2,3), replace(model_name,'Model','M'), left(model_name,3), right(model_name,3), lpad(model_name,10,'*'), rpad(model_name,10,'*') from models;
-- refused h2: UNSUPPORTED_FEATURE H2 has no INITCAP or REVERSE
select initcap(model_name), reverse(model_name), repeat(model_name,2), concat(model_name,'-',owner), concat_ws('-',model_name,owner) from models;
-- refused h2: UNSUPPORTED_FEATURE H2 has no SPLIT_PART
select split_part(model_name,'_',2), md5(model_name), ascii(model_name), strpos(model_name,'M') from models;
select model_name || '.' || owner from models;
-- raw h2: none
select regexp_replace(model_name,'[0-9]+','') from models;
-- refused h2: UNSUPPORTED_FEATURE the store has no SIMILAR TO
select model_name from models where model_name similar to 'Model_1%';
-- refused: PARSE_SYNTAX_ERROR '~' is unexpected.
select model_name from models where model_name ~ '^Model_1';
-- raw h2: none
select greatest(latest_version,3), least(latest_version,3), mod(latest_version,3), abs(latest_version), round(latest_version), round(latest_version,1), ceil(latest_version), floor(latest_version), power(latest_version,2), sqrt(latest_version) from models;
-- raw: select latest_version/7, latest_version*1.0/7, cast(latest_version as double precision)/7 from models
select latest_version/7, latest_version*1.0/7, cast(latest_version as double)/7 from models;
select cast(latest_version as varchar), cast(latest_version as varchar(10)), cast(latest_version as integer), cast('12' as bigint) from models;
-- raw h2: none
select cast((comment is null) as varchar) from models;
-- refused: PARSE_SYNTAX_ERROR ':' is unexpected: expected [, a name.
select model_name::varchar, latest_version::int from models;
select true, false, null, 1, 'x', date '2024-01-01', time '10:00:00', timestamp '2024-01-01 00:00:00';
select * from models where (comment is null);
select * from models where not (comment is null);
select * from models where (comment is null) is true;
select * from models where (comment is null) = true;
select * from models where latest_version in (1,2,3);
select * from models where latest_version not in (1,2,3);
select * from models where latest_version in (1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25);
select * from models where latest_version between 3 and 5;
select * from models where comment is null and latest_version > 1;
select * from models where model_name in ('Model_1','Model_2') or owner='user3';
select m.model_name, v.version from models m join versions v on v.full_name=m.full_name where v.status='READY';
select m.model_name, a.alias from models m left join aliases a on a.full_name=m.full_name;
select m.model_name, a.alias from models m right join aliases a on a.full_name=m.full_name;
-- raw h2: none
select m.model_name, a.alias from models m full join aliases a on a.full_name=m.full_name;
select m.model_name, s.schema_name from models m cross join schemas s;
select m.model_name, s.schema_name from models m, schemas s where m.schema_name=s.schema_name;
select * from models m join versions v on v.full_name=m.full_name;
-- raw h2: select m.model_name, a.version from models m join aliases a on a.full_name = m.full_name
select model_name, version from models natural join aliases;
-- raw h2: select a.alias, a.version, v.status from aliases a join versions v on a.full_name = v.full_name and a.version = v.version
select alias, version, status from aliases join versions using (full_name, version);
-- raw h2: select a.full_name, a.version, a.catalog_name, a.schema_name, a.model_name, a.alias, a.alias_key, v.catalog_name, v.schema_name, v.model_name, v.status, v.source, v.run_id, v.signature, v.comment, v.storage_location, v.created_at, v.created_by, v.updated_at, v.updated_by from aliases a join versions v on a.full_name = v.full_name and a.version = v.version
select * from aliases join versions using (full_name, version);
select model_name from models where full_name in (select full_name from aliases);
select model_name from models where full_name not in (select full_name from aliases);
select model_name from models m where exists (select 1 from aliases a where a.full_name=m.full_name and a.alias='champion');
select model_name from models m where not exists (select 1 from aliases a where a.full_name=m.full_name);
select model_name, (select count(*) from versions v where v.full_name=m.full_name) n from models m;
select model_name, (select max(version) from versions v where v.full_name=m.full_name and v.status='READY') n from models m order by n desc nulls last, model_name limit 10;
select model_name from models where latest_version > (select avg(latest_version) from models);
select model_name from models where full_name = any (select full_name from aliases);
select model_name from models where latest_version > all (select latest_version from models where latest_version < 5);
select model_name from models where latest_version > some (select latest_version from models where latest_version < 5);
select m.model_name, v.version from models m join versions v on v.full_name=m.full_name and v.version=(select max(version) from versions x where x.full_name=m.full_name);
-- raw h2: none
select m.model_name, t.version from models m, lateral (select version from versions v where v.full_name=m.full_name order by version desc limit 1) t;
-- raw h2: none
select m.model_name, t.version from models m left join lateral (select version from versions v where v.full_name=m.full_name order by version desc limit 1) t on true;
-- raw h2: none
select m.model_name, t.version from models m cross join lateral (select max(version) as version from versions v where v.full_name=m.full_name) t;
with c as (select owner, count(*) n from models group by owner) select * from c where n>10;
with c as (select owner, count(*) n from models group by owner), d as (select * from c where n>5) select c.owner, d.n from c join d on c.owner=d.owner;
-- refused h2: UNSUPPORTED_FEATURE H2 keeps what a recursion finds in memory, and closes the store when that is full
with recursive r(n) as (select 1 union all select n+1 from r where n<5) select * from r;
select model_name from models union select alias from aliases;
select model_name from models union all select alias from aliases order by 1 limit 3;
select owner from models intersect select principal from grants;
select model_name from models except select alias from aliases;
-- raw h2: none
select owner from models except all select principal from grants;
select distinct owner from models order by owner;
-- refused: PARSE_SYNTAX_ERROR 'on' is unexpected: a name or an expression is expected here.
select distinct on (owner) owner, model_name from models order by owner, model_name;
select owner o, count(*) n from models group by o order by n;
-- raw h2: select owner, count(*) from models group by owner order by 2
select owner, count(*) from models group by 1 order by 2;
select model_name from (select * from models where latest_version<10) t where t.latest_version>1;
select * from (values (1,'a'),(2,'b')) as t(x,y);
select m.model_name from models m join (values (1),(2)) as t(x) on m.latest_version=t.x;
-- refused: UNSUPPORTED_FEATURE arrays cannot be delivered
select x from unnest(array[1,2,3]) as t(x);
-- refused: UNSUPPORTED_FEATURE arrays cannot be delivered
select m.model_name, u.x from models m, unnest(array[m.owner, m.schema_name]) as u(x);
-- refused: UNSUPPORTED_FEATURE arrays cannot be delivered
select array[1,2];
select owner from models where full_name in (select full_name from versions where status='READY' group by full_name having count(*)>1);
select t.owner, t.n, sum(t.n) over () from (select owner, count(*) n from models group by owner) t;
select sum(count(*)) over () from models group by owner;
select m.* from models m order by m.comment;
select m.comment from models m order by m.comment desc;
select m.comment from models m order by m.comment nulls first;
select m.comment from models m order by m.comment desc nulls last limit 3;
-- refused h2: UNSUPPORTED_FEATURE H2 has no JSON paths
-- raw postgresql: select '{"a":1}'::jsonb ->> 'a'
select json_value('{"a":1}', '$.a');
-- refused: UNSUPPORTED_FEATURE the stores write JSON differently
select json_object('a': 1);
-- refused: UNSUPPORTED_FEATURE the stores write JSON differently
select json_array(1,2);
select (comment is null), count(*) from models group by (comment is null);
select not (comment is null), (comment is null) and true, (comment is null) or latest_version>3 from models;
-- raw postgresql: select bool_or(comment is null) from models
select max((comment is null)) from models;
select model_name from models where (owner, schema_name) in (select owner, schema_name from models where latest_version=1);
select model_name from models where (owner, schema_name) = ('user1', 'sch2');
-- refused: UNSUPPORTED_FEATURE The column 'column_1' of the result has type ROW, which is not supported.
select row(1,2);
select count(*) from models where comment is distinct from 'x';
select count(*) from models where comment is not distinct from null;
select percentile_cont(0.5) within group (order by latest_version) from models;
-- refused h2: UNSUPPORTED_FEATURE H2 answers the neighbouring value
select percentile_disc(0.5) within group (order by latest_version) from models;
-- refused: UNSUPPORTED_FEATURE WITHIN GROUP not allowed with mode function.
select mode() within group (order by owner) from models;
select stddev(latest_version), variance(latest_version), stddev_pop(latest_version), var_samp(latest_version), covar_pop(latest_version,latest_version) from models;
-- refused: PARSE_SYNTAX_ERROR CORR is a reserved word of the grammar without a function behind it
select corr(latest_version, latest_version) from models;
-- unordered
select model_name from models fetch first 3 rows only;
-- raw h2: select t.model_name from (select model_name from models order by latest_version desc limit 5) t order by t.model_name
select top.model_name from (select model_name from models order by latest_version desc limit 5) top order by top.model_name;
select a.owner from models a join models b on a.owner=b.owner and a.latest_version<b.latest_version where b.latest_version<20;
-- unordered
select current_date, current_timestamp, localtimestamp;
-- raw: select 'alice', 'alice', 'alice'
select current_user, session_user, user;
-- refused: UNSUPPORTED_FEATURE no answer is like the last
select pi(), random(), rand();
select model_name from models where model_name like '%' || 'del_1' || '%';
select 1;
-- refused: PARSE_SYNTAX_ERROR 'where' is unexpected: a name or an expression is expected here.
select 1 where false;
select count(*) from models where false;
select * from models where 1=0;
select cast(null as varchar), cast(null as integer);
select model_name as "select", latest_version as "Weird ""Name" from models;
select 'it''s', U&'\00e9', 'üñí';
-- refused: UNSUPPORTED_FEATURE The column 'column_1' of the result has type BINARY, which is not supported.
select x'0aff';
select 1.5e3, 12345678901234567890, -5, 1.0;
-- refused: UNSUPPORTED_FEATURE The column 'column_1' of the result has type INTERVAL DAY, which is not supported.
select interval '1' day, interval '1-2' year to month;
-- refused: UNSUPPORTED_FEATURE TABLESAMPLE is not supported.
select model_name from models tablesample bernoulli(50);
-- raw postgresql: select model_name, c from (select model_name, count(*) over (partition by owner) c, row_number() over (partition by owner order by latest_version) r from models) t where r = 1
select model_name, count(*) over (partition by owner) from models qualify row_number() over (partition by owner order by latest_version)=1;
-- raw postgresql: select string_agg(distinct owner, ',') from models
select listagg(distinct owner, ',') from models;
-- unordered
select any_value(owner) from models;
select bit_and(latest_version), bit_or(latest_version) from models;
select m.model_name from models m where m.full_name in (select a.full_name from aliases a where a.full_name=m.full_name and exists (select 1 from tags t where t.full_name=a.full_name and t.tag_name='task'));
-- unordered
select s.schema_name, (select string_agg(m.model_name, ',') from models m where m.schema_name=s.schema_name) from schemas s;
-- refused: UNSUPPORTED_FEATURE The column 'column_2' of the result has type ARRAY, which is not supported.
select s.schema_name, array(select m.model_name from models m where m.schema_name=s.schema_name) from schemas s;
select cast(created_at as varchar) from models;
select cast('2024-01-01 00:00:00' as timestamp), cast('2024-01-01' as date);
select updated_at = '2024-01-02 00:00:00' from models;
select latest_version from models where latest_version = '5';
-- refused: DATATYPE_MISMATCH a column of strings is never converted
select latest_version from models where model_name = 5;
select latest_version from models m where exists (select 1 from models x where x.owner=m.owner and x.latest_version<m.latest_version);
select latest_version, (select count(*) from models x where x.owner=m.owner and x.latest_version<m.latest_version) n from models m;
select latest_version from models m where latest_version in (select max(latest_version) from models x where x.owner=m.owner);
select m.latest_version, x.latest_version from models m join models x on x.schema_name=m.schema_name where exists (select 1 from models y where y.owner=x.owner and y.latest_version>m.latest_version and y.latest_version<5) and m.latest_version<20 and x.latest_version<20;
