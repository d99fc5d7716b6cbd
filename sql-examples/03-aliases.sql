-- Aliases: movable names for versions, so that clients need no version numbers.

DROP CATALOG IF EXISTS demo_aliases CASCADE;

CREATE CATALOG demo_aliases;
CREATE SCHEMA demo_aliases.shop;
USE CATALOG demo_aliases;
USE SCHEMA shop;

CREATE MODEL ranking;
ALTER MODEL ranking ADD VERSION FROM 'runs:/1/model';
ALTER MODEL ranking ADD VERSION FROM 'runs:/2/model';
ALTER MODEL ranking ADD VERSION FROM 'runs:/3/model';

-- Set and move an alias. Names ignore case and are shown as last written.

ALTER MODEL ranking VERSION 1 SET ALIAS champion;
ALTER MODEL ranking VERSION 2 SET ALIAS Champion;

-- A version is named by number, by alias, or as LATEST, the latest READY version.

ALTER MODEL ranking VERSION LATEST SET ALIAS challenger;
ALTER MODEL ranking VERSION champion SET ALIAS stable;

SHOW ALIASES IN MODEL ranking;

-- Swapping two aliases in one transaction is atomic for other sessions.

BEGIN;
ALTER MODEL ranking VERSION 3 SET ALIAS Champion;
ALTER MODEL ranking VERSION 2 SET ALIAS challenger;
COMMIT;

-- ROLLBACK undoes changes of aliases.

BEGIN;
ALTER MODEL ranking UNSET ALIAS Champion;
SELECT alias, version FROM aliases WHERE full_name = 'demo_aliases.shop.ranking' ORDER BY alias_key;
ROLLBACK;

SELECT alias, version FROM aliases WHERE full_name = 'demo_aliases.shop.ranking' ORDER BY alias_key;

-- Names that could be confused with version numbers are refused.

!expect 42602
ALTER MODEL ranking VERSION 1 SET ALIAS latest;
!expect 42602
ALTER MODEL ranking VERSION 1 SET ALIAS v1;

-- Missing versions and aliases are errors.

!expect 42704
ALTER MODEL ranking VERSION 9 SET ALIAS ninth;
!expect 42704
ALTER MODEL ranking UNSET ALIAS ninth;

ALTER MODEL ranking UNSET ALIAS IF EXISTS ninth;

-- An alias is dropped with its version.

ALTER MODEL ranking DROP VERSION 2;

SHOW ALIASES IN MODEL ranking;

-- A model has at most ten aliases.

ALTER MODEL ranking VERSION 1 SET ALIAS a1;
ALTER MODEL ranking VERSION 1 SET ALIAS a2;
ALTER MODEL ranking VERSION 1 SET ALIAS a3;
ALTER MODEL ranking VERSION 1 SET ALIAS a4;
ALTER MODEL ranking VERSION 1 SET ALIAS a5;
ALTER MODEL ranking VERSION 1 SET ALIAS a6;
ALTER MODEL ranking VERSION 1 SET ALIAS a7;
ALTER MODEL ranking VERSION 1 SET ALIAS a8;
ALTER MODEL ranking VERSION 1 SET ALIAS a9;
!expect 54000
ALTER MODEL ranking VERSION 1 SET ALIAS a10;

DROP CATALOG demo_aliases CASCADE;
