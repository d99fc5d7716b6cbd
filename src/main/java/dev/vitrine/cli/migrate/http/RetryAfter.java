package dev.vitrine.cli.migrate.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;

/** The header {@code Retry-After}: a number of seconds or a date. */
final class RetryAfter {
  /** The longest pause that a server can ask for. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private RetryAfter() {}

  /** The pause that a value asks for, 0 to 30,000 ms; 0 for a value that is not valid. */
  static long milliseconds(String value, Instant now) {
    Duration asked = asked(value, now);
    if (asked.isNegative()) {
      return 0;
    }
    return Math.min(asked.toMillis(), LONGEST.toMillis());
  }

  private static Duration asked(String value, Instant now) {
    if (value.matches("[0-9]{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(value));
    }
    try {
      Instant date = DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from);
      return Duration.between(now, date);
    } catch (DateTimeException noDate) {
      return Duration.ZERO;
    }
  }
}
