-- Transactions: atomic changes, and the effect of a failed statement.

DROP CATALOG IF EXISTS demo_transactions CASCADE;

CREATE CATALOG demo_transactions;
CREATE SCHEMA demo_transactions.maps;
USE demo_transactions.maps;
CREATE MODEL routes;
ALTER MODEL routes ADD VERSION FROM 's3://lake/routes/1';
ALTER MODEL routes VERSION 1 SET ALIAS Champion;

-- A release consists of several changes. Queries in the transaction see its changes; other sessions
-- see them after the commit.

BEGIN;
ALTER MODEL routes ADD VERSION FROM 's3://lake/routes/2' TAGS ('approved' = 'yes');
ALTER MODEL routes VERSION 1 SET ALIAS Previous;
ALTER MODEL routes VERSION LATEST SET ALIAS Champion;
SELECT version, aliases, tags FROM routes ORDER BY version;
COMMIT;

-- ROLLBACK undoes everything since BEGIN: aliases, tags, even models and grants.

START TRANSACTION;
CREATE MODEL detours;
GRANT EXECUTE ON MODEL detours TO `account users`;
ALTER MODEL routes UNSET ALIAS Champion;
DROP MODEL routes;
SELECT full_name FROM models WHERE catalog_name = 'demo_transactions';
ROLLBACK;

SELECT full_name FROM models WHERE catalog_name = 'demo_transactions';
SELECT alias, version FROM aliases WHERE full_name = 'demo_transactions.maps.routes' ORDER BY alias_key;

-- A failed statement undoes only its own changes: the transaction continues.

BEGIN;
ALTER MODEL routes SET TAGS ('region' = 'north');
!expect 42704
ALTER MODEL routes DROP VERSION 1, 99;
ALTER MODEL routes SET TAGS ('language' = 'en');
COMMIT;

SELECT tag_name, tag_value FROM tags WHERE full_name = 'demo_transactions.maps.routes' ORDER BY tag_name;
SELECT COUNT(*) AS versions FROM routes;

DROP CATALOG demo_transactions CASCADE;
