package dev.vitrine.server.web.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Comments in lists: plain text of bounded length. */
final class ExcerptTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "Finds **fraud** in _claims_.;Finds fraud in claims.",
        "# Title\\n\\nFirst *paragraph*\\nof two.\\n\\nSecond;First paragraph of two.",
        "# Only a title;Only a title",
        "|a|b|\\n|-|-|\\n|1|2|\\n\\nAfter the table;After the table",
        "|a|b|\\n|-|-|\\n|1|2|;a b 1 2",
        "- one\\n- two;one",
        "[text](javascript:x) `code` ![image](x);text code image",
        "<b>bold</b> & more;<b>bold</b> & more",
      })
  void showsTheFirstParagraph(String markdown, String plain) {
    assertThat(Excerpt.of(markdown.replace("\\n", "\n"))).isEqualTo(plain);
  }

  @Test
  void emptyTextStaysEmpty() {
    assertThat(Excerpt.of("")).isEmpty();
    assertThat(Excerpt.of("#\n")).isEmpty();
  }

  @Test
  void longTextIsShortened() {
    assertThat(Excerpt.of("x".repeat(160))).isEqualTo("x".repeat(160));
    assertThat(Excerpt.of("word ".repeat(20_000))).hasSize(160).endsWith("…");
    assertThat(Excerpt.of("x".repeat(158) + "\ud83d\ude00".repeat(5)))
        .isEqualTo("x".repeat(158) + "…");
  }
}
