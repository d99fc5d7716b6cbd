select "_"."owner", "_"."schema_name", "_"."latest_version" from "registry"."models" "_" where "_"."owner" = 'user1' order by "_"."latest_version" limit 1000;
select "$Table"."full_name" as "full_name", "$Table"."owner" as "owner", "$Table"."updated_at" as "updated_at" from "registry"."models" "$Table" limit 4096;
select "rows"."owner" as "owner", count(*) as "Count" from (select "owner", "full_name" from "registry"."models") "rows" group by "owner";
select "rows"."owner" as "owner", sum("rows"."latest_version") as "a0" from (select "_"."owner", "_"."latest_version" from "registry"."models" "_" where "_"."latest_version" >= 10 and "_"."latest_version" is not null) "rows" group by "owner" order by "owner";
-- raw h2: none
select top."owner", top."a0" from (select "rows"."owner" as "owner", count(distinct "rows"."schema_name") + max(case when "rows"."schema_name" is null then 1 else 0 end) as "a0" from (select "owner", "schema_name" from "registry"."models") "rows" group by "owner") as top where not "top"."a0" is null limit 1000001;
select "$Outer"."owner", "$Inner"."status", "$Inner"."version" from (select "full_name", "owner" from "registry"."models" where "latest_version" < 4) "$Outer" left outer join "registry"."versions" "$Inner" on ("$Outer"."full_name" = "$Inner"."full_name" or "$Outer"."full_name" is null and "$Inner"."full_name" is null);
select "_"."owner" as "owner", "_"."t0_0" as "t0_0" from (select "_"."owner" as "owner", case when "_"."latest_version" is null then 0 else "_"."latest_version" end as "t0_0" from "registry"."models" "_") "_" order by "_"."t0_0" desc, "_"."owner" limit 7;
select count(1) as "C1" from "registry"."models" as "basetable0";
select "basetable0"."owner" as "c1", max("basetable0"."updated_at") as "a0", min("basetable0"."updated_at") as "a1" from "registry"."models" as "basetable0" where ("basetable0"."owner" in ('user1', 'user2') and not ("basetable0"."schema_name" = 'sch3')) group by "basetable0"."owner" order by "c1" limit 501;
select distinct "_"."owner" from (select "owner" from "registry"."models" union all select "principal" from "registry"."grants") "_" order by "_"."owner";
select "_"."year", count(1) as "n" from (select extract(year from "updated_at") as "year", extract(month from "updated_at") as "month" from "registry"."models") "_" group by "_"."year";
select {fn UCASE("owner")} as "u", {fn LENGTH("owner")} as "l" from "registry"."models" where {fn LOCATE('1', "owner")} > 0 and "latest_version" < 20 order by "full_name";
-- raw h2: none
select {fn TIMESTAMPDIFF(SQL_TSI_DAY, "created_at", "updated_at")} as "days", count(*) as "n" from "registry"."models" where "updated_at" < {ts '2024-02-01 00:00:00'} and cast("created_at" as date) >= {d '2024-01-01'} group by {fn TIMESTAMPDIFF(SQL_TSI_DAY, "created_at", "updated_at")};
select {fn YEAR("updated_at")} as "y", {fn MONTH("updated_at")} as "m", {fn DAYOFMONTH("updated_at")} as "d", {fn HOUR("created_at")} as "h", {fn CONCAT("owner", "schema_name")} as "c", {fn IFNULL("comment", 'none')} as "i" from "registry"."models" where {fn MOD("latest_version", 50)} = 1;
-- raw h2: none
select {fn TIMESTAMPADD(SQL_TSI_WEEK, 2, "updated_at")} as "w", {fn TIMESTAMPADD(SQL_TSI_QUARTER, 1, "updated_at")} as "q", {fn ROUND("latest_version", 0)} as "r", {fn LEFT("owner", 3)} as "l", {fn RTRIM("owner")} as "t" from "registry"."models" where "latest_version" between 30 and 35;
-- raw h2: none
select "a"."owner", "a"."n", "b"."n" from (select "owner", count(*) as "n" from "models" group by "owner") "a" full outer join (select "principal", count(*) as "n" from "grants" where "principal" <> 'user1' group by "principal") "b" on "a"."owner" = "b"."principal";
select "t0"."owner", sum("t0"."n") as "a0" from ((select "owner", 1 as "n" from "registry"."models") union all (select "created_by", 2 from "registry"."models")) as "t0" group by "t0"."owner";
select cast("latest_version" as varchar(20)) as "text", cast("updated_at" as date) as "day", cast("latest_version" as double precision) * 1.5 as "x", cast("owner" as varchar(5)) as "o" from "registry"."models" where "latest_version" < 12;
select "semijoin1"."c1", "basetable0"."n" from (select "owner" as "c1" from "models" where "latest_version" > 250 group by "owner") as "semijoin1" inner join (select "owner" as "c2", count(*) as "n" from "models" group by "owner") as "basetable0" on ("semijoin1"."c1" = "basetable0"."c2");
-- raw h2: none
select "owner", "schema_name", grouping("owner") as "g1", grouping("owner", "schema_name") as "g2", sum("latest_version") as "a0" from "registry"."models" group by cube("owner", "schema_name");
