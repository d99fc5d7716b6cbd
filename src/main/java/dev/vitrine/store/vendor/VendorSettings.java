package dev.vitrine.store.vendor;

import java.time.Duration;
import java.util.Properties;

/**
 * Settings of the vendors' drivers that keep a broken network from blocking a thread for ever.
 * Settings in the store's URL take precedence.
 */
public final class VendorSettings {
  /** Time limit of connecting to PostgreSQL, in seconds. */
  private static final int CONNECT_SECONDS = 5;

  /** Time limit of signing in to PostgreSQL, in seconds. */
  private static final int LOGIN_SECONDS = 10;

  /** Time limit of sending a cancellation, in seconds. */
  private static final int CANCEL_SECONDS = 5;

  /** Time limit for the response to a cancelled statement. */
  private static final int AFTER_STATEMENT_SECONDS = 30;

  /**
   * PostgreSQL ends the session of a server that is gone within 30 s, and with it the session's
   * locks; by default it would notice after two hours. A running statement looks for its client
   * every 5 s, where the platform can.
   */
  private static final String POSTGRESQL_INITIAL_SQL =
      "SET TIME ZONE 'UTC'; SET tcp_keepalives_idle = 15; SET tcp_keepalives_interval = 5;"
          + " SET tcp_keepalives_count = 3; DO $$ BEGIN"
          + " PERFORM set_config('client_connection_check_interval', '5s', false);"
          + " EXCEPTION WHEN undefined_object OR invalid_parameter_value THEN NULL; END $$";

  private VendorSettings() {}

  /** The first statements of a new connection. */
  public static String initialSql(Vendor vendor, Duration lockTime) {
    return switch (vendor) {
          case POSTGRESQL -> POSTGRESQL_INITIAL_SQL;
          case H2 -> "SET TIME ZONE 'UTC'";
        }
        + "; "
        + vendor.lockTime(lockTime);
  }

  /**
   * For connections that run statements.
   *
   * @param statementTime time limit of a statement; zero means no limit
   */
  public static Properties forStatements(Vendor vendor, Duration statementTime) {
    return of(
        vendor,
        statementTime.isZero()
            ? Duration.ZERO
            : statementTime.plusSeconds(AFTER_STATEMENT_SECONDS));
  }

  /**
   * For connections with a time limit for each response.
   *
   * @param response time limit of a response, rounded up to seconds; zero means no limit
   */
  public static Properties of(Vendor vendor, Duration response) {
    Properties settings = new Properties();
    switch (vendor) {
      case POSTGRESQL -> {
        settings.setProperty("tcpKeepAlive", "true");
        settings.setProperty("connectTimeout", Integer.toString(CONNECT_SECONDS));
        settings.setProperty("loginTimeout", Integer.toString(LOGIN_SECONDS));
        settings.setProperty("cancelSignalTimeout", Integer.toString(CANCEL_SECONDS));
        settings.setProperty("socketTimeout", Long.toString(response.plusMillis(999).toSeconds()));
      }
      case H2 -> {}
    }
    return settings;
  }
}
