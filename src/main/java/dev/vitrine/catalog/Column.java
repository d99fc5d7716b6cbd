package dev.vitrine.catalog;

/**
 * A column of a relation or of a result.
 *
 * @param name as a tool shows it
 * @param precision characters of a VARCHAR, digits of a number, fraction digits of a TIMESTAMP
 * @param scale fraction digits of a DECIMAL, else 0
 * @param comment description; empty for computed columns
 */
public record Column(
    String name, DataType type, int precision, int scale, boolean nullable, String comment) {

  /** A VARCHAR of at most {@code length} characters. */
  public static Column varchar(String name, int length, boolean nullable, String comment) {
    return new Column(name, DataType.VARCHAR, length, 0, nullable, comment);
  }

  /** A BIGINT. */
  public static Column bigint(String name, boolean nullable, String comment) {
    return new Column(name, DataType.BIGINT, 19, 0, nullable, comment);
  }

  /** A TIMESTAMP in UTC, to the millisecond. */
  public static Column timestamp(String name, boolean nullable, String comment) {
    return new Column(name, DataType.TIMESTAMP, 3, 0, nullable, comment);
  }
}
