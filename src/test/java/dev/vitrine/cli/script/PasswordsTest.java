package dev.vitrine.cli.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PasswordsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "CREATE USER a WITH PASSWORD 'hush' | CREATE USER a WITH PASSWORD '********'",
        "alter user a set password  'it''s; hush'; USE c; | alter user a set password  '********'; USE c;",
        "ALTER USER a SET PASSWORD/* ' */'hush' | ALTER USER a SET PASSWORD/* ' */'********'",
        "ALTER USER a SET PASSWORD 'hush' OLD PASSWORD 'h2' KEEP TOKENS | ALTER USER a SET PASSWORD '********' OLD PASSWORD '********' KEEP TOKENS",
        "ALTER USER a SET PASSWORD 'hush | ALTER USER a SET PASSWORD '********'",
        "ALTER USER a SET PASSWORD \"hush\" | ALTER USER a SET PASSWORD '********'",
        "CREATE USER a WITH PASSWORD E'x\\'hush' | CREATE USER a WITH PASSWORD '********'",
        "ALTER USER a SET PASSWORD $$it's hush$$ KEEP TOKENS | ALTER USER a SET PASSWORD '********' KEEP TOKENS",
        "CREATE USER password WITH PASSWORD 'hush'; USE c | CREATE USER password WITH PASSWORD '********'; USE c",
        "CREATE USER a IDENTIFIED BY hush | CREATE USER a IDENTIFIED BY '********'",
        "CREATE PROVIDER p USING '{hush}' | CREATE PROVIDER p USING '********'",
        "CREATE PROVIDER p USING FILE 'f' COMMENT 'c' | CREATE PROVIDER p USING FILE 'f' COMMENT 'c'",
        "SELECT password FROM t GROUP BY x | SELECT password FROM t GROUP BY x",
        "SELECT 'PASSWORD', 'seen' | SELECT 'PASSWORD', 'seen'",
        "COMMENT ON CATALOG c IS 'PASSWORD ''seen''' | COMMENT ON CATALOG c IS 'PASSWORD ''seen'''",
        "!connect alice hush | !connect alice ********",
        " ! CONNECT alice hush hush | !connect alice ********",
        "!connect alice | !connect alice",
        "!set format csv | !set format csv"
      })
  void masksTypedLines(String typed, String shown) {
    assertThat(Passwords.maskLine(typed)).isEqualTo(shown);
  }

  /** Every way to write a string, and the ways in which people get quotes wrong. */
  @Test
  void noSpellingOfASecretIsShown() {
    List<String> statements =
        List.of(
            "CREATE USER a WITH PASSWORD %s",
            "CREATE USER a PASSWORD %s;",
            "alter user `it's` set password=%s OLD PASSWORD %<s KEEP TOKENS; SELECT 1",
            "ALTER USER a SET PASSWORD 'x' OLD PASSWORD %s",
            "CREATE USER a IDENTIFIED BY %s",
            "CREATE PROVIDER p USING TEXT %s COMMENT 'x'",
            "ALTER PROVIDER \"it's\" USING TEXT %s",
            "WITH PASSWORD '%s'");
    List<String> spellings =
        List.of(
            "'hush'",
            "'it''s hush'",
            "E'x\\'hush'",
            "e'\\\\\\'hush\\\\'",
            "E'hush\\",
            "$$it's hush$$",
            "$$hush",
            "$t$hush$t$",
            "N'hush'",
            "U&'hush'",
            "\"hush\"",
            "`hush`",
            "hush",
            "'ab'hush'cd'",
            "'hush",
            "('hush')",
            "(hush)");
    List<String> before =
        List.of("", "-- don't\n", "/* it's */ ", "SELECT $$'$$, E'\\''; ", "USE `a'b`;\r\n");
    for (String start : before) {
      for (String statement : statements) {
        for (String spelling : spellings) {
          if (!statement.startsWith("WITH") || spelling.matches("\\w+")) {
            String typed = start + statement.formatted(spelling);
            assertThat(Passwords.maskLine(typed))
                .as(typed)
                .startsWith(start)
                .doesNotContain("hush");
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:vitrine:postgresql://h/d?user=u&password=hush&ssl=true,jdbc:vitrine:postgresql://h/d?user=u&password=********&ssl=true",
    "jdbc:vitrine:postgresql://h/d?sslpassword=hush,jdbc:vitrine:postgresql://h/d?sslpassword=********",
    "jdbc:vitrine:postgresql://h/d?password=a;hush&user=u,jdbc:vitrine:postgresql://h/d?password=********&user=u",
    "jdbc:vitrine://h/c?accessToken=hush&ssl=true,jdbc:vitrine://h/c?accessToken=********&ssl=true",
    "jdbc:vitrine:mem:password=x,jdbc:vitrine:mem:password=x"
  })
  void masksUrls(String url, String shown) {
    assertThat(Passwords.maskUrl(url)).isEqualTo(shown);
  }
}
