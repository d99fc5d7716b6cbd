select owner, count(*) as n, count(distinct schema_name) as schemas, max(latest_version) as newest from models where created_at >= timestamp '2024-01-02 00:00:00' group by owner order by n desc, owner limit 10;
select t0.c0, sum(t0.c1) as s from (select owner as c0, latest_version as c1 from models) t0 group by t0.c0 order by s desc, t0.c0;
select "t"."owner" as "owner", count(1) as "cnt:n:ok" from "registry"."models" "t" group by "t"."owner" having (count(1) > 0);
select "models"."model_name" as "model_name", "models"."owner" as "OWNER" from "models" "models" where ("models"."owner" in ('user1', 'user2')) order by "models"."model_name" limit 1000;
select sum(1) as number_of_records from models having count(1) > 0;
select * from (select * from models) custom_query limit 0;
-- raw postgresql: select extract(year from created_at), extract(month from created_at), count(*) from models group by 1, 2 order by 1, 2
select year(created_at) as y, month(created_at) as m, count(*) from models group by year(created_at), month(created_at) order by 1, 2;
-- raw postgresql: select extract(year from created_at), extract(quarter from created_at), count(*) from models group by 1, 2
select extract(year from created_at), extract(quarter from created_at), count(*) from models group by extract(year from created_at), extract(quarter from created_at);
select date_trunc('day', created_at) as d, count(*) n from models group by date_trunc('day', created_at) order by d;
select cast(created_at as date) as d, count(*) n from models group by cast(created_at as date) order by d;
select m.owner, v.status, count(*) n from models m left join versions v on v.full_name = m.full_name group by m.owner, v.status order by 1, 2;
select owner, sum(case when comment is null then 1 else 0 end) as without_comment, count(*) as total from models group by owner order by owner;
select owner, 100.0 * sum(case when comment is null then 1 else 0 end) / count(*) as pct from models group by owner order by owner;
select owner, round(avg(latest_version), 2) as a from models group by owner order by owner;
-- raw postgresql: select round(cast(latest_version as numeric) / 7, 2) from models
select round(cast(latest_version as double precision) / 7, 2) from models;
select owner, n, rank() over (order by n desc, owner) as r from (select owner, count(*) as n from models group by owner) t order by r;
select owner, model_name, latest_version, sum(latest_version) over (partition by owner order by latest_version, model_name) as total from models where latest_version is not null order by owner, latest_version, model_name;
select * from (select owner, model_name, row_number() over (partition by owner order by latest_version desc nulls last) as rn from models) t where rn <= 3 order by owner, rn;
select avg(latest_version) over (partition by owner) from models;
select avg(cast(latest_version as integer)) over (partition by owner) from models;
select owner, count(*) filter (where comment is not null) as c from models group by owner order by owner;
select lower(owner), count(*) from models group by lower(owner) order by lower(owner);
select model_name from models order by upper(owner), latest_version desc;
select model_name as n from models order by owner, length(model_name), model_name;
select owner as model_name, model_name as o from models order by models.model_name;
select upper(model_name) as owner from (select * from models order by owner, model_name limit 7) t;
select upper(owner) as latest_version from models order by models.latest_version desc nulls last limit 3;
select model_name from models where created_at between timestamp '2024-01-02 00:00:00' and timestamp '2024-01-03 00:00:00' and owner <> 'user1';
select model_name from models where comment like 'It''s%' or comment is null;
select model_name from models where not (owner = 'user1' or owner = 'user2') and latest_version is not null;
select distinct m.catalog_name, m.schema_name from models m inner join tags t on t.full_name = m.full_name where t.tag_name = 'task' and t.tag_value = 'classification' order by 1, 2;
select m.full_name, t.tag_value, a.alias from models m left join tags t on t.full_name = m.full_name and t.tag_name = 'task' left join aliases a on a.full_name = m.full_name and a.alias_key = 'champion' order by m.full_name;
select c.catalog_name, (select count(*) from schemas s where s.catalog_name = c.catalog_name) as schemas, (select count(*) from models m where m.catalog_name = c.catalog_name) as models from catalogs c order by 1;
select m.full_name, coalesce(v.n, 0) as versions from models m left join (select full_name, count(*) as n from versions where status = 'READY' group by full_name) v on v.full_name = m.full_name order by 1;
with latest as (select full_name, max(version) as version from versions group by full_name) select l.full_name, l.version, v.source from latest l join versions v on v.full_name = l.full_name and v.version = l.version order by 1;
with a as (select owner from models), b as (select owner from a union select principal from grants) select count(*) from b;
select 'models' as kind, count(*) as n from models union all select 'versions', count(*) from versions union all select 'aliases' as kind, count(*) from aliases order by kind;
select case when latest_version > 100 then 'large' when latest_version > 10 then 'medium size' else 's' end as size, count(*) from models group by case when latest_version > 100 then 'large' when latest_version > 10 then 'medium size' else 's' end order by 1;
select case when owner = 'user1' then 'x' else 'longer' end || '.' from models;
select owner from models where owner = 'user1 ';
select x, y || '|' from (values (1, 'a'), (2, 'bbb')) as t (x, y) order by x;
-- bind: 'user1', 10
select model_name from models where owner = ? order by model_name limit ?;
-- bind: 'user1', 5, 2
select model_name from models where owner = ? order by model_name offset ? rows fetch first ? rows only;
-- bind: 'user1', 'none'
-- raw: select coalesce(comment, cast('none' as varchar)) from models where owner = cast(? as varchar) and cast(? as varchar) is not null
select coalesce(comment, 'none') from models where owner = ? and ? is not null;
-- bind: '-x'
-- raw: select model_name || cast(? as varchar), count(*) from models group by model_name
select k, count(*) from (select model_name || ? as k from models) t group by k;
-- bind: 3, 5
select model_name from models where latest_version between ? and ?;
-- bind: 3, 5
select model_name from models where latest_version in (?, ?);
-- bind: 'Model_1%'
select model_name from models where model_name like ? order by model_name;
-- bind: 'x'
-- raw: select 'aaa' || cast(? as varchar)
select 'aaa' || ?;
-- bind: 'zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz'
-- raw: select coalesce(cast(? as varchar), owner) from models
select coalesce(?, owner) from models;
select string_agg(owner, ',' order by owner desc) from (select distinct owner from models) t;
select string_agg(owner, ';' order by n, owner) from (select owner, count(*) n from models group by owner) t;
-- raw h2: select listagg(distinct owner, ',') within group (order by owner) from models
-- raw postgresql: select string_agg(distinct owner, ',' order by owner) from models
select listagg(distinct owner, ',') within group (order by owner) from models;
-- raw h2: select listagg(model_name, ',') within group (order by length(model_name), model_name) from models
select string_agg(model_name, ',' order by length(model_name), model_name) from models;
-- raw h2: select listagg(model_name, ',') within group (order by model_name) filter (where owner = 'user1') from models
select string_agg(model_name, ',' order by model_name) filter (where owner = 'user1') from models;
-- raw postgresql: select upper(model_name) from models
select {fn UCASE(model_name)} from models;
select model_name from models where created_at > {ts '2024-01-05 00:00:00'};
-- raw h2: select * from models
-- raw postgresql: select * from models
table models;
select registry.models.model_name from registry.models where registry.models.owner = 'user1';
-- raw: select * from models
select * from "system".registry.models;
-- raw: select version, status from versions
select model_versions.version, status from model_versions;
select MODEL_NAME, Owner from MODELS m where M.OWNER = 'user1';
select extract(second from created_at), extract(minute from created_at) from models where owner = 'none';
-- raw h2: select mod(extract(iso_day_of_week from updated_at), 7), extract(iso_week from updated_at), extract(day_of_year from updated_at) from models
select extract(dow from updated_at), extract(week from updated_at), extract(doy from updated_at) from models;
-- raw h2: select date_trunc(iso_week, updated_at) from models
-- raw postgresql: select date_trunc('week', updated_at) from models
select floor(updated_at to week) from models;
select model_name from models m where m.latest_version = (select max(x.latest_version) from models x where x.owner = m.owner) order by 1;
select o, c from (select owner o, count(*) c from models group by owner) t where c = (select max(c2) from (select count(*) c2 from models group by owner) u) order by o;
select m.model_name from models m where exists (select 1 from versions v where v.full_name = m.full_name and not exists (select 1 from aliases a where a.full_name = v.full_name and a.version = v.version)) order by 1;
select nullif(owner, 'user1'), coalesce(nullif(comment, ''), 'none') from models;
select count(*) from models where 'é日本' = 'é日本';
-- raw: select extract(day from updated_at) + 1 from models
select dayofmonth(updated_at) + 1 from models;
-- raw h2: none
select least(latest_version, 10), greatest(latest_version, 10) from models;
select -latest_version, +latest_version, latest_version % 7, latest_version * 2 - 1 from models;
select percent_rank() over (order by latest_version), cume_dist() over (order by latest_version), last_value(latest_version) over (order by latest_version rows between unbounded preceding and unbounded following) from models;

select 1 from (select row_number() over (order by owner) as rn from models) t;
select 1 from (select row_number() over (order by owner, full_name) as rn from models order by rn limit 5) t;
select model_name from (select model_name, row_number() over (order by owner, full_name) as rn from models order by rn limit 5) t;
select b, count(*) from (select mod(row_number() over (order by full_name), 3) as b from models) t group by b;
select max(rn) from (select row_number() over (partition by owner order by full_name) as rn from models) t;
select sum(s) over (order by owner) from (select owner, sum(latest_version) over (partition by owner) as s, full_name from models) t where full_name like '%1';
select model_name from models order by row_number() over (order by owner, model_name);
select null, 'a', case when latest_version > 5 then null else 'bb' end from models;
values (1, 'a'), (2, null), (3, 'ccc');
select x from (values ('a'), ('bbb'), (null)) as t (x) where x <> 'q';
select count(*) from (select owner from models union all select null from models) t where owner is null;
select owner, lag(latest_version, 1, 0) over (partition by owner order by latest_version) from models;
-- bind: 1
select m.owner, count(*) from models m where exists (select 1 from versions v where v.full_name = m.full_name and v.version > ? and v.status = 'READY') group by m.owner;
select t.n, (select count(*) from models m where m.latest_version <= t.n) from (select distinct version as n from versions) t order by 1;

select o, c from (select owner o, count(*) c from models group by owner) t where exists (select 1 from models m where m.owner = t.o and m.latest_version = t.c) order by o;
select o, (select max(latest_version) from models m where m.owner = t.o) from (select owner o, count(*) c from models group by owner having count(*) > 2) t order by o;
select n, (select count(*) from models m where m.model_name = t.n) from (select model_name as n from models union select alias from aliases) t;
select n, (select count(*) from models m where m.model_name = t.n) from (select model_name as n from models order by owner, model_name limit 5) t;
select n from (select model_name as n from models order by owner, model_name limit 5) t where exists (select 1 from models m where m.model_name = t.n and m.latest_version > 3);
select n from (select upper(model_name) as n, latest_version v from models) t where not exists (select 1 from models m where upper(m.model_name) = t.n and m.latest_version > t.v) and n like 'M%';
select t.x, (select sum(m.latest_version) from models m where m.latest_version < t.x) from (values (1), (5), (9)) as t (x) order by 1;
select m.model_name, (select string_agg(a.alias, ',' order by a.alias) from aliases a where a.full_name = m.full_name) as aliases, (select count(*) from versions v where v.full_name = m.full_name and v.version > (select min(x.version) from versions x where x.full_name = v.full_name)) as c from models m order by m.model_name;
select m.model_name, v.version from models m join versions v on v.full_name = m.full_name where v.version = (select max(x.version) from versions x where x.full_name = m.full_name) and m.owner in (select principal from grants g where g.principal = m.owner) order by 1, 2;
select a.owner, b.owner from (select owner, count(*) n from models group by owner) a join (select owner, count(*) n from models group by owner) b on a.n = b.n and a.owner < b.owner where exists (select 1 from models m where m.owner = a.owner and m.latest_version > b.n);
