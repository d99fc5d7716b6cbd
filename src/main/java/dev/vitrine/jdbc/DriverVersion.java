package dev.vitrine.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The driver's version.
 *
 * @param text all of it
 */
record DriverVersion(String text, int major, int minor) {
  /** As written by the build. */
  static DriverVersion ofThisBuild() {
    try (InputStream resource = DriverVersion.class.getResourceAsStream("driver.properties")) {
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
