package dev.vitrine.statement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.statement.format.WholeStatements;
import dev.vitrine.statement.tree.Statement;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Shared code of the parser tests. */
final class StatementTexts {
  private StatementTexts() {}

  /** Every statement of the dialect, in several spellings. */
  static List<String> all() {
    String text =
        lines("statements.sql").stream()
            .filter(line -> !line.startsWith("--"))
            .collect(Collectors.joining("\n"));
    return Arrays.stream(text.split(";\n?")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  /** The lines of a resource of these tests. */
  static List<String> lines(String resource) {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                StatementTexts.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
      return reader.lines().toList();
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
    String written = WholeStatements.text(statement);
    Statement again = parse(written);
    assertThat(again).as(written).isEqualTo(statement);
    assertThat(WholeStatements.text(again)).isEqualTo(written);
  }
}
