package dev.vitrine.server.pg.catalog;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The functions of catalog statements on texts and sizes. H2 calls them by name. */
public final class CatalogTexts {
  private static final int UTF8 = 6;

  private static final List<String> UNITS = List.of("kB", "MB", "GB", "TB", "PB");

  /** PostgreSQL uses a unit up to this number of it. */
  private static final long LARGEST = 10 * 1_024L;

  private CatalogTexts() {}

  /** A number of bytes in a unit that people can read, rounded as PostgreSQL does. */
  public static @Nullable String size(@Nullable Long bytes) {
    if (bytes == null) {
      return null;
    }
    if (Math.abs(bytes) < LARGEST) {
      return bytes + " bytes";
    }
    double value = bytes;
    String unit = "";
    for (String next : UNITS) {
      value /= 1_024;
      unit = next;
      if (Math.abs(value) < LARGEST - 0.5) {
        break;
      }
    }
    return Math.round(value) + " " + unit;
  }

  /** The number of an encoding; -1 for others than UTF8. */
  public static @Nullable Integer encodingNumber(@Nullable String name) {
    if (name == null) {
      return null;
    }
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    return plain.equals("utf8") || plain.equals("unicode") ? UTF8 : -1;
  }

  /** The parts of a text between separators; its characters if the separator is NULL. */
  public static String @Nullable [] split(@Nullable String text, @Nullable String separator) {
    if (text == null) {
      return null;
    }
    if (text.isEmpty()) {
      return new String[0];
    }
    if (separator == null) {
      return text.codePoints().mapToObj(Character::toString).toArray(String[]::new);
    }
    return separator.isEmpty() ? new String[] {text} : text.split(Pattern.quote(separator), -1);
  }
}
