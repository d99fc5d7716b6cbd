-- The life of one model, prod.ml_team.iris_model, from an empty registry to its last day.
-- It makes the catalogs staging and prod and drops them again, and stops where there is such a
-- catalog already.

-- 1. The governance admin makes a place for models to be tried in, and one for production.

CREATE CATALOG staging COMMENT 'Models on trial';
CREATE SCHEMA staging.ml_team;
CREATE CATALOG prod COMMENT 'Models that production loads';
CREATE SCHEMA prod.ml_team COMMENT 'Models of the ML team';

-- Who is there: a data scientist, in a group with the right to make models, and a job that will
-- load them. A user without a password is a service principal.

CREATE USER data_scientist;
CREATE USER serving_job;
CREATE GROUP ml_engineers WITH USER data_scientist;

GRANT USE CATALOG ON CATALOG staging TO ml_engineers;
GRANT USE SCHEMA, CREATE MODEL ON SCHEMA staging.ml_team TO ml_engineers;
GRANT USE CATALOG ON CATALOG prod TO ml_engineers;
GRANT USE SCHEMA ON SCHEMA prod.ml_team TO ml_engineers;
GRANT CREATE_MODEL ON SCHEMA prod.ml_team TO ml_engineers;

SHOW GRANTS ON SCHEMA prod.ml_team;

-- 2. The data scientist registers a model. Who creates a model owns it.

!connect data_scientist

USE CATALOG prod;
USE SCHEMA ml_team;

CREATE MODEL iris_model COMMENT 'Tells three species of iris apart' TAGS ('task' = 'classification');

ALTER MODEL iris_model ADD VERSION FROM 'runs:/0f1a5c6e9f5b4ab0a0e4d8a1c55d7a10/model'
  RUN ID '0f1a5c6e9f5b4ab0a0e4d8a1c55d7a10'
  SIGNATURE '{"inputs": "[{\"type\": \"double\", \"name\": \"sepal length (cm)\", \"required\": true}, {\"type\": \"double\", \"name\": \"sepal width (cm)\", \"required\": true}, {\"type\": \"double\", \"name\": \"petal length (cm)\", \"required\": true}, {\"type\": \"double\", \"name\": \"petal width (cm)\", \"required\": true}]", "outputs": "[{\"type\": \"tensor\", \"tensor-spec\": {\"dtype\": \"int64\", \"shape\": [-1]}}]", "params": null}'
  COMMENT 'Random forest, max_depth=7'
  TAGS ('accuracy' = '0.947', 'framework' = 'sklearn');

-- Jobs load "the champion", whichever version that is today.

ALTER MODEL iris_model VERSION 1 SET ALIAS Champion;

SHOW ALIASES IN MODEL iris_model;

-- 3. The job may see nothing yet, and what it may not see it cannot tell from what is not there.

!connect serving_job

SELECT full_name FROM models;

!expect 42P08
SHOW ALIASES IN MODEL prod.ml_team.iris_model;
!expect 42P08
SHOW ALIASES IN MODEL no.such.model;

-- The owner lets it read the model ...

!connect data_scientist

GRANT EXECUTE ON MODEL prod.ml_team.iris_model TO serving_job;

-- ... which is not enough: both gates above the model must be open too. Now the error may say so.

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

-- Reading is all that EXECUTE gives.

!expect 42501
ALTER MODEL prod.ml_team.iris_model VERSION 1 SET ALIAS Mine;

-- 4. A better model is tried in staging, under the same name in another catalog.

!connect data_scientist

CREATE MODEL staging.ml_team.iris_model;

ALTER MODEL staging.ml_team.iris_model ADD VERSION FROM 'runs:/7b0c2f9d1d6e4f2c8a3b5e6f7a8b9c0d/model'
  RUN ID '7b0c2f9d1d6e4f2c8a3b5e6f7a8b9c0d'
  SIGNATURE '{"inputs": "[{\"type\": \"double\", \"name\": \"sepal length (cm)\", \"required\": true}, {\"type\": \"double\", \"name\": \"sepal width (cm)\", \"required\": true}, {\"type\": \"double\", \"name\": \"petal length (cm)\", \"required\": true}, {\"type\": \"double\", \"name\": \"petal width (cm)\", \"required\": true}]", "outputs": "[{\"type\": \"tensor\", \"tensor-spec\": {\"dtype\": \"int64\", \"shape\": [-1]}}]", "params": null}'
  COMMENT 'Gradient boosting'
  TAGS ('accuracy' = '0.967', 'framework' = 'sklearn');

ALTER MODEL staging.ml_team.iris_model VERSION LATEST SET ALIAS Approved;

-- Promotion is a copy: the version in prod is what was approved in staging, and stays so.

ALTER MODEL prod.ml_team.iris_model ADD VERSION FROM MODEL staging.ml_team.iris_model VERSION Approved;
ALTER MODEL prod.ml_team.iris_model VERSION 2 SET TAGS ('accuracy' = '0.967', 'approved_by' = 'ml_engineers');
COMMENT ON MODEL prod.ml_team.iris_model VERSION 2 IS 'Gradient boosting, promoted from staging';

-- One statement moves the alias; jobs take the new version with their next run.

ALTER MODEL prod.ml_team.iris_model VERSION 2 SET ALIAS Champion;
ALTER MODEL prod.ml_team.iris_model VERSION 1 SET ALIAS Previous;

-- A model is itself a relation of its versions.

SELECT version, status, aliases, comment FROM prod.ml_team.iris_model ORDER BY version;

-- 5. The registry answers questions.

-- Where is the latest version not the champion?

SELECT m.full_name, m.latest_version, a.version AS champion
  FROM models m
  LEFT JOIN aliases a ON a.full_name = m.full_name AND a.alias_key = 'champion'
 WHERE a.version IS NULL OR a.version <> m.latest_version
 ORDER BY m.full_name;

-- How did accuracy go from version to version?

SELECT version, tag_value AS accuracy,
       LAG(tag_value) OVER (PARTITION BY full_name ORDER BY version) AS accuracy_before,
       RANK() OVER (PARTITION BY full_name ORDER BY tag_value DESC) AS place
  FROM version_tags
 WHERE full_name = 'prod.ml_team.iris_model' AND tag_name = 'accuracy'
 ORDER BY version;

-- How much is there in each catalog?

SELECT v.catalog_name, COUNT(DISTINCT v.full_name) AS models, COUNT(*) AS versions
  FROM versions v
 GROUP BY v.catalog_name
 ORDER BY v.catalog_name;

-- 6. The model belongs to the team now, so that others can look after it too.

ALTER MODEL prod.ml_team.iris_model OWNER TO ml_engineers;

-- Owning a model does not mean owning what is around it.

!expect 42501
DROP SCHEMA prod.ml_team CASCADE;

SELECT full_name, owner, comment, latest_version FROM models ORDER BY full_name;

-- Old versions go; their numbers are never given again.

ALTER MODEL prod.ml_team.iris_model UNSET ALIAS Previous;
ALTER MODEL prod.ml_team.iris_model DROP VERSION 1;
ALTER MODEL prod.ml_team.iris_model ADD VERSION FROM 'runs:/c4d1e0a2b3f44958a6b7c8d9e0f1a2b3/model';

SELECT version, aliases, source FROM prod.ml_team.iris_model ORDER BY version;

-- 7. The last day: a model takes its versions, aliases, tags and grants with it.

DROP MODEL prod.ml_team.iris_model;

!connect admin

DROP CATALOG prod CASCADE;
DROP CATALOG staging CASCADE;
DROP GROUP ml_engineers;
DROP USER data_scientist;
DROP USER serving_job;
