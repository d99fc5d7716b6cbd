package dev.vitrine.statement;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * For every text, the result is statements or an error with a position in the text, within a short
 * time.
 */
@Timeout(value = 180, unit = SECONDS)
class StatementFuzzTest {
  private static final long SEED = 20260831;
  private static final List<String> PIECES =
      List.of(
          "'",
          "`",
          "\"",
          "''",
          "``",
          "\"\"",
          "--",
          "/*",
          "*/",
          ";",
          "(",
          ")",
          ",",
          ".",
          "?",
          "=",
          "@",
          "/",
          "//",
          "\n",
          "\r",
          "\r\n",
          " ",
          "\t",
          "\0",
          "\u00a0",
          "\ufeff",
          "é",
          "日本",
          "😀",
          "\ud800",
          "\udc00",
          "ſ",
          "K",
          "0",
          "42",
          "1e5",
          "x",
          "IDENTIFIER('",
          "LATEST",
          "SELECT",
          "EXPLAIN PLAN FOR",
          "system.access",
          "VERSION",
          "ALL PRIVILEGES",
          "\\",
          "${x}");

  private final Random random = new Random(SEED);

  @BeforeAll
  static void printSeed() {
    System.out.println("StatementFuzzTest: seed " + SEED);
  }

  @Test
  void randomBytes() {
    for (int i = 0; i < 3_000; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      check(new String(bytes, StandardCharsets.ISO_8859_1));
      check(new String(bytes, StandardCharsets.UTF_8));
    }
  }

  @Test
  void randomPieces() {
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(12); j >= 0; j--) {
        text.append(piece()).append(random.nextBoolean() ? " " : "");
      }
      check(text.toString());
    }
  }

  @Test
  void truncations() {
    for (String text : StatementTexts.all()) {
      for (int end = 0; end < text.length(); end++) {
        check(random.nextBoolean() ? text.substring(0, end) : text.substring(end));
      }
    }
  }

  @Test
  void statementsWithWordsDroppedDoubledSwappedAndReplaced() {
    List<String> texts = StatementTexts.all();
    for (int i = 0; i < 4_000; i++) {
      List<String> words =
          new ArrayList<>(Arrays.asList(texts.get(random.nextInt(texts.size())).split("\\b")));
      int at = random.nextInt(words.size());
      switch (random.nextInt(4)) {
        case 0 -> words.remove(at);
        case 1 -> words.add(at, words.get(random.nextInt(words.size())));
        case 2 -> Collections.swap(words, at, random.nextInt(words.size()));
        default -> words.set(at, piece());
      }
      check(String.join("", words));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SELECT ", "", "CREATE MODEL m ", "INSERT INTO x ", "SELECT 1; SELECT "})
  void deepNestingIsTooComplex(String start) {
    String text = start + "(".repeat(100_000) + "1" + ")".repeat(100_000);
    VitrineException error = check(text);
    assertThat(error.code()).isEqualTo(ErrorCode.STATEMENT_TOO_COMPLEX);
  }

  @Test
  void widthIsNotDepth() {
    assertThat(check("SELECT " + "(1)+".repeat(40_000) + "1")).isNull();
    assertThat(check("SELECT (1);".repeat(10_000))).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "COMMENT ON MODEL m IS 'x            | é                | '",
        "COMMENT ON MODEL m IS '             | ''               | '",
        "ALTER MODEL m SET TAGS (            | 'k'='v',         | 'k'='v')",
        "ALTER MODEL m SET TAGS (            | 'k'='v',         | 'k'='v'",
        "ALTER MODEL m DROP VERSION          | 1,               | 1",
        "ALTER GROUP g                       | ADD USER a       | DROP GROUP b",
        "GRANT                               | EXECUTE,         | EXECUTE ON METASTORE TO p",
        "GRANT                               | a                | ON METASTORE TO p",
        "DROP MODEL a                        | .a               |",
        "SET TAG ON MODEL a                  | .a               | b c",
        "DROP MODEL IDENTIFIER('a            | .a               | ')",
        "DROP MODEL                          | x                |",
        "INSERT                              | x                |",
        "BEGIN                               | ;                |",
        "BEGIN                               | ;BEGIN           | ; SHOW",
        "SELECT 1                            | ,`a`             |",
        "SELECT system                       | .system          |",
        "SELECT 1                            | ,?               |",
        "SELECT 1                            | /                |",
        "SELECT 1 /*                         | *                | /",
        "SELECT 1                            | /*x*/            |",
        "SELECT 1                            | --x              |",
        "SELECT 1                            | -                |",
        "                                    | (                |",
        "                                    | )                |",
        "                                    | '                |",
        "                                    | `                |",
        "                                    | \"               |",
        "                                    | 9                |",
        "                                    | é                |",
      })
  @Timeout(value = 120, unit = SECONDS)
  void aMegabyteTakesSeconds(String start, String repeated, String end) {
    String text = blank(start) + " " + repeated.repeat(1_000_000 / repeated.length()) + blank(end);
    check(text);
  }

  private static String blank(String text) {
    return text == null ? "" : text;
  }

  private String piece() {
    return PIECES.get(random.nextInt(PIECES.size()));
  }

  /** The error of a text, or null. */
  @SuppressWarnings("NullAway") // Null is the result without an error.
  private static VitrineException check(String text) {
    try {
      for (ParsedText parsed : StatementParser.parse(text)) {
        assertThat(parsed.position()).isNotNull();
        if (parsed instanceof ParsedStatement statement && statement.parameterTypes().isEmpty()) {
          if (text.length() < 1_000) {
            StatementTexts.assertRoundTrip(statement.bind(List.of()));
          }
        } else if (parsed instanceof ParsedQuery query) {
          assertThat(query.original(1, query.sql().length() + 1)).isNotNull();
        }
      }
      return null;
    } catch (VitrineException e) {
      assertThat(e.position()).isPresent();
      assertThat(e.getMessage()).hasSizeLessThan(600);
      return e;
    } catch (RuntimeException | StackOverflowError e) {
      return fail("not a VitrineException, for: " + text, e);
    }
  }
}
