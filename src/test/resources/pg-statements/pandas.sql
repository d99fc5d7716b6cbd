-- columns: version
select pg_catalog.version();

-- columns: current_schema
select current_schema();

-- columns: transaction_isolation
show transaction isolation level;

-- columns: standard_conforming_strings
show standard_conforming_strings;

-- columns: full_name
select full_name from registry.models;

-- columns: oid, opcname
SELECT pg_catalog.pg_opclass.oid, pg_catalog.pg_opclass.opcname
FROM pg_catalog.pg_opclass
WHERE NOT pg_catalog.pg_opclass.opcdefault;

-- columns: catalog_name, schema_name, model_name, full_name, owner, comment, latest_version, created_at
SELECT registry.models.catalog_name, registry.models.schema_name, registry.models.model_name, registry.models.full_name, registry.models.owner, registry.models.comment, registry.models.latest_version, registry.models.created_at
FROM registry.models;
