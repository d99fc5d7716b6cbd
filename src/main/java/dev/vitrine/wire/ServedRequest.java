package dev.vitrine.wire;

import java.util.function.Supplier;

/** A request of a server's client, which is answered once; closing it releases its memory. */
public final class ServedRequest implements AutoCloseable {
  private final RunningRequest running;
  private final Supplier<ServedConnections.Reply> work;

  ServedRequest(RunningRequest running, Supplier<ServedConnections.Reply> work) {
    this.running = running;
    this.work = work;
  }

  /** Runs the request. */
  public ServedConnections.Reply answer() {
    return work.get();
  }

  /**
   * The client disconnected: cancels the request, from any thread. Its session is closed some
   * seconds later unless the client uses it again.
   */
  public void abandon() {
    running.abandon();
  }

  /** The reply was sent. */
  @Override
  public void close() {
    running.close();
  }
}
