package dev.vitrine.statement.postgresql;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.Position;
import dev.vitrine.error.VitrineException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Forms of PostgreSQL that the query parser does not know, as changes of tokens: {@code x::type},
 * {@code ~}, {@code INTERVAL '1 day'}, {@code = ANY(ARRAY[…])}, {@code DISTINCT ON (…)} and names
 * of types. The time is linear in the number of tokens, except for operands of nested casts.
 */
public final class PostgresqlSpelling {
  /** The name of the function that stands for DISTINCT ON in front of the items of a SELECT. */
  static final String DISTINCT_ON = "DISTINCT ON";

  /** The name of the function that stands for AT TIME ZONE. */
  static final String AT_TIME_ZONE = "AT TIME ZONE";

  /** Operators of JSON texts, longer ones first. */
  private static final List<String> JSON_OPERATORS = List.of("->>", "#>>", "->", "#>");

  private static final Set<String> BINARY_COLLATIONS = Set.of("C", "POSIX", "ucs_basic", "default");

  private final List<QueryToken> tokens;
  private final IntFunction<Position> positions;
  private final TokenList list;
  private final OperandStarts operands;
  private final Map<Integer, Change> changes = new HashMap<>();
  private final Map<Integer, String> before = new HashMap<>();

  /** Text in front of all that is {@link #before} the same token. */
  private final Map<Integer, String> outermost = new HashMap<>();

  private final Map<Integer, String> after = new HashMap<>();

  /** The first token of the operand of a cast or of another operator behind its operand. */
  private final Map<Integer, Integer> castEnds = new HashMap<>();

  /** For each open parenthesis, whether it belongs to CAST. */
  private final Deque<Boolean> casts = new ArrayDeque<>();

  /**
   * Tokens that are replaced.
   *
   * @param text the replacement
   * @param next index of the first token that is not replaced
   */
  public record Change(String text, int next) {}

  /**
   * Reads the tokens of a query.
   *
   * @param positions the position of a token, by its index
   * @throws VitrineException with a position: PARSE_SYNTAX_ERROR, UNSUPPORTED_FEATURE for types
   *     that the dialect does not have
   */
  public PostgresqlSpelling(List<QueryToken> tokens, IntFunction<Position> positions) {
    this.tokens = List.copyOf(tokens);
    this.positions = positions;
    this.list = new TokenList(this.tokens);
    this.operands = new OperandStarts(this.tokens);
    for (int i = 0; i < tokens.size(); ) {
      i = read(i);
    }
  }

  /** The replacement of the tokens from {@code index} on, if they are replaced. */
  public Optional<Change> change(int index) {
    return Optional.ofNullable(changes.get(index));
  }

  /** Text in front of a token; empty if there is none. */
  public String before(int index) {
    return outermost.getOrDefault(index, "") + before.getOrDefault(index, "");
  }

  /** Text behind a token; empty if there is none. */
  public String after(int index) {
    return after.getOrDefault(index, "");
  }

  private int read(int index) {
    Change known = changes.get(index);
    if (known != null) {
      for (int i = index; i < known.next(); i++) {
        track(i);
      }
      return known.next();
    }
    track(index);
    return switch (tokens.get(index).kind()) {
      case SYMBOL -> symbol(index);
      case WORD -> word(index);
      case STRING, PARAMETER, QUOTED_NAME -> index + 1;
    };
  }

  private void track(int index) {
    if (list.text(index).equals("(")) {
      casts.push(list.isWord(index - 1, "CAST"));
    } else if (list.text(index).equals(")")) {
      casts.poll();
    }
  }

  private int word(int index) {
    if (list.isWord(index, "INTERVAL")) {
      return interval(index);
    }
    if (list.isWord(index, "COLLATE")) {
      return collation(index);
    }
    if (list.isWord(index, "AS") && Boolean.TRUE.equals(casts.peek())) {
      return castType(index);
    }
    if (list.isWord(index, "ANY") || list.isWord(index, "SOME") || list.isWord(index, "ALL")) {
      return quantified(index);
    }
    if (list.isWord(index, "AT")
        && list.isWord(index + 1, "TIME")
        && list.isWord(index + 2, "ZONE")) {
      return timeZone(index);
    }
    if (list.isWord(index, "DISTINCT")
        && list.isWord(index - 1, "SELECT")
        && list.isWord(index + 1, "ON")) {
      distinctOn(index);
    }
    return index + 1;
  }

  private int symbol(int index) {
    if (list.isOperator(index, "::")) {
      return cast(index);
    }
    Optional<String> json =
        JSON_OPERATORS.stream().filter(candidate -> list.isOperator(index, candidate)).findFirst();
    if (json.isPresent()) {
      return json(index, json.get());
    }
    Optional<PatternOperator> operator =
        PatternOperator.at(candidate -> list.isOperator(index, candidate));
    if (operator.isEmpty()) {
      return index + 1;
    }
    int next = index + operator.get().spelling().length();
    changes.put(index, new Change(operator.get().keywords(), next));
    return next;
  }

  /** {@code x::type} is {@code CAST(x AS type)}. */
  private int cast(int colons) {
    OptionalInt start = operand(colons, "::");
    CastTypeName type = typeAt(colons + 2);
    if (type.name().equals("json")
        && !type.array()
        && JSON_OPERATORS.stream().anyMatch(operator -> followsJson(type.next(), operator))) {
      // The operator reads a text as JSON.
      castEnds.put(type.next(), start.getAsInt());
      changes.put(colons, new Change("", type.next()));
      return type.next();
    }
    if (type.name().equals("interval")
        && start.getAsInt() == colons - 1
        && list.isString(colons - 1)) {
      changes.put(colons - 1, new Change(intervals(colons - 1, start.getAsInt() - 1), type.next()));
      return type.next();
    }
    if (start.getAsInt() == colons - 1 && list.isString(colons - 1)) {
      LiteralText.standard(type.dialect().orElse(""), list.unquoted(colons - 1))
          .ifPresent(text -> changes.put(colons - 1, new Change("'" + text + "'", colons)));
    }
    enclose(start.getAsInt(), "CAST(");
    castEnds.put(type.next(), start.getAsInt());
    changes.put(colons, new Change(" AS " + dialectName(type, colons + 2) + ")", type.next()));
    return type.next();
  }

  /** The operand that an operator follows; it is the last one before it, whatever its operators. */
  private OptionalInt operand(int operator, String spelling) {
    Integer inner = castEnds.get(operator);
    OptionalInt start = inner == null ? operands.of(operator - 1) : OptionalInt.of(inner);
    if (start.isEmpty()) {
      throw syntaxError("A value must precede '" + spelling + "'.", operator);
    }
    return start;
  }

  private void enclose(int start, String text) {
    before.merge(start, text, (inner, outer) -> outer + inner);
  }

  /** Whether an operator is here, or behind the parentheses that end here. */
  private boolean followsJson(int index, String operator) {
    int at = index;
    while (list.text(at).equals(")")) {
      at++;
    }
    return list.isOperator(at, operator);
  }

  /** {@code x ->> 'key'} is a call of the function with the name of the operator. */
  private int json(int index, String operator) {
    OptionalInt start = operand(index, operator);
    int key = index + operator.length();
    int last = list.text(key).equals("-") ? key + 1 : key;
    boolean constant = list.isString(last) ? last == key : list.text(last).matches("[0-9]{1,9}");
    boolean parameter = list.isParameter(key) && operator.startsWith("-");
    if (!constant && !parameter) {
      throw new VitrineException(
              ErrorCode.UNSUPPORTED_FEATURE,
              "A key of " + operator + " that is not a constant is not supported.")
          .withPosition(positions.apply(Math.min(key, tokens.size() - 1)))
          .withHint(
              operator.startsWith("-")
                  ? "Write the key as a text, a whole number or a parameter."
                  : "Write the path as a text: '{a,0}'.");
    }
    int next = last + 1;
    String written = (last > key ? "-" : "") + list.text(last);
    if (parameter) {
      written = "CAST(" + written + " AS VARCHAR)";
    }
    if (list.isOperator(next, "::")) {
      // A cast behind the key is of the key, which has the type already.
      next = typeAt(next + 2).next();
    }
    enclose(start.getAsInt(), "\"" + operator + "\"(");
    castEnds.put(next, start.getAsInt());
    changes.put(index, new Change(", " + written + ")", next));
    return next;
  }

  /** {@code x AT TIME ZONE 'zone'} is a call of the function of this name. */
  private int timeZone(int index) {
    OptionalInt start = operand(index, "AT TIME ZONE");
    int zone = index + 3;
    if (!list.isString(zone)) {
      throw new VitrineException(
              ErrorCode.UNSUPPORTED_FEATURE, "A time zone that is not a constant is not supported.")
          .withPosition(positions.apply(Math.min(zone, tokens.size() - 1)))
          .withHint("Write its name as a text: AT TIME ZONE 'Europe/Berlin'.");
    }
    enclose(start.getAsInt(), "\"" + AT_TIME_ZONE + "\"(");
    castEnds.put(zone + 1, start.getAsInt());
    changes.put(index, new Change(", " + list.text(zone) + ")", zone + 1));
    return zone + 1;
  }

  /** Collations that compare code points, as all comparisons of the dialect do. */
  private int collation(int index) {
    boolean qualified = list.isWord(index + 1, "pg_catalog") && list.text(index + 2).equals(".");
    int name = qualified ? index + 3 : index + 1;
    if (!BINARY_COLLATIONS.contains(list.text(name).replace("\"", ""))) {
      throw new VitrineException(
              ErrorCode.UNSUPPORTED_FEATURE,
              "The collation " + list.text(name) + " is not supported.")
          .withPosition(positions.apply(Math.min(name, tokens.size() - 1)))
          .withHint("Texts are compared by code point, which is the collation \"C\".");
    }
    changes.put(index, new Change("", name + 1));
    return name + 1;
  }

  private CastTypeName typeAt(int index) {
    return CastTypeName.at(index, tokens)
        .orElseThrow(() -> syntaxError("A type must follow '::'.", index));
  }

  private String dialectName(CastTypeName type, int index) {
    return type.dialect().orElseThrow(() -> unsupported(type, index));
  }

  private VitrineException unsupported(CastTypeName type, int index) {
    return new VitrineException(
            ErrorCode.UNSUPPORTED_FEATURE,
            "The type '" + type.name() + (type.array() ? "[]" : "") + "' is not supported.")
        .withPosition(positions.apply(index))
        .withHint(CastTypeName.HINT);
  }

  private int castType(int as) {
    Optional<CastTypeName> type = CastTypeName.at(as + 1, tokens);
    if (type.isEmpty() || !type.get().isForeign()) {
      return as + 1;
    }
    changes.put(as + 1, new Change(type.get().dialect().orElseThrow(), type.get().next()));
    return type.get().next();
  }

  /** {@code INTERVAL '1 day'}; with a unit behind the text it is the SQL standard's form. */
  private int interval(int index) {
    if (!list.isString(index + 1) || IntervalText.isUnit(list.text(index + 2))) {
      return index + 1;
    }
    changes.put(index, new Change(intervals(index + 1, index - 1), index + 2));
    return index + 2;
  }

  private String intervals(int literal, int preceding) {
    String text = list.unquoted(literal);
    return IntervalText.read(text)
        .orElseThrow(
            () ->
                syntaxError("The text of the interval is not supported.", literal)
                    .withHint("Write, for example, INTERVAL '1 month' or INTERVAL '2 days'."))
        .standard(preceding >= 0 ? list.text(preceding) : "");
  }

  /** {@code ANY (ARRAY[a, b])} is {@code ANY (a, b)}. */
  private int quantified(int index) {
    int open = index + 1;
    if (!list.text(open).equals("(")) {
      return index + 1;
    }
    int first = open + 1;
    while (list.text(first).equals("(")) {
      first++;
    }
    boolean array = list.isWord(first, "ARRAY") && list.text(first + 1).equals("[");
    boolean literal = list.isString(first);
    int last = array ? operands.closing(first + 1) : first;
    if ((!array && !literal) || last < 0) {
      return index + 1;
    }
    Optional<CastTypeName> type =
        list.isOperator(last + 1, "::") ? CastTypeName.at(last + 3, tokens) : Optional.empty();
    int behind = type.map(CastTypeName::next).orElse(last + 1);
    for (int i = open; i < first; i++) {
      if (!list.text(behind + i - open).equals(")")) {
        return index + 1;
      }
    }
    int next = behind + first - open;
    String element = type.map(cast -> elementType(cast, last + 3)).orElse("");
    if (literal || last == first + 2) {
      String values =
          literal ? ArrayText.values(list.unquoted(first), element) : ArrayText.none(element);
      changes.put(open, new Change(" (" + values + ")", next));
      return next;
    }
    // The elements stay, so that casts and operators inside of them are translated too.
    if (!element.isEmpty() && !element.equals("VARCHAR")) {
      castElements(first + 2, last, element);
    }
    changes.put(open, new Change("(", first + 2));
    changes.put(last, new Change("", behind + first - open - 1));
    for (int i = open; i < first + 2; i++) {
      track(i);
    }
    return first + 2;
  }

  private void castElements(int first, int last, String type) {
    int depth = 0;
    outermost.merge(first, "CAST(", String::concat);
    for (int i = first; i < last; i++) {
      depth += "([".contains(list.text(i)) ? 1 : ")]".contains(list.text(i)) ? -1 : 0;
      if (depth == 0 && list.text(i).equals(",")) {
        before.merge(i, " AS " + type + ")", String::concat);
        outermost.merge(i + 1, "CAST(", String::concat);
      }
    }
    before.merge(last, " AS " + type + ")", String::concat);
  }

  private String elementType(CastTypeName type, int index) {
    CastTypeName element = new CastTypeName(type.name(), type.arguments(), false, type.next());
    if (!type.array()) {
      throw unsupported(type, index);
    }
    return dialectName(element, index);
  }

  private void distinctOn(int index) {
    int open = index + 2;
    if (!list.text(open).equals("(")) {
      return;
    }
    int close = operands.closing(open);
    if (close > open + 1) {
      changes.put(index, new Change(" \"" + DISTINCT_ON + "\"", open));
      after.put(close, ",");
    }
  }

  private VitrineException syntaxError(String problem, int index) {
    return new VitrineException(ErrorCode.PARSE_SYNTAX_ERROR, problem)
        .withPosition(positions.apply(Math.min(index, tokens.size() - 1)));
  }
}
