-- The past of the registry. A row of current state has the time since when it holds and the name of
-- the user who made it so. Before a row is changed or deleted, it is copied to the table of closed
-- rows, in the same transaction. Intervals are half-open: valid_from <= t < valid_to. History begins
-- with this migration, whose time the existing rows get.

ALTER TABLE metastore ADD COLUMN valid_from TIMESTAMP(3) DEFAULT TIMESTAMP '${now}' NOT NULL;
ALTER TABLE metastore ADD COLUMN changed_by VARCHAR(255);
ALTER TABLE principals ADD COLUMN valid_from TIMESTAMP(3) DEFAULT TIMESTAMP '${now}' NOT NULL;
ALTER TABLE principals ADD COLUMN changed_by VARCHAR(255);
ALTER TABLE group_members ADD COLUMN valid_from TIMESTAMP(3) DEFAULT TIMESTAMP '${now}' NOT NULL;
ALTER TABLE group_members ADD COLUMN changed_by VARCHAR(255);
ALTER TABLE effective_principals ADD COLUMN valid_from TIMESTAMP(3) DEFAULT TIMESTAMP '${now}' NOT NULL;
ALTER TABLE effective_principals ADD COLUMN changed_by VARCHAR(255);
ALTER TABLE catalogs ADD COLUMN valid_from TIMESTAMP(3) DEFAULT TIMESTAMP '${now}' NOT NULL;
ALTER TABLE catalogs ADD COLUMN changed_by VARCHAR(255);
ALTER TABLE schemas ADD COLUMN valid_from TIMESTAMP(3) DEFAULT TIMESTAMP '${now}' NOT NULL;
ALTER TABLE schemas ADD COLUMN changed_by VARCHAR(255);
ALTER TABLE models ADD COLUMN valid_from TIMESTAMP(3) DEFAULT TIMESTAMP '${now}' NOT NULL;
ALTER TABLE models ADD COLUMN changed_by VARCHAR(255);
ALTER TABLE versions ADD COLUMN valid_from TIMESTAMP(3) DEFAULT TIMESTAMP '${now}' NOT NULL;
ALTER TABLE versions ADD COLUMN changed_by VARCHAR(255);
ALTER TABLE aliases ADD COLUMN valid_from TIMESTAMP(3) DEFAULT TIMESTAMP '${now}' NOT NULL;
ALTER TABLE aliases ADD COLUMN changed_by VARCHAR(255);
ALTER TABLE catalog_tags ADD COLUMN valid_from TIMESTAMP(3) DEFAULT TIMESTAMP '${now}' NOT NULL;
ALTER TABLE catalog_tags ADD COLUMN changed_by VARCHAR(255);
ALTER TABLE schema_tags ADD COLUMN valid_from TIMESTAMP(3) DEFAULT TIMESTAMP '${now}' NOT NULL;
ALTER TABLE schema_tags ADD COLUMN changed_by VARCHAR(255);
ALTER TABLE model_tags ADD COLUMN valid_from TIMESTAMP(3) DEFAULT TIMESTAMP '${now}' NOT NULL;
ALTER TABLE model_tags ADD COLUMN changed_by VARCHAR(255);
ALTER TABLE version_tags ADD COLUMN valid_from TIMESTAMP(3) DEFAULT TIMESTAMP '${now}' NOT NULL;
ALTER TABLE version_tags ADD COLUMN changed_by VARCHAR(255);
ALTER TABLE metastore_grants ADD COLUMN valid_from TIMESTAMP(3) DEFAULT TIMESTAMP '${now}' NOT NULL;
ALTER TABLE metastore_grants ADD COLUMN changed_by VARCHAR(255);
ALTER TABLE catalog_grants ADD COLUMN valid_from TIMESTAMP(3) DEFAULT TIMESTAMP '${now}' NOT NULL;
ALTER TABLE catalog_grants ADD COLUMN changed_by VARCHAR(255);
ALTER TABLE schema_grants ADD COLUMN valid_from TIMESTAMP(3) DEFAULT TIMESTAMP '${now}' NOT NULL;
ALTER TABLE schema_grants ADD COLUMN changed_by VARCHAR(255);
ALTER TABLE model_grants ADD COLUMN valid_from TIMESTAMP(3) DEFAULT TIMESTAMP '${now}' NOT NULL;
ALTER TABLE model_grants ADD COLUMN changed_by VARCHAR(255);
ALTER TABLE model_lineage ADD COLUMN valid_from TIMESTAMP(3) DEFAULT TIMESTAMP '${now}' NOT NULL;
ALTER TABLE model_lineage ADD COLUMN changed_by VARCHAR(255);

ALTER TABLE metastore ADD COLUMN history_since TIMESTAMP(3) DEFAULT TIMESTAMP '${now}' NOT NULL;
ALTER TABLE metastore ADD COLUMN history_retention_days INTEGER; -- NULL: for ever
ALTER TABLE metastore ADD COLUMN dropped_retention_days INTEGER DEFAULT 7 NOT NULL;

-- Statements of this release name the times of their rows; the default is for rows of other origin.
ALTER TABLE metastore ALTER COLUMN valid_from SET DEFAULT TIMESTAMP '2020-01-01 00:00:00';
ALTER TABLE principals ALTER COLUMN valid_from SET DEFAULT TIMESTAMP '2020-01-01 00:00:00';
ALTER TABLE group_members ALTER COLUMN valid_from SET DEFAULT TIMESTAMP '2020-01-01 00:00:00';
ALTER TABLE effective_principals ALTER COLUMN valid_from SET DEFAULT TIMESTAMP '2020-01-01 00:00:00';
ALTER TABLE catalogs ALTER COLUMN valid_from SET DEFAULT TIMESTAMP '2020-01-01 00:00:00';
ALTER TABLE schemas ALTER COLUMN valid_from SET DEFAULT TIMESTAMP '2020-01-01 00:00:00';
ALTER TABLE models ALTER COLUMN valid_from SET DEFAULT TIMESTAMP '2020-01-01 00:00:00';
ALTER TABLE versions ALTER COLUMN valid_from SET DEFAULT TIMESTAMP '2020-01-01 00:00:00';
ALTER TABLE aliases ALTER COLUMN valid_from SET DEFAULT TIMESTAMP '2020-01-01 00:00:00';
ALTER TABLE catalog_tags ALTER COLUMN valid_from SET DEFAULT TIMESTAMP '2020-01-01 00:00:00';
ALTER TABLE schema_tags ALTER COLUMN valid_from SET DEFAULT TIMESTAMP '2020-01-01 00:00:00';
ALTER TABLE model_tags ALTER COLUMN valid_from SET DEFAULT TIMESTAMP '2020-01-01 00:00:00';
ALTER TABLE version_tags ALTER COLUMN valid_from SET DEFAULT TIMESTAMP '2020-01-01 00:00:00';
ALTER TABLE metastore_grants ALTER COLUMN valid_from SET DEFAULT TIMESTAMP '2020-01-01 00:00:00';
ALTER TABLE catalog_grants ALTER COLUMN valid_from SET DEFAULT TIMESTAMP '2020-01-01 00:00:00';
ALTER TABLE schema_grants ALTER COLUMN valid_from SET DEFAULT TIMESTAMP '2020-01-01 00:00:00';
ALTER TABLE model_grants ALTER COLUMN valid_from SET DEFAULT TIMESTAMP '2020-01-01 00:00:00';
ALTER TABLE model_lineage ALTER COLUMN valid_from SET DEFAULT TIMESTAMP '2020-01-01 00:00:00';
ALTER TABLE metastore ALTER COLUMN history_since SET DEFAULT TIMESTAMP '2020-01-01 00:00:00';

CREATE TABLE metastore_history (
  id BIGINT NOT NULL,
  name VARCHAR(255) NOT NULL,
  owner_id BIGINT NOT NULL,
  valid_from TIMESTAMP(3) NOT NULL,
  changed_by VARCHAR(255),
  valid_to TIMESTAMP(3) NOT NULL,
  closed_by VARCHAR(255),
  PRIMARY KEY (id, valid_from),
  CHECK (valid_to > valid_from)
);

CREATE TABLE principals_history (
  id BIGINT NOT NULL,
  name VARCHAR(255) NOT NULL,
  name_key VARCHAR(255) NOT NULL,
  kind VARCHAR(16) NOT NULL,
  is_external BOOLEAN NOT NULL,
  valid_from TIMESTAMP(3) NOT NULL,
  changed_by VARCHAR(255),
  valid_to TIMESTAMP(3) NOT NULL,
  closed_by VARCHAR(255),
  PRIMARY KEY (id, valid_from),
  CHECK (valid_to > valid_from)
);
CREATE INDEX principals_history_name_key ON principals_history (name_key);

CREATE TABLE group_members_history (
  group_id BIGINT NOT NULL,
  member_id BIGINT NOT NULL,
  valid_from TIMESTAMP(3) NOT NULL,
  changed_by VARCHAR(255),
  valid_to TIMESTAMP(3) NOT NULL,
  closed_by VARCHAR(255),
  PRIMARY KEY (group_id, member_id, valid_from),
  CHECK (valid_to > valid_from)
);
CREATE INDEX group_members_history_member_id ON group_members_history (member_id);

CREATE TABLE effective_principals_history (
  principal_id BIGINT NOT NULL,
  holder_id BIGINT NOT NULL,
  path VARCHAR(65535) NOT NULL,
  valid_from TIMESTAMP(3) NOT NULL,
  changed_by VARCHAR(255),
  valid_to TIMESTAMP(3) NOT NULL,
  closed_by VARCHAR(255),
  PRIMARY KEY (principal_id, holder_id, valid_from),
  CHECK (valid_to > valid_from)
);
CREATE INDEX effective_principals_history_holder_id ON effective_principals_history (holder_id);

CREATE TABLE catalogs_history (
  id BIGINT NOT NULL,
  name VARCHAR(255) NOT NULL,
  owner_id BIGINT NOT NULL,
  comment VARCHAR(131072),
  storage_location VARCHAR(4000),
  created_at TIMESTAMP(3) NOT NULL,
  created_by VARCHAR(255) NOT NULL,
  updated_at TIMESTAMP(3) NOT NULL,
  updated_by VARCHAR(255) NOT NULL,
  valid_from TIMESTAMP(3) NOT NULL,
  changed_by VARCHAR(255),
  valid_to TIMESTAMP(3) NOT NULL,
  closed_by VARCHAR(255),
  PRIMARY KEY (id, valid_from),
  CHECK (valid_to > valid_from)
);
CREATE INDEX catalogs_history_name ON catalogs_history (name);

CREATE TABLE schemas_history (
  id BIGINT NOT NULL,
  catalog_id BIGINT NOT NULL,
  name VARCHAR(255) NOT NULL,
  owner_id BIGINT NOT NULL,
  comment VARCHAR(131072),
  storage_location VARCHAR(4000),
  created_at TIMESTAMP(3) NOT NULL,
  created_by VARCHAR(255) NOT NULL,
  updated_at TIMESTAMP(3) NOT NULL,
  updated_by VARCHAR(255) NOT NULL,
  valid_from TIMESTAMP(3) NOT NULL,
  changed_by VARCHAR(255),
  valid_to TIMESTAMP(3) NOT NULL,
  closed_by VARCHAR(255),
  PRIMARY KEY (id, valid_from),
  CHECK (valid_to > valid_from)
);
CREATE INDEX schemas_history_catalog_id ON schemas_history (catalog_id);

CREATE TABLE models_history (
  id BIGINT NOT NULL,
  catalog_id BIGINT NOT NULL,
  schema_id BIGINT NOT NULL,
  name VARCHAR(255) NOT NULL,
  full_name VARCHAR(767) NOT NULL,
  last_version BIGINT NOT NULL,
  latest_version BIGINT,
  owner_id BIGINT NOT NULL,
  comment VARCHAR(131072),
  storage_location VARCHAR(4000),
  deployment_job_id VARCHAR(255),
  created_at TIMESTAMP(3) NOT NULL,
  created_by VARCHAR(255) NOT NULL,
  updated_at TIMESTAMP(3) NOT NULL,
  updated_by VARCHAR(255) NOT NULL,
  valid_from TIMESTAMP(3) NOT NULL,
  changed_by VARCHAR(255),
  valid_to TIMESTAMP(3) NOT NULL,
  closed_by VARCHAR(255),
  PRIMARY KEY (id, valid_from),
  CHECK (valid_to > valid_from)
);
CREATE INDEX models_history_full_name ON models_history (full_name);
CREATE INDEX models_history_schema_id ON models_history (schema_id);
CREATE INDEX models_history_catalog_id ON models_history (catalog_id);

CREATE TABLE versions_history (
  model_id BIGINT NOT NULL,
  version BIGINT NOT NULL,
  status VARCHAR(32) NOT NULL,
  comment VARCHAR(131072),
  updated_at TIMESTAMP(3) NOT NULL,
  updated_by VARCHAR(255) NOT NULL,
  valid_from TIMESTAMP(3) NOT NULL,
  changed_by VARCHAR(255),
  valid_to TIMESTAMP(3) NOT NULL,
  closed_by VARCHAR(255),
  PRIMARY KEY (model_id, version, valid_from),
  CHECK (valid_to > valid_from)
);

CREATE TABLE aliases_history (
  model_id BIGINT NOT NULL,
  alias_key VARCHAR(255) NOT NULL,
  alias VARCHAR(255) NOT NULL,
  version BIGINT NOT NULL,
  valid_from TIMESTAMP(3) NOT NULL,
  changed_by VARCHAR(255),
  valid_to TIMESTAMP(3) NOT NULL,
  closed_by VARCHAR(255),
  PRIMARY KEY (model_id, alias_key, valid_from),
  CHECK (valid_to > valid_from)
);

CREATE TABLE catalog_tags_history (
  catalog_id BIGINT NOT NULL,
  tag_key VARCHAR(255) NOT NULL,
  tag_value VARCHAR(1000) NOT NULL,
  valid_from TIMESTAMP(3) NOT NULL,
  changed_by VARCHAR(255),
  valid_to TIMESTAMP(3) NOT NULL,
  closed_by VARCHAR(255),
  PRIMARY KEY (catalog_id, tag_key, valid_from),
  CHECK (valid_to > valid_from)
);

CREATE TABLE schema_tags_history (
  schema_id BIGINT NOT NULL,
  tag_key VARCHAR(255) NOT NULL,
  tag_value VARCHAR(1000) NOT NULL,
  valid_from TIMESTAMP(3) NOT NULL,
  changed_by VARCHAR(255),
  valid_to TIMESTAMP(3) NOT NULL,
  closed_by VARCHAR(255),
  PRIMARY KEY (schema_id, tag_key, valid_from),
  CHECK (valid_to > valid_from)
);

CREATE TABLE model_tags_history (
  model_id BIGINT NOT NULL,
  tag_key VARCHAR(255) NOT NULL,
  tag_value VARCHAR(1000) NOT NULL,
  valid_from TIMESTAMP(3) NOT NULL,
  changed_by VARCHAR(255),
  valid_to TIMESTAMP(3) NOT NULL,
  closed_by VARCHAR(255),
  PRIMARY KEY (model_id, tag_key, valid_from),
  CHECK (valid_to > valid_from)
);

CREATE TABLE version_tags_history (
  model_id BIGINT NOT NULL,
  version BIGINT NOT NULL,
  tag_key VARCHAR(255) NOT NULL,
  tag_value VARCHAR(1000) NOT NULL,
  valid_from TIMESTAMP(3) NOT NULL,
  changed_by VARCHAR(255),
  valid_to TIMESTAMP(3) NOT NULL,
  closed_by VARCHAR(255),
  PRIMARY KEY (model_id, version, tag_key, valid_from),
  CHECK (valid_to > valid_from)
);

CREATE TABLE metastore_grants_history (
  metastore_id BIGINT NOT NULL,
  principal_id BIGINT NOT NULL,
  privilege VARCHAR(32) NOT NULL,
  grantor VARCHAR(255) NOT NULL,
  granted_at TIMESTAMP(3) NOT NULL,
  valid_from TIMESTAMP(3) NOT NULL,
  changed_by VARCHAR(255),
  valid_to TIMESTAMP(3) NOT NULL,
  closed_by VARCHAR(255),
  PRIMARY KEY (metastore_id, principal_id, privilege, valid_from),
  CHECK (valid_to > valid_from)
);
CREATE INDEX metastore_grants_history_principal_id ON metastore_grants_history (principal_id);

CREATE TABLE catalog_grants_history (
  catalog_id BIGINT NOT NULL,
  principal_id BIGINT NOT NULL,
  privilege VARCHAR(32) NOT NULL,
  grantor VARCHAR(255) NOT NULL,
  granted_at TIMESTAMP(3) NOT NULL,
  valid_from TIMESTAMP(3) NOT NULL,
  changed_by VARCHAR(255),
  valid_to TIMESTAMP(3) NOT NULL,
  closed_by VARCHAR(255),
  PRIMARY KEY (catalog_id, principal_id, privilege, valid_from),
  CHECK (valid_to > valid_from)
);
CREATE INDEX catalog_grants_history_principal_id ON catalog_grants_history (principal_id);

CREATE TABLE schema_grants_history (
  schema_id BIGINT NOT NULL,
  principal_id BIGINT NOT NULL,
  privilege VARCHAR(32) NOT NULL,
  grantor VARCHAR(255) NOT NULL,
  granted_at TIMESTAMP(3) NOT NULL,
  valid_from TIMESTAMP(3) NOT NULL,
  changed_by VARCHAR(255),
  valid_to TIMESTAMP(3) NOT NULL,
  closed_by VARCHAR(255),
  PRIMARY KEY (schema_id, principal_id, privilege, valid_from),
  CHECK (valid_to > valid_from)
);
CREATE INDEX schema_grants_history_principal_id ON schema_grants_history (principal_id);

CREATE TABLE model_grants_history (
  model_id BIGINT NOT NULL,
  principal_id BIGINT NOT NULL,
  privilege VARCHAR(32) NOT NULL,
  grantor VARCHAR(255) NOT NULL,
  granted_at TIMESTAMP(3) NOT NULL,
  valid_from TIMESTAMP(3) NOT NULL,
  changed_by VARCHAR(255),
  valid_to TIMESTAMP(3) NOT NULL,
  closed_by VARCHAR(255),
  PRIMARY KEY (model_id, principal_id, privilege, valid_from),
  CHECK (valid_to > valid_from)
);
CREATE INDEX model_grants_history_principal_id ON model_grants_history (principal_id);

CREATE TABLE model_lineage_history (
  model_id BIGINT NOT NULL,
  version BIGINT NOT NULL,
  source_table_full_name VARCHAR(767) NOT NULL,
  run_id VARCHAR(255),
  created_by VARCHAR(255) NOT NULL,
  event_time TIMESTAMP(3) NOT NULL,
  valid_from TIMESTAMP(3) NOT NULL,
  changed_by VARCHAR(255),
  valid_to TIMESTAMP(3) NOT NULL,
  closed_by VARCHAR(255),
  PRIMARY KEY (model_id, version, source_table_full_name, valid_from),
  CHECK (valid_to > valid_from)
);

-- Models that were dropped and can be restored. Their other values are in the closed rows whose
-- valid_to is dropped_at. The row is deleted when the model is purged.
CREATE TABLE dropped_models (
  model_id BIGINT PRIMARY KEY,
  catalog_id BIGINT NOT NULL,
  schema_id BIGINT NOT NULL REFERENCES schemas (id) ON DELETE CASCADE,
  name VARCHAR(255) NOT NULL,
  full_name VARCHAR(767) NOT NULL,
  owner_id BIGINT NOT NULL, -- no foreign key: the owner may be dropped
  dropped_at TIMESTAMP(3) NOT NULL,
  dropped_by VARCHAR(255) NOT NULL
);
CREATE INDEX dropped_models_name ON dropped_models (full_name);
CREATE INDEX dropped_models_schema ON dropped_models (schema_id);
CREATE INDEX dropped_models_time ON dropped_models (dropped_at);

-- Values of dropped versions that never change while a version exists, and so are in no closed row.
-- Kept as long as history refers to them; purging a version only takes its files.
CREATE TABLE dropped_versions (
  model_id BIGINT NOT NULL,
  version BIGINT NOT NULL,
  source VARCHAR(4000),
  run_id VARCHAR(255),
  signature VARCHAR(1000000),
  storage_location VARCHAR(4000),
  dependencies VARCHAR(131072),
  file_set_id BIGINT REFERENCES file_sets (id), -- NULL without files, or purged
  created_at TIMESTAMP(3) NOT NULL,
  created_by VARCHAR(255) NOT NULL,
  dropped_at TIMESTAMP(3) NOT NULL,
  dropped_by VARCHAR(255) NOT NULL,
  with_model BOOLEAN NOT NULL, -- dropped with the model, and not before it
  purged BOOLEAN DEFAULT FALSE NOT NULL, -- cannot be restored
  PRIMARY KEY (model_id, version)
);
CREATE INDEX dropped_versions_file_set ON dropped_versions (file_set_id);
CREATE INDEX dropped_versions_time ON dropped_versions (purged, dropped_at);
