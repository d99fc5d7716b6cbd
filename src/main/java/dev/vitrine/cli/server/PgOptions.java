package dev.vitrine.cli.server;

import dev.vitrine.server.ServerSettings;
import dev.vitrine.server.pg.PgAuthentication;
import dev.vitrine.server.pg.PgPort;
import dev.vitrine.server.pg.PgSettings;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The port for PostgreSQL clients. */
final class PgOptions {
  @Option(
      names = "--pg-port",
      paramLabel = "PORT",
      defaultValue = PgPort.DEFAULT,
      description =
          "Port for PostgreSQL clients; 0 means any free port, off means none. Default: "
              + PgSettings.DEFAULT_PORT
              + ", or none if that port is in use.")
  private String port = "";

  @Option(
      names = "--pg-host",
      paramLabel = "HOST",
      defaultValue = ServerSettings.DEFAULT_HOST,
      description =
          "Address to listen on for PostgreSQL clients. Default: ${DEFAULT-VALUE}. Other addresses"
              + " require TLS.")
  private String host = "";

  @Option(
      names = "--pg-auth",
      paramLabel = "METHOD",
      defaultValue = "PASSWORD",
      description =
          "How PostgreSQL clients sign in: password (default) or scram. With scram, the password is"
              + " never sent; tokens are not accepted, and users whose password was set by an older"
              + " release need a new one.")
  private PgAuthentication authentication = PgAuthentication.PASSWORD;

  /** Whether it listens on another address than the default one. */
  boolean isElsewhere() {
    return !host.equals(ServerSettings.DEFAULT_HOST);
  }

  /**
   * Binds the port.
   *
   * @return empty for none
   */
  Optional<PgPort> open(ServerSettings settings) {
    PgSettings plain =
        PgSettings.of(host, PgSettings.DEFAULT_PORT, settings.limits(), settings.patience())
            .withAuthentication(authentication);
    return PgPort.open(settings.tls().map(plain::withTls).orElse(plain), port);
  }
}
