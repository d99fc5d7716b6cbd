-- Who may do what, and why: SHOW GRANTS, SHOW EFFECTIVE GRANTS, has_privilege, and plain SQL.

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

-- SHOW GRANTS lists what was granted, here and above; REVOKE takes back what was granted here.

SHOW GRANTS ON MODEL demo_rights.fraud.cards;

SHOW GRANTS security ON METASTORE;

REVOKE CREATE CATALOG ON METASTORE FROM security;

-- SHOW EFFECTIVE GRANTS lists what somebody holds in the end, and which way it came.

SHOW EFFECTIVE GRANTS erin ON MODEL demo_rights.fraud.cards;

-- Names and privileges are a relation, so that any question can be asked: who can read it at all?

SELECT principal, via
  FROM effective_grants
 WHERE full_name = 'demo_rights.fraud.cards' AND privilege = 'EXECUTE' AND principal <> 'admin'
 ORDER BY principal, via;

-- has_privilege answers yes or no, for oneself or, to those who manage the object, for others.

SELECT has_privilege('EXECUTE', 'MODEL', 'demo_rights.fraud.cards', 'erin') AS erin_reads,
       has_privilege('EXECUTE', 'MODEL', 'demo_rights.fraud.cards', 'frank') AS frank_reads,
       has_privilege('MANAGE', 'MODEL', 'demo_rights.fraud.cards', 'erin') AS erin_manages;

-- Others ask about themselves. Of what one may not see, the answer is always no.

!connect frank

SELECT has_privilege('EXECUTE', 'MODEL', 'demo_rights.fraud.cards') AS cards,
       has_privilege('EXECUTE', 'MODEL', 'demo_rights.fraud.no_such_model') AS no_such_model;

!connect erin

SELECT has_privilege('EXECUTE', 'MODEL', 'demo_rights.fraud.cards') AS mine;

!expect 42501
SELECT has_privilege('EXECUTE', 'MODEL', 'demo_rights.fraud.cards', 'frank') AS not_mine_to_ask;

-- Erin is shown what reaches Erin, and may put tags on the model. One tag at a time, or several.

SHOW GRANTS ON MODEL demo_rights.fraud.cards;

SET TAG ON MODEL demo_rights.fraud.cards reviewed_by = erin;
UNSET TAG ON MODEL demo_rights.fraud.cards reviewed_by;

-- Where in the registry am I?

SELECT current_user() AS current_user, session_user() AS session_user,
       current_catalog() AS current_catalog, current_database() AS current_database,
       current_metastore() AS current_metastore;

!connect admin

DROP CATALOG demo_rights CASCADE;
DROP GROUP security;
DROP GROUP investigators;
DROP USER erin;
DROP USER frank;
