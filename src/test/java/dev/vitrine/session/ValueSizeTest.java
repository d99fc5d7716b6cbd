package dev.vitrine.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Functions that make long texts: beyond 16 MiB they fail before the store makes the text. */
final class ValueSizeTest {
  private static final String SHORT = "(SELECT MAX(name) AS t FROM principals) AS p";

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aTextOfMoreThanSixteenMebibytesIsNotMade(TestStore store) {
    Client admin = TestRegistry.emptied(store).admin();
    for (String text :
        new String[] {
          "REPEAT('x', 150000000)",
          "REPEAT('x', 2000000000)",
          "REPEAT(t, 2000000000)",
          "REPEAT('é', 9000000)",
          "LPAD('x', 150000000)",
          "RPAD(t, 2000000000)",
          "LPAD(t, 5000000, 'é')",
          "REPLACE(REPEAT('x', 10000), 'x', REPEAT('y', 10000))",
          "REPLACE(REPEAT(t, 100000), SUBSTRING(t FROM 1 FOR 1), REPEAT('y', 1000))",
          "REPEAT('x', 9000000) || REPEAT('y', 9000000)",
          "REPEAT(t, 1000000) || t || REPEAT(t, 1000000) || REPEAT(t, 1000000)"
              + " || REPEAT(t, 1000000)",
          "CONCAT(REPEAT('x', 9000000), REPEAT('y', 9000000))",
          "CONCAT_WS(REPEAT('x', 9000000), 'a', 'b', 'c')",
          "REPEAT(REPEAT('x', 5000), 5000)"
        }) {
      String message =
          admin.failsWith(
              "NUMERIC_VALUE_OUT_OF_RANGE", "SELECT CHAR_LENGTH(" + text + ") AS n FROM " + SHORT);
      assertThat(message).as(text).contains("16 MiB");
    }
    assertThat(
            admin.failsWith(
                "NUMERIC_VALUE_OUT_OF_RANGE",
                "SELECT CHAR_LENGTH(REPEAT(CAST(? AS VARCHAR), CAST(? AS INTEGER))) AS n FROM "
                    + SHORT,
                "abc",
                1_000_000_000))
        .contains("16 MiB");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void shorterTextsAreMadeAsEver(TestStore store) {
    Client admin = TestRegistry.emptied(store).admin();
    String[][] expected = {
      {"CHAR_LENGTH(REPEAT('x', 16000000))", "16000000"},
      {"REPEAT(t, 0)", ""},
      {"REPEAT(t, -5)", ""},
      {"CHAR_LENGTH(LPAD(t, 4000000))", "4000000"},
      {"REPLACE(t || 'aXa', 'X', 'yy')", "adminayya"},
      {"REPLACE(REPEAT(t, 100000), 'nothing', REPEAT('y', 10000)) = REPEAT(t, 100000)", "true"},
      {"REPLACE(t, '', REPEAT(t, 1000000))", "admin"},
      {"CHAR_LENGTH(REPEAT(t, 1000000) || REPEAT(t, 1000000))", "10000000"},
      {"REPEAT(t, 1000000) || CAST(NULL AS VARCHAR)", "null"},
      {"CHAR_LENGTH(CONCAT(REPEAT(t, 1000000), CAST(NULL AS VARCHAR), 'a'))", "5000001"},
      {"CHAR_LENGTH(CONCAT_WS(',', REPEAT(t, 1000000), REPEAT(t, 1000000)))", "10000001"},
      {"REPEAT(t, CAST(NULL AS INTEGER))", "null"}
    };
    for (String[] example : expected) {
      Object value =
          admin.value(
              "SELECT "
                  + example[0]
                  + " AS v FROM (SELECT MIN(name) AS t FROM principals"
                  + " WHERE name = 'admin') AS p");
      assertThat(String.valueOf(value)).as(example[0]).isEqualTo(example[1]);
    }
  }

  /** Each level would be printed more than once. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void functionsOfUnknownLengthAreNestedFourDeepAtMost(TestStore store) {
    Client admin = TestRegistry.emptied(store).admin();
    String text = "t";
    for (int depth = 0; depth < 4; depth++) {
      text = "REPEAT(" + text + " || 'x', CHAR_LENGTH(" + text + ") - 4)";
      if (depth < 2) {
        assertThat(admin.rows("SELECT " + text + " AS v FROM " + SHORT)).hasSize(1);
      }
    }
    String message =
        admin.failsWith("STATEMENT_TOO_COMPLEX", "SELECT " + text + " AS v FROM " + SHORT);
    assertThat(message).contains("4 levels");
  }
}
