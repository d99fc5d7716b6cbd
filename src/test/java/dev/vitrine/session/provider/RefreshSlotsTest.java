package dev.vitrine.session.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bound on requests that read shares; threads are tasks that the test runs. */
final class RefreshSlotsTest {
  private final List<Runnable> begun = new ArrayList<>();
  private final List<String> done = new ArrayList<>();
  private final RefreshSlots slots = new RefreshSlots(begun::add);

  private void run(String provider, String name) {
    slots.run(provider, () -> done.add(name));
  }

  private void finishFirst() {
    begun.remove(0).run();
  }

  @Test
  void aProviderHasOneRequestAtATime() throws InterruptedException {
    run("a", "a1");
    run("a", "a2");
    run("b", "b1");
    assertThat(begun).as("a1 and b1").hasSize(2);
    assertThat(slots.acquire("a", Duration.ZERO)).isFalse();
    finishFirst();
    assertThat(begun).as("b1 and a2").hasSize(2);
    finishFirst();
    finishFirst();
    assertThat(done).containsExactly("a1", "b1", "a2");
    assertThat(slots.acquire("a", Duration.ZERO)).isTrue();
    run("a", "a3");
    assertThat(begun).isEmpty();
    slots.release("a");
    assertThat(begun).hasSize(1);
  }

  @Test
  void allProvidersHaveABound() throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      run("p" + i, "p" + i);
    }
    assertThat(begun).hasSize(RefreshSlots.MOST);
    assertThat(slots.acquire("other", Duration.ZERO)).isFalse();
    while (!begun.isEmpty()) {
      finishFirst();
      assertThat(begun).hasSizeLessThanOrEqualTo(RefreshSlots.MOST);
    }
    assertThat(done).hasSize(100).doesNotHaveDuplicates();
    assertThat(slots.acquire("other", Duration.ZERO)).isTrue();
  }

  @Test
  void workThatFailsReleasesItsSlot() throws InterruptedException {
    slots.run(
        "a",
        () -> {
          throw new IllegalStateException("expected");
        });
    run("a", "a2");
    org.assertj.core.api.Assertions.assertThatThrownBy(this::finishFirst).hasMessage("expected");
    finishFirst();
    assertThat(done).containsExactly("a2");
  }
}
