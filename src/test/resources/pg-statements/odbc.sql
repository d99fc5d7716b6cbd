-- columns: attname, attnum, relname, nspname, relname
select ta.attname, ia.attnum, ic.relname, n.nspname, tc.relname from pg_catalog.pg_attribute ta, pg_catalog.pg_attribute ia, pg_catalog.pg_class tc, pg_catalog.pg_index i, pg_catalog.pg_namespace n, pg_catalog.pg_class ic where tc.relname = 'models' AND n.nspname = 'registry' AND tc.oid = i.indrelid AND n.oid = tc.relnamespace AND i.indisprimary = 't' AND ia.attrelid = i.indexrelid AND ta.attrelid = i.indrelid AND ta.attnum = i.indkey[ia.attnum-1] AND (NOT ta.attisdropped) AND (NOT ia.attisdropped) AND ic.oid = i.indexrelid order by ia.attnum;

-- columns: conname, i, column
select cn.conname, cn.i, cn.conkey[i] as "column" from (select conname, conkey, generate_series(array_lower(conkey, 1), array_upper(conkey, 1)) as i from pg_catalog.pg_constraint where contype = 'f') cn order by 1, 2;
