-- Unsupported statements; each error names the alternative.

DROP CATALOG IF EXISTS demo_refused CASCADE;

CREATE CATALOG demo_refused;
CREATE SCHEMA demo_refused.games;
USE demo_refused.games;
CREATE MODEL chess;
ALTER MODEL chess ADD VERSION FROM 's3://lake/chess/1';
CREATE USER guest;

-- A model cannot be replaced, because jobs may be loading it. Add a new version.

!expect 0A000
CREATE OR REPLACE MODEL chess;

-- There are no default versions and no stages. Use aliases.

!expect 0A000
ALTER MODEL chess SET DEFAULT_VERSION = 1;
!expect 0A000
ALTER MODEL chess VERSION 1 SET STAGE = 'Production';

-- There are no stages for files.

!expect 0A000
CREATE STAGE uploads;

-- MANAGE allows granting; there are no grant options and no negative grants.

!expect 0A000
GRANT EXECUTE ON MODEL chess TO guest WITH GRANT OPTION;
!expect 0A000
DENY EXECUTE ON MODEL chess TO guest;

-- The registry's relations are read-only.

!expect 0A000
INSERT INTO models (full_name) VALUES ('demo_refused.games.go');
!expect 0A000
UPDATE versions SET status = 'READY';
!expect 0A000
DELETE FROM aliases;

-- A misspelt statement is an error with a suggestion.

!expect 42601
SHOW MODLES;
!expect 42601
GRANT EXECUT ON MODEL chess TO guest;

-- So is a wrong quote.

!expect 42601
COMMENT ON MODEL chess IS "Knows the Sicilian";

DROP CATALOG demo_refused CASCADE;
DROP USER guest;
