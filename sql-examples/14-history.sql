-- History: who was Champion at 3 a.m., who changed it, and who could load the model.

CREATE CATALOG demo_history;
CREATE SCHEMA demo_history.pricing;
CREATE USER nina;
CREATE GROUP night_shift WITH USER nina;
CREATE MODEL demo_history.pricing.fares COMMENT 'Fares of the night';
ALTER MODEL demo_history.pricing.fares ADD VERSION FROM 'runs:/1/model';
ALTER MODEL demo_history.pricing.fares ADD VERSION FROM 'runs:/2/model';
ALTER MODEL demo_history.pricing.fares VERSION 1 SET ALIAS Champion;
GRANT USE CATALOG ON CATALOG demo_history TO night_shift;
GRANT USE SCHEMA ON SCHEMA demo_history.pricing TO night_shift;
GRANT EXECUTE ON MODEL demo_history.pricing.fares TO night_shift;

-- The incident: an alias moves, a version disappears, a right is taken away, the model is renamed.

ALTER MODEL demo_history.pricing.fares VERSION 2 SET ALIAS Champion;
ALTER MODEL demo_history.pricing.fares DROP VERSION 1;
REVOKE EXECUTE ON MODEL demo_history.pricing.fares FROM night_shift;
ALTER MODEL demo_history.pricing.fares RENAME TO night_fares;

-- What Champion pointed to, until when, and who moved it.

SELECT item, value, valid_from, valid_to, changed_by, closed_by FROM history
WHERE model_id IN (SELECT model_id FROM models WHERE full_name = 'demo_history.pricing.night_fares')
AND kind = 'ALIAS' ORDER BY valid_from;

-- The names of the model. A rename keeps model_id.

SELECT h.value, h.valid_to IS NULL AS present FROM history h JOIN models m ON m.model_id = h.model_id
WHERE m.full_name = 'demo_history.pricing.night_fares' AND h.kind = 'NAME' ORDER BY h.valid_from;

-- Who could load it, and since when not.

SELECT item, value, valid_to, closed_by FROM history
WHERE model_id IN (SELECT model_id FROM models WHERE full_name = 'demo_history.pricing.night_fares')
AND kind = 'GRANT';

-- Any relation, and any model, as it was at a point in time.

SELECT alias, version FROM aliases FOR SYSTEM_TIME AS OF CURRENT_TIMESTAMP - INTERVAL '0' SECOND
WHERE catalog_name = 'demo_history';

!expect 22023
SELECT * FROM demo_history.pricing.night_fares FOR SYSTEM_TIME AS OF TIMESTAMP '1999-12-31 23:59:59';

!expect 22023
SHOW ALIASES IN MODEL demo_history.pricing.night_fares AS OF '2999-12-31 23:59:59';

-- Back again: the version is restored, and one statement moves the alias.

ALTER MODEL demo_history.pricing.night_fares UNDROP VERSION 1;
ALTER MODEL demo_history.pricing.night_fares VERSION 1 SET ALIAS Champion;

SELECT item, value, valid_to IS NULL AS present FROM history
WHERE model_id IN (SELECT model_id FROM models WHERE full_name = 'demo_history.pricing.night_fares')
AND kind = 'ALIAS' ORDER BY valid_from;

DROP CATALOG demo_history CASCADE;
DROP GROUP night_shift;
DROP USER nina;
