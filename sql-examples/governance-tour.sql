-- A model is promoted from staging to production with minimal privileges. Then the audit trail
-- shows who moved the alias Champion and when, and whether Eve could have moved it.

-- 1. Two catalogs: staging for experiments, and prod for production.

DROP CATALOG IF EXISTS demo_staging CASCADE;
DROP CATALOG IF EXISTS demo_prod CASCADE;

CREATE CATALOG demo_staging COMMENT 'Models on trial';
CREATE SCHEMA demo_staging.crm;
CREATE CATALOG demo_prod COMMENT 'What production loads';
CREATE SCHEMA demo_prod.crm;

-- Three people, and a job, which is a user without a password. Privileges are granted to groups.
-- Groups can be nested: the group on_call is a member of the approvers.

CREATE USER alice;
CREATE USER bob;
CREATE USER eve;
CREATE USER serving_job;
CREATE GROUP data_scientists WITH USER alice;
CREATE GROUP on_call WITH USER eve;
CREATE GROUP approvers WITH USER bob GROUP on_call;

-- Data scientists create models in staging. In prod they can only see that objects exist.

GRANT USE CATALOG ON CATALOG demo_staging TO data_scientists;
GRANT USE SCHEMA, CREATE MODEL ON SCHEMA demo_staging.crm TO data_scientists;
GRANT BROWSE ON CATALOG demo_prod TO data_scientists;

-- Approvers read models in staging and copy them to prod.

GRANT USE CATALOG, USE SCHEMA, EXECUTE ON CATALOG demo_staging TO approvers;
GRANT USE CATALOG ON CATALOG demo_prod TO approvers;
GRANT USE SCHEMA, CREATE MODEL ON SCHEMA demo_prod.crm TO approvers;

-- The job only loads models from prod.

GRANT USE CATALOG, USE SCHEMA, EXECUTE ON CATALOG demo_prod TO serving_job;

-- 2. Alice trains a model that predicts customer churn.

!connect alice

USE demo_staging.crm;

CREATE MODEL churn COMMENT 'Who is about to leave?';
ALTER MODEL churn ADD VERSION FROM 's3://staging/churn/1' RUN ID 'run-1' TAGS ('auc' = '0.81');
ALTER MODEL churn VERSION LATEST SET ALIAS Candidate;

-- She lacks the privilege to copy it to production.

!expect 42501
CREATE MODEL demo_prod.crm.churn FROM MODEL churn VERSION Candidate;

-- 3. Bob checks the candidate and approves it. Promotion is a copy: later changes of the model in
-- staging do not affect production.

!connect bob

SELECT version, aliases, source, tags FROM demo_staging.crm.churn;

CREATE MODEL demo_prod.crm.churn FROM MODEL demo_staging.crm.churn VERSION Candidate;

-- Bob created it, so he owns it; he transfers it to the group.

ALTER MODEL demo_prod.crm.churn OWNER TO approvers;
ALTER MODEL demo_prod.crm.churn VERSION 1 SET ALIAS Champion;

-- 4. The job loads the champion by its alias and needs no version number. It cannot change the
-- comment.

!connect serving_job

SELECT v.version, v.source
  FROM aliases a
  JOIN versions v ON v.full_name = a.full_name AND v.version = a.version
 WHERE a.full_name = 'demo_prod.crm.churn' AND a.alias_key = 'champion';

!expect 42501
COMMENT ON MODEL demo_prod.crm.churn IS 'Works well';

-- 5. Alice's second version is better and is approved like the first. Champion moves to it and the
-- old version gets another alias, in one transaction.

!connect alice

ALTER MODEL demo_staging.crm.churn ADD VERSION FROM 's3://staging/churn/2' RUN ID 'run-2' TAGS ('auc' = '0.86');
ALTER MODEL demo_staging.crm.churn VERSION LATEST SET ALIAS Candidate;

!connect bob

ALTER MODEL demo_prod.crm.churn ADD VERSION FROM MODEL demo_staging.crm.churn VERSION Candidate;

BEGIN;
ALTER MODEL demo_prod.crm.churn VERSION Champion SET ALIAS Previous;
ALTER MODEL demo_prod.crm.churn VERSION LATEST SET ALIAS Champion;
COMMIT;

-- Late in the evening the metrics look wrong. A rollback is the same statement.

ALTER MODEL demo_prod.crm.churn VERSION Previous SET ALIAS Champion;

-- 6. In the morning production runs version 1 again. Bob and Eve worked that evening. The audit
-- trail shows the change.

!connect admin

SHOW ALIASES IN MODEL demo_prod.crm.churn;

-- Who moved Champion, and when? The audit trail has every change and every refusal, with its time.
-- The time is shown as the number of versions at that time.

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

-- Bob moved it three times. The refused attempts:

SELECT a.user_identity AS who, a.action_name, a.response_code
  FROM system.access.audit a
 WHERE a.response_code = 403
   AND a.event_time >= (SELECT c.created_at FROM catalogs c WHERE c.catalog_name = 'demo_prod')
 ORDER BY a.event_time;

-- Could Eve have moved it? Moving an alias needs MANAGE.

SELECT has_privilege('MANAGE', 'MODEL', 'demo_prod.crm.churn', 'alice') AS alice,
       has_privilege('MANAGE', 'MODEL', 'demo_prod.crm.churn', 'eve') AS eve;

-- She could, through a group. `via` shows the path of the privilege, also for other principals.

SHOW EFFECTIVE GRANTS eve ON MODEL demo_prod.crm.churn;

SELECT principal, via
  FROM effective_grants
 WHERE full_name = 'demo_prod.crm.churn' AND privilege = 'MANAGE'
 ORDER BY principal, via;

-- The on-call group should read, not move aliases. One statement removes the group from the
-- approvers, another grants the privileges that it needs.

ALTER GROUP approvers DROP GROUP on_call;
GRANT USE CATALOG, USE SCHEMA, EXECUTE ON CATALOG demo_prod TO on_call;

SELECT has_privilege('MANAGE', 'MODEL', 'demo_prod.crm.churn', 'eve') AS may_move,
       has_privilege('EXECUTE', 'MODEL', 'demo_prod.crm.churn', 'eve') AS may_read;

!connect eve

SELECT version, aliases FROM demo_prod.crm.churn ORDER BY version;

!expect 42501
ALTER MODEL demo_prod.crm.churn VERSION 2 SET ALIAS Champion;

-- 7. Clean up.

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
