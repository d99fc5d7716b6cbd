package dev.vitrine.server.pg.message;

/** How the values of a {@link PgType} are written and read. */
public enum ValueFormat {
  BOOLEAN,
  INT2,
  INT4,
  INT8,
  OID,
  FLOAT4,
  FLOAT8,
  NUMERIC,
  TEXT,
  BYTEA,
  DATE,
  TIME,
  TIMESTAMP,
  TIMESTAMPTZ,
  ARRAY
}
