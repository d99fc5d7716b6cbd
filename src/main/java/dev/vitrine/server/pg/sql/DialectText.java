package dev.vitrine.server.pg.sql;

import dev.vitrine.catalog.DataType;
import dev.vitrine.error.Position;
import dev.vitrine.error.VitrineException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A statement in the dialect, translated from PostgreSQL's spelling: numbered parameters and string
 * constants. The other forms of PostgreSQL are forms of the dialect.
 */
public final class DialectText {
  /** Maximum number of parameters, a limit of the protocol. */
  private static final int MOST_PARAMETERS = 65_535;

  private final PgText source;
  private final StringBuilder sql = new StringBuilder();
  private final TranslatedTokens translated = new TranslatedTokens();
  private final List<Integer> parameters = new ArrayList<>();

  /** The tokens that stand for the elements of an array, by the index of the {@code ?}. */
  private final Map<Integer, Integer> arrays = new TreeMap<>();

  private int[] starts = {};

  private DialectText(PgText source) {
    this.source = source;
  }

  /**
   * Translates a statement.
   *
   * @throws VitrineException PARSE_SYNTAX_ERROR where the translation is not possible
   */
  public static DialectText of(PgText source) {
    DialectText text = new DialectText(source);
    text.translate();
    return text;
  }

  public String sql() {
    return sql.toString();
  }

  /** The number of the client's parameter, from 1, of each {@code ?}. */
  public List<Integer> parameters() {
    return List.copyOf(parameters);
  }

  /** Whether a {@code ?}, by its index, stands for the elements of an array. */
  public boolean isArray(int mark) {
    return arrays.containsKey(mark);
  }

  /**
   * The statement with as many {@code ?} for arrays as they have elements.
   *
   * @param counts number of elements of each array, by the index of its {@code ?}; an array without
   *     elements becomes a query without rows
   * @param types of the {@code ?}
   */
  public DialectText with(Map<Integer, Integer> counts, List<DataType> types) {
    DialectText text = new DialectText(source);
    for (int i = 0; i < translated.size(); i++) {
      text.translated.add(
          translated.get(i).gap(), translated.get(i).text(), translated.get(i).origin());
    }
    arrays.forEach(
        (mark, token) -> {
          int count = counts.getOrDefault(mark, 1);
          text.translated.set(
              token,
              count == 0
                  ? "SELECT CAST(NULL AS "
                      + types.get(mark).sqlName()
                      + ") FROM (VALUES (0)) AS t(x) WHERE x = 1"
                  : String.join(", ", Collections.nCopies(count, translated.get(token).text())));
        });
    text.print();
    return text;
  }

  /** The position in the client's text of a position in {@link #sql}. */
  public Position origin(Position position) {
    int offset = PgText.offset(sql(), position);
    int nearest = 0;
    while (nearest + 1 < starts.length && starts[nearest + 1] <= offset) {
      nearest++;
    }
    int origin = translated.get(nearest).origin();
    int inside = Math.max(0, offset - starts[nearest] - translated.get(nearest).gap().length());
    return PgText.position(source.text(), Math.min(origin + inside, source.text().length()));
  }

  private void translate() {
    List<PgToken> tokens = source.tokens();
    for (int i = 0; i < tokens.size(); i++) {
      PgToken token = tokens.get(i);
      if (token.isSymbol("?")) {
        throw source
            .syntaxError(i, "'?' is not a parameter for PostgreSQL clients.")
            .withHint("Write parameters as $1, $2.");
      } else if (isArrayParameter(i)) {
        i = array(i);
      } else {
        add(i, translated(i, token));
      }
    }
    print();
  }

  /** {@code ANY ($1)} and {@code ANY ($1::type[])}: an array, and not a value. */
  private boolean isArrayParameter(int index) {
    List<PgToken> tokens = source.tokens();
    return index >= 2
        && tokens.get(index).kind() == PgToken.Kind.PARAMETER
        && tokens.get(index - 1).isSymbol("(")
        && (tokens.get(index - 2).isWord("any")
            || tokens.get(index - 2).isWord("some")
            || tokens.get(index - 2).isWord("all"))
        && index + 1 < tokens.size()
        && (tokens.get(index + 1).isSymbol(")") || tokens.get(index + 1).isSymbol("::"));
  }

  /** Adds the parameter; the elements are cast, where the array is. */
  private int array(int index) {
    List<PgToken> tokens = source.tokens();
    Optional<TypeNames.Named> type =
        tokens.get(index + 1).isSymbol("::") ? TypeNames.read(source, index + 2) : Optional.empty();
    String element =
        type.filter(TypeNames.Named::array)
            .map(named -> new TypeNames.Named(named.name(), named.arguments(), false, 0))
            .flatMap(TypeNames.Named::dialect)
            .orElse("");
    String mark = parameter(index, tokens.get(index));
    arrays.put(parameters.size() - 1, translated.size());
    add(index, element.isEmpty() ? mark : "CAST(" + mark + " AS " + element + ")");
    return element.isEmpty() ? index : type.orElseThrow().last();
  }

  private void print() {
    starts = new int[translated.size()];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = sql.length();
      sql.append(translated.get(i).gap()).append(translated.get(i).text());
    }
  }

  private void add(int index, String text) {
    PgToken token = source.tokens().get(index);
    String gap = "";
    if (index > 0) {
      String between = source.text().substring(source.tokens().get(index - 1).end(), token.start());
      gap = between.isBlank() ? between : between.indexOf('\n') < 0 ? " " : "\n";
    }
    if (gap.isEmpty() && joins(text)) {
      gap = " ";
    }
    translated.add(gap, text, token.start());
  }

  /** Whether the last token and this one, both in quotes, would become one. */
  private boolean joins(String text) {
    String last = translated.size() == 0 ? "" : translated.text(translated.size() - 1);
    return (text.startsWith("'") && last.endsWith("'"))
        || (text.startsWith("\"") && last.endsWith("\""));
  }

  private String translated(int index, PgToken token) {
    return switch (token.kind()) {
      case PARAMETER -> parameter(index, token);
      case PG_STRING -> token.literal();
      // The dialect reads $$ as the start of a string.
      case WORD ->
          token.text().indexOf('$') < 0
              ? source.text().substring(token.start(), token.end())
              : '"' + token.text() + '"';
      case QUOTED_NAME, STRING, NUMBER, SYMBOL, SEMICOLON ->
          source.text().substring(token.start(), token.end());
    };
  }

  private String parameter(int index, PgToken token) {
    int number = token.text().length() > 5 ? 0 : Integer.parseInt(token.text());
    if (number < 1 || number > MOST_PARAMETERS) {
      throw source.syntaxError(index, "The parameter $" + token.text() + " is out of range.");
    }
    parameters.add(number);
    return "?";
  }
}
