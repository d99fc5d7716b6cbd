-- A comment has up to 65,536 characters. H2 counts UTF-16 units, of which a character has up to two.
ALTER TABLE catalogs ALTER COLUMN comment SET DATA TYPE VARCHAR(131072);
ALTER TABLE schemas ALTER COLUMN comment SET DATA TYPE VARCHAR(131072);
ALTER TABLE models ALTER COLUMN comment SET DATA TYPE VARCHAR(131072);
ALTER TABLE versions ALTER COLUMN comment SET DATA TYPE VARCHAR(131072);
ALTER TABLE tokens ALTER COLUMN comment SET DATA TYPE VARCHAR(131072);

-- Everyone holds what is granted to everyone: effective grants list "account users" as such, too.
INSERT INTO effective_principals (principal_id, holder_id, path) VALUES (1, 1, '');

-- What clients of the REST surfaces store with an object and get back; it has no effect. JSON, but
-- for the id of a job.
ALTER TABLE catalogs ADD COLUMN properties VARCHAR(131072);
ALTER TABLE catalogs ADD COLUMN options VARCHAR(131072);
ALTER TABLE schemas ADD COLUMN properties VARCHAR(131072);
ALTER TABLE models ADD COLUMN deployment_job_id VARCHAR(255);
ALTER TABLE versions ADD COLUMN dependencies VARCHAR(131072);
