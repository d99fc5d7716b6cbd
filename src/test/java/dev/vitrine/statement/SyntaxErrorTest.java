package dev.vitrine.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vitrine.error.VitrineException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SyntaxErrorTest {
  /** Pairs of lines: a text with Java's escapes, and the whole message of its error. */
  static List<Arguments> errors() {
    List<String> lines = StatementTexts.lines("syntax-errors.txt");
    List<Arguments> errors = new ArrayList<>();
    for (int i = 0; i + 1 < lines.size(); i += 2) {
      errors.add(Arguments.of(lines.get(i).substring(2), lines.get(i + 1)));
    }
    return errors;
  }

  @ParameterizedTest
  @MethodSource("errors")
  void reportsFoundAndExpectedTokens(String text, String message) {
    VitrineException error = errorOf(text.translateEscapes());
    assertThat(error).hasMessage(message);
    assertThat(error.position()).isPresent();
    assertThat(error.problem()).matches("[A-Z].*\\.");
    assertThat(error.hint()).matches("|[A-Z].*[.?]");
  }

  @Test
  void aMistakeAnywhereIsFoundBeforeAnythingIsReturned() {
    VitrineException error =
        errorOf("CREATE CATALOG c; SELECT 1; GRANT EXECUT ON MODEL m TO p; SHOW");
    assertThat(error.problem()).isEqualTo("Unknown privilege 'EXECUT'.");
    assertThat(error.hint()).isEqualTo("Did you mean EXECUTE?");
  }

  @Test
  void passwordsAreNeverRepeated() {
    List<String> texts =
        List.of(
            "CREATE USER u WITH PASSWORD hunter2",
            "CREATE USER u WITH PASSWORD \"hunter2\"",
            "CREATE USER u WITH 'hunter2'",
            "CREATE USER u PASSWORD 'hunter2'",
            "CREATE USER u WITH PASSWORD 'hunter2' x",
            "ALTER USER u SET PASSWORD 'hunter2' 'hunter2'",
            "ALTER USER u SET PASSWORD `hunter2`",
            "ALTER USER u SET PASSWORD 'x' OLD PASSWORD 'hunter2' OLD PASSWORD 'y'",
            "ALTER USER u SET PASSWORD 'x' OLD 'hunter2'",
            "ALTER USER u SET PASSWORD 'x' OLD PASSWORD hunter2",
            "ALTER USER u SET PASSWORD 'x'hunter2'y'",
            "ALTER USER u SET PASSWORD E'x\\'hunter2' \"hunter2\"",
            "ALTER USER u SET PASSWORD $t$hunter2$t$",
            "ALTER USER u SET PASSWORD N'hunter2'",
            "ALTER USER u SET PASSWORD $$hunter2",
            "ALTER USER u SET PASSWORD E'hunter2\\",
            "ALTER USER u SET PASSWORD E'hunter2\\u1'",
            "CREATE USER u WITH PASSWORD E'hunter2' COMMENT $$hunter2$$",
            "CREATE PROVIDER p USING \"hunter2\"",
            "CREATE PROVIDER p USING TEXT \"hunter2\"",
            "CREATE PROVIDER p USING TEXT 'x'hunter2'y'",
            "ALTER PROVIDER p USING TEXT $$x$$ `hunter2`",
            "ALTER USER u SET PASSWORD 'hunter2");
    assertThat(texts)
        .allSatisfy(text -> assertThat(errorOf(text)).message().doesNotContain("hunter2"));
  }

  /** What other dialects call differently. */
  @Test
  void statementsOfOtherDialectsGetAHint() {
    assertThat(errorOf("SHOW TABLES").getMessage())
        .contains("Hint: SHOW MODELS lists models; SELECT * FROM system.information_schema.tables");
    assertThat(errorOf("show tables in prod").getMessage()).contains("Hint: SHOW MODELS");
    assertThat(errorOf("SHOW MODEL prod.ml_team.iris").getMessage())
        .contains("Hint: SHOW MODELS lists models; DESCRIBE MODEL describes one.");
    assertThat(errorOf("SHOW COLUMNS FROM models").getMessage())
        .contains("system.information_schema.columns");
    for (String described : List.of("TABLE models", "models", "VIEW v", "extended versions")) {
      assertThat(errorOf("DESC " + described).getMessage())
          .as(described)
          .contains("Hint: DESCRIBE MODEL describes a model; SELECT * FROM system.information");
    }
    assertThat(errorOf("DESCRIBE CATALOGS").getMessage()).contains("Did you mean CATALOG?");
    assertThat(errorOf("SHOW GRANT ON MODEL m").getMessage()).contains("Did you mean GRANTS?");
  }

  private static VitrineException errorOf(String text) {
    return catchThrowableOfType(VitrineException.class, () -> StatementParser.parse(text));
  }
}
