package dev.vitrine.jdbc.metadata;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Properties;

/**
 * Constant results of {@link java.sql.DatabaseMetaData}, read from {@code constants.properties},
 * which has the name of the method and the result in each line.
 */
public final class MetadataConstants {
  private static final Properties VALUES = new Properties();

  static {
    try (InputStream resource =
        MetadataConstants.class.getResourceAsStream("constants.properties")) {
      VALUES.load(resource);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private MetadataConstants() {}

  /** The result of the method with any arguments, if it is constant. */
  public static Optional<Object> of(Method method) {
    return Optional.ofNullable(VALUES.getProperty(method.getName()))
        .map(
            text -> {
              if (method.getReturnType() == boolean.class) {
                return Boolean.valueOf(text);
              }
              return method.getReturnType() == int.class ? (Object) Integer.valueOf(text) : text;
            });
  }
}
