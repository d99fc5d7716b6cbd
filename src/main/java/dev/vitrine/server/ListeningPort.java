package dev.vitrine.server;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port that is bound but not served yet, so that a server that cannot get it changes nothing.
 * Clients that connect in the meantime wait.
 */
public final class ListeningPort implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ListeningPort.class);

  /** Clients that wait to be accepted. */
  private static final int BACKLOG = 256;

  private final ServerSettings settings;
  private final ServerSocketChannel channel;

  private ListeningPort(ServerSettings settings, ServerSocketChannel channel) {
    this.settings = settings;
    this.channel = channel;
  }

  /**
   * Checks the settings and binds the port.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when passwords would travel in the clear or
   *     the certificate cannot be used, CANNOT_CONNECT when the port cannot be had
   */
  public static ListeningPort open(ServerSettings settings) {
    settings.requireSafe();
    settings.tls().ifPresent(identity -> identity.read("only a check"));
    ServerSocketChannel channel = null;
    try {
      channel = ServerSocketChannel.open();
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(new InetSocketAddress(settings.host(), settings.port()), BACKLOG);
      return new ListeningPort(settings, channel);
    } catch (IOException | IllegalArgumentException | SecurityException exception) {
      close(channel);
      throw new VitrineException(
              ErrorCode.CANNOT_CONNECT,
              "The server cannot listen on " + settings.host() + ":" + settings.port() + ".")
          .withCause(exception)
          .withHint("Choose a free port, or use --port 0.");
    }
  }

  ServerSettings settings() {
    return settings;
  }

  ServerSocketChannel channel() {
    return channel;
  }

  /** Harmless after a server has taken it over and was closed. */
  @Override
  public void close() {
    close(channel);
  }

  private static void close(@Nullable ServerSocketChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException exception) {
        LOG.warn("A port could not be closed", exception);
      }
    }
  }
}
