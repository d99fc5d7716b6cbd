package dev.vitrine.protocol;

/**
 * A column of a result.
 *
 * @param type of {@link java.sql.Types}
 * @param instant whether its values are points in time, which have no time zone of their own
 * @param className class of the values of {@code getObject}
 * @param precision of a TIMESTAMP, its fraction digits
 * @param nullable as {@code ResultSetMetaData.isNullable}
 */
public record ColumnDescription(
    String label,
    String name,
    int type,
    boolean instant,
    String typeName,
    String className,
    int precision,
    int scale,
    int displaySize,
    int nullable,
    boolean signed,
    boolean caseSensitive) {}
