package dev.vitrine.session.upkeep;

import dev.vitrine.catalog.UtcTime;
import dev.vitrine.error.VitrineException;
import dev.vitrine.store.Store;
import dev.vitrine.store.StoreTransaction;
import dev.vitrine.store.vendor.StoreConflictException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes audit rows that are older than the metastore keeps them, in batches that commit one by
 * one, so that nothing waits for them. Several servers may do it at once. Safe for use by several
 * threads.
 */
public final class AuditRetention {
  private static final Logger LOG = LoggerFactory.getLogger(AuditRetention.class);

  /** The pause between background removals. */
  public static final Duration PERIOD = Duration.ofHours(1);

  /** Rows removed per transaction, so that locks are short. */
  private static final int BATCH = 500;

  private final Store store;

  public AuditRetention(Store store) {
    this.store = store;
  }

  /** Removes expired rows; synchronized, because a second thread would not be faster. */
  public synchronized void removeExpired() {
    try {
      long removed = 0;
      int batch;
      do {
        batch = removeSome();
        removed += batch;
      } while (batch == BATCH);
      if (removed > 0) {
        LOG.info("Removed {} audit rows that had expired", removed);
      }
    } catch (VitrineException | StoreConflictException failure) {
      LOG.warn("Expired audit rows cannot be removed; the next attempt is in an hour", failure);
    }
  }

  private int removeSome() {
    try (StoreTransaction transaction = store.beginControl()) {
      int removed =
          transaction.call(
              work -> {
                Optional<Integer> days = work.metastore().auditRetentionDays();
                if (days.isEmpty()) {
                  return 0;
                }
                LocalDateTime before = UtcTime.now().minusDays(days.get());
                return work.audit().removeBefore(before, BATCH);
              });
      transaction.commit();
      return removed;
    }
  }
}
