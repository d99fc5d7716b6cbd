package dev.vitrine.share;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * A range of IP addresses.
 *
 * @param bits number of leading bits that all addresses have in common
 */
record AddressRange(InetAddress first, int bits) {
  /** An address with an optional prefix length; never a host name. */
  private static final Pattern FORM =
      Pattern.compile(
          "([0-9]{1,3}(?:\\.[0-9]{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)(?:/([0-9]{1,3}))?");

  /** Whether a text is an address or a range, and not a host name. */
  static boolean isMeantBy(String text) {
    return text.indexOf(':') >= 0 || text.indexOf('/') >= 0 || text.matches("[0-9.]+");
  }

  /**
   * The range of a text such as {@code 10.1.0.0/16} or {@code fd00::7}.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when the text is malformed
   */
  static AddressRange parse(String text) {
    var matcher = FORM.matcher(text);
    if (matcher.matches()) {
      try {
        // A literal address is not looked up.
        InetAddress first = InetAddress.getByName(matcher.group(1));
        int longest = first.getAddress().length * Byte.SIZE;
        int bits = matcher.group(2) == null ? longest : Integer.parseInt(matcher.group(2));
        if (bits <= longest) {
          return new AddressRange(first, bits);
        }
      } catch (UnknownHostException malformed) {
        throw invalid(text).withCause(malformed);
      }
    }
    throw invalid(text);
  }

  private static VitrineException invalid(String text) {
    return new VitrineException(
            ErrorCode.INVALID_PARAMETER_VALUE, "'" + text + "' is not a range of addresses.")
        .withHint("Examples: 10.1.2.3, 10.0.0.0/8, fd00::/8.");
  }

  boolean contains(InetAddress address) {
    byte[] own = first.getAddress();
    byte[] other = address.getAddress();
    if (own.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % Byte.SIZE);
      if (((own[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
