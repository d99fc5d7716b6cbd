package dev.vitrine.authentication;

import com.github.benmanes.caffeine.cache.Cache;
import dev.vitrine.catalog.StorableText;
import dev.vitrine.error.VitrineException;
import dev.vitrine.store.AuditRow;
import dev.vitrine.store.Store;
import dev.vitrine.store.StoreConflictException;
import dev.vitrine.store.StoreTransaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes failed logins to the audit trail, each in a row of its own as long as they are few. Of
 * many alike, and of more in all than anybody could read, the rest of the hour is counted, and the
 * next row that is written tells how many: a flood costs an attacker, not the trail. Safe for use
 * by several threads.
 */
final class LoginTrail {
  private static final Logger LOG = LoggerFactory.getLogger(LoginTrail.class);
  private static final int UNAUTHORIZED = 401;

  /** Longer than any, but the store keeps no more. */
  private static final int LONGEST_ERROR = 65_535;

  private static final Duration WINDOW = Duration.ofHours(1);
  private static final int MOST_ALIKE = 10;
  private static final int MOST_IN_ALL = 500;

  /** Entries outlive their window, so that what they counted is told by a row of the same kind. */
  private static final Duration MEMORY = Duration.ofDays(1);

  private static final long ROOM = 20_000;

  private final Store store;
  private final Clock clock;

  /** These three are guarded by this. */
  private final Cache<String, Window> alike;

  private Window all;
  private long forgotten;

  /** Since when is counted, and how many were written and were not. */
  private static final class Window {
    private final Instant start;
    private int written;
    private long unwritten;

    private Window(Instant start) {
      this.start = start;
    }

    private boolean isOver(Instant now) {
      return !now.isBefore(start.plus(WINDOW));
    }
  }

  LoginTrail(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
    this.alike =
        BoundedMemory.of(clock, MEMORY, ROOM)
            .<String, Window>removalListener(
                (key, window, cause) -> {
                  if (cause.wasEvicted() && window != null) {
                    forgotten += window.unwritten;
                  }
                })
            .build();
    this.all = new Window(clock.instant());
  }

  /**
   * The same exception, after it was written down or counted.
   *
   * @param key what failures are alike that have the same
   */
  VitrineException refused(LoginAttempt attempt, String key, VitrineException refusal) {
    Optional<Map<String, Object>> parameters = takePlace(key);
    if (parameters.isPresent()) {
      AuditRow row =
          new AuditRow(
              LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC)
                  .truncatedTo(ChronoUnit.MILLIS),
              attempt.user(),
              "login",
              parameters.get(),
              UNAUTHORIZED,
              Optional.of(StorableText.excerpt(refusal.getMessage(), LONGEST_ERROR)),
              UUID.randomUUID().toString(),
              attempt.source().address(),
              Optional.empty());
      try (StoreTransaction transaction = store.beginAudit()) {
        transaction.call(
            work -> {
              work.audit().insert(row);
              work.commit();
              return null;
            });
      } catch (VitrineException | StoreConflictException failure) {
        // The refusal is what the caller must hear of; that the trail misses it, the operator.
        LOG.error("A failed login could not be written to the audit trail", failure);
        refusal.addSuppressed(failure);
      }
    }
    return refusal;
  }

  /** What the row says of those that were not written; empty if this one is not to be either. */
  private synchronized Optional<Map<String, Object>> takePlace(String key) {
    Instant now = clock.instant();
    if (all.isOver(now)) {
      all = new Window(now);
      alike.cleanUp();
    }
    Window before = alike.getIfPresent(key);
    Window window = before;
    if (window == null || window.isOver(now)) {
      window = new Window(now);
      window.unwritten = before == null ? 0 : before.unwritten;
      alike.put(key, window);
    }
    if (window.written == MOST_ALIKE || all.written == MOST_IN_ALL) {
      window.unwritten++;
      return Optional.empty();
    }
    window.written++;
    all.written++;
    Map<String, Object> parameters = new LinkedHashMap<>();
    if (window.unwritten > 0) {
      parameters.put("unwritten", window.unwritten);
      window.unwritten = 0;
    }
    if (forgotten > 0) {
      parameters.put("unwrittenOfOthers", forgotten);
      forgotten = 0;
    }
    return Optional.of(parameters);
  }
}
