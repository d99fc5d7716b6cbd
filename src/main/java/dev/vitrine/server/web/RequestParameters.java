package dev.vitrine.server.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters of a request: those of the query, or the fields of a form. Immutable. */
final class RequestParameters {
  /** Maximum number of fields of a form. */
  private static final int MOST_FIELDS = 1_000;

  private final Map<String, List<String>> values;

  RequestParameters(Map<String, List<String>> values) {
    this.values = values;
  }

  /**
   * The fields of a form, in the encoding of URLs.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when they are malformed or too many
   */
  static RequestParameters ofForm(String body) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    if (body.isEmpty()) {
      return new RequestParameters(values);
    }
    String[] pairs = body.split("&", MOST_FIELDS + 1);
    if (pairs.length > MOST_FIELDS) {
      throw invalid("The form has more than " + MOST_FIELDS + " fields.");
    }
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      values.computeIfAbsent(decoded(name), any -> new ArrayList<>()).add(decoded(value));
    }
    return new RequestParameters(values);
  }

  private static String decoded(String text) {
    try {
      // Browsers send line ends of text areas as CR LF.
      return URLDecoder.decode(text, UTF_8).replace("\r\n", "\n");
    } catch (IllegalArgumentException malformed) {
      throw invalid("The form has a malformed percent encoding.").withCause(malformed);
    }
  }

  /** All values of a parameter. */
  List<String> texts(String name) {
    return values.getOrDefault(name, List.of());
  }

  /** The first value of a parameter that is not empty. */
  Optional<String> text(String name) {
    return texts(name).stream().filter(text -> !text.isEmpty()).findFirst();
  }

  /** Whether the parameter was sent, even if it is empty. */
  boolean has(String name) {
    return values.containsKey(name);
  }

  static VitrineException invalid(String problem) {
    return new VitrineException(ErrorCode.INVALID_PARAMETER_VALUE, problem);
  }
}
