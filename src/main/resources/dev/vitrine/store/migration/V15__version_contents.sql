-- Columns of the signature, parameters and metrics of versions, as rows, so that queries can find
-- versions by them. The columns of existing signatures are read after this script, in its
-- transaction (SignatureBackfill).

CREATE TABLE signature_columns (
  model_id BIGINT NOT NULL,
  version BIGINT NOT NULL,
  direction VARCHAR(8) NOT NULL
    CONSTRAINT signature_columns_direction CHECK (direction IN ('INPUT', 'OUTPUT', 'PARAM')),
  column_position INTEGER NOT NULL, -- from 1
  column_name VARCHAR(1000000), -- NULL if the signature has no name
  column_type VARCHAR(1000000) NOT NULL,
  column_shape VARCHAR(1000000), -- JSON
  is_required BOOLEAN NOT NULL,
  default_value VARCHAR(1000000), -- JSON
  valid_from TIMESTAMP(3) DEFAULT TIMESTAMP '2020-01-01 00:00:00' NOT NULL,
  changed_by VARCHAR(255),
  PRIMARY KEY (model_id, version, direction, column_position),
  FOREIGN KEY (model_id, version) REFERENCES versions (model_id, version) ON DELETE CASCADE
);
-- A name can be longer than a B-tree of PostgreSQL accepts, and is compared for equality.
CREATE INDEX signature_columns_name ON signature_columns ${for_equality} (column_name);

CREATE TABLE version_params (
  model_id BIGINT NOT NULL,
  version BIGINT NOT NULL,
  param_name VARCHAR(255) NOT NULL,
  param_value VARCHAR(6000) NOT NULL,
  valid_from TIMESTAMP(3) DEFAULT TIMESTAMP '2020-01-01 00:00:00' NOT NULL,
  changed_by VARCHAR(255),
  PRIMARY KEY (model_id, version, param_name),
  FOREIGN KEY (model_id, version) REFERENCES versions (model_id, version) ON DELETE CASCADE
);
CREATE INDEX version_params_name ON version_params (param_name);

CREATE TABLE version_metrics (
  model_id BIGINT NOT NULL,
  version BIGINT NOT NULL,
  metric_name VARCHAR(255) NOT NULL,
  dataset VARCHAR(255) NOT NULL, -- empty if none was named
  step BIGINT NOT NULL,
  metric_value DOUBLE PRECISION NOT NULL,
  recorded_at TIMESTAMP(3) NOT NULL,
  valid_from TIMESTAMP(3) DEFAULT TIMESTAMP '2020-01-01 00:00:00' NOT NULL,
  changed_by VARCHAR(255),
  PRIMARY KEY (model_id, version, metric_name, dataset, step),
  FOREIGN KEY (model_id, version) REFERENCES versions (model_id, version) ON DELETE CASCADE
);
CREATE INDEX version_metrics_name ON version_metrics (metric_name);

-- The id of a job of the client; without effect.
ALTER TABLE versions ADD COLUMN deployment_job_id VARCHAR(255);

-- Closed rows, as of the tables of V14.
CREATE TABLE signature_columns_history (
  model_id BIGINT NOT NULL,
  version BIGINT NOT NULL,
  direction VARCHAR(8) NOT NULL,
  column_position INTEGER NOT NULL,
  column_name VARCHAR(1000000),
  column_type VARCHAR(1000000) NOT NULL,
  column_shape VARCHAR(1000000),
  is_required BOOLEAN NOT NULL,
  default_value VARCHAR(1000000),
  valid_from TIMESTAMP(3) NOT NULL,
  changed_by VARCHAR(255),
  valid_to TIMESTAMP(3) NOT NULL,
  closed_by VARCHAR(255),
  PRIMARY KEY (model_id, version, direction, column_position, valid_from),
  CHECK (valid_to > valid_from)
);

CREATE TABLE version_params_history (
  model_id BIGINT NOT NULL,
  version BIGINT NOT NULL,
  param_name VARCHAR(255) NOT NULL,
  param_value VARCHAR(6000) NOT NULL,
  valid_from TIMESTAMP(3) NOT NULL,
  changed_by VARCHAR(255),
  valid_to TIMESTAMP(3) NOT NULL,
  closed_by VARCHAR(255),
  PRIMARY KEY (model_id, version, param_name, valid_from),
  CHECK (valid_to > valid_from)
);

CREATE TABLE version_metrics_history (
  model_id BIGINT NOT NULL,
  version BIGINT NOT NULL,
  metric_name VARCHAR(255) NOT NULL,
  dataset VARCHAR(255) NOT NULL,
  step BIGINT NOT NULL,
  metric_value DOUBLE PRECISION NOT NULL,
  recorded_at TIMESTAMP(3) NOT NULL,
  valid_from TIMESTAMP(3) NOT NULL,
  changed_by VARCHAR(255),
  valid_to TIMESTAMP(3) NOT NULL,
  closed_by VARCHAR(255),
  PRIMARY KEY (model_id, version, metric_name, dataset, step, valid_from),
  CHECK (valid_to > valid_from)
);
