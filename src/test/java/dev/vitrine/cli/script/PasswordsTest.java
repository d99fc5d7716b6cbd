package dev.vitrine.cli.script;

import static org.assertj.core.api.Assertions.assertThat;

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

  @ParameterizedTest
  @CsvSource({
    "jdbc:vitrine:postgresql://h/d?user=u&password=hush&ssl=true,jdbc:vitrine:postgresql://h/d?user=u&password=********&ssl=true",
    "jdbc:vitrine:postgresql://h/d?sslpassword=hush,jdbc:vitrine:postgresql://h/d?sslpassword=********",
    "jdbc:vitrine://h/c?accessToken=hush&ssl=true,jdbc:vitrine://h/c?accessToken=********&ssl=true",
    "jdbc:vitrine:mem:password=x,jdbc:vitrine:mem:password=x"
  })
  void masksUrls(String url, String shown) {
    assertThat(Passwords.maskUrl(url)).isEqualTo(shown);
  }
}
