package dev.vitrine.session.call;

import dev.vitrine.error.Cancellation;
import java.util.function.Supplier;

/**
 * The running call of a session, observed by all its work. One thread at a time runs calls; {@link
 * #cancel()} and {@link #get()} may come from any.
 */
public final class CurrentCall implements Supplier<Cancellation> {
  private final Activity activity;
  private volatile Cancellation current = Cancellation.NEVER;

  /**
   * @param activity a call is a use of it
   */
  public CurrentCall(Activity activity) {
    this.activity = activity;
  }

  /** The call; {@link Cancellation#NEVER} if none is running. */
  @Override
  public Cancellation get() {
    return current;
  }

  /** Runs {@code work} as a call, or as a part of the one that is running. */
  public <T> T during(Supplier<T> work) {
    if (current != Cancellation.NEVER) {
      return work.get();
    }
    try (Cancellation call = new Cancellation()) {
      return during(call, work);
    }
  }

  /** Runs {@code work} as this call. */
  public <T> T during(Cancellation call, Supplier<T> work) {
    Cancellation before = current;
    current = call;
    try {
      return activity.during(work);
    } finally {
      current = before;
    }
  }

  /** Ends the call that is running; does nothing if none is. */
  public void cancel() {
    current.cancel();
  }
}
