package dev.vitrine.session.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import org.junit.jupiter.api.Test;

/** The bounds on threads that wait for providers. */
final class ProviderWaitsTest {
  private final ProviderWaits waits = new ProviderWaits();

  private void fill(String provider) {
    for (int count = 0; count < ProviderWaits.OF_PROVIDER; count++) {
      assertThat(waits.enter(provider)).isTrue();
    }
  }

  private void refused(String provider) {
    assertThat(waits.enter(provider)).isFalse();
    assertThatThrownBy(() -> waits.run(provider, () -> true))
        .isInstanceOfSatisfying(
            VitrineException.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.TOO_MANY_CONNECTIONS));
  }

  @Test
  void oneProviderDoesNotTakeAll() {
    fill("a");
    refused("a");
    assertThat(waits.run("b", () -> 1)).isEqualTo(1);
    waits.leave("a");
    assertThat(waits.run("a", () -> 1)).isEqualTo(1);
  }

  @Test
  void allProvidersTogetherHaveABound() {
    fill("a");
    fill("b");
    refused("c");
    waits.leave("a");
    assertThat(waits.run("c", () -> 1)).isEqualTo(1);
  }

  @Test
  void workThatFailsDoesNotCountAnyMore() {
    for (int count = 0; count <= ProviderWaits.OF_PROVIDER; count++) {
      assertThatThrownBy(
              () ->
                  waits.run(
                      "a",
                      () -> {
                        throw new IllegalStateException("expected");
                      }))
          .hasMessage("expected");
    }
    fill("a");
  }
}
