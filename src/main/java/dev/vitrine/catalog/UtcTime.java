package dev.vitrine.catalog;

import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Times in UTC. The present has milliseconds, which is the precision of the store. */
public final class UtcTime {
  private static final int DATE_LENGTH = "2024-12-31".length();

  /** With an offset from UTC, if there is one. */
  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .optionalStart()
          .appendOffsetId()
          .toFormatter(Locale.ROOT);

  private UtcTime() {}

  /**
   * Reads a date, or a date and a time with a space or T between them, in UTC unless an offset or Z
   * follows.
   *
   * @throws java.time.format.DateTimeParseException for any other text
   */
  public static LocalDateTime parse(String text) {
    String iso = text.strip().replaceFirst(" ", "T");
    if (iso.length() == DATE_LENGTH) {
      return LocalDate.parse(iso).atStartOfDay();
    }
    return ISO.parseBest(iso, OffsetDateTime::from, LocalDateTime::from)
            instanceof OffsetDateTime elsewhere
        ? elsewhere.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime()
        : LocalDateTime.parse(iso);
  }

  public static LocalDateTime now() {
    return now(Clock.systemUTC());
  }

  public static LocalDateTime now(Clock clock) {
    return LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC).truncatedTo(ChronoUnit.MILLIS);
  }
}
