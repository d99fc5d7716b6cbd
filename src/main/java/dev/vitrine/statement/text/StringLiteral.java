package dev.vitrine.statement.text;

/**
 * The texts that string literals mean: {@code 'it''s'}, and PostgreSQL's {@code E'a\nb'} with
 * escapes and {@code $$it's$$} without.
 */
public final class StringLiteral {
  private final String content;
  private final StringBuilder value = new StringBuilder();
  private int at;

  private StringLiteral(String content) {
    this.content = content;
  }

  /**
   * The text that a literal means.
   *
   * @param written with its quotes, as the lexer has found it
   * @throws IllegalArgumentException if an escape does not stand for a character
   */
  public static String value(String written) {
    if (written.startsWith("$$")) {
      return written.substring(2, written.length() - 2);
    }
    return written.startsWith("'")
        ? Names.unquote(written)
        : new StringLiteral(written.substring(2, written.length() - 1)).unescaped();
  }

  private String unescaped() {
    while (at < content.length()) {
      char c = content.charAt(at++);
      if (c == '\\') {
        escape();
      } else {
        value.append(c);
        at += c == '\'' ? 1 : 0;
      }
    }
    String text = value.toString();
    if (text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
      throw new IllegalArgumentException("half of a surrogate pair");
    }
    return text;
  }

  private void escape() {
    char c = content.charAt(at++);
    switch (c) {
      case 'b' -> value.append('\b');
      case 'f' -> value.append('\f');
      case 'n' -> value.append('\n');
      case 'r' -> value.append('\r');
      case 't' -> value.append('\t');
      case 'u' -> unicode(4);
      case 'U' -> unicode(8);
      case 'x' -> code(2, 16);
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        at--;
        code(3, 8);
      }
      default -> value.append(c);
    }
  }

  private void unicode(int digits) {
    int first = at;
    code(digits, 16);
    if (at - first < digits) {
      throw new IllegalArgumentException("too few digits");
    }
  }

  private void code(int most, int radix) {
    int first = at;
    int code = 0;
    while (at < content.length()
        && at - first < most
        && Character.digit(content.charAt(at), radix) >= 0) {
      code = code * radix + Character.digit(content.charAt(at++), radix);
    }
    // Bytes above 0x7F would be parts of UTF-8 to PostgreSQL.
    if (at == first
        || !Character.isValidCodePoint(code)
        || code == 0
        || (most < 4 && code > 0x7F)) {
      throw new IllegalArgumentException("not a character");
    }
    value.appendCodePoint(code);
  }
}
