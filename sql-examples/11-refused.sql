-- What is refused on purpose, and what to use instead: each error says it.

DROP CATALOG IF EXISTS demo_refused CASCADE;

CREATE CATALOG demo_refused;
CREATE SCHEMA demo_refused.games;
USE demo_refused.games;
CREATE MODEL chess;
ALTER MODEL chess ADD VERSION FROM 's3://lake/chess/1';
CREATE USER guest;

-- A model is never replaced, since jobs may be loading it. It gets a new version.

!expect 0A000
CREATE OR REPLACE MODEL chess;

-- No version is the default one or is in a stage. Aliases say what a version is for.

!expect 0A000
ALTER MODEL chess SET DEFAULT_VERSION = 1;
!expect 0A000
ALTER MODEL chess VERSION 1 SET STAGE = 'Production';

-- Files are where they are; there is no place to put them first.

!expect 0A000
CREATE STAGE uploads;

-- There is one way to let others grant, and no way to forbid what was granted elsewhere.

!expect 0A000
GRANT EXECUTE ON MODEL chess TO guest WITH GRANT OPTION;
!expect 0A000
DENY EXECUTE ON MODEL chess TO guest;

-- The registry's relations are for reading.

!expect 0A000
INSERT INTO models (full_name) VALUES ('demo_refused.games.go');
!expect 0A000
UPDATE versions SET status = 'READY';
!expect 0A000
DELETE FROM aliases;

-- Misspelt statements are not guessed at, but the guess is in the error.

!expect 42601
SHOW MODLES;
!expect 42601
GRANT EXECUT ON MODEL chess TO guest;

-- So is the right quote.

!expect 42601
COMMENT ON MODEL chess IS "Knows the Sicilian";

DROP CATALOG demo_refused CASCADE;
DROP USER guest;
