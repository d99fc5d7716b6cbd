-- The highest READY version of a model, kept by the statements that add and drop versions: lists of
-- models would look it up once a row.

ALTER TABLE models ADD COLUMN latest_version BIGINT;

UPDATE models
SET latest_version =
  (SELECT MAX(v.version) FROM versions v WHERE v.model_id = models.id AND v.status = 'READY');
