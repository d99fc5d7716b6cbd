package dev.vitrine.registry.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.catalog.SecurableType;
import dev.vitrine.store.principal.Caller;
import dev.vitrine.store.securable.NamePath;
import dev.vitrine.store.securable.SecurablePath;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class RecentRightsTest {
  private static final NamePath NAME = NamePath.of("c", "s", "m");
  private static final ResolvedObject MODEL =
      new ResolvedObject(
          SecurableType.MODEL, NAME, new SecurablePath(List.of()), Optional.empty(), false);

  private final AtomicLong clock = new AtomicLong();
  private final RecentRights rights = new RecentRights(clock::get);

  @Test
  void rightsAreUsedOnce() {
    rights.keep(caller(1, 2), MODEL);
    assertThat(rights.take(caller(1, 2), NAME)).contains(MODEL);
    assertThat(rights.take(caller(1, 2), NAME)).isEmpty();
  }

  @Test
  void rightsOlderThanASecondAreReadAgain() {
    rights.keep(caller(1, 2), MODEL);
    clock.addAndGet(TimeUnit.SECONDS.toNanos(1) + 1);
    assertThat(rights.take(caller(1, 2), NAME)).isEmpty();
  }

  @Test
  void rightsOfAnotherModelOrOfOtherMembershipsAreReadAgain() {
    rights.keep(caller(1, 2), MODEL);
    assertThat(rights.take(caller(1, 2), NamePath.of("c", "s", "other"))).isEmpty();
    rights.keep(caller(1, 2), MODEL);
    assertThat(rights.take(caller(1), NAME)).isEmpty();
  }

  private static Caller caller(long id, long... groups) {
    Set<Long> holders = LongStream.of(groups).boxed().collect(Collectors.toSet());
    return new Caller(id, "name", holders, Set.of(), false);
  }
}
