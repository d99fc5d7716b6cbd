package dev.vitrine.bench;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * One question, in two languages.
 *
 * @param name what the report calls it
 * @param vitrine the query as a user of Vitrine writes it
 * @param handWritten the query over the tables, with {@code :me} where the id of the caller goes
 *     and {@code :1}, {@code :2} … where the parameters go
 * @param parameters of both
 */
record Question(String name, String vitrine, String handWritten, List<String> parameters) {
  private static final Pattern PLACE = Pattern.compile("(?<!:):(me|\\d)\\b");

  Question {
    parameters = List.copyOf(parameters);
  }

  /** The hand-written text as pgjdbc takes it. */
  String plainSql() {
    return PLACE.matcher(handWritten).replaceAll("?");
  }

  /** Sets the parameters of {@link #plainSql()}. */
  void bindPlain(PreparedStatement statement, long me) throws SQLException {
    List<String> places = new ArrayList<>();
    PLACE.matcher(handWritten).results().map(MatchResult::group).forEach(places::add);
    for (int i = 0; i < places.size(); i++) {
      if (places.get(i).equals(":me")) {
        statement.setLong(i + 1, me);
      } else {
        statement.setString(i + 1, parameters.get(places.get(i).charAt(1) - '1'));
      }
    }
  }

  /** Sets the parameters of the query in Vitrine's language. */
  void bindVitrine(PreparedStatement statement) throws SQLException {
    for (int i = 0; i < parameters.size(); i++) {
      statement.setString(i + 1, parameters.get(i));
    }
  }

  /** The hand-written query, with the caller's id and the parameters written into it. */
  String plainLiteral(long me) {
    return PLACE
        .matcher(handWritten)
        .replaceAll(
            place ->
                place.group().equals(":me")
                    ? String.valueOf(me)
                    : "'" + parameters.get(place.group().charAt(1) - '1') + "'");
  }

  /** The query in Vitrine's language, with the parameters written into it. */
  String literal() {
    String text = vitrine;
    for (String parameter : parameters) {
      text = text.replaceFirst("\\?", "'" + parameter + "'");
    }
    return text;
  }
}
