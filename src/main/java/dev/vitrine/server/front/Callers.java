package dev.vitrine.server.front;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.BiFunction;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Identifies callers before authentication: by the user name or token of the request, or else by
 * its address. The name is not verified, so it is used for shares only.
 */
public final class Callers {
  /** The owner of an IPv6 address usually has a /64 network, which counts as one source. */
  private static final int NETWORK_BYTES = 8;

  private static final String BASIC = "basic ";
  private static final String FORWARDED_FOR = "X-Forwarded-For";

  private final BiFunction<InetAddress, String, InetAddress> client;

  /**
   * @param client returns the client address of a request from a peer, which may be a proxy
   */
  public Callers(BiFunction<InetAddress, String, InetAddress> client) {
    this.client = client;
  }

  String of(Request request) {
    String shown = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    if (shown == null) {
      return source(request);
    }
    if (!shown.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
      return "token " + shown.hashCode();
    }
    try {
      String pair =
          new String(Base64.getDecoder().decode(shown.substring(BASIC.length()).strip()), UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0
          ? source(request)
          : "user " + pair.substring(0, colon).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException malformed) {
      return source(request);
    }
  }

  /** The address that a request comes from, without the part that one caller can choose freely. */
  private String source(Request request) {
    InetAddress peer = address(request.getConnectionMetaData().getRemoteSocketAddress());
    return peer == null
        ? "nowhere"
        : network(client.apply(peer, request.getHeaders().get(FORWARDED_FOR)));
  }

  static @Nullable InetAddress address(SocketAddress socket) {
    return socket instanceof InetSocketAddress address ? address.getAddress() : null;
  }

  static String network(InetAddress address) {
    return address instanceof Inet6Address
        ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), NETWORK_BYTES))
        : address.getHostAddress();
  }
}
