package dev.vitrine.protocol;

/**
 * The conditions that the driver itself reports. Name, number and SQLSTATE are those of the
 * engine's condition, if it has one.
 */
public enum Condition {
  UNSUPPORTED_FEATURE(1003, "0A000"),
  UNBOUND_PARAMETER(1005, "07001"),
  INVALID_PARAMETER_VALUE(1006, "22023"),
  AUTHENTICATION_FAILED(1208, "28000"),
  UNRESOLVED_COLUMN(1302, "42703"),
  CAST_INVALID_INPUT(1306, "22018"),
  NUMERIC_VALUE_OUT_OF_RANGE(1307, "22003"),
  TOO_MANY_CONNECTIONS(1403, "53300"),
  CANNOT_CONNECT(1404, "08001"),
  CONNECTION_CLOSED(1405, "08003"),
  INVALID_CURSOR_STATE(1407, "24000"),
  OUT_OF_MEMORY(1413, "53200"),
  STATEMENT_TIMEOUT(1416, "57014"),
  INVALID_TRANSACTION_STATE(1408, "25000"),
  RETURNS_NO_ROWS(1501, "07005"),
  RETURNS_ROWS(1502, "07000"),
  CONNECTION_LOST(1503, "08006"),
  OUTCOME_UNKNOWN(1504, "08007"),
  STATEMENT_CLOSED(1505, "08003"),
  INTERNAL_ERROR(1999, "XX000");

  private final int vendorCode;
  private final String sqlState;

  Condition(int vendorCode, String sqlState) {
    this.vendorCode = vendorCode;
    this.sqlState = sqlState;
  }

  /** The stable number. */
  public int vendorCode() {
    return vendorCode;
  }

  /** The five-character SQLSTATE. */
  public String sqlState() {
    return sqlState;
  }

  /** A message in the form that the engine's have. */
  public String message(String problem) {
    return "[" + name() + "] " + problem;
  }
}
