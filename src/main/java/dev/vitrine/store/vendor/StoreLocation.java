package dev.vitrine.store.vendor;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.nio.file.Path;

/**
 * The location of a registry store.
 *
 * @param url the Vitrine URL without credentials, which is also the key of the shared engine
 * @param jdbcUrl the URL for the vendor's driver
 */
public record StoreLocation(String url, Vendor vendor, String jdbcUrl, boolean inMemory) {
  /** The schema, of the database, that holds all tables. */
  public static final String SCHEMA = "vitrine";

  private static final String PREFIX = "jdbc:vitrine:";

  /**
   * With {@code WRITE_DELAY} at its default, a killed process loses commits it acknowledged; H2
   * sorts NULL low by default, Calcite and PostgreSQL sort it high; and with a {@code
   * QUERY_CACHE_SIZE}, a repeated statement with common table expressions can return the rows of
   * the previous execution, for its caller. The space of old pages of the file is used again after
   * the {@code RETENTION_TIME}, in milliseconds; at its default of 45 s, the file of a busy store
   * grows to gigabytes (see {@code H2Compaction}). H2 writes statements and values of users into
   * its trace file; errors reach the server's log without them.
   */
  private static final String H2_SETTINGS =
      ";DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0;LOCK_TIMEOUT=10000"
          + ";DB_CLOSE_ON_EXIT=FALSE;QUERY_CACHE_SIZE=0;TRACE_LEVEL_FILE=0;RETENTION_TIME=2000";

  /**
   * Reads {@code jdbc:vitrine:mem:NAME}, {@code jdbc:vitrine:file:PATH} or {@code
   * jdbc:vitrine:postgresql://…}.
   *
   * @throws VitrineException CANNOT_CONNECT when it is none of these
   */
  public static StoreLocation parse(String url) {
    if (url.startsWith(PREFIX + "mem:")) {
      String name = settingFree(url.substring((PREFIX + "mem:").length()), url);
      return new StoreLocation(
          url, Vendor.H2, "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1" + H2_SETTINGS, true);
    }
    if (url.startsWith(PREFIX + "file:")) {
      String path = settingFree(url.substring((PREFIX + "file:").length()), url);
      String expanded =
          path.startsWith("~/") ? System.getProperty("user.home") + path.substring(1) : path;
      Path absolute = Path.of(expanded).toAbsolutePath().normalize();
      return new StoreLocation(
          PREFIX + "file:" + absolute, Vendor.H2, "jdbc:h2:file:" + absolute + H2_SETTINGS, false);
    }
    if (url.startsWith(PREFIX + "postgresql:")) {
      PostgresqlUrl.check(url.substring(PREFIX.length()));
      return new StoreLocation(
          url, Vendor.POSTGRESQL, "jdbc:" + url.substring(PREFIX.length()), false);
    }
    throw malformed();
  }

  /** H2 reads settings after a semicolon, some of which run code: none are let through. */
  private static String settingFree(String name, String url) {
    if (name.isBlank() || name.indexOf(';') >= 0 || url.indexOf('\0') >= 0) {
      throw malformed();
    }
    return name;
  }

  /** The text without the passwords of the URL. */
  public String masked(String text) {
    String masked = text;
    if (vendor == Vendor.POSTGRESQL) {
      for (String secret : PostgresqlUrl.secrets(url)) {
        masked = masked.replace(secret, "***");
      }
    }
    return masked;
  }

  /** Without passwords. */
  @Override
  public String toString() {
    return masked(url);
  }

  private static VitrineException malformed() {
    return new VitrineException(ErrorCode.CANNOT_CONNECT, "The URL names no registry store.")
        .withHint(
            "Use jdbc:vitrine:mem:NAME, jdbc:vitrine:file:PATH"
                + " or jdbc:vitrine:postgresql://HOST[:PORT]/DATABASE?user=…&password=….");
  }
}
