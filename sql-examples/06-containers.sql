-- Catalogs and schemas: creating, naming, listing and dropping them.

DROP CATALOG IF EXISTS demo_shop CASCADE;
DROP CATALOG IF EXISTS demo_shop_trial CASCADE;

CREATE CATALOG demo_shop COMMENT 'Models of the web shop' MANAGED LOCATION 's3://lake/shop';
CREATE CATALOG IF NOT EXISTS demo_shop;
CREATE CATALOG demo_shop_trial;

-- Names have up to three parts, catalog.schema.model. USE sets the first ones.

USE CATALOG demo_shop;
CREATE SCHEMA search COMMENT 'What the search box asks';
CREATE DATABASE demo_shop.pricing;
USE SCHEMA search;
CREATE MODEL ranking;

SELECT current_catalog() AS current_catalog, current_schema() AS current_schema;

-- One statement can set both; SET CATALOG is a synonym of USE CATALOG.

USE demo_shop.pricing;
CREATE MODEL discount;
SET CATALOG demo_shop;

-- Names ignore case. Quote names with special characters with backticks or double quotes;
-- single quotes are for strings.

CREATE MODEL demo_shop.search.`did-you-mean`;
COMMENT ON MODEL Demo_Shop.Search."did-you-mean" IS 'It''s about spelling';

-- A program does not need to concatenate names into SQL: IDENTIFIER takes a string, and in a
-- program also a parameter, IDENTIFIER(?).

DESCRIBE MODEL IDENTIFIER('demo_shop.search.`did-you-mean`');

SELECT COUNT(*) AS versions FROM IDENTIFIER('demo_shop.search.ranking');

-- Lists. In patterns, * matches anything and | separates alternatives; case is ignored.

!set format vertical

SHOW CATALOGS LIKE 'demo_shop';

SHOW SCHEMAS IN demo_shop 'sea*|nothing*';

SHOW MODELS IN demo_shop.search LIKE 'RANK*';

SHOW FUNCTIONS IN CATALOG demo_shop 'disc*|none';

!set format table

-- DESCRIBE shows one object; EXTENDED adds the location of files, creator and time of creation.

DESCRIBE CATALOG demo_shop;
DESC SCHEMA demo_shop.search;

-- A comment can be changed and removed.

COMMENT ON SCHEMA demo_shop.search IS 'Models of the search engine';
COMMENT ON CATALOG demo_shop IS NULL;

SELECT catalog_name, schema_name, comment FROM schemas WHERE catalog_name = 'demo_shop' ORDER BY schema_name;

-- Models can be renamed within their schema; grants, tags and aliases are kept.

ALTER MODEL demo_shop.search.ranking RENAME TO ordering;
!expect 0AKD0
ALTER MODEL demo_shop.search.ordering RENAME TO demo_shop.pricing.ordering;

-- The information schema of the SQL standard, for tools: models are routines.

SELECT catalog_name, schema_name, schema_owner, comment
  FROM system.information_schema.schemata
 WHERE catalog_name = 'demo_shop'
 ORDER BY schema_name;

-- Objects with content are dropped only with CASCADE.

!expect 2BP01
DROP SCHEMA demo_shop.search;
DROP SCHEMA demo_shop.search CASCADE;
DROP DATABASE IF EXISTS demo_shop.search;
!expect 2BP01
DROP CATALOG demo_shop RESTRICT;
DROP CATALOG demo_shop CASCADE;
DROP CATALOG demo_shop_trial;

-- Some names are reserved.

!expect 42501
DROP CATALOG system CASCADE;
