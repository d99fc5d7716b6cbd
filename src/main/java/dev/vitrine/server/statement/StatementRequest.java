package dev.vitrine.server.statement;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.Members;
import dev.vitrine.session.NamedStatement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request to run a statement.
 *
 * @param rowLimit maximum rows of the result; further ones are cut off
 * @param byteLimit the same of bytes
 * @param external true if chunks are fetched from links, false if they are parts of responses
 * @param patience how long the request waits for the statement
 * @param cancelAfterWait true if a statement that is not finished then is cancelled
 */
record StatementRequest(
    NamedStatement statement,
    Optional<String> catalog,
    Optional<String> schema,
    OptionalLong rowLimit,
    OptionalLong byteLimit,
    ResultFormat format,
    boolean external,
    Duration patience,
    boolean cancelAfterWait) {
  /** Named parameters of a statement. */
  private static final int MOST_PARAMETERS = 1_000;

  private static final Pattern SECONDS = Pattern.compile("([0-9]{1,3})s");

  /** Seconds, as in the API of Databricks. */
  private static final long SHORTEST_WAIT = 5;

  /** Seconds, as in the API of Databricks. */
  private static final long LONGEST_WAIT = 50;

  /**
   * Reads the body of a request. {@code warehouse_id} is ignored, since there is one server.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE for an invalid member, UNSUPPORTED_FEATURE for
   *     Arrow
   */
  static StatementRequest of(Members body) {
    boolean external =
        word(body, "disposition", "INLINE", List.of("INLINE", "EXTERNAL_LINKS"))
            .equals("EXTERNAL_LINKS");
    return new StatementRequest(
        new NamedStatement(
            body.required("statement"), values(body.objects("parameters", MOST_PARAMETERS))),
        body.text("catalog").filter(text -> !text.isEmpty()),
        body.text("schema").filter(text -> !text.isEmpty()),
        positive(body, "row_limit"),
        positive(body, "byte_limit"),
        format(body, external),
        external,
        waiting(body.text("wait_timeout").orElse("10s")),
        word(body, "on_wait_timeout", "CONTINUE", List.of("CONTINUE", "CANCEL")).equals("CANCEL"));
  }

  private static Map<String, Object> values(List<Members> parameters) {
    Map<String, Object> values = new HashMap<>();
    for (Members parameter : parameters) {
      String name = parameter.required("name");
      Object value = ParameterType.value(name, parameter);
      if (values.containsKey(name)) {
        throw Exchange.invalid("The parameter '" + name + "' is given twice.");
      }
      values.put(name, value);
    }
    return values;
  }

  private static ResultFormat format(Members body, boolean external) {
    String format =
        word(body, "format", "JSON_ARRAY", List.of("JSON_ARRAY", "CSV", "ARROW_STREAM"));
    if (format.equals("ARROW_STREAM")) {
      throw new VitrineException(
              ErrorCode.UNSUPPORTED_FEATURE, "The format ARROW_STREAM is not supported.")
          .withHint("Use JSON_ARRAY or CSV.");
    }
    if (format.equals("CSV") && !external) {
      throw Exchange.invalid("The format CSV requires the disposition EXTERNAL_LINKS.");
    }
    return ResultFormat.valueOf(format);
  }

  private static OptionalLong positive(Members body, String name) {
    Optional<Long> number = body.number(name);
    if (number.filter(value -> value <= 0).isPresent()) {
      throw Exchange.invalid("'" + name + "' must be positive.");
    }
    return number.map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  private static Duration waiting(String text) {
    Matcher matcher = SECONDS.matcher(text);
    long seconds = matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
    if (seconds != 0 && (seconds < SHORTEST_WAIT || seconds > LONGEST_WAIT)) {
      throw Exchange.invalid("'wait_timeout' must be 0s, or from 5s to 50s.");
    }
    return Duration.ofSeconds(seconds);
  }

  private static String word(Members body, String name, String otherwise, List<String> allowed) {
    String word = body.text(name).filter(text -> !text.isEmpty()).orElse(otherwise);
    String upper = word.toUpperCase(Locale.ROOT);
    if (!allowed.contains(upper)) {
      throw Exchange.invalid("'" + name + "' must be one of " + String.join(", ", allowed) + ".");
    }
    return upper;
  }
}
