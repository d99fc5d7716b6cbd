package dev.vitrine.authentication.scram;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first message of a client. The user name in it is ignored, as PostgreSQL does: the startup
 * message has it.
 *
 * @param bare without the header
 * @param nonce of the client
 * @param binding the channel binding that the last message must contain, in Base64
 */
record ClientFirst(String bare, String nonce, String binding) {
  private static final Pattern FORM =
      Pattern.compile(
          "((n|y|p=[A-Za-z0-9.-]+),(a=[^,]*)?,)((m=[^,]*,)?n=[^,]*,r=([!-+\\--~]+)(?:,.*)?)",
          Pattern.DOTALL);

  private static final String END_POINT = "p=tls-server-end-point";

  /**
   * Parses the message.
   *
   * @param endPoint hash of the server's certificate; empty if channel binding is not offered
   * @throws VitrineException PROTOCOL_VIOLATION when it is malformed or asks for a mechanism that
   *     is not offered, UNSUPPORTED_FEATURE for unknown extensions, AUTHENTICATION_FAILED when the
   *     offered channel binding did not reach the client
   */
  static ClientFirst parse(String mechanism, String message, byte[] endPoint) {
    Matcher parts = FORM.matcher(message);
    boolean offered = ScramExchange.mechanisms(endPoint).contains(mechanism);
    if (!offered || !parts.matches()) {
      throw malformed();
    }
    if (parts.group(3) != null || parts.group(5) != null) {
      throw new VitrineException(
          ErrorCode.UNSUPPORTED_FEATURE,
          "Authorization identities and extensions of SCRAM are not supported.");
    }
    String flag = parts.group(2);
    boolean bound = mechanism.equals(ScramExchange.PLUS);
    if (bound != flag.startsWith("p")) {
      throw malformed();
    }
    if (bound && !flag.equals(END_POINT)) {
      throw new VitrineException(
          ErrorCode.UNSUPPORTED_FEATURE,
          "Only the channel binding tls-server-end-point is supported.");
    }
    if (flag.equals("y") && endPoint.length > 0) {
      throw new VitrineException(
              ErrorCode.AUTHENTICATION_FAILED,
              "The client did not receive the offer of channel binding.")
          .withHint("The connection may be intercepted. Connect with sslmode=verify-full.");
    }
    byte[] header = parts.group(1).getBytes(StandardCharsets.UTF_8);
    return new ClientFirst(
        parts.group(4), parts.group(6), base64(header, bound ? endPoint : new byte[0]));
  }

  private static String base64(byte[] header, byte[] data) {
    byte[] whole = Arrays.copyOf(header, header.length + data.length);
    System.arraycopy(data, 0, whole, header.length, data.length);
    return Base64.getEncoder().encodeToString(whole);
  }

  static VitrineException malformed() {
    return new VitrineException(ErrorCode.PROTOCOL_VIOLATION, "A SCRAM message is malformed.");
  }
}
