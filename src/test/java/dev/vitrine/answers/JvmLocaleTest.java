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
import org.junit.jupiter.api.Test;

/** An embedded store changes the case of texts alike in a JVM of any language. */
class JvmLocaleTest {
  private static final String QUERY =
      "SELECT UPPER('title ıi'), LOWER('TITLE Iİ'), 'INFO' ILIKE 'info', 'info' ILIKE '%I%',"
          + " UPPER(LOWER(x)) FROM (VALUES ('Istanbul')) AS t (x)";

  /** {@code İ} is i and a dot above in lower case. */
  private static final String EXPECTED = "TITLE II|title ii\u0307|true|true|ISTANBUL|true";

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

  @Test
  void lettersHaveTheSameCaseInTurkish() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.language=tr",
                "-Duser.country=TR",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                JvmLocaleTest.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(output.lines()).last().isEqualTo("tr|" + EXPECTED);
  }
}
