-- Dropped models and versions can be restored until they are purged.

CREATE CATALOG demo_bakery;
CREATE SCHEMA demo_bakery.ovens;
CREATE MODEL demo_bakery.ovens.baking_time COMMENT 'Minutes in the oven' TAGS ('task' = 'regression');
ALTER MODEL demo_bakery.ovens.baking_time ADD VERSION FROM 'runs:/1/model' COMMENT 'rye';
ALTER MODEL demo_bakery.ovens.baking_time ADD VERSION FROM 'runs:/2/model' COMMENT 'wheat';
ALTER MODEL demo_bakery.ovens.baking_time VERSION 2 SET ALIAS Champion;

-- A version that was dropped by mistake comes back with its alias, which is free.

ALTER MODEL demo_bakery.ovens.baking_time DROP VERSION 2;

SHOW ALIASES IN MODEL demo_bakery.ovens.baking_time;

ALTER MODEL demo_bakery.ovens.baking_time UNDROP VERSION 2;

SELECT alias, version FROM aliases WHERE full_name = 'demo_bakery.ovens.baking_time';

-- A model comes back with everything it had, also under another name.

DROP MODEL demo_bakery.ovens.baking_time;
CREATE MODEL demo_bakery.ovens.baking_time COMMENT 'A new attempt';

SELECT full_name, owner, dropped_by, versions, bytes FROM dropped_models;

!expect 42710
UNDROP MODEL demo_bakery.ovens.baking_time;

UNDROP MODEL demo_bakery.ovens.baking_time AS baking_time_of_last_year;

SHOW MODELS DROPPED IN demo_bakery.ovens;

SELECT full_name, comment, latest_version FROM models WHERE schema_name = 'ovens' ORDER BY full_name;

-- After PURGE, it does not.

DROP MODEL demo_bakery.ovens.baking_time PURGE;

!expect 42704
UNDROP MODEL demo_bakery.ovens.baking_time WITH ID 0;

-- Admins set for how long: the default is 7 days.

ALTER METASTORE SET RETENTION DROPPED 30 DAYS;

DESCRIBE METASTORE;

ALTER METASTORE SET RETENTION DROPPED 7 DAYS;

-- The history itself is kept for ever, which is the default.

ALTER METASTORE SET RETENTION HISTORY FOREVER;

-- Erase what should never have been written: the past values of a tag.

ALTER MODEL demo_bakery.ovens.baking_time_of_last_year SET TAGS ('task' = 'classification');
ALTER METASTORE PURGE HISTORY OF SCHEMA demo_bakery.ovens TAG task;

DROP CATALOG demo_bakery CASCADE;
