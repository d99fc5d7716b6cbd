-- Sessions of all servers on this store, and after how many days audit rows are removed.
-- Rows of sessions have no foreign keys: whether a session may go on is a join with the principal,
-- the token and the server, so dropping any of them needs no lock on sessions.

-- Counts the changes of what a user signs in with. A session that began before a change ends.
ALTER TABLE principals ADD COLUMN credentials_version BIGINT DEFAULT 0 NOT NULL;

ALTER TABLE metastore ADD COLUMN audit_retention_days INTEGER; -- NULL: for ever

CREATE TABLE servers (
  id VARCHAR(36) PRIMARY KEY,
  name VARCHAR(255) NOT NULL,
  renewed_at TIMESTAMP(3) NOT NULL -- by the store's clock
);

CREATE TABLE sessions (
  session_id VARCHAR(64) PRIMARY KEY,
  server_id VARCHAR(36) NOT NULL,
  user_id BIGINT NOT NULL,
  credentials_version BIGINT NOT NULL,
  credential VARCHAR(16) NOT NULL
    CHECK (credential IN ('EMBEDDED', 'PASSWORD', 'TOKEN', 'IDENTITY')),
  token_id BIGINT,
  client VARCHAR(255),
  source_ip VARCHAR(64),
  connected_at TIMESTAMP(3) NOT NULL
);
CREATE INDEX sessions_server ON sessions (server_id);
CREATE INDEX sessions_user ON sessions (user_id);
