-- Models of another Vitrine. Its CREATE RECIPIENT returns an activation file with the address and a
-- token. Here the address is one of a private network, which the operator has not allowed, so
-- nothing is sent; docs/share.md shows the same statements with a provider that responds.

CREATE USER gail;
GRANT CREATE PROVIDER ON METASTORE TO gail;

!connect gail

CREATE PROVIDER acme
 USING TEXT '{"shareCredentialsVersion":1,"endpoint":"https://10.0.0.1/api/2.1/vitrine-sharing","bearerToken":"vrt_example"}'
 COMMENT 'Models of our partner';

SHOW PROVIDERS LIKE 'ac*';

DESCRIBE PROVIDER acme;

-- After the provider has rotated the token.

ALTER PROVIDER acme
 USING TEXT '{"shareCredentialsVersion":1,"endpoint":"https://10.0.0.1/api/2.1/vitrine-sharing","bearerToken":"vrt_another"}';

COMMENT ON PROVIDER acme IS 'Models of a partner';

-- The provider is asked.

!expect HV00N
SHOW SHARES IN PROVIDER acme;

-- Only admins, and users who may create catalogs, can create one.

!expect 42501
CREATE CATALOG acme_models USING SHARE acme.models;

!connect admin

!expect HV00N
CREATE CATALOG acme_models USING SHARE acme.models COMMENT 'Read-only';

SELECT catalog_name, state, message FROM shared_catalogs;

-- A catalog that follows no share.

CREATE CATALOG plain;

!expect 22023
REFRESH CATALOG plain;

ALTER PROVIDER acme OWNER TO admin;

DROP PROVIDER acme;
DROP CATALOG plain;
DROP USER gail;
