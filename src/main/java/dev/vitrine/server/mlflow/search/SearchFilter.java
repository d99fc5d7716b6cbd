package dev.vitrine.server.mlflow.search;

import static dev.vitrine.server.mlflow.search.FilterTokens.refusal;

import dev.vitrine.error.VitrineException;
import dev.vitrine.server.mlflow.search.FilterTokens.Kind;
import dev.vitrine.server.mlflow.search.FilterTokens.Token;
import dev.vitrine.server.mlflow.search.SearchableKind.Attribute;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A filter of MLflow's search as a condition in SQL. Values only ever become parameters; the words
 * of the condition are of this class.
 */
final class SearchFilter {
  /** MLflow keeps prompts among models, and asks for those that are none. */
  private static final String IS_PROMPT = "mlflow.prompt.is_prompt";

  /** Maximum conditions of a filter. */
  private static final int MOST_CONDITIONS = 50;

  /** Maximum values of a filter. */
  private static final int MOST_VALUES = 1_000;

  private static final int LAST_ASCII = 127;

  /** Of one pattern of ILIKE; each of them is a function call around the column. */
  private static final int MOST_LETTERS = 20;

  private final SearchableKind<?> searched;
  private final FilterTokens tokens;
  private final List<String> conditions = new ArrayList<>();
  private final List<Object> parameters = new ArrayList<>();

  private SearchFilter(String filter, SearchableKind<?> searched) {
    this.searched = searched;
    this.tokens = new FilterTokens(filter);
  }

  /**
   * Reads a filter.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE when it cannot be understood
   */
  static SearchFilter parse(String filter, SearchableKind<?> searched) {
    SearchFilter parsed = new SearchFilter(filter, searched);
    if (!parsed.tokens.ended()) {
      do {
        parsed.condition();
        parsed.requireWithinLimits();
      } while (parsed.tokens.takes("AND"));
      if (!parsed.tokens.ended()) {
        throw refusal(
            "can be parsed up to '"
                + parsed.tokens.peek().value()
                + "'; conditions are joined by AND");
      }
    }
    return parsed;
  }

  private void requireWithinLimits() {
    if (conditions.size() > MOST_CONDITIONS) {
      throw refusal("has more than " + MOST_CONDITIONS + " conditions");
    }
    if (parameters.size() > MOST_VALUES) {
      throw refusal("has more than " + MOST_VALUES + " values");
    }
  }

  /** Conditions, all of which must hold. */
  List<String> conditions() {
    return List.copyOf(conditions);
  }

  /** The values of their parameters, in order. */
  List<Object> parameters() {
    return List.copyOf(parameters);
  }

  private void condition() {
    Token first = tokens.take();
    boolean dotted = tokens.takes(".");
    if (dotted && (first.is("TAGS") || first.is("TAG"))) {
      tag();
    } else if (dotted && first.is("ATTRIBUTE")) {
      attribute(tokens.take());
    } else if (dotted) {
      throw unknown(first);
    } else {
      attribute(first);
    }
  }

  private void tag() {
    StringBuilder key = new StringBuilder(tokens.take().value());
    while (tokens.takes(".")) {
      key.append('.').append(tokens.take().value());
    }
    if (key.toString().equals(IS_PROMPT)) {
      prompt();
      return;
    }
    parameters.add(key.toString());
    conditions.add(searched.tag() + comparison("t.tag_value", SearchableKind.Kind.TEXT) + ")");
  }

  /** There are no prompts here. */
  private void prompt() {
    boolean negated = operator(tokens.take()).equals("<>");
    boolean wanted = text().equalsIgnoreCase("true");
    conditions.add(negated == wanted ? "TRUE" : "FALSE");
  }

  private void attribute(Token name) {
    Attribute<?> attribute =
        Optional.of(name.value().toLowerCase(Locale.ROOT))
            .flatMap(searched::attribute)
            .orElseThrow(() -> unknown(name));
    conditions.add(comparison(attribute.column(), attribute.kind()));
  }

  private String comparison(String column, SearchableKind.Kind kind) {
    Token operator = tokens.take();
    if (operator.is("NOT")) {
      if (!tokens.takes("IN")) {
        throw refusal("has NOT without IN");
      }
      return column + " NOT IN (" + list(kind) + ")";
    }
    if (operator.is("IN")) {
      return column + " IN (" + list(kind) + ")";
    }
    boolean isText = kind == SearchableKind.Kind.TEXT || kind == SearchableKind.Kind.NAME;
    if (isText && (operator.is("LIKE") || operator.is("ILIKE"))) {
      boolean anyCase = kind == SearchableKind.Kind.NAME || operator.is("ILIKE");
      String pattern = anyCase ? text().toLowerCase(Locale.ROOT) : text();
      return kind == SearchableKind.Kind.NAME && searched.names().hasHome()
          ? likeEitherName(column, pattern)
          : like(column, pattern, operator.is("ILIKE"));
    }
    String symbol = operator(operator);
    parameters.add(value(kind));
    return column + " " + symbol + " ?";
  }

  private String like(String column, String pattern, boolean anyCase) {
    parameters.add(pattern);
    return (anyCase ? "LOWER(" + withLowerLetters(column, pattern) + ")" : column) + " LIKE ?";
  }

  /** The pattern matches the full name or, in the default schema, the name of one part. */
  private String likeEitherName(String column, String pattern) {
    String row = column.substring(0, column.indexOf('.') + 1);
    parameters.add(pattern);
    parameters.add(searched.names().catalog());
    parameters.add(searched.names().schema());
    parameters.add(pattern);
    return "(%1$s LIKE ? OR (%2$scatalog_name = ? AND %2$sschema_name = ? AND %2$smodel_name LIKE ?))"
        .formatted(column, row);
  }

  /**
   * The column, in which the letters of the pattern are lower case. PostgreSQL changes the case of
   * ASCII letters only in a database with the C locale; other letters that the pattern does not
   * have may keep theirs, because they can only match a wildcard.
   */
  private static String withLowerLetters(String column, String pattern) {
    String text = column;
    List<Integer> letters =
        pattern
            .codePoints()
            .filter(letter -> letter > LAST_ASCII && Character.toUpperCase(letter) != letter)
            .distinct()
            .boxed()
            .toList();
    if (letters.size() > MOST_LETTERS) {
      throw refusal(
          "has ILIKE with more than " + MOST_LETTERS + " different letters outside of ASCII");
    }
    for (int letter : letters) {
      String upper = Character.toString(Character.toUpperCase(letter));
      text = "REPLACE(" + text + ", '" + upper + "', '" + Character.toString(letter) + "')";
    }
    return text;
  }

  private String list(SearchableKind.Kind kind) {
    List<String> places = new ArrayList<>();
    if (!tokens.takes("(")) {
      throw refusal("has IN without a list in parentheses");
    }
    do {
      parameters.add(value(kind));
      places.add("?");
    } while (tokens.takes(","));
    if (!tokens.takes(")")) {
      throw refusal("has a list that does not end");
    }
    return String.join(", ", places);
  }

  private static String operator(Token token) {
    return switch (token.value()) {
      case "=", "<", ">", "<=", ">=" -> token.value();
      case "!=", "<>" -> "<>";
      default -> throw refusal("has '" + token.value() + "' where it compares");
    };
  }

  private Object value(SearchableKind.Kind kind) {
    return switch (kind) {
      case TEXT -> text();
      case NAME -> searched.names().full(text()).toLowerCase(Locale.ROOT);
      case NUMBER -> number(tokens.take());
      case TIME ->
          LocalDateTime.ofInstant(Instant.ofEpochMilli(number(tokens.take())), ZoneOffset.UTC);
    };
  }

  private String text() {
    Token token = tokens.take();
    if (token.kind() != Kind.TEXT && token.kind() != Kind.QUOTED) {
      throw refusal("has '" + token.value() + "' where a text in quotes belongs");
    }
    return token.value();
  }

  private static long number(Token token) {
    try {
      return Long.parseLong(token.value());
    } catch (NumberFormatException exception) {
      throw refusal("has '" + token.value() + "' where a whole number belongs")
          .withCause(exception);
    }
  }

  private VitrineException unknown(Token name) {
    return refusal("compares '" + name.value() + "', which " + searched.noun() + " do not have");
  }
}
