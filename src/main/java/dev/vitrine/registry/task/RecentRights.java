package dev.vitrine.registry.task;

import dev.vitrine.store.principal.Caller;
import dev.vitrine.store.securable.NamePath;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The rights on a model that a call of a session has just read, so that the next call of the same
 * request need not read them again. They are used once. Used by one thread at a time.
 */
public final class RecentRights {
  /**
   * Maximum age in nanoseconds: a revocation may be missed only by requests that were being
   * processed when it was made, also if the storage of the files takes minutes.
   */
  private static final long MOST_AGE = 1_000_000_000;

  private final LongSupplier nanoTime;
  private @Nullable Entry entry;

  private record Entry(Caller caller, ResolvedObject model, long readAt) {}

  /** No rights yet. */
  public RecentRights() {
    this(System::nanoTime);
  }

  RecentRights(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Keeps the rights of a caller on a model. */
  void keep(Caller caller, ResolvedObject model) {
    entry = new Entry(caller, model, nanoTime.getAsLong());
  }

  /** The rights of the same caller on the model of a name, if they are recent. */
  Optional<ResolvedObject> take(Caller caller, NamePath model) {
    Entry kept = entry;
    entry = null;
    return kept != null
            && nanoTime.getAsLong() - kept.readAt() <= MOST_AGE
            && kept.caller().equals(caller)
            && kept.model().name().equals(model)
        ? Optional.of(kept.model())
        : Optional.empty();
  }
}
