package dev.vitrine.server.pg.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The names that PostgreSQL gives to the columns of a query that has none for them: the column that
 * is selected or cast, the function that is called, and {@code ?column?} for other expressions.
 */
public final class SelectLabels {
  private static final String UNNAMED = "?column?";

  private static final Set<String> AFTER_ITEMS =
      Set.of(
          "from",
          "where",
          "group",
          "having",
          "order",
          "limit",
          "offset",
          "union",
          "intersect",
          "except",
          "fetch",
          "window");

  private static final Set<String> CONSTANTS = Set.of("null", "true", "false", "end");

  /** Words that PostgreSQL accepts behind AS, and the database only in quotes. */
  private static final Set<String> RESERVED =
      Set.of(
          "all",
          "and",
          "any",
          "array",
          "as",
          "asymmetric",
          "authorization",
          "between",
          "both",
          "case",
          "cast",
          "check",
          "constraint",
          "cross",
          "default",
          "distinct",
          "else",
          "end",
          "except",
          "exists",
          "false",
          "fetch",
          "for",
          "foreign",
          "from",
          "full",
          "group",
          "groups",
          "having",
          "if",
          "ilike",
          "in",
          "inner",
          "intersect",
          "interval",
          "is",
          "join",
          "leading",
          "left",
          "like",
          "limit",
          "localtime",
          "localtimestamp",
          "minus",
          "natural",
          "not",
          "null",
          "offset",
          "on",
          "or",
          "order",
          "over",
          "partition",
          "primary",
          "qualify",
          "range",
          "regexp",
          "right",
          "row",
          "rownum",
          "rows",
          "select",
          "session_user",
          "some",
          "symmetric",
          "system_user",
          "table",
          "to",
          "top",
          "trailing",
          "true",
          "uescape",
          "union",
          "unique",
          "unknown",
          "user",
          "using",
          "when",
          "where",
          "window",
          "with");

  private final List<PgToken> tokens;

  /** One for each item; empty where the query names it, {@code *} for a star. */
  private final List<String> labels = new ArrayList<>();

  private SelectLabels(List<PgToken> tokens) {
    this.tokens = tokens;
  }

  static SelectLabels of(List<PgToken> tokens) {
    SelectLabels labels = new SelectLabels(tokens);
    labels.read(0, tokens.size());
    return labels;
  }

  /** The alias in quotes, if it is a word that the database reserves. */
  static String alias(String name) {
    return RESERVED.contains(name) ? '"' + name + '"' : name;
  }

  /**
   * The name of a column.
   *
   * @param index from 0
   * @param count number of columns
   * @param label of the database, for columns that the query names
   */
  public String label(int index, int count, String label) {
    int star = labels.indexOf("*");
    int behind = labels.size() - (count - index);
    int item = star < 0 || index < star ? index : behind > labels.lastIndexOf("*") ? behind : -1;
    boolean known = item >= 0 && (star >= 0 || labels.size() == count);
    return known && !labels.get(item).isEmpty() ? labels.get(item) : label;
  }

  private void read(int from, int to) {
    int at = from;
    for (int depth = 0; at < to && !(depth == 0 && tokens.get(at).isWord("select")); at++) {
      depth += depth(at);
    }
    at++;
    if (at < to && (tokens.get(at).isWord("distinct") || tokens.get(at).isWord("all"))) {
      at++;
      if (at + 1 < to && tokens.get(at).isWord("on") && tokens.get(at + 1).isSymbol("(")) {
        at = closing(at + 1, to) + 1;
      }
    }
    int start = at;
    int depth = 0;
    for (; at < to && !(depth == 0 && isEnd(at)); at++) {
      depth += depth(at);
      if (depth == 0 && tokens.get(at).isSymbol(",")) {
        labels.add(item(start, at));
        start = at + 1;
      }
    }
    if (start < at) {
      labels.add(item(start, at));
    }
  }

  private boolean isEnd(int at) {
    return tokens.get(at).kind() == PgToken.Kind.WORD
        && AFTER_ITEMS.contains(tokens.get(at).text());
  }

  private int depth(int at) {
    PgToken token = tokens.get(at);
    return token.isSymbol("(") || token.isSymbol("[")
        ? 1
        : token.isSymbol(")") || token.isSymbol("]") ? -1 : 0;
  }

  /** The bracket that closes the one at {@code open}; the last token if none does. */
  private int closing(int open, int to) {
    int depth = 0;
    for (int at = open; at < to; at++) {
      depth += depth(at);
      if (depth == 0) {
        return at;
      }
    }
    return to - 1;
  }

  private String item(int from, int to) {
    if (from >= to) {
      return "";
    }
    if (tokens.get(to - 1).isSymbol("*")) {
      return to - from == 1 || tokens.get(to - 2).isSymbol(".") ? "*" : "";
    }
    return isNamed(from, to) ? "" : name(from, to, UNNAMED);
  }

  /** Whether the item has AS, or ends with a name behind an operand. */
  private boolean isNamed(int from, int to) {
    int depth = 0;
    for (int at = from; at < to; at++) {
      depth += depth(at);
      if (depth == 0 && tokens.get(at).isWord("as")) {
        return true;
      }
    }
    PgToken last = tokens.get(to - 1);
    if (to - from < 2 || !last.isName() || CONSTANTS.contains(last.text())) {
      return false;
    }
    PgToken before = tokens.get(to - 2);
    return !before.isSymbol("::")
        && !before.isSymbol(".")
        && (before.isName()
            || before.isString()
            || before.kind() == PgToken.Kind.NUMBER
            || before.isSymbol(")")
            || before.isSymbol("]"));
  }

  /** The name of an expression; {@code otherwise} where it has none. */
  private String name(int from, int to, String otherwise) {
    PgToken first = tokens.get(from);
    if (first.isSymbol("(") && closing(from, to) == to - 1) {
      if (tokens.get(from + 1).isWord("select")) {
        SelectLabels inner = new SelectLabels(tokens);
        inner.read(from + 1, to - 1);
        String label = inner.labels.isEmpty() ? "" : inner.labels.get(0);
        return label.isEmpty() ? otherwise : label;
      }
      return name(from + 1, to - 1, otherwise);
    }
    if (first.isWord("case") && tokens.get(to - 1).isWord("end")) {
      return ofCase(from, to);
    }
    int colons = lastCast(from, to);
    if (colons > from) {
      String type = tokens.get(to - 1).isName() ? tokens.get(to - 1).text() : otherwise;
      return name(from, colons, type);
    }
    return ofPath(from, to, otherwise);
  }

  /** The last {@code ::} outside of brackets behind which there is only a type; -1 if none. */
  private int lastCast(int from, int to) {
    int depth = 0;
    int found = -1;
    for (int at = from; at < to; at++) {
      depth += depth(at);
      boolean type =
          tokens.get(at).isName() || tokens.get(at).isSymbol(".") || depth(at) != 0 || depth > 0;
      if (depth == 0 && tokens.get(at).isSymbol("::")) {
        found = at;
      } else if (found >= 0 && !type) {
        return -1;
      }
    }
    return found;
  }

  private String ofCase(int from, int to) {
    int depth = 0;
    int otherwise = -1;
    for (int at = from; at < to; at++) {
      PgToken token = tokens.get(at);
      depth += depth(at) + (token.isWord("case") ? 1 : token.isWord("end") ? -1 : 0);
      if (depth == 1 && token.isWord("else")) {
        otherwise = at + 1;
      }
    }
    return otherwise < 0 ? "case" : name(otherwise, to - 1, "case");
  }

  /** A name with dots, alone or with arguments or a subscript. */
  private String ofPath(int from, int to, String otherwise) {
    int at = from;
    if (!tokens.get(at).isName() || CONSTANTS.contains(tokens.get(at).text())) {
      return otherwise;
    }
    while (at + 2 < to && tokens.get(at + 1).isSymbol(".") && tokens.get(at + 2).isName()) {
      at += 2;
    }
    boolean whole =
        at == to - 1
            || ((tokens.get(at + 1).isSymbol("(") || tokens.get(at + 1).isSymbol("["))
                && closing(at + 1, to) == to - 1);
    return whole ? tokens.get(at).text() : otherwise;
  }
}
