package dev.vitrine.share;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Decides whether a connection to an address of a provider is allowed. Otherwise a user who may
 * create providers could let the server send requests into the network of the operator.
 */
final class AddressRules {
  /** Ranges that are not public and that {@link InetAddress} does not classify. */
  private static final List<AddressRange> PRIVATE =
      Stream.of(
              "0.0.0.0/8", // this network
              "100.64.0.0/10", // carrier-grade NAT
              "192.0.0.0/24", // protocol assignments
              "198.18.0.0/15", // benchmarks
              "240.0.0.0/4", // reserved, and broadcast
              "fc00::/7", // unique local
              "fec0::/10", // site local
              "::/96", // IPv4-compatible
              "64:ff9b::/96", // translation to IPv4
              "64:ff9b:1::/48", // local translation to IPv4
              "2002::/16", // 6to4, contains an IPv4 address
              "2001::/32", // Teredo, contains an IPv4 address
              "2001:db8::/32") // documentation
          .map(AddressRange::parse)
          .toList();

  private final boolean loopback;
  private final List<String> hosts;
  private final List<AddressRange> ranges;

  AddressRules(ShareSettings settings) {
    this.loopback = settings.allowLoopback();
    this.hosts =
        settings.allowedPrivate().stream().filter(text -> !AddressRange.isMeantBy(text)).toList();
    this.ranges =
        settings.allowedPrivate().stream()
            .filter(AddressRange::isMeantBy)
            .map(AddressRange::parse)
            .toList();
  }

  /**
   * Checks an address of a host.
   *
   * @throws ForbiddenAddressException when connections to it are not allowed
   */
  void require(String host, InetAddress address) throws IOException {
    if (address.isLoopbackAddress()) {
      if (!loopback) {
        throw new ForbiddenAddressException("The address of the provider is this machine.");
      }
      return;
    }
    if (address.isMulticastAddress() || address.isAnyLocalAddress()) {
      throw new ForbiddenAddressException("The address of the provider is not that of a host.");
    }
    boolean allowed =
        hosts.stream().anyMatch(host::equalsIgnoreCase)
            || ranges.stream().anyMatch(range -> range.contains(address));
    if (!allowed && isPrivate(address)) {
      throw new ForbiddenAddressException("The address of the provider is in a private network.");
    }
  }

  private static boolean isPrivate(InetAddress address) {
    return address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || PRIVATE.stream().anyMatch(range -> range.contains(address));
  }
}
