package dev.vitrine.session.upkeep;

import dev.vitrine.error.VitrineException;
import dev.vitrine.store.Store;
import dev.vitrine.store.StoreTransaction;
import dev.vitrine.store.history.HistoryTable;
import dev.vitrine.store.vendor.StoreConflictException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Purges dropped models and versions that can no longer be restored, and removes closed rows that
 * are older than the metastore keeps them. Each batch is a transaction, so that nothing waits long,
 * several servers may do it at once, and work that was interrupted is continued by the next run.
 * The collection of files then deletes the files of purged versions. Safe for use by several
 * threads.
 */
public final class HistoryRetention {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryRetention.class);

  /** The pause between runs. */
  private static final Duration PERIOD = Duration.ofHours(1);

  /** The time of the first run, which continues what the end of another process interrupted. */
  private static final Duration FIRST = Duration.ofMinutes(1);

  /** Closed rows and versions per transaction, so that locks are short. */
  private static final int BATCH = 500;

  /** Dropped models per transaction, which have several versions each. */
  private static final int MODELS = 20;

  private final Store store;

  public HistoryRetention(Store store) {
    this.store = store;
  }

  /** Runs soon, and then again and again. */
  public void start(Background background) {
    background.after(FIRST, this::removeExpired);
    background.every(PERIOD, this::removeExpired);
  }

  /** Removes what has expired; synchronized, because a second thread would not be faster. */
  public synchronized void removeExpired() {
    try {
      purge();
      removeClosed();
    } catch (VitrineException | StoreConflictException failure) {
      LOG.warn("Expired history cannot be removed; the next attempt is in an hour", failure);
    }
  }

  private void purge() {
    long models = all(MODELS, work -> work.dropped().purgeModels(droppedBefore(work), MODELS));
    long versions = all(BATCH, work -> work.dropped().purgeVersions(droppedBefore(work), BATCH));
    if (models + versions > 0) {
      LOG.info("Purged {} dropped models and {} dropped versions", models, versions);
    }
  }

  private static LocalDateTime droppedBefore(StoreTransaction work) {
    return work.history().time().minusDays(work.retention().settings().droppedDays());
  }

  private void removeClosed() {
    Optional<LocalDateTime> limit =
        in(
            work -> {
              Optional<LocalDateTime> before =
                  work.retention().settings().historyDays().map(work.history().time()::minusDays);
              // First, so that no query of that time finds only a part of its rows.
              before.ifPresent(work.retention()::beginAt);
              return before;
            });
    if (limit.isEmpty()) {
      return;
    }
    for (HistoryTable table : HistoryTable.values()) {
      List<Object> last = List.of();
      do {
        List<Object> after = last;
        last = in(work -> work.retention().removeClosed(table, limit.get(), after, BATCH));
      } while (!last.isEmpty());
    }
    all(BATCH, work -> work.retention().removeVersions(BATCH));
  }

  /** Removes batches until one is not full; returns the number of removed rows. */
  private long all(int most, ToIntFunction<StoreTransaction> batch) {
    long removed = 0;
    int last;
    do {
      last = in(batch::applyAsInt);
      removed += last;
    } while (last == most);
    return removed;
  }

  private <T> T in(Function<StoreTransaction, T> batch) {
    try (StoreTransaction transaction = store.beginControl()) {
      T result =
          transaction.call(
              work -> {
                work.writing();
                return batch.apply(work);
              });
      transaction.commit();
      return result;
    }
  }
}
