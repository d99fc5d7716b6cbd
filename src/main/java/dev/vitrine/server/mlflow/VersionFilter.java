package dev.vitrine.server.mlflow;

import dev.vitrine.server.mlflow.FilterTokens.Kind;
import dev.vitrine.server.mlflow.FilterTokens.Token;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A filter of MLflow's search for versions as a condition in SQL. Values only ever become
 * parameters; the words of the condition are of this class.
 */
final class VersionFilter {
  /** What can be compared and sorted by, and the column of the relation {@code versions} it is. */
  static final Map<String, String> TEXTS =
      Map.of(
          "name", "v.full_name",
          "run_id", "v.run_id",
          "source_path", "v.source",
          "status", "v.status",
          "user_id", "v.created_by",
          "description", "v.comment");

  static final Map<String, String> NUMBERS =
      Map.of("version_number", "v.version", "version", "v.version");

  static final Map<String, String> TIMES =
      Map.of(
          "creation_timestamp", "v.created_at",
          "last_updated_timestamp", "v.updated_at");

  private static final String TAG =
      "EXISTS (SELECT 1 FROM version_tags t WHERE t.full_name = v.full_name"
          + " AND t.version = v.version AND t.tag_name = ? AND ";

  private final FilterTokens tokens;
  private final List<String> conditions = new ArrayList<>();
  private final List<Object> parameters = new ArrayList<>();

  private VersionFilter(String filter) {
    this.tokens = new FilterTokens(filter);
  }

  /**
   * Reads a filter.
   *
   * @throws dev.vitrine.error.VitrineException INVALID_PARAMETER_VALUE when it cannot be understood
   */
  static VersionFilter parse(String filter) {
    VersionFilter parsed = new VersionFilter(filter);
    if (!parsed.tokens.ended()) {
      do {
        parsed.condition();
      } while (parsed.tokens.takes("AND"));
      if (!parsed.tokens.ended()) {
        throw FilterTokens.refusal(
            "is understood up to '"
                + parsed.tokens.peek().value()
                + "'; conditions are joined by AND");
      }
    }
    return parsed;
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
    String name = first.value().toLowerCase(Locale.ROOT);
    boolean tag = (name.equals("tags") || name.equals("tag")) && tokens.takes(".");
    if (tag) {
      StringBuilder key = new StringBuilder(tokens.take().value());
      while (tokens.takes(".")) {
        key.append('.').append(tokens.take().value());
      }
      parameters.add(key.toString());
      conditions.add(TAG + comparison("t.tag_value", false) + ")");
    } else if (TEXTS.containsKey(name)) {
      conditions.add(comparison(TEXTS.get(name), name.equals("name")));
    } else if (NUMBERS.containsKey(name)) {
      conditions.add(NUMBERS.get(name) + " " + operator(tokens.take()) + " ?");
      parameters.add(number(tokens.take()));
    } else if (TIMES.containsKey(name)) {
      conditions.add(TIMES.get(name) + " " + operator(tokens.take()) + " ?");
      parameters.add(
          LocalDateTime.ofInstant(Instant.ofEpochMilli(number(tokens.take())), ZoneOffset.UTC));
    } else {
      throw FilterTokens.refusal("compares '" + first.value() + "', which versions do not have");
    }
  }

  /** Names are kept in lower case, so that any spelling of one finds it. */
  private String comparison(String column, boolean lowers) {
    Token operator = tokens.take();
    if (operator.is("IN")) {
      return column + " IN (" + list(lowers) + ")";
    }
    if (operator.is("LIKE")) {
      parameters.add(text(lowers));
      return column + " LIKE ?";
    }
    if (operator.is("ILIKE")) {
      parameters.add(text(true));
      return "LOWER(" + column + ") LIKE ?";
    }
    String symbol = operator(operator);
    parameters.add(text(lowers));
    return column + " " + symbol + " ?";
  }

  private String list(boolean lowers) {
    List<String> places = new ArrayList<>();
    if (!tokens.takes("(")) {
      throw FilterTokens.refusal("has IN without a list in parentheses");
    }
    do {
      parameters.add(text(lowers));
      places.add("?");
    } while (tokens.takes(","));
    if (!tokens.takes(")")) {
      throw FilterTokens.refusal("has a list that does not end");
    }
    return places.stream().collect(Collectors.joining(", "));
  }

  private static String operator(Token token) {
    return switch (token.value()) {
      case "=", "<", ">", "<=", ">=" -> token.value();
      case "!=", "<>" -> "<>";
      default -> throw FilterTokens.refusal("has '" + token.value() + "' where it compares");
    };
  }

  private String text(boolean lowers) {
    Token token = tokens.take();
    if (token.kind() != Kind.TEXT && token.kind() != Kind.QUOTED) {
      throw FilterTokens.refusal("has '" + token.value() + "' where a text in quotes belongs");
    }
    return lowers ? token.value().toLowerCase(Locale.ROOT) : token.value();
  }

  private static long number(Token token) {
    try {
      return Long.parseLong(token.value());
    } catch (NumberFormatException exception) {
      throw FilterTokens.refusal("has '" + token.value() + "' where a whole number belongs")
          .withCause(exception);
    }
  }
}
