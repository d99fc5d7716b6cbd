package dev.vitrine.session.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.error.Cancellation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
final class SessionLockTest {
  private final SessionLock lock = new SessionLock();
  private final List<String> done = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private CompletableFuture<Void> holder;

  /** Another thread holds the lock until the latch is opened. */
  @BeforeEach
  void hold() throws InterruptedException {
    holder = CompletableFuture.runAsync(() -> lock.run(this::waitForRelease));
    held.await();
  }

  private void waitForRelease() {
    held.countDown();
    try {
      release.await();
      done.add("holder");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void release() throws Exception {
    release.countDown();
    holder.get(30, TimeUnit.SECONDS);
  }

  @Test
  void workWithoutWaitingRunsAfterTheHolder() throws Exception {
    lock.whenFree(() -> done.add("first"));
    lock.whenFree(() -> done.add("second"));
    assertThat(done).isEmpty();
    assertThat(lock.isHeld()).isTrue();
    assertThat(lock.tryHolding(() -> "never")).isEmpty();
    release();
    assertThat(done).containsExactly("holder", "first", "second");
    assertThat(lock.isHeld()).isFalse();
    lock.whenFree(() -> done.add("third"));
    assertThat(done).endsWith("third");
  }

  @Test
  void failedWorkDoesNotStopTheRest() throws Exception {
    lock.whenFree(
        () -> {
          throw new IllegalStateException("cannot close");
        });
    lock.whenFree(() -> done.add("second"));
    release();
    assertThat(done).containsExactly("holder", "second");
    assertThat(lock.isHeld()).isFalse();
  }

  @Test
  void aCancelledCallStopsToWait() {
    try (Cancellation call = new Cancellation()) {
      CompletableFuture<Void> cancelling = CompletableFuture.runAsync(call::cancel);
      assertThatThrownBy(() -> lock.holding(call, () -> done.add("never")))
          .isInstanceOfSatisfying(
              VitrineException.class,
              failure -> assertThat(failure.code()).isEqualTo(ErrorCode.QUERY_CANCELED));
      cancelling.join();
    }
    assertThat(done).isEmpty();
  }

  @Test
  void theHolderCanUseItAgain() throws Exception {
    release();
    String inner = lock.holding(() -> lock.holding(() -> lock.tryHolding(() -> "inner"))).get();
    assertThat(inner).isEqualTo("inner");
    assertThat(lock.isHeld()).isFalse();
  }
}
