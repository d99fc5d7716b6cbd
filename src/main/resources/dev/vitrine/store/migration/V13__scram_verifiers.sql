-- For clients that prove that they have the password without sending it, in PostgreSQL's format:
-- SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey. Made with the password; a user of an older
-- release gets one with the next change of the password.
ALTER TABLE principals ADD COLUMN scram_verifier VARCHAR(255);
ALTER TABLE principals ADD CHECK (scram_verifier IS NULL OR password_hash IS NOT NULL);
