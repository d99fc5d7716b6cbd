-- Privileges are inherited from catalogs to schemas to models, and accumulate over groups.

DROP CATALOG IF EXISTS demo_grants CASCADE;

CREATE CATALOG demo_grants;
CREATE SCHEMA demo_grants.risk;
CREATE MODEL demo_grants.risk.score COMMENT 'Credit risk';
ALTER MODEL demo_grants.risk.score ADD VERSION FROM 'runs:/1/model';

CREATE USER analyst;
CREATE USER steward;
CREATE GROUP analysts WITH USER analyst;
CREATE GROUP staff WITH GROUP analysts;

-- A privilege on the catalog applies to all its content, now and later, also through nested groups.

GRANT USE CATALOG, USE SCHEMA, EXECUTE ON CATALOG demo_grants TO staff;

SHOW GRANTS ON MODEL demo_grants.risk.score;

CREATE MODEL demo_grants.risk.limits;

!connect analyst

SELECT full_name FROM models ORDER BY full_name;

SELECT version, source FROM versions WHERE full_name = 'demo_grants.risk.score';

-- REVOKE affects the named object only: it does not remove inherited privileges.

!connect admin

REVOKE EXECUTE ON MODEL demo_grants.risk.score FROM staff;

SHOW GRANTS staff ON MODEL demo_grants.risk.score;

REVOKE EXECUTE ON CATALOG demo_grants FROM staff;

!connect analyst

SELECT full_name FROM models;

-- BROWSE shows only that objects exist, not even the number of the latest version.

!connect admin

GRANT BROWSE ON CATALOG demo_grants TO analyst;

!connect analyst

SELECT full_name, comment, latest_version FROM models ORDER BY full_name;

SELECT COUNT(*) AS versions FROM versions;

!expect 42501
SHOW ALIASES IN MODEL demo_grants.risk.score;

-- MANAGE allows granting privileges without being able to load the model.

!connect admin

GRANT USE CATALOG ON CATALOG demo_grants TO steward;
GRANT USE SCHEMA, MANAGE ON SCHEMA demo_grants.risk TO steward;

!connect steward

GRANT EXECUTE ON MODEL demo_grants.risk.score TO analysts;
COMMENT ON MODEL demo_grants.risk.score IS 'Credit risk, looked after by the steward';

SHOW GRANTS ON MODEL demo_grants.risk.score;

-- ALL PRIVILEGES on a schema includes privileges on its models, but not USE CATALOG.

!connect admin

GRANT ALL PRIVILEGES ON SCHEMA demo_grants.risk TO analyst;

!connect analyst

ALTER MODEL demo_grants.risk.score ADD VERSION FROM 'runs:/2/model';

!expect 42501
GRANT EXECUTE ON MODEL demo_grants.risk.score TO steward;

-- A privilege that does not apply to the object is refused, as is an unknown one.

!connect admin

!expect 0LP01
GRANT CREATE CATALOG ON SCHEMA demo_grants.risk TO analyst;
!expect 42601
GRANT CREATE_MODLE ON SCHEMA demo_grants.risk TO analyst;
!expect 42704
GRANT CREATE MODEL ON SCHEMA demo_grants.risk TO nobody_of_this_name;

-- Grants are also a relation.

SELECT principal, privilege, object_type, full_name, inherited_from_type, inherited_from_name
  FROM grants
 WHERE full_name = 'demo_grants.risk.score'
 ORDER BY principal, privilege, inherited_from_type;

-- Groups are dropped before their members.

DROP CATALOG demo_grants CASCADE;
DROP GROUP staff;
DROP GROUP analysts;
DROP USER analyst;
DROP USER steward;
