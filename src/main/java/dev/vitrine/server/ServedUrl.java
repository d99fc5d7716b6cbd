package dev.vitrine.server;

import dev.vitrine.server.rest.PublicUrl;
import io.javalin.http.Context;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The URL under which clients reach a server: the configured one, or the one of the request, as
 * stated by the request or by its trusted proxy. Immutable.
 */
final class ServedUrl implements PublicUrl {
  private final @Nullable String configured;
  private final TrustedProxies proxies;

  /**
   * @param configured URL set by the operator; null to derive it from the requests
   */
  ServedUrl(@Nullable String configured, TrustedProxies proxies) {
    this.configured = configured;
    this.proxies = proxies;
  }

  @Override
  public String of(Context context) {
    return configured == null ? requested(context) : configured;
  }

  private String requested(Context context) {
    boolean proxied = proxies.contains(CredentialSignIn.peer(context));
    return forwarded(proxied, "X-Forwarded-Proto", context).orElseGet(context::scheme)
        + "://"
        + forwarded(proxied, "X-Forwarded-Host", context).orElseGet(context::host);
  }

  /** The last element of a list, which the proxy next to this server wrote. */
  private static Optional<String> forwarded(boolean proxied, String header, Context context) {
    return Optional.ofNullable(context.header(header))
        .filter(value -> proxied)
        .map(value -> value.substring(value.lastIndexOf(',') + 1).strip())
        .filter(value -> !value.isEmpty());
  }
}
