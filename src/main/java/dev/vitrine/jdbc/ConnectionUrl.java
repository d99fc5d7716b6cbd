package dev.vitrine.jdbc;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.calcite.avatica.BuiltInConnectionProperty;

/**
 * What a URL and the properties beside it ask for.
 *
 * @param url as given
 * @param kind where the engine is
 */
record ConnectionUrl(String url, Kind kind) {
  private static final String PREFIX = "jdbc:vitrine:";

  /** Vitrine's own property that shares its name with one of Avatica's. */
  private static final String SCHEMA = "schema";

  /** They name classes to load, files to read and hosts to call. */
  private static final Set<String> FOREIGN =
      Stream.of(BuiltInConnectionProperty.values())
          .map(property -> property.camelName().toLowerCase(Locale.ROOT))
          .filter(name -> !name.equals(SCHEMA))
          .collect(Collectors.toUnmodifiableSet());

  /** Where the engine is. */
  enum Kind {
    EMBEDDED,
    REMOTE
  }

  static boolean accepts(String url) {
    return url != null && url.startsWith(PREFIX);
  }

  static ConnectionUrl parse(String url, Properties properties) throws SQLException {
    String rest = url.substring(PREFIX.length());
    for (String name : properties.stringPropertyNames()) {
      refuseForeign(name);
    }
    if (rest.startsWith("//")) {
      refuseForeignInQuery(rest);
      return new ConnectionUrl(url, Kind.REMOTE);
    }
    if (rest.startsWith("postgresql://") && rest.length() > "postgresql://".length()) {
      // The query string is pgjdbc's and none of this driver's.
      return new ConnectionUrl(url, Kind.EMBEDDED);
    }
    boolean named = rest.startsWith("mem:") || rest.startsWith("file:");
    if (named && rest.indexOf(':') < rest.length() - 1) {
      refuseForeignInQuery(rest);
      return new ConnectionUrl(url, Kind.EMBEDDED);
    }
    throw SqlErrors.of(
        "The URL is none of jdbc:vitrine:mem:NAME, jdbc:vitrine:file:PATH,"
            + " jdbc:vitrine:postgresql://HOST[:PORT]/DB and jdbc:vitrine://HOST[:PORT].",
        "08001",
        1404);
  }

  private static void refuseForeignInQuery(String rest) throws SQLException {
    for (String part : rest.split("[?&;]", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        refuseForeign(part.substring(0, equals).strip());
      }
    }
  }

  private static void refuseForeign(String name) throws SQLException {
    if (FOREIGN.contains(name.toLowerCase(Locale.ROOT))) {
      throw SqlErrors.invalidArgument("There is no connection property '" + name + "'.");
    }
  }
}
