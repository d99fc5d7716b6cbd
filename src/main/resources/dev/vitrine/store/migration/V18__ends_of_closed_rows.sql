-- The relation "history" merges closed rows that follow each other, so it looks for the row of an
-- object that ends at a time.
CREATE INDEX principals_history_end ON principals_history (id, valid_to);
CREATE INDEX catalogs_history_end ON catalogs_history (id, valid_to);
CREATE INDEX schemas_history_end ON schemas_history (id, valid_to);
CREATE INDEX models_history_end ON models_history (id, valid_to);
CREATE INDEX versions_history_end ON versions_history (model_id, version, valid_to);
