package dev.vitrine.cli.script;

import java.util.Locale;
import java.util.regex.Pattern;

/** Masks passwords in output and history. */
public final class Passwords {
  private static final String STARS = "********";
  private static final Pattern CONNECT =
      Pattern.compile("(?is)^\\s*!\\s*connect\\s+(\\S+)\\s+\\S.*$");
  private static final Pattern URL_PASSWORD =
      Pattern.compile("(?i)([?&;](?:[a-z]*password|accesstoken)=)[^&;]*");

  private Passwords() {}

  /** The text with every literal after PASSWORD or USING TEXT replaced by asterisks. */
  public static String maskSql(String sql) {
    StringBuilder masked = new StringBuilder(sql.length());
    boolean secretNext = false;
    String last = "";
    SqlScanner scanner = new SqlScanner(sql);
    while (scanner.next()) {
      boolean quoted =
          scanner.kind() == SqlScanner.Kind.STRING
              || scanner.kind() == SqlScanner.Kind.QUOTED_IDENTIFIER;
      masked.append(secretNext && quoted ? "'" + STARS + "'" : scanner.token());
      if (scanner.isCode() && !scanner.token().equals("=")) {
        String word = scanner.token().toLowerCase(Locale.ROOT);
        secretNext = word.equals("password") || (word.equals("text") && last.equals("using"));
        last = word;
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
}
