package dev.vitrine.catalog;

/**
 * A column of a relation or of a result.
 *
 * @param name as a tool shows it
 * @param precision characters of a VARCHAR, digits of a number, fraction digits of a TIMESTAMP or
 *     INSTANT
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

  /** A DOUBLE, of 17 significant digits. */
  public static Column number(String name, boolean nullable, String comment) {
    return new Column(name, DataType.DOUBLE, 17, 0, nullable, comment);
  }

  /** A point in time, to the millisecond; a TIMESTAMP in UTC to clients. */
  public static Column timestamp(String name, boolean nullable, String comment) {
    return new Column(name, DataType.INSTANT, 3, 0, nullable, comment);
  }
}
