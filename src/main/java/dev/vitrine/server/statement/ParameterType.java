package dev.vitrine.server.statement;

import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.Members;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Converts the texts of parameters to values of their types. */
final class ParameterType {
  /** Characters of a number, so that an exponent cannot make it large. */
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?[0-9.]{1,400}(?:[eE][-+]?[0-9]{1,3})?");

  private static final Pattern PRECISION = Pattern.compile("\\([0-9, ]*\\)$");

  private ParameterType() {}

  /**
   * The value of a parameter, of which the request has a text {@code value} and the {@code type}.
   *
   * @return null for NULL
   * @throws dev.vitrine.error.VitrineException INVALID_PARAMETER_VALUE when the text is not a value
   *     of the type, or the type is not supported
   */
  static @Nullable Object value(String name, Members parameter) {
    Optional<String> value = parameter.text("value");
    if (value.isEmpty()) {
      return null;
    }
    String text = value.get();
    String word = parameter.text("type").orElse("STRING").strip().toUpperCase(Locale.ROOT);
    try {
      return switch (PRECISION.matcher(word).replaceFirst("")) {
        case "STRING", "VARCHAR", "CHAR" -> text;
        case "TINYINT", "SMALLINT", "INT", "INTEGER", "BIGINT", "LONG" ->
            number(text).longValueExact();
        case "DECIMAL", "DEC", "NUMERIC" -> number(text);
        case "FLOAT", "REAL", "DOUBLE" -> number(text).doubleValue();
        case "BOOLEAN" -> truth(text);
        case "DATE" -> LocalDate.parse(text);
        case "TIMESTAMP" -> timestamp(text);
        case "VOID" -> null;
        default ->
            throw Exchange.invalid(
                "The type of the parameter '" + name + "' is not supported: " + word + ".");
      };
    } catch (ArithmeticException | IllegalArgumentException | DateTimeException exception) {
      throw Exchange.invalid("The value of the parameter '" + name + "' is not a " + word + ".")
          .withCause(exception);
    }
  }

  private static BigDecimal number(String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw new NumberFormatException("not a number");
    }
    return new BigDecimal(text);
  }

  private static Boolean truth(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }

  /** A time without an offset is in UTC. */
  private static LocalDateTime timestamp(String text) {
    String iso = text.replace(' ', 'T');
    return iso.endsWith("Z")
        ? LocalDateTime.ofInstant(Instant.parse(iso), ZoneOffset.UTC)
        : LocalDateTime.parse(iso);
  }
}
