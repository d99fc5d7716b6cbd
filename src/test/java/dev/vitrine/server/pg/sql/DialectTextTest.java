package dev.vitrine.server.pg.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.Effort;
import dev.vitrine.error.VitrineException;
import dev.vitrine.statement.text.SqlScanner;
import dev.vitrine.statement.text.StringLiteral;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The strings of a client's text are the strings of its translation, and no others. */
final class DialectTextTest {
  private static final List<String> PIECES =
      List.of(
          "'",
          "''",
          "\"",
          "`",
          "$$",
          "$t$",
          "$",
          "a$$b",
          "a$",
          "E'",
          "xE'",
          "N'",
          "\\",
          "\\'",
          "\\\\",
          "--",
          "/*",
          "*/",
          ";",
          "(",
          "\n",
          "\r",
          " ",
          "a",
          "PASSWORD",
          "7");

  @Test
  void theDialectReadsTheStringsOfTheClient() {
    Random random = new Random(Effort.seed());
    int translated = 0;
    for (int i = 0; i < Effort.times(20_000, 1_000_000); i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(12); j >= 0; j--) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      try {
        for (PgText statement : PgText.split(text.toString())) {
          List<String> strings =
              statement.tokens().stream().filter(PgToken::isString).map(PgToken::text).toList();
          assertThat(strings(DialectText.of(statement).sql())).as("%s", text).isEqualTo(strings);
          translated += strings.isEmpty() ? 0 : 1;
        }
      } catch (VitrineException refused) {
        assertThat(refused).message().contains("PARSE_SYNTAX_ERROR");
      }
    }
    assertThat(translated).isGreaterThan(1_000);
  }

  private static List<String> strings(String sql) {
    List<String> strings = new ArrayList<>();
    SqlScanner scanner = new SqlScanner(sql);
    while (scanner.next()) {
      if (scanner.kind() == SqlScanner.Kind.STRING) {
        strings.add(scanner.closed() ? StringLiteral.value(scanner.token()) : "not closed");
      }
    }
    return strings;
  }
}
