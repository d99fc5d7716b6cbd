package dev.vitrine.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.error.VitrineException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NamedParametersTest {
  @Test
  void markersBecomePositionalInPlace() {
    NamedParameters named = NamedParameters.of("SELECT :a, :model FROM x WHERE y=:a AND z = :_1");
    assertThat(named.names()).containsExactly("a", "model", "a", "_1");
    assertThat(named.sql()).isEqualTo("SELECT ? , ?      FROM x WHERE y=?  AND z = ?  ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT ':a' FROM x",
        "SELECT \":a\", `:a` FROM x",
        "SELECT 1 -- :a\n FROM x /* :a */",
        "SELECT a::integer FROM x",
        "SELECT a : b FROM x",
        "SELECT :1 FROM x",
        "SELECT ? FROM x"
      })
  void otherColonsAreKept(String text) {
    assertThat(NamedParameters.of(text)).isEqualTo(new NamedParameters(text, List.of()));
  }

  @Test
  void namedAndPositionalMarkersCannotBeMixed() {
    assertThatThrownBy(() -> NamedParameters.of("SELECT :a, ?"))
        .isInstanceOf(VitrineException.class)
        .hasMessageContaining("named and positional");
  }
}
