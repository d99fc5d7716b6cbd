package dev.vitrine.statement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.statement.tree.Statement;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What the tests of the parser have in common. */
final class StatementTexts {
  private StatementTexts() {}

  /** Every statement of {@code statements.sql}: each in several spellings. */
  static List<String> all() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                StatementTexts.class.getResourceAsStream("statements.sql"),
                StandardCharsets.UTF_8))) {
      String text = String.join("\n", reader.lines().toList());
      return Arrays.stream(text.split(";\n")).map(String::strip).filter(s -> !s.isEmpty()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The record of a text without parameters. */
  static Statement parse(String text) {
    return bind(text);
  }

  /** The record of a text with these values for its parameters. */
  static Statement bind(String text, Object... parameters) {
    List<ParsedText> parsed = StatementParser.parse(text);
    assertThat(parsed).hasSize(1);
    return ((ParsedStatement) parsed.get(0)).bind(Arrays.asList(parameters));
  }

  static ParsedQuery query(String text) {
    List<ParsedText> parsed = StatementParser.parse(text);
    assertThat(parsed).hasSize(1);
    return (ParsedQuery) parsed.get(0);
  }

  /** The text gives this record, and so does the record written as text. */
  static void assertParsed(String text, Statement expected) {
    assertThat(parse(text)).as(text).isEqualTo(expected);
    assertRoundTrip(expected);
  }

  /** The record written as text gives the record again, and is written the same way. */
  static void assertRoundTrip(Statement statement) {
    String written = StatementFormatter.formatWithSecrets(statement);
    Statement again = parse(written);
    assertThat(again).as(written).isEqualTo(statement);
    assertThat(StatementFormatter.formatWithSecrets(again)).isEqualTo(written);
  }
}
