select m.full_name, m.owner, v.version, v.status, v.created_at from models m join versions v using (full_name) where v.status = 'READY' and m.latest_version < 5 order by 1, 3;
select owner, count(*) as models, sum(case when exists (select 1 from aliases a where a.full_name = m.full_name) then 1 else 0 end) as with_alias from models m group by owner order by owner;
select m.full_name from models m where not exists (select * from aliases a where a.full_name = m.full_name and a.alias_key = 'champion') and m.latest_version is not null order by m.latest_version desc limit 10;
select t.owner, t.model_name, t.latest_version from models t where t.latest_version = (select max(x.latest_version) from models x where x.owner = t.owner) order by 1;
select owner, model_name, updated_at from (select owner, model_name, updated_at, rank() over (partition by owner order by updated_at desc) as r from models) x where r = 1 order by owner;
select owner, percent_of_total from (select owner, round(100.0 * count(*) / sum(count(*)) over (), 2) as percent_of_total from models group by owner) t order by percent_of_total desc, owner;
select owner, latest_version, sum(latest_version) over (partition by owner order by latest_version, full_name) as total, avg(latest_version) over (partition by owner order by latest_version, full_name rows between 2 preceding and current row) as moving from models where latest_version < 40 order by owner, latest_version;
select status, count(*) filter (where version = 1) as v1, count(*) filter (where version = 2) as v2, count(*) filter (where version > 2) as more from versions group by status order by status;
select coalesce(a.alias, '(none)') as alias, count(*) as n from models m left join aliases a on a.full_name = m.full_name group by coalesce(a.alias, '(none)') order by n desc, alias;
select m.owner, string_agg(m.model_name, ', ' order by m.latest_version) as names from models m where m.latest_version <= 12 group by m.owner order by m.owner;
select g.principal, g.privilege, count(*) as n from grants g where g.object_type = 'MODEL' group by g.principal, g.privilege having count(*) >= all (select count(*) from grants h where h.object_type = 'MODEL' group by h.principal, h.privilege) order by 1, 2;
select principal from grants where privilege = 'EXECUTE' intersect select principal from grants where privilege = 'APPLY_TAG' except select 'user9' order by 1;
select owner from models where owner not in (select principal from grants where privilege = 'EXECUTE' and principal is not null);
select owner from models where owner not in (select comment from models) limit 5;
select count(*) from models where comment not in (select comment from models where comment is not null and latest_version > 100);
select m.full_name, (select max(v.version) from versions v where v.full_name = m.full_name) as newest, (select v.status from versions v where v.full_name = m.full_name order by v.version desc limit 1) as status from models m where m.latest_version < 6 order by m.latest_version;
-- refused h2: UNSUPPORTED_FEATURE LATERAL with more than one row or value on an embedded store is not supported.
select m.full_name, l.version, l.status from models m cross join lateral (select version, status from versions v where v.full_name = m.full_name order by version desc limit 1) l where m.latest_version < 6;
-- raw h2: none
select m.full_name, l.n from models m left join lateral (select count(*) as n from versions v where v.full_name = m.full_name and v.status <> 'READY') l on true where m.latest_version < 6;
-- refused h2: UNSUPPORTED_FEATURE WITH RECURSIVE on an embedded store is not supported.
-- raw postgresql: with recursive days(d) as (select date '2024-03-01' union all select d + 1 from days where d < date '2024-03-10') select days.d, count(m.full_name) from days left join models m on cast(m.updated_at as date) = days.d group by days.d order by days.d
with recursive days(d) as (select date '2024-03-01' union all select d + interval '1' day from days where d < date '2024-03-10') select days.d, count(m.full_name) as n from days left join models m on cast(m.updated_at as date) = days.d group by days.d order by days.d;
-- refused h2: UNSUPPORTED_FEATURE WITH RECURSIVE on an embedded store is not supported.
-- raw postgresql: with recursive chain(model, depth) as (select cast(m.model_name as varchar), 1 from models m where m.latest_version = 1 union all select n.model_name, c.depth + 1 from chain c join models n on n.latest_version = c.depth + 1 where c.depth < 5) select depth, model from chain order by depth
with recursive chain(model, depth) as (select m.model_name, 1 from models m where m.latest_version = 1 union all select cast(n.model_name as varchar), c.depth + 1 from chain c join models n on n.latest_version = c.depth + 1 where c.depth < 5) select depth, model from chain order by depth;
-- refused h2: UNSUPPORTED_FEATURE WITH RECURSIVE on an embedded store is not supported.
with recursive r(n) as (select 1 union select mod(n + 1, 4) from r) select n from r order by n;
with m as (select owner, latest_version as v from models where latest_version is not null), s as (select owner, avg(v) as a from m group by owner) select m.owner, count(*) as above from m join s on s.owner = m.owner and m.v > s.a group by m.owner order by m.owner;
select a.owner, b.owner, count(*) as together from models a join models b on a.schema_name = b.schema_name and a.owner < b.owner where a.latest_version < 50 and b.latest_version < 50 group by a.owner, b.owner order by 3 desc, 1, 2;
select distinct on_day, count(*) over (partition by on_day) from (select cast(updated_at as date) as on_day from models where latest_version < 20) t order by on_day;
-- raw h2: none
select extract(dow from updated_at) as dow, count(*) as n from models group by extract(dow from updated_at) order by dow;
-- raw h2: none
select case extract(dow from updated_at) when 0 then 'Sun' when 6 then 'Sat' else 'weekday' end as kind, count(*) from models group by case extract(dow from updated_at) when 0 then 'Sun' when 6 then 'Sat' else 'weekday' end order by 1;
-- raw h2: none
-- raw postgresql: select date_trunc('month', updated_at), count(distinct owner) from models group by 1 order by 1
select floor(updated_at to month) as m, count(distinct owner) as owners from models group by floor(updated_at to month) order by 1;
-- raw postgresql: select model_name, trunc(extract(epoch from updated_at - created_at) / 86400), extract(month from age(updated_at, created_at)) from models where latest_version > 290 order by latest_version
-- raw h2: none
select model_name, timestampdiff(day, created_at, updated_at) as age, timestampdiff(month, created_at, updated_at) as months from models where latest_version > 290 order by latest_version;
-- raw h2: none
-- raw postgresql: select * from models where updated_at >= timestamp '2024-04-24 00:00:00' and updated_at < timestamp '2024-05-03 00:00:00' order by updated_at
select * from models where updated_at >= timestamp '2024-05-01 00:00:00' - interval '1' week and updated_at < timestamp '2024-05-01 00:00:00' + interval '2' day order by updated_at;
select owner, max(updated_at) - interval '90' minute as since from models group by owner order by owner;
-- refused h2: UNSUPPORTED_FEATURE SIMILAR TO is not supported.
select model_name from models where model_name similar to 'Model_(1|2)' order by 1;
-- refused h2: UNSUPPORTED_FEATURE The function split_part(<CHARACTER>, <CHARACTER>, <NUMERIC>) is not supported.
select model_name, split_part(full_name, '.', 2) as s, reverse(owner) as r from models where latest_version < 4 order by 1;
-- raw h2: none
select regexp_replace(model_name, '[0-9]', '') from models;
-- refused h2: UNSUPPORTED_FEATURE The function OVERLAY(<CHARACTER>, <CHARACTER>, <NUMERIC>, <NUMERIC>) is not supported.
select model_name, overlay(model_name placing 'X' from 1 for 1), initcap(owner), translate(owner, 'abc', 'x') from models where latest_version < 4;
-- raw h2: none
select trim(both 'u' from owner), position('r' in owner), char_length(comment), ascii(owner), md5(owner), left(owner, -1), right(owner, -1), substring(owner from 0 for 3) from models where latest_version < 9;
-- raw h2: none
select least(latest_version, 5), greatest(latest_version, null), nullif(owner, 'user1'), mod(latest_version * 1.5, 2), trunc(latest_version / 7.0, 2), latest_version / 7, latest_version / 7.0 from models;
select round(avg(latest_version), 3), percentile_cont(0.25) within group (order by latest_version), percentile_cont(0.75) within group (order by latest_version desc) from models;
-- raw postgresql: select owner from models group by owner having bool_and(latest_version is not null) and bool_or(comment is null) and every(owner like 'user%') order by 1
select owner from models group by owner having bool_and(latest_version is not null) and some(comment is null) and every(owner like 'user%') order by 1;
select owner, any_value(catalog_name) is not null, bit_or(latest_version) from models group by owner order by owner;
select (owner, schema_name) = ('user1', 'sch2') as same, count(*) from models group by (owner, schema_name) = ('user1', 'sch2');
-- raw h2: none
-- raw postgresql: select count(distinct (owner, schema_name)), count(distinct (owner, comment)) filter (where comment is not null) from models
select count(distinct owner, schema_name), count(distinct owner, comment) from models;
-- raw h2: none
select owner, schema_name, count(*) from models group by grouping sets ((owner), (schema_name), ()) order by 3 desc, 1, 2 limit 9;
-- raw h2: none
select coalesce(owner, 'TOTAL') as who, count(*) as n, case grouping(owner) when 1 then 'total' else 'row' end as kind from models group by rollup(owner) order by grouping(owner), who;
-- raw h2: none
select owner from models where latest_version < 60 except all select principal from grants where full_name like 'Model_1_';
-- raw h2: none
select owner from models where latest_version < 60 intersect all select principal from grants where full_name like 'Model_1_';
select x.k, x.v from (values (1, 'one'), (2, 'two'), (3, null)) as x (k, v) left join models m on m.latest_version = x.k order by x.k;
-- raw h2: none
select model_name from models natural join versions where version = 1 and status = 'nothing';
select m.model_name, a.alias from models m right join aliases a using (full_name) where a.version = 1 order by 1 limit 5;
-- raw h2: none
select m.model_name, a.alias, g.principal from models m full join aliases a on a.full_name = m.full_name and m.latest_version > 295 full join (select distinct principal from grants) g on g.principal = m.owner;
select model_name from models order by case when owner = 'user3' then 0 else 1 end, length(model_name) desc, model_name limit 5 offset 5;
select model_name from models order by (select count(*) from grants g where g.principal = models.owner and g.full_name = models.model_name) desc, model_name limit 5;
select model_name from models order by rank() over (partition by owner order by latest_version desc), owner limit 5;
select owner, count(*) from models where latest_version between (select min(version) from versions) and (select max(version) * 20 from versions) group by owner order by 1;
select owner from models m group by owner having count(*) = (select count(*) from models x where x.owner = m.owner) order by owner;
select m.full_name from models m join aliases a on a.full_name = m.full_name and a.version = (select min(v.version) from versions v where v.full_name = m.full_name) where m.owner = 'user2' order by 1 limit 5;
select max(n) from (select count(*) as n from (select distinct owner, schema_name from models) t group by owner) u;
select sum(n) from (select count(*) n from models union all select count(*) from versions union all select count(*) from aliases) t;
select owner, nth_value(model_name, 2) over (partition by owner order by latest_version), lead(latest_version, 2, 0) over (partition by owner order by latest_version), ntile(3) over (partition by owner order by latest_version) from models where latest_version < 30;
-- refused: UNSUPPORTED_FEATURE IGNORE NULLS is not supported.
select lag(owner) ignore nulls over (order by owner) from models;
-- refused: UNSUPPORTED_FEATURE IGNORE NULLS or DISTINCT in a window function is not supported.
select count(distinct owner) over () from models;
-- refused: UNSUPPORTED_FEATURE TABLESAMPLE is not supported.
select model_name from models tablesample bernoulli (10);
-- unordered
select array_agg(owner) from models;
-- raw h2: none
-- raw postgresql: none
select updated_at - created_at from models;
select cast(updated_at as time) from models;
select owner, (select owner from models x where x.latest_version = m.latest_version) as same from models m where latest_version < 5 order by latest_version;
select owner || ': ' || latest_version || case when comment is null then '' else ' (' || comment || ')' end from models where latest_version < 10 order by latest_version;
-- raw h2: none
select '' || cast(latest_version > 5 as varchar), cast(updated_at as varchar) from models where latest_version < 10;
-- refused h2: UNSUPPORTED_FEATURE A query in FROM that depends on an outer query, on an embedded store, is not supported.
select m.owner, (select max(n) from (select count(*) as n from versions v where v.full_name = m.full_name group by v.status) t) as most from models m where m.latest_version < 5;
-- raw h2: none
select date_trunc('quarter', updated_at) as q, date_part('year', updated_at) as y, date_part('doy', updated_at) as d from models where latest_version > 290 order by updated_at;
-- raw postgresql: select cast(date_trunc('month', updated_at) + interval '1 month' as date) - 1, cast(cast(updated_at as date) + interval '1' month as date) from models where latest_version < 40 order by updated_at
select last_day(updated_at), cast(updated_at as date) + interval '1' month from models where latest_version < 40 order by updated_at;
select cast('2024-02-30' as varchar), cast('12' as integer) + 1, cast(3.7 as integer), cast('1.50' as decimal(10, 2)), cast(null as bigint) from models where latest_version = 1;
select true and null, false or null, not null is null, 1 = null, null in (1, 2) from models where latest_version = 1;
select (select count(*) from versions v where v.full_name = m.full_name and v.version <= a.version) as n, m.full_name from models m join aliases a on a.version >= m.latest_version where m.owner is not null order by m.full_name, 1;
select m.full_name, v.version, (select max(a.version) from aliases a where a.full_name = m.full_name and a.version <= v.version) as top from models m join versions v on v.full_name = m.full_name order by m.full_name, v.version;
select m.full_name, (select count(*) from aliases a where a.full_name = v.full_name and a.full_name = m.full_name) as n from models m left join versions v on v.full_name = m.full_name and v.version = 1 order by 1;
select m.full_name, v.version from models m join versions v on v.full_name = m.full_name where exists (select 1 from aliases a where a.full_name = m.full_name and a.version = v.version) order by 1, 2;
select m.full_name, v.version from models m join versions v on v.full_name = m.full_name where v.version > (select avg(w.version) from versions w where w.full_name = m.full_name and w.status = v.status) and m.owner is not null order by 1, 2;
select m.owner, count(*) from models m join versions v on v.full_name = m.full_name where not exists (select 1 from aliases a where a.full_name = m.full_name and a.version = v.version) group by m.owner order by 1;
-- refused: GROUPING_ERROR an aggregate of the outer query inside a sub-query
select m.owner, (select count(*) from aliases a where a.version = max(v.version)) as n from models m join versions v on v.full_name = m.full_name group by m.owner order by 1 nulls last;
