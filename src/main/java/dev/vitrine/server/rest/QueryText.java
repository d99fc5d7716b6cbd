package dev.vitrine.server.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;

/** Checks the query part of a URL, in which the HTTP library replaces malformed bytes silently. */
public final class QueryText {
  /** Radix of hexadecimal numbers. */
  private static final int HEX = 16;

  private QueryText() {}

  /**
   * @param query as it was sent; null if there is none
   * @throws dev.vitrine.error.VitrineException INVALID_PARAMETER_VALUE if its percent encoding is
   *     malformed, or does not encode UTF-8
   */
  public static void requireUtf8(String query) {
    if (query == null || query.indexOf('%') < 0) {
      return;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(query.length());
    for (int i = 0; i < query.length(); i++) {
      if (query.charAt(i) == '%') {
        bytes.write(escaped(query, i + 1));
        i += 2;
      } else {
        bytes.write(query.charAt(i));
      }
    }
    try {
      UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes.toByteArray()));
    } catch (CharacterCodingException exception) {
      throw Exchange.invalid("The query of the URL does not encode UTF-8.")
          .withCause(exception)
          .withHint("Encode each parameter in UTF-8, then in percent encoding.");
    }
  }

  private static int escaped(String query, int at) {
    int high = at + 1 < query.length() ? Character.digit(query.charAt(at), HEX) : -1;
    int low = high < 0 ? -1 : Character.digit(query.charAt(at + 1), HEX);
    if (low < 0) {
      throw Exchange.invalid("The query of the URL has a malformed percent encoding.");
    }
    return high * HEX + low;
  }
}
