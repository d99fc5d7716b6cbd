-- How a principal comes to hold what a group holds: the names of the groups from the one it is in
-- down to the holder, with ' > ' between; empty for the principal itself. Of several ways the
-- shortest, then the first by name. Rows of nested groups get their whole path with the next change
-- of a membership.

ALTER TABLE effective_principals ADD COLUMN path VARCHAR(65535) DEFAULT '' NOT NULL;

UPDATE effective_principals
SET path = (SELECT p.name FROM principals p WHERE p.id = holder_id)
WHERE principal_id <> holder_id;
