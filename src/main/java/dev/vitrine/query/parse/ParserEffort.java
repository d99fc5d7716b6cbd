package dev.vitrine.query.parse;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.query.plan.QueryLimits;
import dev.vitrine.query.plan.SourceText;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Refuses texts that would keep the query parser busy. It is recursive; its time is quadratic in
 * the length of an expression without parentheses or commas, and cubic for operators such as LIKE
 * and BETWEEN. It cannot be interrupted.
 */
final class ParserEffort {
  /** Words and symbols of one expression, on one level of parentheses and without a comma. */
  private static final int MOST_WORDS = 25_000;

  /**
   * Bound of the product of slow operators and the square of words; corresponds to less than a
   * second.
   */
  private static final double MOST_PRODUCT = 1.2e9;

  /** Quoted texts and names, words, repeated symbols, single symbols. */
  private static final Pattern TOKENS =
      Pattern.compile("'[^']*+'?|\"[^\"]*+\"?|\\w++|\\|\\||[^\\s\\w]");

  private static final Pattern EXPONENT = Pattern.compile("[eE][+-]?([0-9]+)");

  private static final Pattern SLOW = Pattern.compile("BETWEEN|I?LIKE|RLIKE|SIMILAR|ESCAPE|\\[|:");

  private final int[] words = new int[QueryLimits.NESTING + 1];
  private final int[] slow = new int[QueryLimits.NESTING + 1];
  private int depth;

  private ParserEffort() {}

  /**
   * Looks at the words of a query; takes time in proportion to its length.
   *
   * @throws dev.vitrine.error.VitrineException STATEMENT_TOO_COMPLEX
   */
  static void check(String sql) {
    ParserEffort effort = new ParserEffort();
    Matcher token = TOKENS.matcher(sql);
    String before = "";
    while (token.find()) {
      if (before.equalsIgnoreCase("DECIMAL") && isTooLarge(token.group())) {
        throw new VitrineException(
                ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "The number is out of range.")
            .withPosition(SourceText.position(sql, token.start()))
            .withHint("Exact numbers have up to 1000 digits.");
      }
      before = token.group();
      effort.add(before);
    }
  }

  /** Whether the quoted text is a number that the parser would write out with too many digits. */
  private static boolean isTooLarge(String quoted) {
    Matcher exponent = EXPONENT.matcher(quoted);
    return exponent.find() && exponent.group(1).replaceFirst("^0+", "").length() > 3;
  }

  private void add(String token) {
    switch (token) {
      case "," -> begin();
      case "(" -> {
        depth++;
        if (depth > QueryLimits.NESTING) {
          throw QueryLimits.tooDeep();
        }
        begin();
      }
      case ")" -> depth = Math.max(0, depth - 1);
      default -> count(token);
    }
  }

  private void begin() {
    words[depth] = 0;
    slow[depth] = 0;
  }

  private void count(String token) {
    words[depth]++;
    if (words[depth] > MOST_WORDS) {
      throw QueryLimits.tooManyWords(MOST_WORDS);
    }
    // The longest of the slow words has seven letters.
    if (token.length() <= 7 && SLOW.matcher(token.toUpperCase(Locale.ROOT)).matches()) {
      slow[depth]++;
    }
    double square = (double) words[depth] * words[depth];
    if (slow[depth] > QueryLimits.PATTERNS || slow[depth] * square > MOST_PRODUCT) {
      throw QueryLimits.tooManyPatterns();
    }
  }
}
