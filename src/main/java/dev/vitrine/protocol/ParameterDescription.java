package dev.vitrine.protocol;

/**
 * A parameter of a prepared statement.
 *
 * @param type of {@link java.sql.Types}
 * @param className of what {@code setObject} takes best
 */
public record ParameterDescription(
    int type, String typeName, String className, int precision, int scale, boolean signed) {}
