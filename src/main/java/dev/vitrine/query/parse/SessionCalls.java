package dev.vitrine.query.parse;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets {@code current_user()} be written with parentheses. Calcite's grammar knows these words
 * without only, so the parentheses become blanks, which leaves every position where it was.
 */
final class SessionCalls {
  /** Strings, quoted names and comments come first, so that nothing inside them is touched. */
  private static final Pattern TOKENS =
      Pattern.compile(
          "'[^']*+'|\"[^\"]*+\"|--[^\\n]*+|/\\*.*?\\*/"
              + "|\\b(?:current_user|session_user|current_catalog|current_schema)"
              + "(?<call>\\s*\\(\\s*\\))",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private SessionCalls() {}

  static String withoutParentheses(String sql) {
    StringBuilder text = new StringBuilder(sql);
    Matcher token = TOKENS.matcher(sql);
    while (token.find()) {
      if (token.start("call") >= 0) {
        for (int i = token.start("call"); i < token.end("call"); i++) {
          if (text.charAt(i) == '(' || text.charAt(i) == ')') {
            text.setCharAt(i, ' ');
          }
        }
      }
    }
    return text.toString();
  }
}
