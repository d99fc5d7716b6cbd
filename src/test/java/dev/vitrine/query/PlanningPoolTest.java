package dev.vitrine.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestStore;
import dev.vitrine.error.VitrineException;
import dev.vitrine.query.plan.Planning;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The number of concurrent plannings is limited, fair to users, and plannings can be cancelled. */
final class PlanningPoolTest {
  private final ExecutorService callers = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    callers.shutdownNow();
  }

  /** A planning that runs until it is cancelled. */
  private static final class Endless {
    final Planning planning;
    final CountDownLatch started = new CountDownLatch(1);
    final CountDownLatch ended = new CountDownLatch(1);

    Endless(Object user, Duration timeout) {
      planning = Planning.of(user, timeout);
    }

    boolean run() {
      started.countDown();
      try {
        while (true) {
          Planning.step();
          LockSupport.parkNanos(1_000_000);
        }
      } finally {
        ended.countDown();
      }
    }
  }

  private Future<Boolean> start(PlanningPool pool, Endless work) {
    return callers.submit(() -> pool.run(work.planning, work::run));
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void cancellingEndsTheWaitAndTheWork() throws Exception {
    Endless work = new Endless("user", Duration.ZERO);
    Future<Boolean> answer = start(new PlanningPool(1), work);
    await(work.started);

    work.planning.cancel();

    assertThatThrownBy(() -> answer.get(60, TimeUnit.SECONDS))
        .cause()
        .isInstanceOfSatisfying(
            VitrineException.class,
            failure -> assertThat(failure.code().sqlState()).isEqualTo("57014"));
    await(work.ended);
  }

  @Test
  void theTimeoutEndsTheWaitAndTheWork() throws Exception {
    Endless work = new Endless("user", Duration.ofMillis(50));
    Future<Boolean> answer = start(new PlanningPool(1), work);

    assertThatThrownBy(() -> answer.get(60, TimeUnit.SECONDS))
        .hasMessageContaining("QUERY_CANCELED");
    await(work.ended);
  }

  @Test
  void waitingForAThreadCountsAgainstTheTimeout() throws Exception {
    PlanningPool pool = new PlanningPool(1);
    Endless first = new Endless("user", Duration.ZERO);
    Future<Boolean> answer = start(pool, first);
    await(first.started);

    assertThatThrownBy(() -> pool.run(Planning.of("other", Duration.ofMillis(50)), () -> "never"))
        .hasMessageContaining("QUERY_CANCELED");
    first.planning.cancel();
    assertThatThrownBy(() -> answer.get(60, TimeUnit.SECONDS))
        .hasMessageContaining("QUERY_CANCELED");
    assertThat(pool.<String>run(Planning.of("other", Duration.ZERO), () -> "planned"))
        .isEqualTo("planned");
  }

  @Test
  void theManyPlanningsOfOneUserDoNotDelayAnother() throws Exception {
    PlanningPool pool = new PlanningPool(2);
    List<Endless> many = new ArrayList<>();
    List<Future<Boolean>> answers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      many.add(new Endless("greedy", Duration.ZERO));
      answers.add(start(pool, many.get(i)));
      await(many.get(0).started);
    }
    for (int i = 0; i < 20; i++) {
      assertThat(pool.<Integer>run(Planning.of("other", Duration.ZERO), () -> 1)).isEqualTo(1);
    }
    assertThat(many.stream().filter(work -> work.started.getCount() == 0).count()).isOne();
    assertThat(answers).noneMatch(Future::isDone);
    many.forEach(work -> work.planning.cancel());
  }

  @Test
  void neverMoreThanTheThreadsPlanAtOnce() throws Exception {
    PlanningPool pool = new PlanningPool(3);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Future<Integer>> answers = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Planning planning = Planning.of("user" + i % 5, Duration.ZERO);
      answers.add(
          callers.submit(
              () ->
                  pool.run(
                      planning,
                      () -> {
                        most.accumulateAndGet(now.incrementAndGet(), Math::max);
                        LockSupport.parkNanos(1_000_000);
                        return now.decrementAndGet();
                      })));
    }
    for (Future<Integer> answer : answers) {
      assertThat(answer.get(60, TimeUnit.SECONDS)).isLessThan(3);
    }
    assertThat(most.get()).isBetween(1, 3);
  }

  @Test
  void anOverflowOfTheStackIsReportedAndTheThreadGoesOn() {
    PlanningPool pool = new PlanningPool(1);
    assertThatThrownBy(() -> pool.run(Planning.of("user", Duration.ZERO), () -> overflow(0)))
        .isInstanceOf(StackOverflowError.class);
    assertThat(pool.<Integer>run(Planning.of("user", Duration.ZERO), () -> 1)).isEqualTo(1);
  }

  @SuppressWarnings("InfiniteRecursion")
  private static int overflow(int depth) {
    return overflow(depth + 1) + 1;
  }

  /** While others plan on all threads, a statement that waits for its turn can be ended. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void statementsEndWhileTheyWaitToBePlanned(TestStore store) throws Exception {
    TestRegistry registry = TestRegistry.open(store);
    List<Endless> busy = new ArrayList<>();
    List<Future<Boolean>> answers = new ArrayList<>();
    try (Connection connection = registry.connect("admin");
        Statement statement = connection.createStatement()) {
      int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
      for (int i = 0; i < threads; i++) {
        busy.add(new Endless("user" + i, Duration.ZERO));
        answers.add(start(PlanningPool.SHARED, busy.get(i)));
      }
      for (Endless work : busy) {
        await(work.started);
      }
      statement.setQueryTimeout(1);
      assertThatThrownBy(() -> statement.executeQuery("SELECT 4711 AS a FROM models"))
          .isInstanceOfSatisfying(
              SQLException.class, failure -> assertThat(failure.getSQLState()).isEqualTo("57014"));

      statement.setQueryTimeout(0);
      Future<Object> answer =
          callers.submit(() -> statement.executeQuery("SELECT 4712 AS a FROM models"));
      while (!answer.isDone()) {
        statement.cancel();
        LockSupport.parkNanos(1_000_000);
      }
      assertThatThrownBy(answer::get)
          .cause()
          .isInstanceOfSatisfying(
              SQLException.class, failure -> assertThat(failure.getSQLState()).isEqualTo("57014"));
      assertThat(answers).noneMatch(Future::isDone);
    } finally {
      busy.forEach(work -> work.planning.cancel());
    }
  }
}
