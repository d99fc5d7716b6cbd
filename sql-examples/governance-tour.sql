-- A model goes from staging to production, nobody has more rights than the work needs, and the
-- next morning one question has to be answered: who moved Champion, when, and could Eve have?

-- 1. Two places. In staging anything may be tried; production loads what is in prod.

DROP CATALOG IF EXISTS demo_staging CASCADE;
DROP CATALOG IF EXISTS demo_prod CASCADE;

CREATE CATALOG demo_staging COMMENT 'Models on trial';
CREATE SCHEMA demo_staging.crm;
CREATE CATALOG demo_prod COMMENT 'What production loads';
CREATE SCHEMA demo_prod.crm;

-- Three people, and a job, which is a user without a password. Rights go to groups, never to people;
-- a group may be in a group, and whoever is on call is an approver as well.

CREATE USER alice;
CREATE USER bob;
CREATE USER eve;
CREATE USER serving_job;
CREATE GROUP data_scientists WITH USER alice;
CREATE GROUP on_call WITH USER eve;
CREATE GROUP approvers WITH USER bob GROUP on_call;

-- Data scientists make models in staging. Of prod they see that it is there, no more.

GRANT USE CATALOG ON CATALOG demo_staging TO data_scientists;
GRANT USE SCHEMA, CREATE MODEL ON SCHEMA demo_staging.crm TO data_scientists;
GRANT BROWSE ON CATALOG demo_prod TO data_scientists;

-- Approvers read what is in staging and bring it to prod.

GRANT USE CATALOG, USE SCHEMA, EXECUTE ON CATALOG demo_staging TO approvers;
GRANT USE CATALOG ON CATALOG demo_prod TO approvers;
GRANT USE SCHEMA, CREATE MODEL ON SCHEMA demo_prod.crm TO approvers;

-- The job loads from prod, and that is all it will ever do.

GRANT USE CATALOG, USE SCHEMA, EXECUTE ON CATALOG demo_prod TO serving_job;

-- 2. Alice trains a model that tells which customers are about to leave.

!connect alice

USE demo_staging.crm;

CREATE MODEL churn COMMENT 'Who is about to leave?';
ALTER MODEL churn ADD VERSION FROM 's3://staging/churn/1' RUN ID 'run-1' TAGS ('auc' = '0.81');
ALTER MODEL churn VERSION LATEST SET ALIAS Candidate;

-- She would put it into production herself, but a right that nobody gave is a right she lacks.

!expect 42501
CREATE MODEL demo_prod.crm.churn FROM MODEL churn VERSION Candidate;

-- 3. Bob looks at the candidate and approves. Promotion is a copy: what was approved is what
-- production gets, whatever becomes of the model in staging.

!connect bob

SELECT version, aliases, source, tags FROM demo_staging.crm.churn;

CREATE MODEL demo_prod.crm.churn FROM MODEL demo_staging.crm.churn VERSION Candidate;

-- He made it, so he owns it; it should outlast his holidays.

ALTER MODEL demo_prod.crm.churn OWNER TO approvers;
ALTER MODEL demo_prod.crm.churn VERSION 1 SET ALIAS Champion;

-- 4. The job asks for the champion by name and never needs to know a number. It cannot so much as
-- leave a comment.

!connect serving_job

SELECT v.version, v.source
  FROM aliases a
  JOIN versions v ON v.full_name = a.full_name AND v.version = a.version
 WHERE a.full_name = 'demo_prod.crm.churn' AND a.alias_key = 'champion';

!expect 42501
COMMENT ON MODEL demo_prod.crm.churn IS 'Works well';

-- 5. Alice does better. Her second version is approved like the first, and the champion moves:
-- one transaction, so that nobody ever finds the old one without its new name.

!connect alice

ALTER MODEL demo_staging.crm.churn ADD VERSION FROM 's3://staging/churn/2' RUN ID 'run-2' TAGS ('auc' = '0.86');
ALTER MODEL demo_staging.crm.churn VERSION LATEST SET ALIAS Candidate;

!connect bob

ALTER MODEL demo_prod.crm.churn ADD VERSION FROM MODEL demo_staging.crm.churn VERSION Candidate;

BEGIN;
ALTER MODEL demo_prod.crm.churn VERSION Champion SET ALIAS Previous;
ALTER MODEL demo_prod.crm.churn VERSION LATEST SET ALIAS Champion;
COMMIT;

-- Late in the evening the numbers look odd. Going back is the same statement.

ALTER MODEL demo_prod.crm.churn VERSION Previous SET ALIAS Champion;

-- 6. In the morning production runs version 1 again, and everybody asks why. Two people were in
-- that evening, Bob and Eve. The registry knows.

!connect admin

SHOW ALIASES IN MODEL demo_prod.crm.churn;

-- Who moved Champion, and when? The audit trail has every change and every refusal, with its time.
-- What time means here: how many versions there were by then.

SELECT a.user_identity AS who, COUNT(*) AS versions_by_then,
       SUBSTRING(a.request_params FROM POSITION('"version"' IN a.request_params)) AS moved_to
  FROM system.access.audit a
  JOIN models m ON a.event_time >= m.created_at
  JOIN versions v ON v.full_name = m.full_name AND v.created_at <= a.event_time
 WHERE m.full_name = 'demo_prod.crm.churn'
   AND a.action_name = 'setRegisteredModelAlias'
   AND a.response_code = 200
   AND a.request_params LIKE '%"alias":"Champion","full_name":"demo_prod.crm.churn"%'
 GROUP BY a.event_time, a.user_identity, a.request_params
 ORDER BY a.event_time;

-- Bob, all three times. Did anybody try and fail?

SELECT a.user_identity AS who, a.action_name, a.response_code
  FROM system.access.audit a
 WHERE a.response_code = 403
   AND a.event_time >= (SELECT c.created_at FROM catalogs c WHERE c.catalog_name = 'demo_prod')
 ORDER BY a.event_time;

-- Could Eve have? Moving an alias takes MANAGE.

SELECT has_privilege('MANAGE', 'MODEL', 'demo_prod.crm.churn', 'alice') AS alice,
       has_privilege('MANAGE', 'MODEL', 'demo_prod.crm.churn', 'eve') AS eve;

-- She could. Nobody granted it to her by name; `via` tells where it comes from, and who else may.

SHOW EFFECTIVE GRANTS eve ON MODEL demo_prod.crm.churn;

SELECT principal, via
  FROM effective_grants
 WHERE full_name = 'demo_prod.crm.churn' AND privilege = 'MANAGE'
 ORDER BY principal, via;

-- Who is on call should be able to look, not to move. One statement takes Eve and all who come
-- after her out of the approvers, one gives back what is needed.

ALTER GROUP approvers DROP GROUP on_call;
GRANT USE CATALOG, USE SCHEMA, EXECUTE ON CATALOG demo_prod TO on_call;

SELECT has_privilege('MANAGE', 'MODEL', 'demo_prod.crm.churn', 'eve') AS may_move,
       has_privilege('EXECUTE', 'MODEL', 'demo_prod.crm.churn', 'eve') AS may_read;

!connect eve

SELECT version, aliases FROM demo_prod.crm.churn ORDER BY version;

!expect 42501
ALTER MODEL demo_prod.crm.churn VERSION 2 SET ALIAS Champion;

-- 7. The end: everything goes as it came.

!connect admin

DROP CATALOG demo_prod CASCADE;
DROP CATALOG demo_staging CASCADE;
DROP GROUP approvers;
DROP GROUP on_call;
DROP GROUP data_scientists;
DROP USER alice;
DROP USER bob;
DROP USER eve;
DROP USER serving_job;
