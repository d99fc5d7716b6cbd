-- History: an incident at night, and the questions of the next morning.

CREATE CATALOG demo_bank;
CREATE SCHEMA demo_bank.risk;
CREATE USER nora;
CREATE USER otto;
CREATE GROUP on_call;
ALTER GROUP on_call ADD USER otto;
GRANT USE CATALOG, USE SCHEMA ON CATALOG demo_bank TO `account users`;
GRANT ALL PRIVILEGES, MANAGE ON SCHEMA demo_bank.risk TO nora;

-- Nora trains the model, and version 1 is Champion. Otto is on call.

!connect nora

CREATE MODEL demo_bank.risk.fraud COMMENT 'Fraud in card payments';
ALTER MODEL demo_bank.risk.fraud ADD VERSION FROM 'runs:/1/model' METRICS ('recall' = 0.91);
ALTER MODEL demo_bank.risk.fraud ADD VERSION FROM 'runs:/2/model' METRICS ('recall' = 0.62);
ALTER MODEL demo_bank.risk.fraud VERSION 1 SET ALIAS Champion;
GRANT EXECUTE, MANAGE ON MODEL demo_bank.risk.fraud TO on_call;

!let evening SELECT MAX(valid_from) FROM history WHERE full_name = 'demo_bank.risk.fraud'

-- At night, Otto means to try version 2, and makes it Champion. Then he drops the model.

!connect otto

ALTER MODEL demo_bank.risk.fraud VERSION 2 SET ALIAS Champion;

!let night SELECT MAX(valid_from) FROM history WHERE full_name = 'demo_bank.risk.fraud' AND kind = 'ALIAS'

DROP MODEL demo_bank.risk.fraud;

-- In the morning the payments are not checked. The model is gone, but not lost.

!connect admin

!expect 42704
DESCRIBE MODEL demo_bank.risk.fraud;

SELECT full_name, owner, dropped_by, versions FROM dropped_models WHERE full_name = 'demo_bank.risk.fraud';

UNDROP MODEL demo_bank.risk.fraud;

-- Who moved Champion, and when? Each value has its time, and those who set and replaced it. The
-- last row is of the admin, whose UNDROP brought the alias back.

SELECT value, changed_by, closed_by
  FROM history
 WHERE model_id IN (SELECT model_id FROM models WHERE full_name = 'demo_bank.risk.fraud')
   AND kind = 'ALIAS' AND item = 'Champion'
 ORDER BY valid_from;

-- What was it before, and what at night?

SELECT e.alias, e.version AS evening, n.version AS night
  FROM aliases FOR SYSTEM_TIME AS OF TIMESTAMP :'evening' AS e
  JOIN aliases FOR SYSTEM_TIME AS OF TIMESTAMP :'night' AS n USING (full_name, alias_key)
 WHERE e.full_name = 'demo_bank.risk.fraud';

SHOW ALIASES IN MODEL demo_bank.risk.fraud AS OF :'evening';

-- How good were the versions that were Champion?

SELECT DISTINCT h.value AS version, m.value AS recall
  FROM history h
  JOIN models f ON f.model_id = h.model_id
  JOIN version_metrics m ON m.full_name = f.full_name AND CAST(m.version AS VARCHAR) = h.value
 WHERE f.full_name = 'demo_bank.risk.fraud' AND h.kind = 'ALIAS' AND m.name = 'recall'
 ORDER BY version;

-- Who could have loaded the model that night? Users with EXECUTE and the USE privileges on the
-- containers, by the memberships of that time. What admins have by being admin does not count.

ALTER GROUP on_call DROP USER otto;

SELECT DISTINCT e.principal, e.via
  FROM effective_grants FOR SYSTEM_TIME AS OF TIMESTAMP :'night' AS e
  JOIN effective_grants FOR SYSTEM_TIME AS OF TIMESTAMP :'night' AS s ON s.principal = e.principal
  JOIN effective_grants FOR SYSTEM_TIME AS OF TIMESTAMP :'night' AS c ON c.principal = e.principal
  JOIN principals FOR SYSTEM_TIME AS OF TIMESTAMP :'night' AS p ON p.name = e.principal
 WHERE e.full_name = 'demo_bank.risk.fraud' AND e.privilege = 'EXECUTE'
   AND e.inherited_from_type IS DISTINCT FROM 'METASTORE'
   AND s.full_name = 'demo_bank.risk' AND s.privilege = 'USE SCHEMA'
   AND c.full_name = 'demo_bank' AND c.privilege = 'USE CATALOG'
   AND p.kind = 'USER'
 ORDER BY e.principal, e.via;

-- Back again.

ALTER MODEL demo_bank.risk.fraud VERSION 1 SET ALIAS Champion;

SELECT alias, version FROM aliases WHERE full_name = 'demo_bank.risk.fraud';

-- Before the registry recorded history there is nothing to ask, and the future is unknown.

!expect 22023
SELECT * FROM aliases FOR SYSTEM_TIME AS OF TIMESTAMP '1999-12-31 23:59:59';

!expect 22023
SELECT * FROM aliases FOR SYSTEM_TIME AS OF CURRENT_TIMESTAMP + INTERVAL '1' DAY;

DROP CATALOG demo_bank CASCADE;
DROP GROUP on_call;
DROP USER nora;
DROP USER otto;
