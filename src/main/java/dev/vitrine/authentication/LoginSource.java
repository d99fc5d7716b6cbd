package dev.vitrine.authentication;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The source of a login.
 *
 * @param address address for the audit trail
 * @param key key of the failure counters; empty if unknown
 */
record LoginSource(Optional<String> address, String key) {
  static final LoginSource UNKNOWN = new LoginSource(Optional.empty(), "");

  /** The owner of an IPv6 address usually has a /64 network, which counts as one source. */
  private static final int NETWORK_BYTES = 8;

  static LoginSource of(InetAddress address) {
    String key =
        address instanceof Inet6Address
            ? HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), NETWORK_BYTES))
            : address.getHostAddress();
    return new LoginSource(Optional.of(address.getHostAddress()), key);
  }

  /** The source of a recipient of shares, whose failures are counted separately. */
  static LoginSource ofRecipient(InetAddress address) {
    LoginSource source = of(address);
    return new LoginSource(source.address(), "recipient\n" + source.key());
  }

  /** The source at an address that was taken from a socket; unknown without one. */
  static LoginSource of(@Nullable String address) {
    return address == null ? UNKNOWN : of(literal(address));
  }

  private static InetAddress literal(String address) {
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException exception) {
      throw new IllegalStateException("the address of a socket is one", exception);
    }
  }

  boolean isKnown() {
    return address.isPresent();
  }
}
