package dev.vitrine.server.pg.message;

import dev.vitrine.catalog.DataType;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The types that are sent to PostgreSQL clients, by their object ID (OID). */
public enum PgType {
  BOOL(16, 1, ValueFormat.BOOLEAN),
  BYTEA(17, -1, ValueFormat.BYTEA),
  CHAR(18, 1, ValueFormat.TEXT),
  NAME(19, 64, ValueFormat.TEXT),
  INT8(20, 8, ValueFormat.INT8),
  INT2(21, 2, ValueFormat.INT2),
  INT4(23, 4, ValueFormat.INT4),
  TEXT(25, -1, ValueFormat.TEXT),
  OID(26, 4, ValueFormat.OID),
  FLOAT4(700, 4, ValueFormat.FLOAT4),
  FLOAT8(701, 8, ValueFormat.FLOAT8),
  UNKNOWN(705, -2, ValueFormat.TEXT),
  BOOL_ARRAY(1000, -1, ValueFormat.ARRAY),
  NAME_ARRAY(1003, -1, ValueFormat.ARRAY),
  INT2_ARRAY(1005, -1, ValueFormat.ARRAY),
  INT4_ARRAY(1007, -1, ValueFormat.ARRAY),
  TEXT_ARRAY(1009, -1, ValueFormat.ARRAY),
  VARCHAR_ARRAY(1015, -1, ValueFormat.ARRAY),
  INT8_ARRAY(1016, -1, ValueFormat.ARRAY),
  FLOAT8_ARRAY(1022, -1, ValueFormat.ARRAY),
  OID_ARRAY(1028, -1, ValueFormat.ARRAY),
  BPCHAR(1042, -1, ValueFormat.TEXT),
  VARCHAR(1043, -1, ValueFormat.TEXT),
  DATE(1082, 4, ValueFormat.DATE),
  TIME(1083, 8, ValueFormat.TIME),
  TIMESTAMP(1114, 8, ValueFormat.TIMESTAMP),
  TIMESTAMP_ARRAY(1115, -1, ValueFormat.ARRAY),
  DATE_ARRAY(1182, -1, ValueFormat.ARRAY),
  TIMESTAMPTZ(1184, 8, ValueFormat.TIMESTAMPTZ),
  TIMESTAMPTZ_ARRAY(1185, -1, ValueFormat.ARRAY),
  NUMERIC_ARRAY(1231, -1, ValueFormat.ARRAY),
  NUMERIC(1700, -1, ValueFormat.NUMERIC);

  private static final Map<Integer, PgType> BY_OID =
      Arrays.stream(values()).collect(Collectors.toMap(PgType::oid, Function.identity()));

  private final int oid;
  private final int size;
  private final ValueFormat format;

  PgType(int oid, int size, ValueFormat format) {
    this.oid = oid;
    this.size = size;
    this.format = format;
  }

  /** The type with this OID, if it is one that Vitrine knows. */
  public static Optional<PgType> of(int oid) {
    return Optional.ofNullable(BY_OID.get(oid));
  }

  /** The type of a column or parameter of the engine. */
  public static PgType of(DataType type) {
    return switch (type) {
      case VARCHAR -> VARCHAR;
      case INTEGER -> INT4;
      case BIGINT -> INT8;
      case DECIMAL -> NUMERIC;
      case DOUBLE -> FLOAT8;
      case BOOLEAN -> BOOL;
      case DATE -> DATE;
      case TIME -> TIME;
      case TIMESTAMP -> TIMESTAMP;
      case INSTANT -> TIMESTAMPTZ;
    };
  }

  /** The array of values of the engine; texts for types that have no array here. */
  public static PgType arrayOf(DataType type) {
    return switch (type) {
      case INTEGER -> INT4_ARRAY;
      case BIGINT -> INT8_ARRAY;
      case DECIMAL -> NUMERIC_ARRAY;
      case DOUBLE -> FLOAT8_ARRAY;
      case BOOLEAN -> BOOL_ARRAY;
      case DATE -> DATE_ARRAY;
      case TIMESTAMP -> TIMESTAMP_ARRAY;
      case INSTANT -> TIMESTAMPTZ_ARRAY;
      case VARCHAR, TIME -> TEXT_ARRAY;
    };
  }

  /** The type of the elements of an array; of other types, the type itself. */
  public PgType element() {
    return switch (this) {
      case BOOL_ARRAY -> BOOL;
      case INT8_ARRAY -> INT8;
      case FLOAT8_ARRAY -> FLOAT8;
      case TIMESTAMP_ARRAY -> TIMESTAMP;
      case TIMESTAMPTZ_ARRAY -> TIMESTAMPTZ;
      case DATE_ARRAY -> DATE;
      case NUMERIC_ARRAY -> NUMERIC;
      case NAME_ARRAY -> NAME;
      case INT2_ARRAY -> INT2;
      case INT4_ARRAY -> INT4;
      case TEXT_ARRAY -> TEXT;
      case VARCHAR_ARRAY -> VARCHAR;
      case OID_ARRAY -> OID;
      case BOOL,
          BYTEA,
          CHAR,
          NAME,
          INT8,
          INT2,
          INT4,
          TEXT,
          OID,
          FLOAT4,
          FLOAT8,
          UNKNOWN,
          BPCHAR,
          VARCHAR,
          DATE,
          TIME,
          TIMESTAMP,
          TIMESTAMPTZ,
          NUMERIC ->
          this;
    };
  }

  /** The object ID in PostgreSQL's catalog. */
  public int oid() {
    return oid;
  }

  /** Bytes of a value; negative for variable sizes. */
  public int size() {
    return size;
  }

  /** How values are written and read. */
  public ValueFormat format() {
    return format;
  }
}
