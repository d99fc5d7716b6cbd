package dev.vitrine.protocol;

/**
 * A parameter of a prepared statement.
 *
 * @param type of {@link java.sql.Types}
 * @param instant whether its values are points in time, which have no time zone of their own
 * @param className of what {@code setObject} takes best
 */
public record ParameterDescription(
    int type,
    boolean instant,
    String typeName,
    String className,
    int precision,
    int scale,
    boolean signed) {
  /** Prefix of the names of such parameters; JDBC does not expose these names. */
  public static final String INSTANT = "instant";
}
