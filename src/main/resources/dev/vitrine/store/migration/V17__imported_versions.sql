-- The creator of an imported version, and its time of creation, in the registry it comes from.
ALTER TABLE versions ADD COLUMN imported_by VARCHAR(255);
ALTER TABLE versions ADD COLUMN imported_at TIMESTAMP(3);

-- A restored version has them again, which no closed row has.
ALTER TABLE dropped_versions ADD COLUMN imported_by VARCHAR(255);
ALTER TABLE dropped_versions ADD COLUMN imported_at TIMESTAMP(3);
