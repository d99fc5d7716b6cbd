-- raw h2: none
-- raw postgresql: none
select left(owner, -2), right(owner, -2), left(owner, 0), right(owner, 9), left(owner, latest_version - 3) from models;
select lpad(owner, 3, 'x'), rpad(owner, 8), lpad(owner, 9, '*'), lpad(owner, -1, 'a') from models;
-- raw h2: none
select lpad(owner, 9, 'ab'), rpad(owner, 9, 'ab') from models;
-- refused h2: UNSUPPORTED_FEATURE LPAD with a padding that is not a constant, on an embedded store, is not supported.
select lpad(owner, 9, model_name) from models;
select repeat(owner, -1), repeat('ab', 2), replace(owner, '', 'x'), replace('aXa', 'a', '') from models;
-- raw h2: none
-- raw postgresql: none
select substring(owner from 0 for 2), substr(owner, 0, 2), substr(owner, -2), substr(owner, 2), substring(owner from 3), substring(owner from -2 for 5), substring(owner from latest_version - 3 for 2), substring(owner from 2 for 3) from models where latest_version < 10 or latest_version is null;
select ltrim(owner, 'us'), btrim(owner, 'u0'), rtrim(owner, '01'), btrim('  a '), trim(both 'u' from owner), trim('  a ') from models;
-- raw h2: none
select greatest(latest_version, 5), least(latest_version, 5), greatest(owner, model_name), greatest(latest_version, null) from models;
-- raw h2: none
select mod(7.5, 2), 7.5 % 2, mod(7, 2.5), mod(latest_version, 3), mod(latest_version * 1.5, 2) from models;
-- raw h2: none
select ascii(owner), ascii(''), md5(owner), md5('é') from models;
-- raw postgresql: none
select trunc(2.567, 1), trunc(-2.5), truncate(2.567, 1), trunc(latest_version), trunc(cast(latest_version as double precision) / 7, 2), trunc(latest_version * 1.337, 1) from models;
select pi(), sin(latest_version), cos(latest_version), tan(latest_version), cot(latest_version), atan(latest_version), atan2(latest_version, 3), degrees(latest_version), radians(latest_version), log10(latest_version) from models where latest_version < 20;
-- raw postgresql: none
select last_day(created_at), last_day(date '2024-02-03') from models;
select to_char(created_at, 'YYYY-MM'), to_char(created_at, 'YYYY-MM-DD HH24:MI:SS'), count(*) from models group by created_at;
-- refused: UNSUPPORTED_FEATURE The format 'Mon' of TO_CHAR is not supported.
select to_char(created_at, 'Mon') from models;
-- raw h2: none
-- raw postgresql: none
select timestampdiff(day, created_at, updated_at), timestampdiff(hour, created_at, updated_at), timestampdiff(week, created_at, updated_at), timestampdiff(second, created_at, updated_at), timestampdiff(minute, updated_at, created_at) from models;
-- raw h2: none
-- raw postgresql: none
select timestampdiff(month, created_at, updated_at), timestampdiff(year, created_at, updated_at), timestampdiff(quarter, updated_at, created_at), timestampdiff(month, updated_at, created_at) from models;
-- raw h2: none
-- raw postgresql: none
select timestampdiff(month, timestamp '2024-01-31 00:00:00', timestamp '2024-02-29 00:00:00'), timestampdiff(month, timestamp '2024-01-31 00:00:00', timestamp '2024-02-28 23:00:00'), timestampdiff(month, timestamp '2024-03-31 00:00:00', timestamp '2024-02-29 00:00:00'), timestampdiff(day, date '2024-01-01', date '2024-03-01'), timestampdiff(day, date '2024-01-01', timestamp '2024-03-01 10:00:00');
-- raw h2: none
select {fn TIMESTAMPDIFF(SQL_TSI_DAY, created_at, updated_at)}, {fn CURDATE()} > created_at, {fn NOW()} > created_at from models;
select {fn LOCATE('e', owner)}, {fn CONCAT(owner, 'x')}, {fn LENGTH(owner)}, {fn LEFT(owner, 2)}, {fn IFNULL(comment, 'x')}, {fn RTRIM(owner)}, {fn UCASE(owner)}, {fn LCASE(owner)}, {fn ABS(latest_version)}, {fn TRUNCATE(latest_version, 1)} from models;
select {fn TIMESTAMPADD(SQL_TSI_DAY, 1, created_at)}, {fn YEAR(created_at)}, {fn ROUND(latest_version, 1)}, {fn MOD(latest_version, 2)}, {fn SUBSTRING(owner, 1, 2)}, {fn HOUR(created_at)}, {fn DAYOFMONTH(created_at)}, {fn QUARTER(created_at)} from models;
-- raw h2: none
-- raw postgresql: select coalesce(comment, 'x'), coalesce(comment, 'x'), strpos(owner, 'e'), strpos(owner, 'e'), power(latest_version, 2), ceiling(latest_version * 1.5), bool_or(comment is null) over () from models
-- raw postgresql: select coalesce(comment, 'x'), coalesce(comment, 'x'), strpos(owner, 'e'), strpos(owner, 'e'), power(latest_version, 2), ceiling(latest_version * 1.5), bool_or(comment is null) over () from models
select ifnull(comment, 'x'), nvl(comment, 'x'), strpos(owner, 'e'), locate('e', owner), pow(latest_version, 2), ceiling(latest_version * 1.5), some(comment is null) over () from models;
-- raw postgresql: select bool_or(comment is null), every(comment is null), bool_or(comment is null) from models
-- raw postgresql: select bool_or(comment is null), every(comment is null), bool_or(comment is null) from models
select some(comment is null), every(comment is null), bool_or(comment is null) from models;
-- raw h2: none
select date_part('year', updated_at), date_part('dow', updated_at), date_part('doy', updated_at), date_part('isodow', updated_at), date_part('week', updated_at), date_part('hour', created_at) from models;
select extract(epoch from created_at), extract(isoyear from updated_at), extract(isodow from updated_at), extract(quarter from updated_at) from models;
-- raw h2: none
select cast(comment is null as varchar), cast(comment is null as varchar(5)) || 'x', cast(latest_version as varchar(2)), cast(created_at as varchar), cast(cast(created_at as date) as varchar), cast(latest_version * 1.5 as varchar) from models;
select cast('2024-01-02' as date), cast('2024-01-02 03:04:05' as timestamp), cast(' 12 ' as integer), cast('1.5' as decimal(10,2)), cast('true' as boolean), cast(1 as boolean);
select cast(2.5 as integer), cast(-2.5 as integer), cast(3.5 as bigint), round(2.5), round(-2.5), round(2.345, 2), round(1234, -2), ceil(2.1), floor(-2.1), sign(-2), abs(-2.5);
-- raw h2: none
select cast(latest_version as numeric) / 7, cast(latest_version as decimal(10,2)) / 7, latest_version / 7.0, latest_version / 2, 1.0 / 3, sum(latest_version) over () / 3.0 from models;
select avg(latest_version), avg(latest_version * 1.5), sum(latest_version * 1.5), avg(cast(latest_version as double precision)), stddev(latest_version), var_pop(latest_version), sum(cast(latest_version as integer)) from models;
select created_at + interval '1' day, created_at - interval '2' hour, cast(created_at as date) + interval '1' month, created_at + latest_version * interval '1' day, date '2024-01-31' + interval '1' month from models;
select created_at + interval '1 02:03:04' day to second, created_at + interval '1-2' year to month, created_at + interval '90' minute from models;
-- refused h2: UNSUPPORTED_FEATURE SIMILAR TO is not supported.
select upper(owner) like 'USER%', owner not like '%1', owner like 'user_', comment like '%''%', owner ilike 'USER1', owner similar to 'user[12]' from models;
select position('e' in owner), char_length(owner), character_length(owner), length(owner), exp(1), ln(latest_version), power(latest_version, 2), sqrt(latest_version) from models where latest_version < 9;
select count(distinct owner), count(distinct owner || schema_name), sum(distinct latest_version), avg(distinct latest_version) from models;
-- refused h2: UNSUPPORTED_FEATURE PERCENTILE_DISC is not supported.
select percentile_cont(0.5) within group (order by latest_version), percentile_disc(0.9) within group (order by latest_version desc) from models;
-- raw postgresql: none
select timestampadd(month, 1, created_at), timestampadd(week, 1, created_at), timestampadd(quarter, 1, created_at), timestampadd(hour, latest_version, created_at) from models;
-- raw h2: none
-- raw postgresql: none
select floor(created_at to year), floor(created_at to hour), date_trunc('week', created_at), date_trunc('quarter', updated_at), date_trunc('day', cast(created_at as date)) from models;
select 'abc' between symmetric 'z' and 'a', latest_version between 2 and 4, latest_version not between 2 and 4, latest_version is not distinct from null from models;
-- raw h2: none
select cast(latest_version as decimal(10,2)) / 7, latest_version / 7.0, latest_version / 2, 1.0 / 3, 2 / 3.000, 100.0 * latest_version / 299 from models;
select sum(latest_version) over () / 3.0, 100.0 * sum(latest_version) / count(*), sum(latest_version) / count(*), round(100.0 * sum(latest_version) / count(*), 2) from models group by latest_version;
-- raw postgresql: none
select timestampadd(month, 1, created_at), timestampadd(week, 1, created_at), timestampadd(quarter, 1, created_at), timestampadd(year, 1, created_at), timestampadd(hour, latest_version, created_at), timestampadd(minute, 90, created_at), timestampadd(second, 90, created_at) from models;
-- raw h2: none
-- raw postgresql: select created_at + interval '7 days' from models
-- raw postgresql: select created_at + interval '7 days' from models
select created_at + interval '1' week from models;
select created_at + interval '1' year, created_at - interval '90' second from models;
select date_trunc('day', cast(created_at as date)), date_trunc('month', created_at) from models;
select percentile_cont(0.9) within group (order by latest_version), percentile_cont(0.33) within group (order by latest_version desc), percentile_cont(0.1) within group (order by cast(latest_version as double precision)) from models;
select cast(latest_version as double precision) / 3, cast(latest_version as real), 1e0/3 from models;
select nullif(latest_version, 3), coalesce(latest_version, 0) from models;
select case when latest_version < 100 then latest_version else 1.5 end, case when latest_version < 100 then 1 else latest_version end from models;
select stddev_samp(latest_version), covar_samp(latest_version, latest_version), bit_and(latest_version) from models where latest_version < 2;
select first_value(owner) over (order by latest_version), ntile(3) over (order by latest_version), percent_rank() over (order by latest_version), lead(latest_version, 1, -1) over (order by latest_version) from models where latest_version < 20;
select string_agg(distinct owner, '; ' order by owner desc) from models;
select owner from models where owner > 'user2' and owner < 'user4' order by owner desc nulls first limit 3;
select coalesce(null, 'x');
select cast(null as varchar) || 'x';
-- raw h2: none
-- raw postgresql: none
select created_at + interval '2' week, created_at - interval '1' quarter from models;
-- raw h2: none
select {fn TIMESTAMPDIFF(SQL_TSI_DAY, created_at, updated_at)}, {fn CURDATE()} > created_at, {fn NOW()} > created_at, {fn TIMESTAMPADD(SQL_TSI_WEEK, 1, created_at)} from models;
select created_at + interval '36' hour, created_at + interval '100' day, created_at + interval '1500' minute from models;
select latest_version from models where latest_version in (select version from versions where version > all (select version from versions where version < 2)) or latest_version = any (select 5 from models);
select owner in ('user1', null), owner not in ('user1', null), 1 in (select latest_version from models), 5 not in (select latest_version from models) from models where latest_version < 3;
select * from models where created_at >= cast('2024-01-03' as date) and created_at < cast('2024-01-03' as date) + interval '1' day;
select x + 1 from (values (1, 'a'), (2, 'b')) as t (x, y) where y <> 'a' union select latest_version from models where latest_version < 3;
select * from (values (1)) a (x), (values ('a'), ('bcd')) b (y) order by y desc;
select m.* from models m natural join aliases a where m.latest_version < 9;
select owner from models group by owner, schema_name having max(latest_version) > 290 order by max(latest_version) desc;
select count(*) from models where (owner, schema_name) not in (select principal, 'x' from grants);
-- refused: UNSUPPORTED_FEATURE CAST to ROW is not supported.
select count(*) from models where row(owner, schema_name) = row('user1', 'sch2') or (owner, latest_version) > ('user3', 290);
-- refused h2: UNSUPPORTED_FEATURE WITH RECURSIVE on an embedded store is not supported.
with recursive r(n) as (select 1 union all select n+1 from r where n<5) select * from r;
-- refused h2: UNSUPPORTED_FEATURE WITH RECURSIVE on an embedded store is not supported.
with recursive r(n, t) as (select 1, 'a' union select mod(n+1,3), t || 'b' from r where n<5 and char_length(t) < 4) select n, count(*) from r group by n;
-- refused h2: UNSUPPORTED_FEATURE WITH RECURSIVE on an embedded store is not supported.
-- raw postgresql: none
with recursive r(p, depth) as (select 'user1', 0 union all select m.model_name, r.depth + 1 from r join models m on m.owner = r.p where r.depth < 3) select * from r where depth > 0 order by p limit 3;
-- refused h2: UNSUPPORTED_FEATURE WITH RECURSIVE on an embedded store is not supported.
with recursive r(n) as (select count(*) from models union all select n - 100 from r where n > 0) select a.n, b.n from r a join r b on a.n = b.n;
-- refused h2: UNSUPPORTED_FEATURE WITH RECURSIVE on an embedded store is not supported.
with recursive v_registry_models(n) as (select count(*) from models union all select n - 100 from v_registry_models where n > 0) select * from v_registry_models;
-- refused h2: UNSUPPORTED_FEATURE WITH RECURSIVE on an embedded store is not supported.
-- raw postgresql: with recursive r(a, b) as (select 1, 5 union all select a + 1, b - 1 from r where a < 4) select a, b from r order by a
with recursive llllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllx(lllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllla, llllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllb) as (select 1, 5 union all select lllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllla + 1, llllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllb - 1 from llllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllx where lllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllla < 4) select lllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllla, llllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllb from llllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllx order by lllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllla;
-- refused h2: UNSUPPORTED_FEATURE WITH RECURSIVE on an embedded store is not supported.
-- raw postgresql: with recursive r(n) as (select 1 union all select n + 1 from r where n < 3), s(n) as (select n from r union all select n + 10 from s where n < 20) select r.n, s.n from r join s on s.n = r.n + 10 order by r.n
with recursive llllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllx(n) as (select 1 union all select n + 1 from llllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllx where n < 3), lllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllly(n) as (select n from llllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllx union all select n + 10 from lllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllly where n < 20) select a.n, b.n from llllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllx a join lllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllly b on b.n = a.n + 10 order by a.n;
-- refused h2: UNSUPPORTED_FEATURE WITH RECURSIVE on an embedded store is not supported.
-- raw postgresql: with recursive r(n, m) as (select 1, 'x' union all select n + 1, m || 'y' from r where n < 3) select n, m from r order by n
with recursive "a""b;--?"("?", "é 'x' $1") as (select 1, cast('x' as varchar) union all select "?" + 1, "é 'x' $1" || 'y' from "a""b;--?" where "?" < 3) select "?", "é 'x' $1" from "a""b;--?" order by "?";
-- refused h2: UNSUPPORTED_FEATURE WITH RECURSIVE on an embedded store is not supported.
-- raw postgresql: with recursive r(n, m) as (select 1, text 'x' union all select n + 1, m || 'y' from r where n < 5) select n, m from r order by n
with recursive r(n, m) as (select 1, 'x' union all select n + 1, m || 'y' from r where n < 5) select n, m from r order by n;
-- raw postgresql: with recursive r as (select text 'a' as p, text 'b' as q union all select q, p || 'x' from r where char_length(p) < 4) select p, q from r order by p collate "C", q collate "C"
-- refused h2: UNSUPPORTED_FEATURE WITH RECURSIVE on an embedded store is not supported.
with recursive r as (select 'a' as p, 'b' as q union all select q, p || 'x' from r where char_length(p) < 4) select p, q from r order by p, q;
-- raw postgresql: with recursive r(n, d) as (select 1, text 'a' union all select n + 1, d || 'b' from r where n < 3), s(x, y) as (select d, n from r union all select x || '!', y + 10 from s where y < 12) select x, y from s order by y
-- refused h2: UNSUPPORTED_FEATURE WITH RECURSIVE on an embedded store is not supported.
with recursive r(n, d) as (select 1, 'a' union all select n + 1, d || 'b' from r where n < 3), s(x, y) as (select d, n from r union all select x || '!', y + 10 from s where y < 12) select x, y from s order by y;
-- raw postgresql: with recursive r(n, m) as (select 1, 1.5 union all select n + 1, m + 0.1 from r where n < 4) select n, m from r order by n
-- refused h2: UNSUPPORTED_FEATURE WITH RECURSIVE on an embedded store is not supported.
with recursive r(n, m) as (select 1, 1.5 union all select n + 1, m + 0.1 from r where n < 4) select n, m from r order by n;
-- raw postgresql: with recursive r(n, m) as (select 1, cast(1.5 as numeric) union all select n + 1, round(m * 10.25, 5) from r where n < 4) select n, round(m, 5) from r order by n
-- refused h2: UNSUPPORTED_FEATURE WITH RECURSIVE on an embedded store is not supported.
with recursive r(n, m) as (select 1, cast(1.5 as decimal(30, 5)) union all select n + 1, cast(m * 10.25 as decimal(30, 5)) from r where n < 4) select n, m from r order by n;
-- raw postgresql: with recursive r(n, m) as (select 1, cast(1 as float8) union all select n + 1, m * 2.5 from r where n < 4) select n, m from r order by n
-- refused h2: UNSUPPORTED_FEATURE WITH RECURSIVE on an embedded store is not supported.
with recursive r(n, m) as (select 1, 1 union all select n + 1, m * 2.5e0 from r where n < 4) select n, m from r order by n;
-- refused: DATATYPE_MISMATCH Each step of WITH RECURSIVE changes the type of the column 'm' from DECIMAL with 3 decimal places to DECIMAL with 5 decimal places.
with recursive r(n, m) as (select 1, 1.5 union all select n + 1, m * 10.25 from r where n < 4) select * from r;
-- refused: DATATYPE_MISMATCH Each step of WITH RECURSIVE changes the type of the column 'm' from DECIMAL with 1 decimal place to DECIMAL with 2 decimal places.
with recursive r(n, m) as (select 1, 1 union all select n + 1, m * 2.5 from r where n < 4) select * from r;
-- refused h2: UNSUPPORTED_FEATURE WITH RECURSIVE on an embedded store is not supported.
-- raw postgresql: with recursive r(owner, n) as (select m.owner, m.latest_version from models m where m.latest_version < 3 union all select t.owner, t.n + 1 from (select r.owner, r.n from r join models m on m.owner = r.owner and m.latest_version = r.n) t where t.n < 4) select owner, count(*) from r group by owner order by owner
with recursive "owner"("owner", "full_name") as (select m.owner, m.latest_version from models m where m.latest_version < 3 union all select t."owner", t."full_name" + 1 from (select r."owner", r."full_name" from "owner" r join models m on m.owner = r."owner" and m.latest_version = r."full_name") t where t."full_name" < 4) select "owner", count(*) from "owner" group by "owner" order by "owner";
-- refused: UNSUPPORTED_FEATURE WITH RECURSIVE that names itself more than once, or in a sub-query, aggregation or outer join, is not supported.
with recursive r(n) as (select 1 union all select max(n)+1 from r where n<5) select * from r;
-- refused h2: UNSUPPORTED_FEATURE WITH RECURSIVE on an embedded store is not supported.
with recursive r(n) as (select cast(1 as bigint) union all select n+1 from r where n<5) select owner, (select sum(n) from r where n <= m.latest_version) from models m where latest_version < 4;
-- raw h2: none
select m.model_name, t.version from models m, lateral (select version from versions v where v.full_name=m.full_name order by version desc limit 1) t;
-- raw h2: none
select m.model_name, t.version from models m left join lateral (select version from versions v where v.full_name=m.full_name and v.version > m.latest_version order by version desc limit 1) t on true;
-- raw h2: none
select m.model_name, t.n, t.x from models m left join lateral (select count(*) as n, max(version) as x from versions v where v.full_name=m.full_name and v.version > m.latest_version) t on true;
-- raw h2: none
select m.model_name, t.n, t.x from models m cross join lateral (select count(*) as n, max(version) as x from versions v where v.full_name=m.full_name and v.version > m.latest_version having count(*) > 0) t;
-- refused h2: UNSUPPORTED_FEATURE LATERAL with more than one row or value on an embedded store is not supported.
select m.model_name, t.version from models m cross join lateral (select version, status from versions v where v.full_name=m.full_name) t;
-- raw h2: none
select owner, schema_name, count(*), grouping(owner), grouping(owner, schema_name), sum(latest_version), max(created_at) from models group by rollup(owner, schema_name);
-- raw h2: none
select owner, schema_name, count(*) from models group by cube(owner, schema_name) having count(*) > 6;
-- raw h2: none
select owner, count(*) from models group by grouping sets ((owner),(owner),());
-- raw h2: none
select owner, count(*), sum(latest_version) from models where 1=0 group by rollup(owner);
-- raw h2: none
select upper(owner), count(*) from models group by rollup(upper(owner)) order by 1 nulls last;
-- raw h2: none
select coalesce(owner, 'all'), count(distinct schema_name), string_agg(schema_name, ',' order by schema_name) filter (where latest_version < 5) from models group by rollup(owner);
select model_name from models order by row_number() over (order by owner, model_name);
select model_name from models order by row_number() over (order by owner, model_name) limit 4;
-- raw h2: none
-- raw postgresql: select count(distinct (owner, schema_name)), count(comment), count(distinct (comment, owner)) filter (where latest_version < 50 and comment is not null) from models
-- raw postgresql: select count(distinct (owner, schema_name)), count(comment), count(distinct (comment, owner)) filter (where latest_version < 50 and comment is not null) from models
select count(distinct owner, schema_name), count(comment, owner), count(distinct comment, owner) filter (where latest_version < 50) from models;
-- raw h2: none
-- raw postgresql: none
select schema_name, count(distinct owner, comment) from models group by schema_name;
select model_name from models m order by (select count(*) from versions v where v.full_name = m.full_name), model_name limit 3;
-- raw h2: none
select m.model_name, a.alias from models m full join aliases a on a.full_name=m.full_name and m.latest_version > 100;
-- raw h2: none
select count(*) from models m full join aliases a on a.full_name=m.full_name and m.latest_version > 100 where a.alias is null;
-- raw h2: none
select m.owner, count(*), count(a.alias), count(m.owner) from models m full outer join (select * from aliases where full_name like '%9') a on a.full_name=m.full_name and m.latest_version > 100 group by m.owner;
-- raw h2: none
select * from (select owner from models where latest_version < 9) a full join (select principal, count(*) n from grants group by principal) b on a.owner = b.principal;
-- raw h2: none
select owner from models except all select principal from grants where privilege = 'EXECUTE' and full_name < 'Model_2';
-- raw h2: none
select owner, comment from models intersect all select principal, null from grants;
-- raw h2: none
select owner from models where latest_version < 100 intersect all select principal from grants where full_name like 'Model_1%';
-- raw h2: none
select owner from models where owner in (select owner from models except all select principal from grants where full_name < 'Model_2');
-- raw h2: none
select * from models full join aliases using (full_name);
select model_name, (select count(*) from versions v where v.full_name=m.full_name) from models m where exists(select 1 from aliases a where a.full_name=m.full_name);
-- refused h2: UNSUPPORTED_FEATURE A query in FROM that depends on an outer query, on an embedded store, is not supported.
select owner, (select max(n) from (select count(*) n from versions v where v.full_name = m.full_name group by status) t) from models m where latest_version < 5;
-- refused h2: UNSUPPORTED_FEATURE A query in FROM that depends on an outer query, on an embedded store, is not supported.
select m.full_name from models m where m.latest_version = (select x from (select version as x from versions v where v.full_name = m.full_name order by version desc limit 1) t where x > 0);
select m.full_name from models m join aliases a on a.full_name = m.full_name and exists (select 1 from versions v where v.full_name = m.full_name and v.version > a.version) and m.owner = 'user1';
select owner, count(*), (select count(*) from grants g where g.principal = m.owner) from models m group by owner;
select owner, count(*) from models m group by owner having exists (select 1 from grants g where g.principal = m.owner and g.privilege = 'EXECUTE');
select owner from models m where (owner, catalog_name) in (select x.owner, x.catalog_name from models x where x.latest_version < m.latest_version);
select owner, (select count(*) from versions v where v.full_name = m.full_name and v.version = (select max(version) from versions w where w.full_name = m.full_name)) from models m where latest_version < 10;
select case when exists (select 1 from aliases a where a.full_name = m.full_name) then 'yes' else 'no' end as has_alias, count(*) from models m group by case when exists (select 1 from aliases a where a.full_name = m.full_name) then 'yes' else 'no' end;
select * from (select m.*, (select count(*) from versions v where v.full_name = m.full_name) as n from models m) t where n > 2 and owner = 'user1' order by n, model_name limit 10;
select sum(n) from (select (select count(*) from versions v where v.full_name = m.full_name) as n, owner from models m) t group by owner;
select model_name from models m where not exists (select 1 from versions v where v.full_name = m.full_name and not exists (select 1 from aliases a where a.full_name = m.full_name)) and latest_version not in (select latest_version from models where latest_version > 290);
select m.owner, v.cnt from models m, (select full_name, count(*) cnt from versions group by full_name) v where v.full_name = m.full_name and v.cnt >= all (select count(*) from versions group by full_name);
-- raw h2: none
-- raw postgresql: none
select distinct owner from models order by (select count(*) from grants g where g.principal = owner);
select owner, model_name from models order by case when owner = 'user1' then 0 else 1 end, owner desc, model_name limit 7 offset 2;
select distinct on_owner from (select owner as on_owner, max(latest_version) as m from models group by owner order by m desc limit 3) t;
select a.x from (select owner as x from models union select principal from grants) a where a.x in (select owner from models m2 where m2.owner = a.x) order by 1;
select owner, sum(n) over (order by owner rows unbounded preceding) from (select owner, count(*) n from models group by owner) t;
select owner, count(*) as n, 100.0 * count(*) / sum(count(*)) over () as pct from models group by owner order by pct desc, owner;
select owner, latest_version, latest_version - lag(latest_version) over (partition by owner order by latest_version) as d from models where latest_version < 30 order by owner, latest_version;
select rank() over (order by count(*) desc, owner) r, owner from models group by owner;
select nth_value(model_name, 2) over (partition by owner order by latest_version range between unbounded preceding and unbounded following) from models;
select sum(latest_version) over (order by latest_version range between 3 preceding and 3 following), count(*) over (partition by owner order by created_at range between interval '1' day preceding and current row) from models where latest_version < 60;
select sum(latest_version) over w, count(*) over w from models window w as (partition by owner order by latest_version);
select distinct owner from models order by owner limit 3;
-- refused h2: UNSUPPORTED_FEATURE LATERAL with more than one row or value on an embedded store is not supported.
select t.k, l.q, l2.r from (values ('a', 1), ('b', 2)) as t (k, m), lateral (select z.q from (values (0), (1)) as z (q) where z.q < t.m) as l, lateral (select t.m + l.q as r from (values (0)) as w (s)) as l2 order by 1, 2;
-- refused h2: UNSUPPORTED_FEATURE LATERAL with more than one row or value on an embedded store is not supported.
select t.k, l.q, l2.r, l3.x from (values ('a', 1), ('b', 2)) as t (k, m) left join lateral (select z.q from (values (0), (1)) as z (q) where z.q < t.m - 1) as l on true left join lateral (select t.m + l.q as r from (values (0), (1)) as w (s)) as l2 on l2.r > 1 cross join lateral (select t.k || cast(l2.r as varchar) as x union all select 'z') as l3 order by 1, 2, 3, 4;
-- refused h2: UNSUPPORTED_FEATURE LATERAL with more than one row or value on an embedded store is not supported.
select t.k, l.q, j.p from (values ('a', 1), ('b', 2)) as t (k, m) cross join lateral (select z.q from (values (0), (1)) as z (q) where z.q < t.m) as l join (values (1, 'x'), (2, 'y')) as j (o, p) on j.o = t.m order by 1, 2;
-- refused h2: UNSUPPORTED_FEATURE LATERAL with more than one row or value on an embedded store is not supported.
select t.k, l.q, j.p from (values (1, 'x'), (2, 'y')) as j (o, p) join (values ('a', 1), ('b', 2)) as t (k, m) on j.o = t.m cross join lateral (select z.q from (values (0), (1)) as z (q) where z.q < t.m) as l where l.q >= 0 order by 1, 2;
-- refused h2: UNSUPPORTED_FEATURE LATERAL with more than one row or value on an embedded store is not supported.
select t.k, l.q from (values ('a', 1), ('b', 2)) as t (k, m), lateral (select * from (values (0), (1)) as z (q) join (values (1), (2)) as y (p) on y.p = t.m) as l order by 1, 2;
-- refused h2: UNSUPPORTED_FEATURE LATERAL with more than one row or value on an embedded store is not supported.
select t.k, l.q, l.r from (values ('a', 1), ('b', 2)) as t (k, m), lateral (select z.q, i.r from (values (0), (1)) as z (q), lateral (select z.q + t.m as r from (values (7)) as n (o)) as i) as l order by 1, 2;
-- refused h2: UNSUPPORTED_FEATURE LATERAL with more than one row or value on an embedded store is not supported.
select m.full_name, l.s, l.n from models m cross join lateral (select v.status as s, count(*) as n from versions v join models x on x.full_name = v.full_name where v.full_name = m.full_name and v.version in (select y.version from versions y where y.full_name = m.full_name) group by v.status) as l order by 1, 2;
-- refused h2: UNSUPPORTED_FEATURE LATERAL with more than one row or value on an embedded store is not supported.
select (select max(l.q) from (values (1), (2)) as t (m), lateral (select t.m + x.o as q from (values (0)) as z (s)) as l, lateral (select l.q * t.m as r from (values (0)) as z2 (s2)) as l2 where l2.r > x.o) from (values (1), (5)) as x (o) order by 1;
-- refused h2: UNSUPPORTED_FEATURE LATERAL with more than one row or value on an embedded store is not supported.
select t.k, l.n from (values ('a', 1), ('b', 2)) as t (k, m), lateral (select z.q as n from (values (0), (5)) as z (q) where exists (select 1 from (values (1), (2)) as u (x) where u.x < t.m)) as l order by 1, 2;
-- refused h2: UNSUPPORTED_FEATURE LATERAL with more than one row or value on an embedded store is not supported.
select t.k, l.o, l.n from (values ('a', 1), ('b', 2)) as t (k, m), lateral (select m.owner as o, count(*) + t.m as n from models m group by m.owner having count(*) > t.m) as l order by 1, 2;
