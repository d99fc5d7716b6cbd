package dev.vitrine.server.pg.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The statements that create the relations of PostgreSQL's catalog, one a line. */
public final class CatalogScript {
  private static final String RESOURCE = "/dev/vitrine/server/pg/catalog/tables.sql";
  private static final Pattern TRUTH = Pattern.compile("(\\w+) BOOLEAN\\b");

  private static final List<String> LINES = read();

  private static final Set<String> BOOLEANS =
      LINES.stream()
          .map(TRUTH::matcher)
          .flatMap(Matcher::results)
          .map(found -> found.group(1))
          .collect(Collectors.toUnmodifiableSet());

  private CatalogScript() {}

  /** The statements, in order. */
  public static List<String> lines() {
    return LINES;
  }

  /** Whether a column of this name, in lower case, is a BOOLEAN. */
  static boolean isBoolean(String column) {
    return BOOLEANS.contains(column);
  }

  private static List<String> read() {
    try (InputStream in = CatalogScript.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the jar has the file");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }
}
