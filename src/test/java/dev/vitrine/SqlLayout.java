package dev.vitrine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Breaks long SQL into indented lines for a reader; changes nothing but white space. */
public final class SqlLayout {
  /** Longest content of parentheses that stays on one line, in characters. */
  private static final int SHORT = 72;

  private static final Pattern BREAK =
      Pattern.compile(
          " (?=(?:SELECT|FROM|WHERE|AND|OR|(?:LEFT |CROSS )?JOIN|UNION|GROUP BY|ORDER BY)\\b)"
              + "|(?<=,) (?=\\w+ AS (?:(?:NOT )?MATERIALIZED )?$)");

  private static final String QUOTED = "'";

  private SqlLayout() {}

  /** The same SQL in lines. */
  public static String of(String sql) {
    return lines(sql, "") + "\n";
  }

  private static String lines(String sql, String indent) {
    StringBuilder lines = new StringBuilder();
    int start = 0;
    for (int i = 0; i < sql.length(); i++) {
      if (sql.charAt(i) == '\'') {
        int end = sql.indexOf(QUOTED, i + 1);
        lines.append(broken(sql.substring(start, i), indent)).append(sql, i, end + 1);
        i = end;
        start = end + 1;
      } else if (sql.charAt(i) == '(') {
        int end = closing(sql, i);
        String content = sql.substring(i + 1, end).strip();
        lines.append(broken(sql.substring(start, i), indent)).append('(');
        if (content.length() > SHORT) {
          String inner = indent + "  ";
          lines.append('\n').append(inner).append(lines(content, inner));
          lines.append('\n').append(indent);
        } else {
          lines.append(content);
        }
        lines.append(')');
        i = end;
        start = end + 1;
      }
    }
    return lines.append(broken(sql.substring(start), indent)).toString();
  }

  private static String broken(String text, String indent) {
    return BREAK
        .matcher(text.replaceAll(" +", " "))
        .replaceAll(Matcher.quoteReplacement("\n" + indent));
  }

  private static int closing(String sql, int open) {
    int depth = 0;
    for (int i = open; i < sql.length(); i++) {
      if (sql.charAt(i) == '\'') {
        i = sql.indexOf(QUOTED, i + 1);
      } else if (sql.charAt(i) == '(') {
        depth++;
      } else if (sql.charAt(i) == ')' && --depth == 0) {
        return i;
      }
    }
    throw new IllegalArgumentException("no closing parenthesis: " + sql);
  }
}
