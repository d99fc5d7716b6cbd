package dev.vitrine.statement.postgresql;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * PostgreSQL's text of an interval, such as {@code 1 month 2 days}, as terms with one unit each.
 *
 * @param terms at least one
 */
record IntervalText(List<Term> terms) {
  /** Digits of a unit, which fit into an int. */
  private static final int MOST_DIGITS = 9;

  /** Longer texts are no intervals; it bounds the time that reading takes. */
  private static final int MOST_CHARACTERS = 200;

  /** Units behind a literal of the SQL standard. */
  private static final Set<String> STANDARD =
      Set.of(
          "YEAR",
          "QUARTER",
          "MONTH",
          "WEEK",
          "DAY",
          "HOUR",
          "MINUTE",
          "SECOND",
          "YEARS",
          "QUARTERS",
          "MONTHS",
          "WEEKS",
          "DAYS",
          "HOURS",
          "MINUTES",
          "SECONDS");

  private static final Map<String, Unit> UNITS =
      Map.ofEntries(
          Map.entry("century", new Unit("YEAR", 100)),
          Map.entry("centuries", new Unit("YEAR", 100)),
          Map.entry("decade", new Unit("YEAR", 10)),
          Map.entry("decades", new Unit("YEAR", 10)),
          Map.entry("year", new Unit("YEAR", 1)),
          Map.entry("years", new Unit("YEAR", 1)),
          Map.entry("yr", new Unit("YEAR", 1)),
          Map.entry("yrs", new Unit("YEAR", 1)),
          Map.entry("y", new Unit("YEAR", 1)),
          Map.entry("month", new Unit("MONTH", 1)),
          Map.entry("months", new Unit("MONTH", 1)),
          Map.entry("mon", new Unit("MONTH", 1)),
          Map.entry("mons", new Unit("MONTH", 1)),
          Map.entry("week", new Unit("DAY", 7)),
          Map.entry("weeks", new Unit("DAY", 7)),
          Map.entry("w", new Unit("DAY", 7)),
          Map.entry("day", new Unit("DAY", 1)),
          Map.entry("days", new Unit("DAY", 1)),
          Map.entry("d", new Unit("DAY", 1)),
          Map.entry("hour", new Unit("HOUR", 1)),
          Map.entry("hours", new Unit("HOUR", 1)),
          Map.entry("hr", new Unit("HOUR", 1)),
          Map.entry("hrs", new Unit("HOUR", 1)),
          Map.entry("h", new Unit("HOUR", 1)),
          Map.entry("minute", new Unit("MINUTE", 1)),
          Map.entry("minutes", new Unit("MINUTE", 1)),
          Map.entry("min", new Unit("MINUTE", 1)),
          Map.entry("mins", new Unit("MINUTE", 1)),
          Map.entry("m", new Unit("MINUTE", 1)),
          Map.entry("second", new Unit("SECOND", 1)),
          Map.entry("seconds", new Unit("SECOND", 1)),
          Map.entry("sec", new Unit("SECOND", 1)),
          Map.entry("secs", new Unit("SECOND", 1)),
          Map.entry("s", new Unit("SECOND", 1)));

  private static final Pattern TERM =
      Pattern.compile(
          "\\s*(?:(?<sign>[-+]?)(?<hours>\\d{1,9}):(?<minutes>\\d{1,2})(?::(?<seconds>\\d{1,2}(?:\\.\\d{1,3})?))?"
              + "|(?<number>[-+]?\\d{1,9}(?:\\.\\d{1,3})?)\\s*(?<unit>[a-z]+))\\s*",
          Pattern.CASE_INSENSITIVE);

  /** A unit, and how many of them the name stands for. */
  private record Unit(String name, int count) {}

  /** A number of units, which may be negative. */
  record Term(BigDecimal number, String unit) {
    Term negated() {
      return new Term(number.negate(), unit);
    }
  }

  IntervalText {
    terms = List.copyOf(terms);
  }

  /** Whether the word is the unit of a literal of the SQL standard. */
  static boolean isUnit(String word) {
    return STANDARD.contains(word.toUpperCase(Locale.ROOT));
  }

  /** Reads a text; empty if it has another form, or fractions of other units than seconds. */
  static Optional<IntervalText> read(String text) {
    String content = text.strip().toLowerCase(Locale.ROOT);
    boolean ago = content.endsWith(" ago");
    if (ago) {
      content = content.substring(0, content.length() - 4);
    }
    if (content.length() > MOST_CHARACTERS) {
      return Optional.empty();
    }
    List<Term> terms = new ArrayList<>();
    Matcher term = TERM.matcher(content);
    int end = 0;
    while (end < content.length()) {
      if (!term.region(end, content.length()).lookingAt() || !add(terms, term)) {
        return Optional.empty();
      }
      end = term.end();
    }
    return terms.isEmpty()
        ? Optional.empty()
        : Optional.of(new IntervalText(ago ? terms.stream().map(Term::negated).toList() : terms));
  }

  private static boolean add(List<Term> terms, Matcher term) {
    if (term.group("hours") != null) {
      boolean negative = term.group("sign").equals("-");
      List<Term> parts = new ArrayList<>();
      parts.add(new Term(new BigDecimal(term.group("hours")), "HOUR"));
      parts.add(new Term(new BigDecimal(term.group("minutes")), "MINUTE"));
      if (term.group("seconds") != null) {
        parts.add(new Term(new BigDecimal(term.group("seconds")), "SECOND"));
      }
      parts.forEach(part -> terms.add(negative ? part.negated() : part));
      return true;
    }
    Unit unit = UNITS.get(term.group("unit"));
    BigDecimal number = new BigDecimal(term.group("number"));
    boolean fraction = number.stripTrailingZeros().scale() > 0;
    if (unit == null || (fraction && !unit.name().equals("SECOND"))) {
      return false;
    }
    BigDecimal units = number.multiply(BigDecimal.valueOf(unit.count()));
    if (units.precision() - units.scale() > MOST_DIGITS) {
      return false;
    }
    terms.add(new Term(units, unit.name()));
    return true;
  }

  /**
   * The interval in the form of the SQL standard.
   *
   * @param preceding the token in front; behind a sign, several terms are added or subtracted one
   *     by one, because months and days are no common interval
   */
  String standard(String preceding) {
    boolean sum = preceding.equals("+") || preceding.equals("-");
    String terms =
        terms().stream()
            .map(IntervalText::literal)
            .collect(Collectors.joining(sum ? " " + preceding + " " : " + "));
    return " " + (sum || terms().size() == 1 ? terms : "(" + terms + ")");
  }

  private static String literal(Term term) {
    boolean second = term.unit().equals("SECOND");
    String number = term.number().abs().stripTrailingZeros().toPlainString();
    int digits = Math.max(2, number.indexOf('.') < 0 ? number.length() : number.indexOf('.'));
    return "INTERVAL "
        + (term.number().signum() < 0 ? "-" : "")
        + "'"
        + number
        + "' "
        + term.unit()
        + (digits > 2 ? "(" + digits + (second ? ", 3)" : ")") : "");
  }
}
