-- Versions: adding, lineage, copying and dropping.

DROP CATALOG IF EXISTS demo_versions CASCADE;

CREATE CATALOG demo_versions;
CREATE SCHEMA demo_versions.food;
CREATE SCHEMA demo_versions.archive;
USE demo_versions.food;

CREATE MODEL recipes COMMENT 'What to cook tonight?' TAGS ('team' = 'kitchen');

-- Everything except the source is optional. The source is recorded but never opened.

ALTER MODEL recipes ADD VERSION FROM 's3://lake/recipes/1'
  RUN ID 'run-1'
  SIGNATURE '{"inputs": "[{\"type\": \"string\", \"name\": \"ingredients\"}]", "outputs": null, "params": null}'
  COMMENT 'The first that can be eaten'
  TAGS ('accuracy' = '0.61', 'framework' = 'sklearn')
  INPUTS (lake.raw.recipes, lake.raw.reviews)
  PARAMS ('max_depth' = '4')
  METRICS ('f1' = 0.61, 'loss' = 0.44 DATASET 'reviews' STEP 20);

ALTER MODEL recipes ADD VERSION FROM 's3://lake/recipes/2' RUN ID 'run-2' INPUTS (lake.raw.recipes);
ALTER MODEL recipes VERSION 1 SET ALIAS Champion;
COMMENT ON MODEL recipes VERSION LATEST IS 'Knows about vegetables';
ALTER MODEL recipes VERSION LATEST SET TAGS ('accuracy' = '0.74');

DESCRIBE MODEL recipes VERSION Champion;

-- A model is also a relation of its versions; SHOW VERSIONS has all columns.

SELECT version, status, aliases, tags, comment FROM recipes ORDER BY version;

!set format vertical

SHOW VERSIONS LIKE '2' IN MODEL recipes;

!set format table

-- Lineage: the versions that were trained on this table.

SELECT target_model_full_name, target_model_version, run_id
  FROM system.access.model_lineage
 WHERE source_table_full_name = 'lake.raw.recipes' AND target_model_full_name = 'demo_versions.food.recipes'
 ORDER BY target_model_version;

-- The contents of a version: the columns of its signature, parameters and metrics.

ALTER MODEL recipes VERSION LATEST SET METRICS ('f1' = 0.74, 'loss' = 3.1e-1 DATASET 'reviews' STEP 20);

SELECT version, direction, name, type FROM signature_columns WHERE full_name = 'demo_versions.food.recipes';
SELECT version, name, value FROM version_params WHERE full_name = 'demo_versions.food.recipes';

SELECT version, name, value, dataset, step
  FROM version_metrics
 WHERE full_name = 'demo_versions.food.recipes'
 ORDER BY name, value DESC;

-- A copy is an independent version with the same tags and comments, but without aliases.

ALTER MODEL demo_versions.archive.recipes ADD VERSION FROM MODEL recipes VERSION Champion;
CREATE MODEL demo_versions.archive.vegetables FROM MODEL recipes VERSION 2 COMMENT 'Kept for the menu of spring';

SELECT full_name, version, source, run_id, comment
  FROM versions
 WHERE catalog_name = 'demo_versions' AND schema_name = 'archive'
 ORDER BY full_name;

-- The statement that would create the model again.

SHOW CREATE MODEL recipes;

-- Version numbers are never reused; an alias is dropped with its version.

ALTER MODEL recipes DROP VERSION 1, 2;
ALTER MODEL recipes DROP VERSION IF EXISTS 2;
!expect 42704
ALTER MODEL recipes DROP VERSION 2;
ALTER MODEL recipes ADD VERSION FROM 's3://lake/recipes/3';

SELECT version, aliases FROM recipes;

-- A version of another registry keeps its number, author and time. Numbers in between stay unused.

ALTER MODEL recipes ADD VERSION 7 FROM 's3://old/recipes/7'
  IMPORTED (AUTHOR 'ada', CREATED '2024-05-01 12:30:00.000');

SELECT version, created_by, imported_by, imported_at
  FROM versions
 WHERE full_name = 'demo_versions.food.recipes' AND imported_by IS NOT NULL;

DROP MODEL recipes;
DROP MODEL IF EXISTS recipes;
DROP CATALOG demo_versions CASCADE;
