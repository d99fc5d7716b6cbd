package dev.vitrine.catalog;

/** The types of columns and parameters, chosen so that all tools can read them. */
public enum DataType {
  /** {@link String}. */
  VARCHAR,
  /** {@link Integer}. */
  INTEGER,
  /** {@link Long}. */
  BIGINT,
  /** {@link java.math.BigDecimal}. */
  DECIMAL,
  /** {@link Double}. */
  DOUBLE,
  /** {@link Boolean}. */
  BOOLEAN,
  /** {@link java.time.LocalDate}. */
  DATE,
  /** {@link java.time.LocalTime}, to the millisecond. */
  TIME,
  /** {@link java.time.LocalDateTime} in UTC, to the millisecond. */
  TIMESTAMP,
  /** A point in time: {@link java.time.LocalDateTime} in UTC, to the millisecond. */
  INSTANT;

  /** The name of the type in SQL. */
  public String sqlName() {
    return this == INSTANT ? TIMESTAMP.name() : name();
  }
}
