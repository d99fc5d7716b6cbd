package dev.vitrine.server.web;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Texts for points in time, numbers and sizes. */
public final class DisplayFormat {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT);

  private static final int DAYS_OF_MONTH = 30;
  private static final int DAYS_OF_YEAR = 365;

  private DisplayFormat() {}

  /** The time that has passed, such as "2 h ago". */
  public static String of(LocalDateTime time, LocalDateTime now) {
    Duration age = Duration.between(time, now);
    if (age.toSeconds() < 60) {
      return "just now";
    }
    if (age.toMinutes() < 60) {
      return age.toMinutes() + " min ago";
    }
    if (age.toHours() < 24) {
      return age.toHours() + " h ago";
    }
    long days = age.toDays();
    if (days < DAYS_OF_MONTH) {
      return days + " d ago";
    }
    return days < DAYS_OF_YEAR ? days / DAYS_OF_MONTH + " mo ago" : days / DAYS_OF_YEAR + " y ago";
  }

  /** The exact time. */
  public static String exact(LocalDateTime time) {
    return UTC.format(time);
  }

  /** The time for machines, as in {@code <time datetime>}. */
  public static String iso(LocalDateTime time) {
    return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(time) + "Z";
  }

  /** A number with separators of thousands. */
  public static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A number of bytes, in the largest unit that is at most the number. */
  public static String bytes(long bytes) {
    if (bytes < 1_000) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    while (value >= 999.5 && unit < 3) {
      value /= 1_000;
      unit++;
    }
    return String.format(
        Locale.ROOT, value < 10 ? "%.1f %sB" : "%.0f %sB", value, "kMGT".charAt(unit));
  }
}
