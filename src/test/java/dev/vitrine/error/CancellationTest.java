package dev.vitrine.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a running call learns that it must end. */
@Timeout(20)
final class CancellationTest {
  private static void assertCanceled(Cancellation call, String problem) {
    assertEnded(call, ErrorCode.QUERY_CANCELED, problem);
  }

  private static void assertEnded(Cancellation call, ErrorCode code, String problem) {
    assertThatThrownBy(call::check)
        .isInstanceOfSatisfying(
            VitrineException.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(code);
              assertThat(failure.problem()).isEqualTo(problem);
            });
  }

  @Test
  void cancelEndsAComputation() {
    try (Cancellation call = new Cancellation()) {
      call.check();
      call.cancel();
      assertThat(call.isOver()).isTrue();
      assertCanceled(call, "The statement was cancelled.");
    }
  }

  @Test
  void timeLimitEndsAComputation() {
    try (Cancellation call = new Cancellation()) {
      call.limit(Duration.ofMillis(1));
      while (!call.isOver()) {
        Thread.onSpinWait();
      }
      assertEnded(
          call,
          ErrorCode.STATEMENT_TIMEOUT,
          "The statement took longer than its time limit of 0.001 s.");
    }
  }

  @Test
  void laterTimeLimitReplacesAnEarlierOne() {
    try (Cancellation call = new Cancellation()) {
      call.limit(Duration.ofNanos(1));
      call.limit(Duration.ofHours(1));
      call.check();
      call.limit(Duration.ofNanos(1));
      call.limit(Duration.ZERO);
      call.check();
    }
  }

  @Test
  void cancelAfterTheEndDoesNothing() {
    AtomicInteger runs = new AtomicInteger();
    Cancellation call = new Cancellation();
    call.close();
    call.cancel();
    call.whenOver(runs::incrementAndGet).close();
    call.check();
    assertThat(runs).hasValue(0);
  }

  @Test
  void theSharedCancellationCannotBeCancelled() {
    Cancellation.NEVER.cancel();
    Cancellation.NEVER.limit(Duration.ofNanos(1));
    Cancellation.NEVER.close();
    Cancellation.NEVER.check();
  }

  @Test
  void waitEndsAndItsThreadIsNotLeftInterrupted() throws Exception {
    Semaphore none = new Semaphore(0);
    try (Cancellation call = new Cancellation()) {
      FutureTask<Boolean> waiting =
          new FutureTask<>(
              () -> {
                assertThatThrownBy(
                        () ->
                            call.interruptibly(
                                () -> {
                                  none.acquire();
                                  return true;
                                }))
                    .isInstanceOf(VitrineException.class)
                    .hasMessageContaining("cancelled");
                return Thread.currentThread().isInterrupted();
              });
      new Thread(waiting).start();
      while (!none.hasQueuedThreads()) {
        Thread.onSpinWait();
      }
      call.cancel();
      assertThat(waiting.get()).isFalse();
    }
  }

  @Test
  void timeLimitEndsAWait() {
    try (Cancellation call = new Cancellation()) {
      call.limit(Duration.ofMillis(20));
      assertThatThrownBy(
              () -> call.interruptibly(() -> new Semaphore(0).tryAcquire(1, TimeUnit.HOURS)))
          .isInstanceOf(VitrineException.class)
          .hasMessageContaining("time limit of 0.02 s");
    }
  }

  @Test
  void interruptOfAnotherThreadIsKept() {
    try (Cancellation call = new Cancellation()) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(
              () -> call.interruptibly(() -> new Semaphore(0).tryAcquire(1, TimeUnit.HOURS)))
          .isInstanceOf(VitrineException.class)
          .hasMessageContaining("interrupted");
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void actionIsRepeatedUntilTheWaitIsOverAndNotAfter() throws InterruptedException {
    CountDownLatch twice = new CountDownLatch(2);
    AtomicInteger runs = new AtomicInteger();
    try (Cancellation call = new Cancellation()) {
      Cancellation.Watch watch =
          call.whenOver(
              () -> {
                runs.incrementAndGet();
                twice.countDown();
              });
      call.cancel();
      twice.await();
      watch.close();
      int atEnd = runs.get();
      call.cancel();
      assertThat(runs).hasValue(atEnd);
    }
  }
}
