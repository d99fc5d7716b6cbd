package dev.vitrine.query;

import dev.vitrine.error.VitrineException;
import dev.vitrine.query.plan.Planning;
import dev.vitrine.query.plan.QueryLimits;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * The threads that plan, few for all stores of the process. Users take turns, and no user has all
 * of the threads, so that the plannings of one do not delay those of others. The threads have
 * stacks that are large enough for every query within {@link QueryLimits}. Safe for use by several
 * threads.
 */
final class PlanningPool {
  /** Memory is taken as it is used, and given back when the thread has been idle. */
  private static final long STACK_BYTES = 64L << 20;

  /** Seconds after which an idle planner thread ends. */
  private static final long IDLE_SECONDS = 10;

  static final PlanningPool SHARED =
      new PlanningPool(Math.max(2, Runtime.getRuntime().availableProcessors()));

  private final int slots;
  private final Executor threads;

  /** The tasks of each user, the user whose turn is next first; guarded by this. */
  private final Map<Object, Deque<Task<?>>> waiting = new LinkedHashMap<>();

  /** Number of running tasks by user; guarded by this. */
  private final Map<Object, Integer> running = new HashMap<>();

  /** Number of running tasks; guarded by this. */
  private int busy;

  /** A pool of {@code slots} threads. */
  PlanningPool(int slots) {
    this.slots = slots;
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            slots,
            slots,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            PlanningPool::thread);
    executor.allowCoreThreadTimeOut(true);
    this.threads = executor;
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(null, work, "vitrine-planner", STACK_BYTES);
    thread.setDaemon(true);
    return thread;
  }

  /** The work of one planning, for which a caller waits. */
  private record Task<T>(Planning planning, Supplier<T> work, CompletableFuture<T> answer) {
    void run() {
      if (answer.isDone()) {
        return;
      }
      planning.run(
          () -> {
            try {
              answer.complete(work.get());
            } catch (RuntimeException | Error failure) {
              answer.completeExceptionally(failure);
            }
          });
    }
  }

  /**
   * Runs {@code work} on a planner thread when it is the user's turn, and waits for its result.
   *
   * @throws VitrineException QUERY_CANCELED when the planning is cancelled, times out, or the
   *     calling thread is interrupted; also the errors of {@code work}
   */
  <T> T run(Planning planning, Supplier<T> work) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    planning.whenCancelled(() -> answer.completeExceptionally(planning.ended()));
    Task<T> task = new Task<>(planning, work, answer);
    add(task);
    try {
      return answer.get(Math.max(1, planning.remaining()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException exception) {
      planning.stop();
      throw planning.ended();
    } catch (InterruptedException exception) {
      planning.stop();
      Thread.currentThread().interrupt();
      throw planning.ended();
    } catch (ExecutionException exception) {
      if (exception.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) exception.getCause();
    } finally {
      remove(task);
    }
  }

  private synchronized void add(Task<?> task) {
    waiting.computeIfAbsent(task.planning().user(), user -> new ArrayDeque<>()).add(task);
    dispatch();
  }

  /** Forgets a task that still waits. */
  private synchronized void remove(Task<?> task) {
    Deque<Task<?>> own = waiting.get(task.planning().user());
    if (own != null && own.remove(task) && own.isEmpty()) {
      waiting.remove(task.planning().user());
    }
  }

  private void dispatch() {
    Iterator<Map.Entry<Object, Deque<Task<?>>>> turns = waiting.entrySet().iterator();
    while (busy < slots && turns.hasNext()) {
      Map.Entry<Object, Deque<Task<?>>> turn = turns.next();
      Object user = turn.getKey();
      if (running.getOrDefault(user, 0) >= Math.max(1, slots - 1)) {
        continue;
      }
      Deque<Task<?>> own = turn.getValue();
      Task<?> task = own.remove();
      turns.remove();
      if (!own.isEmpty()) {
        // At the end of the line; the iterator is not used again after the map was changed.
        waiting.put(user, own);
        turns = waiting.entrySet().iterator();
      }
      busy++;
      running.merge(user, 1, Integer::sum);
      threads.execute(() -> work(task));
    }
  }

  private void work(Task<?> task) {
    try {
      task.run();
    } finally {
      done(task.planning().user());
    }
  }

  private synchronized void done(Object user) {
    busy--;
    running.computeIfPresent(user, (key, count) -> count == 1 ? null : count - 1);
    dispatch();
  }
}
