package dev.vitrine.server;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.InetAddressSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The proxies whose forwarding headers and plain HTTP are accepted. Immutable. */
public final class TrustedProxies {
  /** No proxies. */
  public static final TrustedProxies NONE = new TrustedProxies(List.of());

  private static final Logger LOG = LoggerFactory.getLogger(TrustedProxies.class);

  /** Accepts IP addresses only, without a DNS look-up. */
  private static final Pattern LITERAL =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  private final InetAddressSet addresses = new InetAddressSet();

  private TrustedProxies(Collection<String> patterns) {
    for (String pattern : patterns) {
      try {
        addresses.add(pattern);
      } catch (IllegalArgumentException e) {
        throw new VitrineException(
                ErrorCode.INVALID_PARAMETER_VALUE, "'" + pattern + "' is not an IP address.")
            .withCause(e)
            .withHint("Name proxies by address, 192.0.2.7, or network, 192.0.2.0/24.");
      }
    }
  }

  /**
   * These, each an address or a network such as {@code 192.0.2.0/24}.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when one is neither
   */
  public static TrustedProxies of(Collection<String> patterns) {
    return new TrustedProxies(patterns);
  }

  boolean isEmpty() {
    return addresses.isEmpty();
  }

  boolean contains(InetAddress peer) {
    return addresses.test(peer);
  }

  /**
   * The client address of a request: the peer, or behind a proxy the last forwarded address that is
   * not a trusted proxy. Addresses further left can be forged.
   *
   * @param forwarded the header X-Forwarded-For; may be null
   */
  InetAddress client(InetAddress peer, String forwarded) {
    InetAddress client = peer;
    List<String> hops = forwarded == null ? List.of() : List.of(forwarded.split(","));
    for (int i = hops.size() - 1; i >= 0 && contains(client); i--) {
      String hop = hops.get(i).strip();
      if (!LITERAL.matcher(hop).matches()) {
        return client;
      }
      try {
        client = InetAddress.getByName(hop);
      } catch (UnknownHostException e) {
        LOG.debug("A proxy forwarded an invalid client address", e);
        return client;
      }
    }
    return client;
  }
}
