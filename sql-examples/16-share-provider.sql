-- Sharing models with another registry: the side of the provider.

CREATE USER nina;
CREATE USER otto;
GRANT CREATE SHARE, CREATE RECIPIENT ON METASTORE TO nina;

CREATE CATALOG shop;
CREATE SCHEMA shop.ml;
CREATE MODEL shop.ml.churn COMMENT 'Which customers leave';
CREATE MODEL shop.ml.prices;
ALTER MODEL shop.ml.churn ADD VERSION FROM 'runs:/1/model';
GRANT USE CATALOG, USE SCHEMA, MANAGE, EXECUTE ON CATALOG shop TO nina;

-- A share needs the privilege CREATE SHARE; adding a model needs MANAGE and EXECUTE on it. Being an
-- admin is no right to read a model, and none to share it.

!connect nina

CREATE SHARE partners COMMENT 'Models for partners';
ALTER SHARE partners ADD MODEL shop.ml.churn;
ALTER SHARE partners ADD MODEL shop.ml.prices AS sales.prices;

SELECT share_name, shared_as, full_name FROM shared_models WHERE share_name = 'partners' ORDER BY 2;

-- The activation file is shown once. An embedded session names the endpoint; a server knows it.

!set format vertical

CREATE RECIPIENT acme COMMENT 'Acme Corp.' EXPIRES AFTER 90 DAYS
  ENDPOINT 'https://models.example.com/api/2.1/vitrine-sharing';

GRANT SELECT ON SHARE partners TO RECIPIENT acme;

SHOW SHARES;
SHOW ALL IN SHARE partners;
SHOW GRANTS ON SHARE partners;
SHOW GRANTS TO RECIPIENT acme;
SHOW RECIPIENTS;
DESCRIBE SHARE partners;
DESCRIBE RECIPIENT acme;

-- A new token makes the old one invalid at once.

ALTER RECIPIENT acme ROTATE TOKEN ENDPOINT 'https://models.example.com/api/2.1/vitrine-sharing';

!set format table

-- For other users the share does not exist.

!connect otto

SHOW SHARES;

!expect 42704
GRANT SELECT ON SHARE partners TO RECIPIENT acme;

!connect nina

-- A recipient reads a model only while the owner of the share has EXECUTE on it.

COMMENT ON SHARE partners IS 'Models for all partners';
COMMENT ON RECIPIENT acme IS NULL;
ALTER SHARE partners REMOVE MODEL sales.prices;
REVOKE SELECT ON SHARE partners FROM RECIPIENT acme;

!connect admin

ALTER SHARE partners OWNER TO otto;
ALTER RECIPIENT acme OWNER TO otto;

!expect 2BP01
DROP USER otto;

DROP RECIPIENT acme;
DROP SHARE partners;
DROP CATALOG shop CASCADE;
DROP USER nina;
DROP USER otto;
