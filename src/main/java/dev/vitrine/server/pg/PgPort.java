package dev.vitrine.server.pg;

import dev.vitrine.authentication.StoreAuthenticator;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.session.Engine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The port for PostgreSQL clients, which is bound but not served yet. */
public final class PgPort implements AutoCloseable {
  /** The option's value for the default port, or none if that is in use. */
  public static final String DEFAULT = "default";

  private static final String OFF = "off";

  /** Clients that wait to be accepted. */
  private static final int BACKLOG = 256;

  private final PgSettings settings;
  private final ServerSocketChannel channel;

  private PgPort(PgSettings settings, ServerSocketChannel channel) {
    this.settings = settings;
    this.channel = channel;
  }

  /**
   * Checks the settings and binds the port.
   *
   * @param wanted a number, {@code off}, or {@link #DEFAULT}
   * @return empty for {@code off}, and when the default port is in use
   * @throws VitrineException INVALID_PARAMETER_VALUE when passwords would be sent unencrypted,
   *     CANNOT_CONNECT when the port is not available
   */
  public static Optional<PgPort> open(PgSettings settings, String wanted) {
    if (wanted.equals(OFF)) {
      return Optional.empty();
    }
    if (!wanted.equals(DEFAULT)) {
      return Optional.of(bind(settings.withPort(number(wanted))));
    }
    try {
      return Optional.of(bind(settings));
    } catch (VitrineException failure) {
      if (failure.code() != ErrorCode.CANNOT_CONNECT) {
        throw failure;
      }
      PgListener.LOG.warn(
          "Port {} is in use; PostgreSQL clients are not served. Set --pg-port to another port.",
          settings.port());
      return Optional.empty();
    }
  }

  private static int number(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException exception) {
      throw misuse().withCause(exception);
    }
    throw misuse();
  }

  private static VitrineException misuse() {
    return new VitrineException(
        ErrorCode.INVALID_PARAMETER_VALUE, "--pg-port must be a port from 0 to 65535, or off.");
  }

  private static PgPort bind(PgSettings settings) {
    requireSafe(settings);
    settings.tls().ifPresent(identity -> identity.read("only a check"));
    ServerSocketChannel channel = null;
    try {
      channel = ServerSocketChannel.open();
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(new InetSocketAddress(settings.host(), settings.port()), BACKLOG);
      return new PgPort(settings, channel);
    } catch (IOException | IllegalArgumentException exception) {
      close(channel);
      throw new VitrineException(
              ErrorCode.CANNOT_CONNECT,
              "The server cannot listen on " + settings.host() + ":" + settings.port() + ".")
          .withCause(exception)
          .withHint("Choose a free port with --pg-port, or use --pg-port off.");
    }
  }

  /** Passwords must not be sent unencrypted. */
  private static void requireSafe(PgSettings settings) {
    try {
      boolean local =
          Arrays.stream(InetAddress.getAllByName(settings.host()))
              .allMatch(InetAddress::isLoopbackAddress);
      if (!local && settings.tls().isEmpty()) {
        throw new VitrineException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "On " + settings.host() + " passwords would be sent unencrypted.")
            .withHint("Set --tls-cert and --tls-key, or --tls-keystore.");
      }
    } catch (UnknownHostException exception) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE, "The host '" + settings.host() + "' is unknown.")
          .withCause(exception);
    }
  }

  /**
   * Starts to serve the port, which belongs to the returned listener from then on.
   *
   * @param product name and version of the server, which clients read after PostgreSQL's version
   */
  public PgListener serve(Engine engine, StoreAuthenticator authenticator, String product) {
    return PgListener.start(settings, channel, engine, authenticator, product);
  }

  @Override
  public void close() {
    close(channel);
  }

  static void close(@Nullable ServerSocketChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException exception) {
        PgListener.LOG.warn("A port could not be closed", exception);
      }
    }
  }
}
