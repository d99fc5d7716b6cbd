-- Privileges and their origin: SHOW GRANTS, SHOW EFFECTIVE GRANTS, has_privilege, and SQL.

DROP CATALOG IF EXISTS demo_rights CASCADE;

CREATE CATALOG demo_rights;
CREATE SCHEMA demo_rights.fraud;
CREATE MODEL demo_rights.fraud.cards;
CREATE USER erin;
CREATE USER frank;
CREATE GROUP investigators WITH USER erin;
CREATE GROUP security WITH GROUP investigators;

GRANT USE CATALOG ON CATALOG demo_rights TO `account users`;
GRANT USE SCHEMA, EXECUTE ON SCHEMA demo_rights.fraud TO security;
GRANT APPLY_TAG ON MODEL demo_rights.fraud.cards TO erin;
GRANT CREATE CATALOG ON METASTORE TO security;

-- SHOW GRANTS lists direct and inherited grants; REVOKE removes direct ones.

SHOW GRANTS ON MODEL demo_rights.fraud.cards;

SHOW GRANTS security ON METASTORE;

REVOKE CREATE CATALOG ON METASTORE FROM security;

-- SHOW EFFECTIVE GRANTS lists effective privileges with their paths.

SHOW EFFECTIVE GRANTS erin ON MODEL demo_rights.fraud.cards;

-- Effective grants are also a relation: the principals that can read the model.

SELECT principal, via
  FROM effective_grants
 WHERE full_name = 'demo_rights.fraud.cards' AND privilege = 'EXECUTE' AND principal <> 'admin'
 ORDER BY principal, via;

-- has_privilege checks a privilege of the caller, or of others for callers who manage the object.

SELECT has_privilege('EXECUTE', 'MODEL', 'demo_rights.fraud.cards', 'erin') AS erin_reads,
       has_privilege('EXECUTE', 'MODEL', 'demo_rights.fraud.cards', 'frank') AS frank_reads,
       has_privilege('MANAGE', 'MODEL', 'demo_rights.fraud.cards', 'erin') AS erin_manages;

-- Other users can check their own privileges. For hidden objects the result is FALSE.

!connect frank

SELECT has_privilege('EXECUTE', 'MODEL', 'demo_rights.fraud.cards') AS cards,
       has_privilege('EXECUTE', 'MODEL', 'demo_rights.fraud.no_such_model') AS no_such_model;

!connect erin

SELECT has_privilege('EXECUTE', 'MODEL', 'demo_rights.fraud.cards') AS mine;

!expect 42501
SELECT has_privilege('EXECUTE', 'MODEL', 'demo_rights.fraud.cards', 'frank') AS not_mine_to_ask;

-- Erin sees the grants that apply to Erin, and may set tags on the model, one or several.

SHOW GRANTS ON MODEL demo_rights.fraud.cards;

SET TAG ON MODEL demo_rights.fraud.cards reviewed_by = erin;
UNSET TAG ON MODEL demo_rights.fraud.cards reviewed_by;

-- The current session.

SELECT current_user() AS current_user, session_user() AS session_user,
       current_catalog() AS current_catalog, current_database() AS current_database,
       current_metastore() AS current_metastore;

!connect admin

DROP CATALOG demo_rights CASCADE;
DROP GROUP security;
DROP GROUP investigators;
DROP USER erin;
DROP USER frank;
