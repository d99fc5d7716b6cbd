-- Sessions: who is connected, to which of the servers on this store, and what they are doing.

CREATE USER gina;
CREATE USER henry WITH PASSWORD 'first';

!connect gina

-- Users see their own sessions. What a session is doing is NULL for sessions of other servers.

!set format vertical

SHOW SESSIONS;

!set format table

-- Ending a session ends its statement, its transaction and its connection: TERMINATE SESSION and the
-- id from the list. A session of somebody else is answered like one that does not exist.

!expect 42704
TERMINATE SESSION 5f0c2b7e9a314d6b8c1e2f3a4b5c6d7e;

-- An admin sees and ends everybody's. In SQL they are a relation like any other.

!connect admin

SELECT user_name, credential, state, transaction_started_at
  FROM sessions
 WHERE user_name IN ('admin', 'gina', 'henry')
 ORDER BY connected_at;

-- An admin's reset ends a user's sessions, and drops the tokens unless they are to be kept. Users
-- change their own password with the old one.

ALTER USER henry SET PASSWORD 'second' KEEP TOKENS;

!connect henry

ALTER USER henry SET PASSWORD 'third' OLD PASSWORD 'second';

!expect 28000
ALTER USER henry SET PASSWORD 'fourth' OLD PASSWORD 'wrong';

-- The metastore: everybody sees its name and owner, an admin how long the audit trail is kept.

DESCRIBE METASTORE;

!expect 42501
ALTER METASTORE SET RETENTION AUDIT 1 DAYS;

!connect admin

ALTER METASTORE SET RETENTION AUDIT 3650 DAYS;

DESCRIBE METASTORE;

ALTER METASTORE SET RETENTION AUDIT FOREVER;

DROP USER gina;
DROP USER henry;
