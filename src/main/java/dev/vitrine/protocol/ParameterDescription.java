package dev.vitrine.protocol;

/**
 * A parameter of a prepared statement.
 *
 * @param type of {@link java.sql.Types}
 * @param className preferred class for {@code setObject}
 */
public record ParameterDescription(
    int type, String typeName, String className, int precision, int scale, boolean signed) {}
