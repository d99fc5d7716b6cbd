package dev.vitrine.jdbc.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The driver's version.
 *
 * @param text all of it
 */
public record DriverVersion(String text, int major, int minor) {
  /** As written by the build. */
  public static final DriverVersion CURRENT = ofThisBuild();

  private static DriverVersion ofThisBuild() {
    try (InputStream resource =
        DriverVersion.class.getResourceAsStream("/dev/vitrine/jdbc/driver.properties")) {
      Properties properties = new Properties();
      properties.load(resource);
      String text = properties.getProperty("version");
      String[] numbers = text.split("[.-]", 3);
      return new DriverVersion(text, Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
