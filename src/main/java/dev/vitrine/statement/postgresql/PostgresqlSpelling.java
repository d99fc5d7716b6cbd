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

  private static final Set<String> BINARY_COLLATIONS = Set.of("C", "POSIX", "ucs_basic", "default");

  private final List<QueryToken> tokens;
  private final IntFunction<Position> positions;
  private final OperandStarts operands;
  private final Map<Integer, Change> changes = new HashMap<>();
  private final Map<Integer, String> before = new HashMap<>();
  private final Map<Integer, String> after = new HashMap<>();

  /** The first token of the operand of a cast, by the index of the token behind the cast. */
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
    return before.getOrDefault(index, "");
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
    if (text(index).equals("(")) {
      casts.push(isWord(index - 1, "CAST"));
    } else if (text(index).equals(")")) {
      casts.poll();
    }
  }

  private int word(int index) {
    if (isWord(index, "INTERVAL")) {
      return interval(index);
    }
    if (isWord(index, "COLLATE")) {
      return collation(index);
    }
    if (isWord(index, "AS") && Boolean.TRUE.equals(casts.peek())) {
      return castType(index);
    }
    if (isWord(index, "ANY") || isWord(index, "SOME") || isWord(index, "ALL")) {
      return quantified(index);
    }
    if (isWord(index, "DISTINCT") && isWord(index - 1, "SELECT") && isWord(index + 1, "ON")) {
      distinctOn(index);
    }
    return index + 1;
  }

  private int symbol(int index) {
    if (isOperator(index, "::")) {
      return cast(index);
    }
    Optional<PatternOperator> operator =
        PatternOperator.at(candidate -> isOperator(index, candidate));
    if (operator.isEmpty()) {
      return index + 1;
    }
    int next = index + operator.get().spelling().length();
    changes.put(index, new Change(operator.get().keywords(), next));
    return next;
  }

  /** {@code x::type} is {@code CAST(x AS type)}. */
  private int cast(int colons) {
    Integer inner = castEnds.get(colons);
    OptionalInt start = inner == null ? operands.of(colons - 1) : OptionalInt.of(inner);
    if (start.isEmpty()) {
      throw syntaxError("A value must precede '::'.", colons);
    }
    CastTypeName type = typeAt(colons + 2);
    if (type.name().equals("interval") && start.getAsInt() == colons - 1 && isString(colons - 1)) {
      changes.put(colons - 1, new Change(intervals(colons - 1, start.getAsInt() - 1), type.next()));
      return type.next();
    }
    if (start.getAsInt() == colons - 1 && isString(colons - 1)) {
      LiteralText.standard(type.dialect().orElse(""), unquoted(colons - 1))
          .ifPresent(text -> changes.put(colons - 1, new Change("'" + text + "'", colons)));
    }
    before.merge(start.getAsInt(), "CAST(", String::concat);
    castEnds.put(type.next(), start.getAsInt());
    changes.put(colons, new Change(" AS " + dialectName(type, colons + 2) + ")", type.next()));
    return type.next();
  }

  /** Collations that compare code points, as all comparisons of the dialect do. */
  private int collation(int index) {
    boolean qualified = isWord(index + 1, "pg_catalog") && text(index + 2).equals(".");
    int name = qualified ? index + 3 : index + 1;
    if (!BINARY_COLLATIONS.contains(text(name).replace("\"", ""))) {
      throw new VitrineException(
              ErrorCode.UNSUPPORTED_FEATURE, "The collation " + text(name) + " is not supported.")
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
    if (!isString(index + 1) || IntervalText.isUnit(text(index + 2))) {
      return index + 1;
    }
    changes.put(index, new Change(intervals(index + 1, index - 1), index + 2));
    return index + 2;
  }

  private String intervals(int literal, int preceding) {
    String text = unquoted(literal);
    return IntervalText.read(text)
        .orElseThrow(
            () ->
                syntaxError("The text of the interval is not supported.", literal)
                    .withHint("Write, for example, INTERVAL '1 month' or INTERVAL '2 days'."))
        .standard(preceding >= 0 ? text(preceding) : "");
  }

  /** {@code ANY (ARRAY[a, b])} is {@code ANY (a, b)}. */
  private int quantified(int index) {
    int open = index + 1;
    if (!text(open).equals("(")) {
      return index + 1;
    }
    int first = open + 1;
    while (text(first).equals("(")) {
      first++;
    }
    boolean array = isWord(first, "ARRAY") && text(first + 1).equals("[");
    boolean literal = isString(first);
    int last = array ? operands.closing(first + 1) : first;
    if ((!array && !literal) || last < 0) {
      return index + 1;
    }
    Optional<CastTypeName> type =
        isOperator(last + 1, "::") ? CastTypeName.at(last + 3, tokens) : Optional.empty();
    int behind = type.map(CastTypeName::next).orElse(last + 1);
    for (int i = open; i < first; i++) {
      if (!text(behind + i - open).equals(")")) {
        return index + 1;
      }
    }
    int next = behind + first - open;
    String element = type.map(cast -> elementType(cast, last + 3)).orElse("");
    if (literal || last == first + 2) {
      String values =
          literal ? ArrayText.values(unquoted(first), element) : ArrayText.none(element);
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
    before.merge(first, "CAST(", String::concat);
    for (int i = first; i < last; i++) {
      depth += "([".contains(text(i)) ? 1 : ")]".contains(text(i)) ? -1 : 0;
      if (depth == 0 && text(i).equals(",")) {
        before.merge(i, " AS " + type + ")", String::concat);
        before.merge(i + 1, "CAST(", String::concat);
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
    if (!text(open).equals("(")) {
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

  private String text(int index) {
    return index >= 0 && index < tokens.size() ? tokens.get(index).text() : "";
  }

  private boolean isString(int index) {
    return index >= 0
        && index < tokens.size()
        && tokens.get(index).kind() == QueryToken.Kind.STRING;
  }

  private String unquoted(int index) {
    String text = text(index);
    return text.substring(1, text.length() - 1).replace("''", "'");
  }

  private boolean isWord(int index, String word) {
    return index >= 0
        && index < tokens.size()
        && tokens.get(index).kind() == QueryToken.Kind.WORD
        && text(index).equalsIgnoreCase(word)
        && !text(index - 1).equals(".");
  }

  /** Whether the characters of an operator are here, without blanks between them. */
  private boolean isOperator(int index, String operator) {
    if (index + operator.length() > tokens.size()) {
      return false;
    }
    int start = tokens.get(index).start();
    for (int i = 0; i < operator.length(); i++) {
      if (tokens.get(index + i).start() != start + i
          || !text(index + i).equals(operator.substring(i, i + 1))) {
        return false;
      }
    }
    return true;
  }
}
