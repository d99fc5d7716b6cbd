package dev.vitrine.server;

import dev.vitrine.server.front.RequestGuard;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * The origins (scheme, host and port) by which a browser may know this server: that of the public
 * URL, that of the request, and that which a trusted proxy forwards. For {@link RequestGuard}.
 * Immutable.
 */
final class ServedOrigins implements Function<Request, Set<String>> {
  private final Optional<String> publicUrl;
  private final TrustedProxies proxies;

  ServedOrigins(@Nullable String publicUrl, TrustedProxies proxies) {
    this.publicUrl = Optional.ofNullable(publicUrl).map(ServedOrigins::ofUrl);
    this.proxies = proxies;
  }

  private static String ofUrl(String url) {
    URI uri = URI.create(url);
    return origin(uri.getScheme(), uri.getRawAuthority());
  }

  @Override
  public Set<String> apply(Request request) {
    Set<String> origins = new HashSet<>();
    publicUrl.ifPresent(origins::add);
    String host = request.getHeaders().get(HttpHeader.HOST);
    String scheme = request.isSecure() ? "https" : "http";
    if (host != null) {
      origins.add(origin(scheme, host));
    }
    if (request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress peer
        && isProxy(peer.getAddress())) {
      origins.add(
          origin(
              last("X-Forwarded-Proto", request).orElse(scheme),
              last("X-Forwarded-Host", request).orElse(host == null ? "" : host)));
    }
    return origins;
  }

  private boolean isProxy(InetAddress peer) {
    return peer != null && proxies.contains(peer);
  }

  /** The last element of a list, which the proxy next to this server wrote. */
  private static Optional<String> last(String header, Request request) {
    return Optional.ofNullable(request.getHeaders().get(header))
        .map(value -> value.substring(value.lastIndexOf(',') + 1).strip())
        .filter(value -> !value.isEmpty());
  }

  /** As browsers write it: in lower case, without the default port of the scheme. */
  private static String origin(String scheme, String host) {
    String whole = (scheme + "://" + host).toLowerCase(Locale.ROOT);
    String usual = whole.startsWith("https:") ? ":443" : ":80";
    return whole.endsWith(usual) ? whole.substring(0, whole.length() - usual.length()) : whole;
  }
}
