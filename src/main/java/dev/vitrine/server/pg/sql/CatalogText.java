package dev.vitrine.server.pg.sql;

import dev.vitrine.catalog.PostgresqlWords;
import dev.vitrine.server.pg.sql.PgToken.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A statement on PostgreSQL's catalog, translated for the database that runs it: casts to catalog
 * types and calls become functions, and functions that return sets become joins.
 */
public final class CatalogText {
  /** Names that the database reserves, and the functions that stand for them. */
  private static final Map<String, String> RENAMED =
      Map.of(
          "current_schema", "pgx_schema",
          "current_user", "pgx_user",
          "session_user", "pgx_user",
          "user", "pgx_user",
          "current_role", "pgx_user",
          "current_catalog", "current_database",
          "array_length", "pgx_length",
          "now", "CURRENT_TIMESTAMP",
          "quote_ident", "pgx_quoted");

  /** Highest number of a $ parameter. */
  private static final int MOST_PARAMETERS = 10_000;

  /** A function without arguments that stands for a relation. */
  private static final String KEYWORDS = "pg_get_keywords";

  /** Functions with one value, which are a relation of one row in FROM. */
  private static final Set<String> SCALARS =
      Set.of("string_to_array", "array_to_string", "current_schemas", "current_setting");

  private static final Set<String> TRUE = Set.of("t", "true", "y", "yes", "on", "1");

  private static final Set<String> TRUTHS =
      Set.of("t", "true", "y", "yes", "on", "1", "f", "false", "n", "no", "off", "0");

  private static final Set<String> SETS =
      Set.of("unnest", "generate_subscripts", "generate_series", "_pg_expandarray");

  private final PgText source;
  private final List<PgToken> tokens;
  private final TranslatedTokens translated = new TranslatedTokens();
  private final CatalogCasts casts;
  private final SetCalls sets = new SetCalls(translated);
  private final List<Integer> parameters = new ArrayList<>();
  private final Set<Integer> arrays = new HashSet<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> calls = new HashSet<>();

  /** Texts that follow closing parentheses, by the index of the parenthesis. */
  private final Map<Integer, String> closings = new HashMap<>();

  /** Of each open bracket, whether it became a call. */
  private final Deque<Boolean> subscripts = new ArrayDeque<>();

  private CatalogText(PgText source) {
    this.source = source;
    this.tokens = source.tokens();
    this.casts = new CatalogCasts(source, translated);
  }

  /** Translates a statement. */
  public static CatalogText of(PgText source) {
    CatalogText text = new CatalogText(source);
    text.translate();
    return text;
  }

  /** The statement with {@code ?n} for each parameter. */
  public String sql() {
    StringBuilder sql = new StringBuilder();
    for (int i = 0; i < translated.size(); i++) {
      sql.append(translated.get(i).gap()).append(translated.get(i).text());
    }
    return sql.toString();
  }

  /** The names of the columns where PostgreSQL would give them others than the database. */
  public SelectLabels labels() {
    return SelectLabels.of(tokens);
  }

  /** The numbers of the client's parameters, from 1. */
  public List<Integer> parameters() {
    return List.copyOf(parameters);
  }

  /** All words of the statement, in lower case. */
  public Set<String> names() {
    return Set.copyOf(names);
  }

  /** The names that stand before parentheses: functions, and key words such as IN. */
  public Set<String> calls() {
    return Set.copyOf(calls);
  }

  /** Whether a name with a list of columns in parentheses is an alias or a common expression. */
  private boolean isAlias(int index) {
    PgToken before = tokens.get(Math.max(index - 1, 0));
    return before.isWord("as")
        || before.isWord("with")
        || (before.isSymbol(")") && !isName(index, "filter") && !isName(index, "over"));
  }

  private void translate() {
    for (int i = 0; i < tokens.size(); i++) {
      PgToken token = tokens.get(i);
      if (token.isName()) {
        names.add(token.text());
        if (isSymbol(i + 1, "(") && !isAlias(i)) {
          calls.add(token.text());
        }
      }
      int skipped = skipped(i);
      if (skipped > i) {
        i = skipped - 1;
      } else if (isName(i, KEYWORDS) && isSymbol(i + 1, "(") && isSymbol(i + 2, ")")) {
        calls.remove(KEYWORDS);
        add(i, "pgx_keywords");
        i += 2;
      } else if (isOptions(i)) {
        i = noRows(i);
      } else if (token.isSymbol("::")) {
        i = casts.cast(i);
      } else if (token.isSymbol("[") || token.isSymbol("]")) {
        subscript(token);
      } else if (token.isSymbol("&") && i + 1 < tokens.size()) {
        i = bits(i);
      } else if (isName(i, "operator") && isSymbol(i + 1, "(")) {
        i = operator(i);
      } else if (token.isWord("regclass")
          && translated.size() > 0
          && translated.lower(translated.size() - 1).equals("as")) {
        casts.castToRelation();
      } else {
        sets.before(token);
        if (sets.inFrom()) {
          row(i);
        }
        add(i, text(i, token));
        sets.after(token, isSymbol(i + 1, "("));
        if (closings.containsKey(i)) {
          translated.add(" ", closings.get(i), token.start());
        }
      }
    }
    sets.end();
  }

  /** Begins a query of one row for a call in FROM that has one value: {@code FROM f(x) AS a}. */
  private void row(int i) {
    boolean first = isName(i - 1, "from") || isName(i - 1, "join") || isSymbol(i - 1, ",");
    if (!first || !SCALARS.contains(tokens.get(i).text()) || !isSymbol(i + 1, "(")) {
      return;
    }
    int close = i + 1;
    for (int depth = 1; depth > 0 && close + 1 < tokens.size(); ) {
      close++;
      depth += isSymbol(close, "(") ? 1 : isSymbol(close, ")") ? -1 : 0;
    }
    int alias = isName(close + 1, "as") ? close + 2 : close + 1;
    boolean named = alias < tokens.size() && tokens.get(alias).isName();
    String name = named ? tokens.get(alias).text() : tokens.get(i).text();
    add(i, "(SELECT");
    closings.put(close, "AS " + name + ")" + (named ? "" : " " + name));
  }

  private void add(int index, String text) {
    translated.add(index > 0 ? " " : "", text, tokens.get(index).start());
  }

  private boolean isSymbol(int index, String symbol) {
    return index >= 0 && index < tokens.size() && tokens.get(index).isSymbol(symbol);
  }

  private boolean isName(int index, String name) {
    return index >= 0
        && index < tokens.size()
        && tokens.get(index).isName()
        && tokens.get(index).text().equals(name);
  }

  /** The index behind tokens that are left out: {@code pg_catalog.} and collations. */
  private int skipped(int i) {
    if (isName(i, "pg_catalog") && isSymbol(i + 1, ".")) {
      return i + 2;
    }
    if (isName(i, "information_schema") && isSymbol(i + 1, ".")) {
      return i + 2;
    }
    if (tokens.get(i).isWord("collate") && !isName(i - 1, "as")) {
      return isSymbol(i + 2, ".") ? i + 4 : i + 2;
    }
    return i;
  }

  private String text(int index, PgToken token) {
    return switch (token.kind()) {
      case PARAMETER -> parameter(index, token);
      case STRING, PG_STRING ->
          isQuantified(index)
              ? "pgx_elements(" + token.literal() + ")"
              : isTruth(index)
                  ? (TRUE.contains(token.text().toLowerCase(Locale.ROOT)) ? "TRUE" : "FALSE")
                  : token.text().matches("\\{\\d+}")
                      ? "ARRAY[" + token.text().substring(1, token.text().length() - 1) + "]"
                      : token.literal();
      case QUOTED_NAME -> '"' + relation(index, token.text()).replace("\"", "\"\"") + '"';
      case WORD -> word(index, token);
      case NUMBER, SYMBOL, SEMICOLON -> token.text();
    };
  }

  /** Whether a token is the array of {@code = ANY (array)}, written as a text or parameter. */
  private boolean isQuantified(int index) {
    return isSymbol(index - 1, "(")
        && (isName(index - 2, "any") || isName(index - 2, "all") || isName(index - 2, "some"))
        && (isSymbol(index + 1, ")")
            || (tokens.get(index).kind() == Kind.PARAMETER && isSymbol(index + 1, "::")));
  }

  /** Whether a parameter, by its number from 1, is an array. */
  public boolean isArray(int number) {
    return arrays.contains(number);
  }

  /** Whether a string is compared with a BOOLEAN, which needs a cast in the database. */
  private boolean isTruth(int index) {
    boolean compared =
        isSymbol(index - 1, "=") || isSymbol(index - 1, "<>") || isSymbol(index - 1, "!=");
    return compared
        && index > 1
        && tokens.get(index - 2).isName()
        && CatalogScript.isBoolean(tokens.get(index - 2).text())
        && TRUTHS.contains(tokens.get(index).text().toLowerCase(Locale.ROOT));
  }

  /** The database numbers parameters as PostgreSQL does. */
  private String parameter(int index, PgToken token) {
    int number = token.text().length() > 5 ? 0 : Integer.parseInt(token.text());
    if (number < 1 || number > MOST_PARAMETERS) {
      throw source.syntaxError(index, "The parameter $" + token.text() + " is out of range.");
    }
    if (isQuantified(index)) {
      arrays.add(number);
    }
    while (parameters.size() < number) {
      parameters.add(parameters.size() + 1);
    }
    return "?" + number;
  }

  private String relation(int index, String name) {
    boolean information =
        index > 1 && isSymbol(index - 1, ".") && isName(index - 2, "information_schema");
    return information && CatalogRecognition.isInformation(name) ? "is_" + name : name;
  }

  private String word(int index, PgToken token) {
    String name = relation(index, token.text());
    boolean qualified = index > 0 && isSymbol(index - 1, ".") && !isName(index - 2, "pg_catalog");
    boolean alias = index > 0 && tokens.get(index - 1).isWord("as");
    boolean type = alias && isSymbol(index + 1, ")");
    if (sets.inFrom() && isNumbers(index)) {
      return name + "(" + name + ")";
    }
    if (type) {
      return PostgresqlWords.type(name).map(CatalogCasts::stored).orElse(name);
    }
    if (alias) {
      return SelectLabels.alias(name);
    }
    if (qualified || !RENAMED.containsKey(name)) {
      return name;
    }
    return RENAMED.get(name) + (isSymbol(index + 1, "(") ? "" : "()");
  }

  /** An element outside of an array is NULL, as in PostgreSQL. */
  private void subscript(PgToken token) {
    if (token.isSymbol("]")) {
      boolean call = !subscripts.isEmpty() && subscripts.pop();
      translated.add("", call ? ")" : "]", token.start());
      return;
    }
    int last = translated.size() - 1;
    boolean call = last >= 0 && !translated.lower(last).equals("array");
    subscripts.push(call);
    if (call) {
      translated.call(translated.operand(), "pgx_element");
    }
    boolean vector = call && CatalogCasts.isVector(translated.text(last + 2));
    translated.add("", call ? (vector ? ", 1 +" : ",") : "[", token.start());
  }

  /** {@code a & 1}; returns the index of the last token of the number. */
  private int bits(int i) {
    int start = translated.operand();
    if (start < 0 || tokens.get(i + 1).kind() != Kind.NUMBER) {
      throw source.syntaxError(i, "The operator & needs a number here.");
    }
    int origin = tokens.get(i).start();
    casts.castTo(start, "BIGINT", origin);
    translated.call(start, "BITAND");
    translated.add("", ",", origin);
    translated.add(" ", tokens.get(i + 1).text(), origin);
    translated.add("", ")", origin);
    return isSymbol(i + 2, "::")
        ? TypeNames.read(source, i + 3).map(TypeNames.Named::last).orElse(i + 2)
        : i + 1;
  }

  /** Whether a name is the alias of numbers, generate_series(…) name, which is a column too. */
  private boolean isNumbers(int index) {
    int at = isName(index - 1, "as") ? index - 2 : index - 1;
    if (isName(index, "as")
        || !isSymbol(at, ")")
        || isSymbol(index + 1, "(")
        || isSymbol(index + 1, ".")) {
      return false;
    }
    int depth = 0;
    for (; at >= 0; at--) {
      depth += isSymbol(at, ")") ? 1 : isSymbol(at, "(") ? -1 : 0;
      if (depth == 0) {
        return isName(at - 1, "generate_series") && !isName(at - 2, "select");
      }
    }
    return false;
  }

  private int operator(int index) {
    int at = index + 2;
    if (isSymbol(at + 1, ".")) {
      at += 2;
    }
    add(index, tokens.get(at).text());
    return at + 1;
  }

  /**
   * Whether FROM names the elements of a column with options or access rights, which are NULL here:
   * {@code FROM unnest(c.reloptions) x}.
   */
  private boolean isOptions(int i) {
    int close = isSymbol(i + 3, ".") ? i + 5 : i + 3;
    return isName(i, "unnest")
        && i > 0
        && (isName(i - 1, "from") || (i > 2 && isSymbol(i - 1, ".") && isName(i - 3, "from")))
        && isSymbol(i + 1, "(")
        && isSymbol(close, ")")
        && tokens.get(close - 1).text().matches(".*(options|acl|config|roles|tags)")
        && close + 1 < tokens.size()
        && tokens.get(close + 1).isName();
  }

  /** Adds a relation without rows; returns the index of the last token of its alias. */
  private int noRows(int i) {
    int alias = isSymbol(i + 3, ".") ? i + 6 : i + 4;
    if (isName(alias, "as")) {
      alias++;
    }
    String name = tokens.get(alias).text();
    boolean list = isSymbol(alias + 1, "(") && isSymbol(alias + 3, ")");
    String column = list ? tokens.get(alias + 2).text() : name;
    add(i, "(SELECT CAST(NULL AS VARCHAR) AS " + column + " WHERE FALSE) " + name);
    return list ? alias + 3 : alias;
  }

  /** Whether a name is a function that returns a set. */
  static boolean isSet(PgToken token, boolean call) {
    return call
        && token.kind() == Kind.WORD
        && SETS.contains(token.text().toLowerCase(Locale.ROOT));
  }
}
