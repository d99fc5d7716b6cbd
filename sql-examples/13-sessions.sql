-- Sessions: the connected users, their servers and their current activity.

CREATE USER gina;
CREATE USER henry WITH PASSWORD 'first';

!connect gina

-- Users see their own sessions. The activity is NULL for sessions of other servers.

!set format vertical

SHOW SESSIONS;

!set format table

-- Ending a session ends its statement, its transaction and its connection: TERMINATE SESSION and the
-- ID from the list. A session of another user causes the same error as a missing one.

!expect 42704
TERMINATE SESSION 5f0c2b7e9a314d6b8c1e2f3a4b5c6d7e;

-- Admins see and can end all of them. They are also a relation.

!connect admin

SELECT user_name, credential, state, transaction_started_at
  FROM sessions
 WHERE user_name IN ('admin', 'gina', 'henry')
 ORDER BY connected_at;

-- A reset by an admin ends the user's sessions and drops the tokens, unless KEEP TOKENS is given.
-- Users change their own password with the old one.

ALTER USER henry SET PASSWORD 'second' KEEP TOKENS;

!connect henry

ALTER USER henry SET PASSWORD 'third' OLD PASSWORD 'second';

!expect 28000
ALTER USER henry SET PASSWORD 'fourth' OLD PASSWORD 'wrong';

-- The metastore: all users see its name and owner, admins also the retention of the audit trail.

DESCRIBE METASTORE;

!expect 42501
ALTER METASTORE SET RETENTION AUDIT 1 DAYS;

!connect admin

ALTER METASTORE SET RETENTION AUDIT 3650 DAYS;

DESCRIBE METASTORE;

ALTER METASTORE SET RETENTION AUDIT FOREVER;

DROP USER gina;
DROP USER henry;
