package dev.vitrine.answers;

/** The types of the contract; whole numbers of any size are one. */
enum ValueType {
  NUMBER,
  TEXT,
  BOOLEAN,
  DOUBLE,
  DECIMAL,
  DATE,
  TIMESTAMP
}
