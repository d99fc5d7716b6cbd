package dev.vitrine.cli.script;

import dev.vitrine.statement.text.SqlScanner;
import dev.vitrine.statement.text.SqlScanner.Kind;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Masks passwords and the tokens of providers in output and history. */
public final class Passwords {
  private static final String STARS = "********";
  private static final String MASKED = "'" + STARS + "'";
  private static final Pattern CONNECT =
      Pattern.compile("(?is)^\\s*!\\s*connect\\s+(\\S+)\\s+\\S.*$");
  private static final Pattern URL_PASSWORD =
      Pattern.compile("(?i)([?&](?:[a-z]*password|accesstoken)=)[^&]*");

  /** Statements that return rows contain no secrets, only a word that may look like one's start. */
  private static final Set<String> QUERIES =
      Set.of("select", "with", "values", "table", "explain", "show", "desc", "describe");

  /** What stays readable behind a secret. */
  private static final Set<String> SHOWN =
      Set.of(
          "=",
          "comment",
          "file",
          "keep",
          "old",
          "password",
          "set",
          "text",
          "tokens",
          "using",
          "with");

  private Passwords() {}

  /**
   * The text without its secrets. A statement with a mistake may have them anywhere, so all that
   * follows the word in front of a secret is replaced by asterisks, quoted or not.
   */
  public static String maskSql(String sql) {
    StringBuilder masked = new StringBuilder(sql.length());
    Statement statement = new Statement();
    SqlScanner scanner = new SqlScanner(sql);
    while (scanner.next()) {
      if (statement.hides(scanner)) {
        if (masked.indexOf(MASKED, masked.length() - MASKED.length()) < 0) {
          masked.append(MASKED);
        }
      } else {
        masked.append(scanner.token());
      }
      if (scanner.kind() == Kind.SEMICOLON) {
        statement = new Statement();
      } else if (scanner.isCode()) {
        statement.pass(scanner.token().toLowerCase(Locale.ROOT));
      }
    }
    return masked.toString();
  }

  /** A line as typed at the prompt: a statement or a shell command. */
  public static String maskLine(String line) {
    return line.strip().startsWith("!")
        ? CONNECT.matcher(line).replaceFirst("!connect $1 " + STARS)
        : maskSql(line);
  }

  /** A JDBC URL without the password of the store's account. */
  public static String maskUrl(String url) {
    return URL_PASSWORD.matcher(url).replaceAll("$1" + STARS);
  }

  /** The words of one statement that have been read. */
  private static final class Statement {
    private String first = "";
    private String second = "";
    private boolean secret;

    boolean hides(SqlScanner scanner) {
      if (!secret || !scanner.isCode() || scanner.kind() == Kind.SEMICOLON) {
        return false;
      }
      boolean quoted = scanner.kind() == Kind.STRING || scanner.kind() == Kind.QUOTED_IDENTIFIER;
      return quoted
          || !(QUERIES.contains(first) || SHOWN.contains(scanner.token().toLowerCase(Locale.ROOT)));
    }

    void pass(String word) {
      if (first.isEmpty()) {
        first = word;
      } else if (second.isEmpty()) {
        second = word;
      }
      boolean starts =
          switch (word) {
            case "password" -> true;
            case "by" -> second.equals("user");
            case "text", "using" -> second.equals("provider");
            default -> false;
          };
      boolean ends =
          ((word.equals("file") || word.equals("comment")) && second.equals("provider"))
              || (QUERIES.contains(first) && !word.equals("="));
      secret = starts || (secret && !ends);
    }
  }
}
