package dev.vitrine.statement.text;

import static java.util.Comparator.naturalOrder;

import dev.vitrine.catalog.text.SimilarWords;
import dev.vitrine.error.VitrineException;
import dev.vitrine.statement.generated.VitrineSqlLexer;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.Token;

/** Creates the messages of syntax errors. */
public final class StatementSyntaxErrors {
  /** Maximum number of expected tokens in a message. */
  private static final int MOST_EXPECTED = 8;

  /** Maximum characters of the unexpected token in a message. */
  private static final int MOST_FOUND = 40;

  private static final List<String> FIRST_WORDS =
      List.of(
          "ALTER",
          "BEGIN",
          "COMMENT",
          "COMMIT",
          "CREATE",
          "DESCRIBE",
          "DROP",
          "EXPLAIN",
          "GRANT",
          "REVOKE",
          "ROLLBACK",
          "SELECT",
          "SET",
          "SHOW",
          "START",
          "UNSET",
          "USE",
          "VALUES",
          "WITH");

  /** Objects of SHOW in other dialects, and their place here. */
  private static final Map<String, String> OF_OTHER_DIALECTS =
      Map.of(
          "TABLES",
              "SHOW MODELS lists models; SELECT * FROM system.information_schema.tables"
                  + " lists what can be queried.",
          "TABLE", "DESCRIBE MODEL describes a model; SHOW CREATE MODEL prints its statement.",
          "VIEWS", "SELECT * FROM system.information_schema.tables lists what can be queried.",
          "COLUMNS", "SELECT * FROM system.information_schema.columns lists columns.",
          "MODEL", "SHOW MODELS lists models; DESCRIBE MODEL describes one.",
          "FUNCTION", "SHOW MODELS lists models; DESCRIBE MODEL describes one.",
          "ROLES", "SHOW GROUPS lists groups.",
          "PRIVILEGES", "SHOW GRANTS ON an object lists its grants.",
          "PROCESSLIST", "SHOW SESSIONS lists sessions.");

  /** What other dialects describe. */
  private static final Set<String> DESCRIBED_ELSEWHERE =
      Set.of("COLUMNS", "EXTENDED", "FORMATTED", "MODELS", "TABLE", "TABLES", "VERSIONS", "VIEW");

  private StatementSyntaxErrors() {}

  /** The error of a statement that the parser refused. */
  public static VitrineException explain(StatementText source, List<Token> tokens) {
    Expectations expectations = Expectations.find(tokens);
    Token found = tokens.get(expectations.index());
    VitrineException error =
        source.syntaxError(
            "Found "
                + (isSecret(tokens, expectations.index())
                    ? "something else"
                    : describe(source, found))
                + ", expected "
                + list(expectations.expected())
                + ".",
            found);
    return hint(source, tokens, expectations).map(error::withHint).orElse(error);
  }

  /**
   * Whether a token may be a part of a password or of a provider's activation file. These may
   * consist of several tokens, where a quote is missing, wrong, or not doubled.
   */
  private static boolean isSecret(List<Token> tokens, int index) {
    int found = tokens.get(index).getType();
    boolean follows = false;
    for (int i = 0; i < index; i++) {
      int type = tokens.get(i).getType();
      follows |=
          type == VitrineSqlLexer.PASSWORD
              || (type == VitrineSqlLexer.USING
                  && tokens.get(1).getType() == VitrineSqlLexer.PROVIDER);
    }
    boolean first = index > 0 && tokens.get(index - 1).getType() == VitrineSqlLexer.PASSWORD;
    boolean shown = found == VitrineSqlLexer.STRING || Keywords.isKeyword(found);
    return found != Token.EOF && follows && (first || !shown);
  }

  /** At most so much of a text as is good to read in a message. */
  public static String shorten(String text) {
    return text.length() <= MOST_FOUND ? text : text.substring(0, MOST_FOUND) + "…";
  }

  /** A token as a message names it. */
  public static String describe(StatementText source, Token found) {
    return switch (found.getType()) {
      case Token.EOF -> "the end of the statement";
      // Never the text of a string, which may be a misplaced password.
      case VitrineSqlLexer.STRING -> "a string";
      default -> "'" + shorten(source.text(found)) + "'";
    };
  }

  private static String list(Set<String> expected) {
    List<String> sorted =
        expected.stream()
            .sorted(Comparator.comparing(StatementSyntaxErrors::rank).thenComparing(naturalOrder()))
            .toList();
    if (sorted.size() > MOST_EXPECTED) {
      return String.join(", ", sorted.subList(0, MOST_EXPECTED)) + " or others";
    }
    int last = sorted.size() - 1;
    String all = String.join(", ", sorted.subList(0, last));
    return all.isEmpty() ? sorted.get(last) : all + " or " + sorted.get(last);
  }

  /** Things to fill in, then keywords, then symbols, then the end. */
  private static int rank(String expected) {
    char first = expected.charAt(0);
    if (expected.startsWith("a ")) {
      return 0;
    }
    return Character.isUpperCase(first) ? 1 : first == '\'' ? 2 : 3;
  }

  private static Optional<String> hint(
      StatementText source, List<Token> tokens, Expectations expectations) {
    Token found = tokens.get(expectations.index());
    int type = found.getType();
    Set<String> expected = expectations.expected();
    boolean first = expectations.index() == 0;
    if (expectations.index() == 1 && tokens.get(0).getType() == VitrineSqlLexer.SHOW) {
      String hint = OF_OTHER_DIALECTS.get(source.text(found).toUpperCase(Locale.ROOT));
      if (hint != null) {
        return Optional.of(hint);
      }
    }
    if (expectations.index() == 1
        && tokens.get(0).getText().toUpperCase(Locale.ROOT).startsWith("DESC")
        && DESCRIBED_ELSEWHERE.contains(source.text(found).toUpperCase(Locale.ROOT))) {
      return Optional.of(
          "DESCRIBE MODEL describes a model; SELECT * FROM system.information_schema.columns"
              + " lists columns of relations.");
    }
    if (Keywords.isWord(type) || Keywords.isKeyword(type)) {
      Optional<String> meant =
          SimilarWords.closest(source.text(found), first ? FIRST_WORDS : keywords(expected));
      if (meant.isPresent()) {
        return meant.map(word -> "Did you mean " + word + "?");
      }
    }
    if (first) {
      return Optional.of("Statements start with " + String.join(", ", FIRST_WORDS) + ".");
    }
    if (Keywords.isKeyword(type) && expected.contains("a name")) {
      String word = source.text(found).toUpperCase(Locale.ROOT);
      return Optional.of(word + " is reserved. Quote it to use it as a name: `" + word + "`.");
    }
    if (type == VitrineSqlLexer.QUOTED_NAME && expected.contains("a string")) {
      return Optional.of("Quote strings with single quotes; double quotes are for names.");
    }
    if (type == VitrineSqlLexer.STRING && expected.contains("a name")) {
      return Optional.of(
          "Quote names with backticks or double quotes; single quotes are for strings.");
    }
    Token before = tokens.get(expectations.index() - 1);
    boolean adjacent = before.getStopIndex() + 1 == found.getStartIndex();
    boolean insideName = type == VitrineSqlLexer.SYMBOL || type == VitrineSqlLexer.AT;
    return Optional.of("Quote names with characters other than letters, digits and _: `a-b`.")
        .filter(hint -> adjacent && insideName);
  }

  private static List<String> keywords(Set<String> expected) {
    return expected.stream().filter(word -> Character.isUpperCase(word.charAt(0))).toList();
  }
}
