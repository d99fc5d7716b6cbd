package dev.vitrine.catalog;

/** The types of columns and parameters; what tools of every kind can read. */
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
  /** {@link java.time.LocalDateTime} in UTC, to the millisecond. */
  TIMESTAMP
}
