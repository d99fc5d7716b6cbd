package dev.vitrine.statement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StatementRoundTripTest {
  static List<String> texts() {
    return StatementTexts.all();
  }

  @ParameterizedTest
  @MethodSource("texts")
  void textsSurviveBeingWrittenAndReadAgain(String text) {
    StatementTexts.assertRoundTrip(StatementTexts.parse(text));
  }

  @Test
  void everyStatementIsAmongTheTexts() {
    Set<Class<?>> parsed = new HashSet<>();
    texts().forEach(text -> parsed.add(StatementTexts.parse(text).getClass()));
    assertThat(parsed).isEqualTo(StatementKinds.all());
  }
}
