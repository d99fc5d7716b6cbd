package dev.vitrine.query.shape;

import dev.vitrine.catalog.DataType;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A literal of a query that a parameter replaces.
 *
 * @param start the offset of its first character in the query
 * @param end the offset after its last character
 * @param value as the session binds it: String, Long, LocalDate or LocalDateTime
 */
record Literal(int start, int end, Object value) {
  /** Numbers of more digits may not fit a BIGINT. */
  private static final int MOST_DIGITS = 18;

  /** The years of SQL begin with 1. */
  private static final Pattern DATE = Pattern.compile("(?!0000)[0-9]{4}-[0-9]{2}-[0-9]{2}");

  /** Instants have milliseconds; a literal of more digits is compared exactly. */
  private static final Pattern TIMESTAMP =
      Pattern.compile(DATE.pattern() + " [0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,3})?");

  static Literal string(Token token) {
    return new Literal(token.start(), token.end(), content(token));
  }

  static Optional<Literal> integer(Token token) {
    return token.text().length() > MOST_DIGITS
        ? Optional.empty()
        : Optional.of(new Literal(token.start(), token.end(), Long.valueOf(token.text())));
  }

  /** {@code DATE 'YYYY-MM-DD'}, unless the date does not exist. */
  static Optional<Literal> date(Token word, Token string) {
    String text = content(string);
    try {
      return DATE.matcher(text).matches()
          ? Optional.of(new Literal(word.start(), string.end(), LocalDate.parse(text)))
          : Optional.empty();
    } catch (DateTimeException noSuchDate) {
      return Optional.empty();
    }
  }

  /** {@code TIMESTAMP 'YYYY-MM-DD HH:MM:SS'}, unless that point in time does not exist. */
  static Optional<Literal> timestamp(Token word, Token string) {
    String text = content(string);
    try {
      return TIMESTAMP.matcher(text).matches()
          ? Optional.of(
              new Literal(word.start(), string.end(), LocalDateTime.parse(text.replace(' ', 'T'))))
          : Optional.empty();
    } catch (DateTimeException noSuchTime) {
      return Optional.empty();
    }
  }

  private static String content(Token string) {
    return string.text().substring(1, string.text().length() - 1).replace("''", "'");
  }

  /**
   * Whether a parameter of this type has the meaning of the literal. A text that is compared with a
   * number or an instant is converted by the rules of literals, so it has to stay one.
   */
  boolean fits(DataType type) {
    return switch (type) {
      case VARCHAR -> value instanceof String;
      case INTEGER -> value instanceof Long number && number == number.intValue();
      case BIGINT -> value instanceof Long;
      case DATE -> value instanceof LocalDate;
      case TIMESTAMP, INSTANT -> value instanceof LocalDateTime || value instanceof LocalDate;
      case BOOLEAN, DECIMAL, DOUBLE, TIME -> false;
    };
  }
}
