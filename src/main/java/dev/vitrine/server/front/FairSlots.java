package dev.vitrine.server.front;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/**
 * Limits the number of concurrent tasks, in total and per caller; the others wait without a thread.
 * Waiting callers take turns, so that a caller with many tasks does not delay one with few. Safe
 * for use by several threads.
 */
public final class FairSlots {
  private final int most;
  private final int mostOfCaller;
  private final Map<String, Caller> callers = new HashMap<>();
  private final Queue<Caller> waiting = new ArrayDeque<>();
  private int running;

  private static final class Caller {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private int running;
  }

  public FairSlots(int most, int mostOfCaller) {
    this.most = most;
    this.mostOfCaller = mostOfCaller;
  }

  /** Whether the task may run now; otherwise it waits until {@link #leave} returns it. */
  public synchronized boolean enter(String name, Runnable task) {
    Caller caller = callers.computeIfAbsent(name, key -> new Caller());
    if (running < most && caller.running < mostOfCaller) {
      running++;
      caller.running++;
      return true;
    }
    if (caller.tasks.isEmpty()) {
      waiting.add(caller);
    }
    caller.tasks.add(task);
    return false;
  }

  /**
   * Ends a task of the caller.
   *
   * @return a task that the caller of this method must run next
   */
  public synchronized Optional<Runnable> leave(String name) {
    Caller caller = requireNonNull(callers.get(name));
    running--;
    caller.running--;
    Optional<Runnable> next = next();
    forget(name, caller);
    return next;
  }

  private Optional<Runnable> next() {
    for (int turns = waiting.size(); turns > 0; turns--) {
      Caller caller = waiting.remove();
      if (caller.running < mostOfCaller) {
        Runnable task = caller.tasks.remove();
        if (!caller.tasks.isEmpty()) {
          waiting.add(caller);
        }
        running++;
        caller.running++;
        return Optional.of(task);
      }
      waiting.add(caller);
    }
    return Optional.empty();
  }

  /** Whether the task was still waiting; then it does not run any more. */
  public synchronized boolean withdraw(String name, Runnable task) {
    Caller caller = callers.get(name);
    if (caller == null || !caller.tasks.remove(task)) {
      return false;
    }
    if (caller.tasks.isEmpty()) {
      waiting.remove(caller);
    }
    forget(name, caller);
    return true;
  }

  private void forget(String name, Caller caller) {
    if (caller.running == 0 && caller.tasks.isEmpty()) {
      callers.remove(name);
    }
  }
}
