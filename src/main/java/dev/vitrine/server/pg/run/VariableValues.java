package dev.vitrine.server.pg.run;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.pg.sql.VariableNames;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks values of run-time parameters and writes them as PostgreSQL shows them. */
final class VariableValues {
  /** Maximum characters of a value. */
  private static final int LONGEST = 1_000;

  private static final Pattern DURATION =
      Pattern.compile("\\+?(\\d{1,12}(?:\\.\\d{0,6})?)\\s*(us|ms|s|min|h|d)?");

  /** Microseconds of each unit; the larger ones come last. */
  private static final List<Map.Entry<String, Long>> UNITS =
      List.of(
          Map.entry("us", 1L),
          Map.entry("ms", 1_000L),
          Map.entry("s", 1_000_000L),
          Map.entry("min", 60_000_000L),
          Map.entry("h", 3_600_000_000L),
          Map.entry("d", 86_400_000_000L));

  /** Hours east of UTC. */
  private static final Pattern HOURS = Pattern.compile("[+-]?\\d{1,2}(?:\\.\\d{1,4})?");

  /** A zone in POSIX form: an optional name, and the time west of UTC. */
  private static final Pattern POSIX =
      Pattern.compile(
          "(?:[A-Za-z]{3,}|<[A-Za-z0-9:+-]+>)?([+-]?)(\\d{1,2})(?::(\\d\\d)(?::(\\d\\d))?)?");

  private static final Map<String, String> REGIONS =
      ZoneId.getAvailableZoneIds().stream()
          .collect(Collectors.toUnmodifiableMap(id -> id.toLowerCase(Locale.ROOT), id -> id));

  private static final Set<String> TRUE = Set.of("on", "true", "t", "yes", "y", "1");
  private static final Set<String> FALSE = Set.of("off", "false", "f", "no", "n", "0");

  private VariableValues() {}

  /**
   * The value as it is kept and shown.
   *
   * @param name in lower case
   * @param given without quotes
   * @throws VitrineException INVALID_PARAMETER_VALUE when it is invalid
   */
  static String checked(String name, List<String> given) {
    String value = String.join(", ", given);
    if (value.length() > LONGEST) {
      throw invalid(name, value.substring(0, 20) + "…");
    }
    if (VariableNames.isDuration(name)) {
      return text(duration(name, value));
    }
    if (VariableNames.isTruth(name)) {
      return truth(name, value);
    }
    return switch (name) {
      case "timezone" -> zoneName(value);
      case "client_encoding" -> encoding(value);
      case "datestyle" -> {
        String style = value.toUpperCase(Locale.ROOT);
        if (style.contains("SQL") || style.contains("POSTGRES") || style.contains("GERMAN")) {
          throw invalid(name, value).withHint("The date style is ISO.");
        }
        yield "ISO, " + (style.contains("DMY") ? "DMY" : style.contains("YMD") ? "YMD" : "MDY");
      }
      case "standard_conforming_strings" -> {
        if (!TRUE.contains(value.toLowerCase(Locale.ROOT))) {
          throw invalid(name, value);
        }
        yield "on";
      }
      case "transaction_isolation", "default_transaction_isolation" -> {
        if (!value.toLowerCase(Locale.ROOT).startsWith("read ")) {
          throw invalid(name, value).withHint("The isolation level is READ COMMITTED.");
        }
        yield "read committed";
      }
      default -> value;
    };
  }

  private static String encoding(String value) {
    String encoding = value.toUpperCase(Locale.ROOT).replaceAll("[-_']", "");
    if (!Set.of("UTF8", "UNICODE", "SQLASCII", "AUTO", "DEFAULT").contains(encoding)) {
      throw invalid("client_encoding", value).withHint("The client encoding is UTF8.");
    }
    return "UTF8";
  }

  private static String truth(String name, String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    if (!TRUE.contains(lower) && !FALSE.contains(lower)) {
      throw invalid(name, value);
    }
    return TRUE.contains(lower) ? "on" : "off";
  }

  /** A time with or without a unit; milliseconds without one. */
  static Duration duration(String name, String text) {
    Matcher parts = DURATION.matcher(text.strip());
    if (!parts.matches()) {
      throw invalid(name, text);
    }
    String unit = parts.group(2) == null ? "ms" : parts.group(2);
    long micros =
        UNITS.stream()
            .filter(known -> known.getKey().equals(unit))
            .findFirst()
            .orElseThrow()
            .getValue();
    double millis = Double.parseDouble(parts.group(1)) * micros / 1_000;
    if (millis > Integer.MAX_VALUE) {
      throw invalid(name, text).withHint("The longest time is 2147483647 ms.");
    }
    return Duration.ofMillis(Math.round(millis));
  }

  /** In the largest unit in which it is a whole number. */
  private static String text(Duration time) {
    long micros = time.toMillis() * 1_000;
    String text = "0";
    for (Map.Entry<String, Long> unit : UNITS) {
      if (micros > 0 && micros % unit.getValue() == 0) {
        text = micros / unit.getValue() + unit.getKey();
      }
    }
    return text;
  }

  /** The zone of a name that {@link #checked} returned. */
  static ZoneId zone(String text) {
    try {
      Matcher posix = POSIX.matcher(text);
      if (posix.matches()) {
        // West of UTC is positive there.
        return ZoneOffset.ofTotalSeconds(
            (posix.group(1).equals("-") ? 1 : -1)
                * Stream.of(2, 3, 4)
                    .map(posix::group)
                    .map(part -> part == null ? 0 : Integer.parseInt(part))
                    .reduce(0, (sum, part) -> sum * 60 + part));
      }
      return ZoneId.of(text);
    } catch (DateTimeException exception) {
      throw invalid("TimeZone", text).withCause(exception);
    }
  }

  private static String zoneName(String given) {
    String value = given.strip();
    if (HOURS.matcher(value).matches()) {
      int seconds = (int) Math.round(Double.parseDouble(value) * 3_600);
      int size = Math.abs(seconds);
      String hours =
          String.format(Locale.ROOT, "%02d", size / 3_600)
              + (size % 3_600 == 0 ? "" : String.format(Locale.ROOT, ":%02d", size / 60 % 60));
      String name = seconds < 0 ? "<-" + hours + ">+" + hours : "<+" + hours + ">-" + hours;
      zone(name);
      return name;
    }
    if (POSIX.matcher(value).matches()) {
      zone(value);
      return value.toUpperCase(Locale.ROOT);
    }
    return switch (value.toUpperCase(Locale.ROOT)) {
      case "LOCAL", "DEFAULT" -> "UTC";
      default -> {
        String region = REGIONS.get(value.toLowerCase(Locale.ROOT));
        if (region == null) {
          throw invalid("TimeZone", value);
        }
        yield region;
      }
    };
  }

  private static VitrineException invalid(String name, String value) {
    return new VitrineException(
        ErrorCode.INVALID_PARAMETER_VALUE,
        "The value '" + value + "' of the parameter '" + name + "' is invalid.");
  }
}
