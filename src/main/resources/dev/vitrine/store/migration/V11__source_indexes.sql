-- Lineage looks for the versions that were made from a source. A source has up to 4,000 characters,
-- more than a B-tree of PostgreSQL accepts, and is only compared for equality: there the indexes are
-- hash indexes.
CREATE INDEX versions_source ON versions ${for_equality} (source);
CREATE INDEX model_lineage_source ON model_lineage ${for_equality} (source_table_full_name);
