package dev.vitrine.statement.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.Effort;
import dev.vitrine.error.VitrineException;
import dev.vitrine.statement.text.SqlScanner.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.Token;
import org.junit.jupiter.api.Test;

/** The scanner, the parser and the SQL page of the browser see the same tokens in every text. */
final class SqlScannerTest {
  private static final List<String> PIECES =
      List.of(
          "'",
          "''",
          "\"",
          "\"\"",
          "`",
          "$$",
          "$",
          "$t$",
          "E'",
          "e'",
          "xE'",
          "1e'",
          "N'",
          "U&'",
          "\\",
          "\\'",
          "\\\\",
          "--",
          "/*",
          "*/",
          "/",
          "*",
          ";",
          "(",
          "=",
          "\n",
          "\r",
          " ",
          "\t",
          "a",
          "PASSWORD",
          "TEXT",
          "it",
          "7",
          "é",
          "\u00a0");

  private final Random random = new Random(Effort.seed());

  @Test
  void theScannerEndsEveryStatementWhereTheParserDoes() {
    int split = 0;
    for (int i = 0; i < Effort.times(20_000, 1_000_000); i++) {
      String text = text();
      List<String> scanned = new ArrayList<>();
      StringBuilder all = new StringBuilder();
      boolean open = false;
      SqlScanner scanner = new SqlScanner(text);
      while (scanner.next()) {
        all.append(scanner.token());
        open |= !scanner.closed();
        if (scanner.isCode()) {
          scanned.add(scanner.token());
        }
      }
      assertThat(all).hasToString(text);
      try {
        List<String> parsed = new ArrayList<>();
        StatementText source = new StatementText(text);
        for (List<Token> statement : StatementSplitter.split(source)) {
          for (Token token : statement.subList(0, statement.size() - 1)) {
            parsed.add(source.text(token));
          }
        }
        assertThat(open).as(text).isFalse();
        scanned.removeIf(";"::equals);
        assertThat(scanned).as(text).isEqualTo(parsed);
        split++;
      } catch (VitrineException refused) {
        if (!open) {
          assertThat(refused).as(text).message().contains("is not SQL");
        }
      }
    }
    assertThat(split).isGreaterThan(1_000);
  }

  @Test
  void thePageEndsEveryTokenWhereTheScannerDoes() throws IOException {
    Pattern tokens = tokensOfThePage();
    for (int i = 0; i < Effort.times(20_000, 200_000); i++) {
      String text = text();
      List<String> scanned = new ArrayList<>();
      SqlScanner scanner = new SqlScanner(text);
      while (scanner.next()) {
        if (scanner.isCode()) {
          scanned.add(scanner.token());
        }
      }
      List<String> found = new ArrayList<>();
      Matcher token = tokens.matcher(text);
      while (token.find()) {
        boolean gap = token.group().startsWith("--") || token.group().startsWith("/*");
        if (!gap && !token.group().matches("[\\s\u00a0]")) {
          found.add(token.group());
        }
      }
      assertThat(found).as(text).isEqualTo(scanned);
    }
  }

  @Test
  void unclosedTokensExtendToTheEnd() {
    for (String open : List.of("'a;", "E'a\\';", "E'a\\", "$$a;", "`a;", "\"a;", "/* a;")) {
      SqlScanner scanner = new SqlScanner(open);
      assertThat(scanner.next()).isTrue();
      assertThat(scanner.token()).isEqualTo(open);
      assertThat(scanner.closed()).isFalse();
      assertThat(scanner.isCode()).isEqualTo(scanner.kind() != Kind.UNCLOSED_COMMENT);
      assertThat(scanner.next()).isFalse();
    }
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(14); i >= 0; i--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }

  /** The pattern of the page's script, which means the same in Java. */
  private static Pattern tokensOfThePage() throws IOException {
    try (InputStream script =
        SqlScannerTest.class.getResourceAsStream("/dev/vitrine/server/web/assets/sqltext.js")) {
      String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
      Matcher pattern = Pattern.compile("const TOKENS = /(.*)/gi;").matcher(text);
      assertThat(pattern.find()).isTrue();
      return Pattern.compile(pattern.group(1), Pattern.CASE_INSENSITIVE);
    }
  }
}
