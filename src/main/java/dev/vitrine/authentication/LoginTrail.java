package dev.vitrine.authentication;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import dev.vitrine.catalog.StorableText;
import dev.vitrine.catalog.UtcTime;
import dev.vitrine.error.VitrineException;
import dev.vitrine.store.Store;
import dev.vitrine.store.StoreTransaction;
import dev.vitrine.store.audit.AuditRow;
import dev.vitrine.store.vendor.StoreConflictException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes failed logins to the audit trail, one row each while they are few. Beyond a limit per kind
 * and in total, the rest of the hour is counted, and the next row contains the count, so that a
 * flood of logins cannot fill the trail. Safe for use by several threads.
 */
final class LoginTrail {
  private static final Logger LOG = LoggerFactory.getLogger(LoginTrail.class);
  private static final int UNAUTHORIZED = 401;

  /** Longer than any, but the store keeps no more. */
  private static final int LONGEST_ERROR = 65_535;

  /** Period for which failures are counted. */
  private static final Duration WINDOW = Duration.ofHours(1);

  /** Rows of equal failures in a window. */
  private static final int MOST_ALIKE = 10;

  /** Rows of all failures in a window. */
  private static final int MOST_IN_ALL = 500;

  /** Summary rows written at once; the rest is combined in one row. */
  private static final int MOST_NUMBERS = 100;

  private static final String MANY = "Summary of failed logins that were not recorded one by one.";

  /** Entries outlive their window so that their count can be written in a row of the same kind. */
  private static final Duration MEMORY = Duration.ofDays(1);

  /** Maximum number of kinds of failures that are counted separately. */
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
    private LoginAttempt last = new LoginAttempt("", LoginSource.UNKNOWN);
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
   * Records or counts the failure.
   *
   * @param key key of equal failures
   * @return the same exception
   */
  VitrineException refused(LoginAttempt attempt, String key, VitrineException refusal) {
    Optional<Map<String, Object>> parameters = takePlace(attempt, key);
    if (parameters.isPresent()) {
      try {
        write(
            List.of(
                row(
                    attempt.user(),
                    parameters.get(),
                    StorableText.excerpt(requireNonNull(refusal.getMessage()), LONGEST_ERROR),
                    attempt.source().address().orElse(null))));
      } catch (VitrineException | StoreConflictException failure) {
        // The caller gets the refusal; the missing audit row is logged for the operator.
        LOG.error("A failed login could not be written to the audit trail", failure);
        refusal.addSuppressed(failure);
      }
    }
    return refusal;
  }

  /**
   * Writes the pending counts without waiting for the next failure.
   *
   * @param all also of windows that have not ended
   */
  void writeNumbers(boolean all) {
    List<AuditRow> rows = new ArrayList<>();
    long counted = takeNumbers(all, rows);
    if (rows.isEmpty()) {
      return;
    }
    try {
      write(rows);
    } catch (VitrineException | StoreConflictException failure) {
      LOG.warn("The number of failed logins cannot be written; the write is retried", failure);
      synchronized (this) {
        forgotten += counted;
      }
    }
  }

  private synchronized long takeNumbers(boolean all, List<AuditRow> rows) {
    Instant now = clock.instant();
    long counted = 0;
    for (Window window : alike.asMap().values()) {
      if (window.unwritten > 0 && (all || window.isOver(now))) {
        if (rows.size() < MOST_NUMBERS) {
          counted += window.unwritten;
          rows.add(
              row(
                  window.last.user(),
                  Map.of("unwritten", window.unwritten),
                  MANY,
                  window.last.source().address().orElse(null)));
        } else {
          forgotten += window.unwritten;
        }
        window.unwritten = 0;
      }
    }
    if (forgotten > 0) {
      counted += forgotten;
      rows.add(row("unknown", Map.of("unwrittenOfOthers", forgotten), MANY, null));
      forgotten = 0;
    }
    return counted;
  }

  private AuditRow row(
      String user, Map<String, Object> parameters, String error, @Nullable String address) {
    return new AuditRow(
        UtcTime.now(clock),
        user,
        "login",
        parameters,
        UNAUTHORIZED,
        Optional.of(error),
        UUID.randomUUID().toString(),
        Optional.ofNullable(address),
        Optional.empty());
  }

  private void write(List<AuditRow> rows) {
    try (StoreTransaction transaction = store.beginAudit()) {
      transaction.call(
          work -> {
            rows.forEach(work.audit()::insert);
            work.commit();
            return null;
          });
    }
  }

  /**
   * Text about the uncounted failures for this row; empty if this failure is not written either.
   */
  private synchronized Optional<Map<String, Object>> takePlace(LoginAttempt attempt, String key) {
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
      window.last = attempt;
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
