-- The life of one model, prod.ml_team.iris_model, from an empty registry to its deletion.
-- The script creates the catalogs staging and prod and drops them again. It stops if one of them
-- already exists.

-- 1. The governance admin creates a catalog for experiments and one for production.

CREATE CATALOG staging COMMENT 'Models on trial';
CREATE SCHEMA staging.ml_team;
CREATE CATALOG prod COMMENT 'Models that production loads';
CREATE SCHEMA prod.ml_team COMMENT 'Models of the ML team';

-- The principals: a data scientist, in a group that may create models, and a job that loads
-- them. A user without a password is a service principal.

CREATE USER data_scientist;
CREATE USER serving_job;
CREATE GROUP ml_engineers WITH USER data_scientist;

GRANT USE CATALOG ON CATALOG staging TO ml_engineers;
GRANT USE SCHEMA, CREATE MODEL ON SCHEMA staging.ml_team TO ml_engineers;
GRANT USE CATALOG ON CATALOG prod TO ml_engineers;
GRANT USE SCHEMA ON SCHEMA prod.ml_team TO ml_engineers;
GRANT CREATE_MODEL ON SCHEMA prod.ml_team TO ml_engineers;

SHOW GRANTS ON SCHEMA prod.ml_team;

-- 2. The data scientist registers a model. The creator of a model is its owner.

!connect data_scientist

USE CATALOG prod;
USE SCHEMA ml_team;

CREATE MODEL iris_model COMMENT 'Tells three species of iris apart' TAGS ('task' = 'classification');

ALTER MODEL iris_model ADD VERSION FROM 'runs:/0f1a5c6e9f5b4ab0a0e4d8a1c55d7a10/model'
  RUN ID '0f1a5c6e9f5b4ab0a0e4d8a1c55d7a10'
  SIGNATURE '{"inputs": "[{\"type\": \"double\", \"name\": \"sepal length (cm)\", \"required\": true}, {\"type\": \"double\", \"name\": \"sepal width (cm)\", \"required\": true}, {\"type\": \"double\", \"name\": \"petal length (cm)\", \"required\": true}, {\"type\": \"double\", \"name\": \"petal width (cm)\", \"required\": true}]", "outputs": "[{\"type\": \"tensor\", \"tensor-spec\": {\"dtype\": \"int64\", \"shape\": [-1]}}]", "params": null}'
  COMMENT 'Random forest, max_depth=7'
  TAGS ('accuracy' = '0.947', 'framework' = 'sklearn');

-- Jobs load the version with the alias Champion.

ALTER MODEL iris_model VERSION 1 SET ALIAS Champion;

SHOW ALIASES IN MODEL iris_model;

-- 3. The job sees nothing yet. A hidden object causes the same error as a missing one.

!connect serving_job

SELECT full_name FROM models;

!expect 42P08
SHOW ALIASES IN MODEL prod.ml_team.iris_model;
!expect 42P08
SHOW ALIASES IN MODEL no.such.model;

-- The owner lets it read the model ...

!connect data_scientist

GRANT EXECUTE ON MODEL prod.ml_team.iris_model TO serving_job;

-- ... which is not sufficient: USE privileges on both containers are needed too. The error says so.

!connect serving_job

!expect 42501
SHOW ALIASES IN MODEL prod.ml_team.iris_model;

!connect admin

GRANT USE CATALOG ON CATALOG prod TO serving_job;
GRANT USE SCHEMA ON SCHEMA prod.ml_team TO serving_job;

!connect serving_job

SELECT v.full_name, a.alias, v.version, v.source
  FROM aliases a
  JOIN versions v ON v.full_name = a.full_name AND v.version = a.version
 WHERE a.full_name = 'prod.ml_team.iris_model' AND a.alias_key = 'champion';

-- EXECUTE allows reading only.

!expect 42501
ALTER MODEL prod.ml_team.iris_model VERSION 1 SET ALIAS Mine;

-- 4. A better model is tested in staging, under the same name in another catalog.

!connect data_scientist

CREATE MODEL staging.ml_team.iris_model;

ALTER MODEL staging.ml_team.iris_model ADD VERSION FROM 'runs:/7b0c2f9d1d6e4f2c8a3b5e6f7a8b9c0d/model'
  RUN ID '7b0c2f9d1d6e4f2c8a3b5e6f7a8b9c0d'
  SIGNATURE '{"inputs": "[{\"type\": \"double\", \"name\": \"sepal length (cm)\", \"required\": true}, {\"type\": \"double\", \"name\": \"sepal width (cm)\", \"required\": true}, {\"type\": \"double\", \"name\": \"petal length (cm)\", \"required\": true}, {\"type\": \"double\", \"name\": \"petal width (cm)\", \"required\": true}]", "outputs": "[{\"type\": \"tensor\", \"tensor-spec\": {\"dtype\": \"int64\", \"shape\": [-1]}}]", "params": null}'
  COMMENT 'Gradient boosting'
  TAGS ('accuracy' = '0.967', 'framework' = 'sklearn');

ALTER MODEL staging.ml_team.iris_model VERSION LATEST SET ALIAS Approved;

-- Promotion is a copy: the version in prod is identical to the approved one in staging.

ALTER MODEL prod.ml_team.iris_model ADD VERSION FROM MODEL staging.ml_team.iris_model VERSION Approved;
ALTER MODEL prod.ml_team.iris_model VERSION 2 SET TAGS ('accuracy' = '0.967', 'approved_by' = 'ml_engineers');
COMMENT ON MODEL prod.ml_team.iris_model VERSION 2 IS 'Gradient boosting, promoted from staging';

-- One statement moves the alias; jobs load the new version at their next run.

ALTER MODEL prod.ml_team.iris_model VERSION 2 SET ALIAS Champion;
ALTER MODEL prod.ml_team.iris_model VERSION 1 SET ALIAS Previous;

-- A model is also a relation with one row per version.

SELECT version, status, aliases, comment FROM prod.ml_team.iris_model ORDER BY version;

-- 5. Queries over the registry.

-- Models whose latest version is not the champion.

SELECT m.full_name, m.latest_version, a.version AS champion
  FROM models m
  LEFT JOIN aliases a ON a.full_name = m.full_name AND a.alias_key = 'champion'
 WHERE a.version IS NULL OR a.version <> m.latest_version
 ORDER BY m.full_name;

-- Accuracy by version.

SELECT version, tag_value AS accuracy,
       LAG(tag_value) OVER (PARTITION BY full_name ORDER BY version) AS accuracy_before,
       RANK() OVER (PARTITION BY full_name ORDER BY tag_value DESC) AS place
  FROM version_tags
 WHERE full_name = 'prod.ml_team.iris_model' AND tag_name = 'accuracy'
 ORDER BY version;

-- Number of objects in each catalog.

SELECT v.catalog_name, COUNT(DISTINCT v.full_name) AS models, COUNT(*) AS versions
  FROM versions v
 GROUP BY v.catalog_name
 ORDER BY v.catalog_name;

-- 6. The team becomes the owner, so that other members can manage the model.

ALTER MODEL prod.ml_team.iris_model OWNER TO ml_engineers;

-- Ownership of a model does not include its containers.

!expect 42501
DROP SCHEMA prod.ml_team CASCADE;

SELECT full_name, owner, comment, latest_version FROM models ORDER BY full_name;

-- Old versions are dropped; their numbers are never reused.

ALTER MODEL prod.ml_team.iris_model UNSET ALIAS Previous;
ALTER MODEL prod.ml_team.iris_model DROP VERSION 1;
ALTER MODEL prod.ml_team.iris_model ADD VERSION FROM 'runs:/c4d1e0a2b3f44958a6b7c8d9e0f1a2b3/model';

SELECT version, aliases, source FROM prod.ml_team.iris_model ORDER BY version;

-- 7. Dropping a model drops its versions, aliases, tags and grants.

DROP MODEL prod.ml_team.iris_model;

!connect admin

DROP CATALOG prod CASCADE;
DROP CATALOG staging CASCADE;
DROP GROUP ml_engineers;
DROP USER data_scientist;
DROP USER serving_job;
