package dev.vitrine.server.mlflow;

import static java.time.ZoneOffset.UTC;

import io.javalin.http.Context;
import io.javalin.http.Header;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a GET or HEAD request (RFC 9110, section 13). A client that resumes a download
 * sends them so that it does not join the parts of two files.
 */
final class Preconditions {
  private static final Pattern TAG = Pattern.compile("(W/)?(\"[^\"]*\")");
  private static final String ANY = "*";

  private final Context context;
  private final String tag;
  private final Instant modified;

  /**
   * @param tag the file's entity tag, in quotes
   * @param modified when the file was written; compared with a precision of seconds
   */
  Preconditions(Context context, String tag, Instant modified) {
    this.context = context;
    this.tag = tag;
    this.modified = modified.truncatedTo(ChronoUnit.SECONDS);
  }

  /** The result of the conditions. */
  enum Result {
    SEND,
    /** The client has the current file: 304. */
    NOT_MODIFIED,
    /** The file is not the one that the client requires: 412. */
    FAILED
  }

  /** Evaluates all conditions but If-Range, in the order of RFC 9110, section 13.2.2. */
  Result result() {
    String match = list(Header.IF_MATCH);
    if (match != null) {
      if (!matches(match, false)) {
        return Result.FAILED;
      }
    } else if (date(Header.IF_UNMODIFIED_SINCE).filter(modified::isAfter).isPresent()) {
      return Result.FAILED;
    }
    String noneMatch = list(Header.IF_NONE_MATCH);
    if (noneMatch != null) {
      return matches(noneMatch, true) ? Result.NOT_MODIFIED : Result.SEND;
    }
    return date(Header.IF_MODIFIED_SINCE).filter(since -> !modified.isAfter(since)).isPresent()
        ? Result.NOT_MODIFIED
        : Result.SEND;
  }

  /** Whether the header Range applies; otherwise the whole file is sent. */
  boolean allowsRange() {
    String condition = context.header(Header.IF_RANGE);
    if (condition == null) {
      return true;
    }
    return condition.contains("\"")
        ? condition.strip().equals(tag)
        : date(Header.IF_RANGE).filter(modified::equals).isPresent();
  }

  private boolean matches(String list, boolean weakly) {
    if (list.strip().equals(ANY)) {
      return true;
    }
    Matcher matcher = TAG.matcher(list);
    while (matcher.find()) {
      if (matcher.group(2).equals(tag) && (weakly || matcher.group(1) == null)) {
        return true;
      }
    }
    return false;
  }

  /** The values of a header that may be there several times; null if it is missing. */
  private @Nullable String list(String header) {
    List<String> lines = Collections.list(context.req().getHeaders(header));
    return lines.isEmpty() ? null : String.join(",", lines);
  }

  /** A date that cannot be read is ignored, as the RFC requires. */
  private Optional<Instant> date(String header) {
    String text = context.header(header);
    return text == null
        ? Optional.empty()
        : formats(LocalDate.now(UTC).getYear()).stream()
            .flatMap(format -> date(text.strip(), format).stream())
            .findFirst();
  }

  /**
   * The formats of dates that RFC 9110 requires, section 5.6.7; clients send the first.
   *
   * @param year the present one: two digits mean a year of the last 50 or the next 49
   */
  private static List<DateTimeFormatter> formats(int year) {
    return List.of(
        DateTimeFormatter.RFC_1123_DATE_TIME,
        new DateTimeFormatterBuilder()
            .appendPattern("EEEE, dd-MMM-")
            .appendValueReduced(ChronoField.YEAR, 2, 2, year - 50)
            .appendPattern(" HH:mm:ss 'GMT'")
            .toFormatter(Locale.ENGLISH)
            .withZone(UTC),
        DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.ENGLISH).withZone(UTC));
  }

  private static Optional<Instant> date(String text, DateTimeFormatter format) {
    try {
      return Optional.of(Instant.from(format.parse(text)));
    } catch (DateTimeException malformed) {
      return Optional.empty();
    }
  }
}
