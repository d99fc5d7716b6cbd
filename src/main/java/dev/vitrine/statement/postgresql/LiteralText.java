package dev.vitrine.statement.postgresql;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts of constants that PostgreSQL accepts in a cast, and the dialect in another form. */
final class LiteralText {
  private static final Set<String> TRUE = Set.of("t", "true", "y", "yes", "on", "1");
  private static final Set<String> FALSE = Set.of("f", "false", "n", "no", "off", "0");

  /** A date with a time of day, which a cast to DATE leaves out. */
  private static final Pattern DATE_TIME = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)[ T]\\d\\d:.*");

  private LiteralText() {}

  /**
   * The text in the dialect's form; empty if it has none of PostgreSQL's own forms.
   *
   * @param type name of the type in the dialect
   */
  static Optional<String> standard(String type, String text) {
    String plain = text.strip().toLowerCase(Locale.ROOT);
    return switch (type) {
      case "BOOLEAN" ->
          TRUE.contains(plain)
              ? Optional.of("true")
              : FALSE.contains(plain) ? Optional.of("false") : Optional.empty();
      case "DATE" -> {
        Matcher parts = DATE_TIME.matcher(text.strip());
        yield parts.matches() ? Optional.of(parts.group(1)) : Optional.empty();
      }
      default -> Optional.empty();
    };
  }
}
