package dev.vitrine.answers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An embedded store changes the case of texts alike in a JVM of any language. */
class JvmLocaleTest {
  private static final String QUERY =
      "SELECT UPPER('title ıi'), LOWER('TITLE Iİ'), 'INFO' ILIKE 'info', 'info' ILIKE '%I%',"
          + " UPPER(LOWER(x)), LOWER('I\u0300J\u0301\u012e\u0303 \u00cc\u00cd\u0128 I\u0307'),"
          + " UPPER('i\u0307j\u0307\u012f\u0307\u0268\u0307\u0456\u0307\u0458\u0307\u1e2d\u0307\u1ecb\u0307')"
          + " FROM (VALUES ('Istanbul')) AS t (x)";

  /** {@code İ} is i and a dot above in lower case. */
  private static final String EXPECTED =
      "TITLE II|title ii\u0307|true|true|ISTANBUL|"
          + "i\u0300j\u0301\u012f\u0303 \u00ec\u00ed\u0129 i\u0307|"
          + "I\u0307J\u0307\u012e\u0307\u0197\u0307\u0406\u0307\u0408\u0307\u1e2c\u0307\u1eca\u0307|true";

  /** Prints the row, in a JVM of its own. */
  public static void main(String[] arguments) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:vitrine:mem:locale");
        Statement statement = connection.createStatement()) {
      StringBuilder text = new StringBuilder(Locale.getDefault().getLanguage());
      try (ResultSet row = statement.executeQuery(QUERY)) {
        row.next();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          text.append('|').append(row.getString(i));
        }
      }
      statement.execute("CREATE CATALOG c");
      statement.execute("CREATE SCHEMA c.s");
      statement.execute("CREATE MODEL c.s.m COMMENT 'INVOICES'");
      try (ResultSet found = statement.executeQuery("SHOW MODELS SEARCH 'Invoice'")) {
        text.append('|').append(found.next());
      }
      System.out.writeBytes((text + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Languages with rules of case of their own. */
  @ParameterizedTest
  @ValueSource(strings = {"tr", "lt"})
  void lettersHaveTheSameCaseInEachLanguage(String language) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.language=" + language,
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                JvmLocaleTest.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(output.lines()).last().isEqualTo(language + "|" + EXPECTED);
  }
}
