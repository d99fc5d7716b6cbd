package dev.vitrine.server.front;

import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Limits the number of requests that occupy a thread, in total and per caller. The others wait
 * without a thread, and waiting callers take turns. File transfers and health checks have separate
 * limits.
 */
public final class Workers extends Handler.Wrapper {
  /** Concurrent health checks. */
  private static final int HEALTH = 8;

  /** Threads for short work: reading, writing, accepting, refusing. */
  private static final int SPARE = 40;

  private final TrafficLimits limits;
  private final Callers callers;
  private final FairSlots health = new FairSlots(HEALTH, HEALTH);
  private final FairSlots requests;
  private final FairSlots transfers;

  /** Handles requests, up to the limits. */
  public Workers(TrafficLimits limits, Callers callers) {
    this.limits = limits;
    this.callers = callers;
    this.requests = new FairSlots(limits.requests(), limits.requestsOfCaller());
    this.transfers = new FairSlots(limits.transfers(), limits.transfersOfCaller());
  }

  /** Number of threads for the maximum number of requests. */
  public static int threads(TrafficLimits limits) {
    return limits.requests() + limits.transfers() + HEALTH + SPARE;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    FairSlots slots =
        switch (RequestKind.of(request)) {
          case HEALTH -> health;
          case UPLOAD, DOWNLOAD -> transfers;
          case MESSAGE, PAGE, JSON -> requests;
        };
    String caller = callers.of(request);
    Turn turn = new Turn(request, response, callback, slots, caller);
    if (!slots.enter(caller, turn)) {
      turn.waitForIt();
      return true;
    }
    try {
      return super.handle(request, response, callback);
    } finally {
      leave(slots, caller);
    }
  }

  /** The request may be complete, and must not be asked for anything any more. */
  private void leave(FairSlots slots, String caller) {
    slots.leave(caller).ifPresent(getServer().getThreadPool()::execute);
  }

  private boolean work(Request request, Response response, Callback callback) throws Exception {
    return super.handle(request, response, callback);
  }

  /** A request that waits for its turn, or has it. */
  private final class Turn implements Runnable {
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final FairSlots slots;
    private final String caller;

    /**
     * Null until the request waits; set before it is published to other threads than {@code slots}.
     */
    private volatile Scheduler.@Nullable Task end;

    private Turn(
        Request request, Response response, Callback callback, FairSlots slots, String caller) {
      this.request = request;
      this.response = response;
      this.callback = callback;
      this.slots = slots;
      this.caller = caller;
    }

    private void waitForIt() {
      end =
          getServer()
              .getScheduler()
              .schedule(this::giveUp, limits.turn().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void giveUp() {
      if (slots.withdraw(caller, this)) {
        getServer().getThreadPool().execute(() -> Refusal.BUSY.send(request, response, callback));
      }
    }

    @Override
    public void run() {
      Scheduler.Task waiting = end;
      if (waiting != null) {
        waiting.cancel();
      }
      try {
        if (!work(request, response, callback)) {
          throw new IllegalStateException("a request has no handler");
        }
      } catch (Exception failure) {
        Response.writeError(request, response, callback, failure);
      } finally {
        leave(slots, caller);
      }
    }
  }
}
