package dev.vitrine.cli.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.cli.migrate.http.MigrationException;
import dev.vitrine.cli.migrate.registry.SourceScope;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ModelChoiceTest {
  private static final SourceScope ALL = new SourceScope(List.of());
  private static final List<String> NAMES = List.of("iris", "Iris", "Wine");

  @Test
  void namesAreFoundInAnyCase() throws MigrationException {
    assertThat(ModelChoice.of(NAMES, List.of(), ALL)).isEqualTo(NAMES);
    assertThat(ModelChoice.of(NAMES, List.of("WINE", "Iris"), ALL)).containsExactly("Iris", "Wine");
    assertThat(ModelChoice.of(List.of(), List.of(), ALL)).isEmpty();
  }

  @Test
  void aNameWithoutAModelIsAnError() {
    assertThatThrownBy(() -> ModelChoice.of(NAMES, List.of("wine", "gone"), ALL))
        .hasMessage("The source has no model 'gone' (--model).");
    assertThatThrownBy(() -> ModelChoice.of(NAMES, List.of("IRIS"), ALL))
        .hasMessage("The source has several models in other case than 'IRIS' (--model).");
    assertThatThrownBy(
            () -> ModelChoice.of(List.of(), List.of(), new SourceScope(List.of("main", "ml"))))
        .hasMessage("The source has no models in 'main.ml' that the user can see.");
  }
}
