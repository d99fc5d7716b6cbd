package dev.vitrine.query.pattern;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.util.List;

/**
 * A regular expression in the part of PostgreSQL's language that both stores understand alike:
 * characters, classes, groups, alternatives, greedy and reluctant quantifiers, {@code ^} and {@code
 * $}. Immutable.
 */
public final class RegularPattern {
  /** Written in front of a pattern that ignores case. */
  public static final String IGNORING_CASE = "(?i)";

  /** Maximum characters of a pattern. */
  static final int LONGEST = 1_000;

  /** Maximum characters and classes of a pattern, with repetitions written out. */
  static final int MOST_PARTS = 1_000;

  /** Maximum steps of a search by backtracking; that many take about 10 s. */
  private static final double MOST_STEPS = 1e10;

  private final PatternPart root;
  private final boolean reluctant;

  private RegularPattern(PatternPart root, boolean reluctant) {
    this.root = root;
    this.reluctant = reluctant;
  }

  /**
   * Reads a pattern.
   *
   * @throws VitrineException without a position: INVALID_PARAMETER_VALUE when it is malformed,
   *     UNSUPPORTED_FEATURE when it has other constructs, STATEMENT_TOO_COMPLEX when it is too
   *     large
   */
  public static RegularPattern of(String pattern) {
    if (pattern.length() > LONGEST) {
      throw tooLarge(
          "The regular expression is longer than " + LONGEST + " characters.",
          "Split the condition into several.");
    }
    boolean ignoresCase = pattern.startsWith(IGNORING_CASE);
    String text = ignoresCase ? pattern.substring(IGNORING_CASE.length()) : pattern;
    // It may be repeated: once by the operator ~*, and once in the pattern.
    String rest = text.startsWith(IGNORING_CASE) ? text.substring(IGNORING_CASE.length()) : text;
    PatternReader reader = new PatternReader(rest, ignoresCase || !rest.equals(text));
    PatternPart root = reader.read();
    if (root.size() > MOST_PARTS) {
      throw tooLarge(
          "The regular expression has more than "
              + MOST_PARTS
              + " characters after its repetitions are expanded.",
          "Use smaller repetition counts.");
    }
    return new RegularPattern(root, reader.isReluctant());
  }

  private static VitrineException tooLarge(String problem, String hint) {
    return new VitrineException(ErrorCode.STATEMENT_TOO_COMPLEX, problem).withHint(hint);
  }

  /** The pattern in PostgreSQL's syntax; it does not depend on options and locales. */
  public String text() {
    StringBuilder text = new StringBuilder();
    root.print(text, "$");
    return text.toString();
  }

  /** The pattern in Java's syntax, where {@code $} would also match before a last line end. */
  public String inJava() {
    StringBuilder text = new StringBuilder("(?s)");
    root.print(text, "\\z");
    return text.toString();
  }

  /**
   * Refuses a pattern for which the stores could find different parts of a text: PostgreSQL
   * searches the longest match, and Java takes the first alternative that matches.
   *
   * @throws VitrineException UNSUPPORTED_FEATURE without a position
   */
  public void requireUniqueMatch() {
    if (reluctant || root.matchesEmpty() || !root.isUnique(List.of())) {
      throw new VitrineException(
              ErrorCode.UNSUPPORTED_FEATURE,
              "A regular expression with more than one way to match is not supported in functions"
                  + " that return or replace the match.")
          .withHint(
              "It must not match the empty text, and what follows a quantifier must begin with other"
                  + " characters: write '[^.]+[.]' instead of '.+[.]'.");
    }
  }

  /**
   * Refuses a pattern whose search by backtracking may take too long.
   *
   * @param length maximum characters of the texts
   * @throws VitrineException STATEMENT_TOO_COMPLEX
   */
  public void requireShortSearch(int length) {
    double starts = root.isAnchored() ? 1 : length + 1.0;
    if (starts * root.paths(length) > MOST_STEPS) {
      throw tooLarge(
          "The search for the regular expression may take too long on an embedded store.",
          "Use fewer quantifiers, begin the pattern with ^, or shorten the text:"
              + " CAST(… AS VARCHAR(100)).");
    }
  }
}
