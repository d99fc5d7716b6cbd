package dev.vitrine.session.upkeep;

import dev.vitrine.catalog.UtcTime;
import dev.vitrine.error.VitrineException;
import dev.vitrine.store.Store;
import dev.vitrine.store.StoreTransaction;
import dev.vitrine.store.audit.AuditRow;
import dev.vitrine.store.vendor.StoreConflictException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes refusals to the audit trail so that no user can fill it. The first refusal of a kind is
 * written at once. Equal ones are counted for a minute, then written as one row with their number.
 * Refusals of a user beyond a number of kinds are counted in one row. Counts that were not written
 * are lost only when the process is killed. Safe for use by several threads.
 */
public final class RefusalTrail {
  /** How long refusals are counted before their number is written. */
  public static final Duration WINDOW = Duration.ofMinutes(1);

  /** Kinds of refusals of a user that are written one by one in a window. */
  public static final int MOST_KINDS = 30;

  /** The same of all users, which bounds the memory for them. */
  public static final int MOST_KINDS_IN_ALL = 5_000;

  private static final Logger LOG = LoggerFactory.getLogger(RefusalTrail.class);
  private static final int TOO_MANY = 429;

  private final Store store;
  private final Clock clock;

  /** By user; guarded by this, as are the values. */
  private final Map<Long, Window> windows = new HashMap<>();

  private int kinds;

  /** The key of refusals that are counted together. */
  private record Kind(String action, int code, Object object) {
    static Kind of(AuditRow row) {
      Object object =
          row.object().isPresent()
              ? row.object().get()
              : row.parameters().getOrDefault("full_name", "");
      return new Kind(row.action(), row.responseCode(), object);
    }
  }

  /** The refusals of a kind behind the first. */
  private static final class Repetitions {
    private final AuditRow first;
    private long count;

    Repetitions(AuditRow first) {
      this.first = first;
    }
  }

  /** The counts of a user. */
  private static final class Window {
    private final Instant start;
    private final Map<Kind, Repetitions> repetitions = new LinkedHashMap<>();
    private final Map<String, Long> actions = new TreeMap<>();
    private final Map<String, Long> codes = new TreeMap<>();
    private Optional<AuditRow> last = Optional.empty();
    private long others;

    Window(Instant start) {
      this.start = start;
    }
  }

  public RefusalTrail(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Writes a refusal, or counts it.
   *
   * @param userId ID of the refused user; a later user of the same name has another ID
   * @param begins runs if nothing was being counted, so that {@link #flush()} must be called after
   *     {@link #WINDOW}
   * @throws VitrineException when the row cannot be written; it is counted then
   */
  public void record(long userId, AuditRow row, Runnable begins) {
    boolean first;
    boolean begun;
    synchronized (this) {
      begun = windows.isEmpty();
      first = isFirst(userId, row);
    }
    if (begun) {
      begins.run();
    }
    if (first) {
      try {
        write(List.of(row));
      } catch (VitrineException | StoreConflictException failure) {
        synchronized (this) {
          isFirst(userId, row);
        }
        throw failure;
      }
    }
  }

  /** Counts the refusal. Returns true if it must be written in its own row. */
  private boolean isFirst(long userId, AuditRow row) {
    Window window = windows.computeIfAbsent(userId, user -> new Window(clock.instant()));
    Kind kind = Kind.of(row);
    Repetitions known = window.repetitions.get(kind);
    if (known != null) {
      known.count++;
      return false;
    }
    if (window.repetitions.size() < MOST_KINDS && kinds < MOST_KINDS_IN_ALL) {
      window.repetitions.put(kind, new Repetitions(withoutDetails(row)));
      kinds++;
      return true;
    }
    window.others++;
    window.actions.merge(row.action(), 1L, Long::sum);
    window.codes.merge(Integer.toString(row.responseCode()), 1L, Long::sum);
    window.last = Optional.of(withoutDetails(row));
    return false;
  }

  /** The row without the parameters, which may be long. */
  private static AuditRow withoutDetails(AuditRow row) {
    Map<String, Object> parameters = new HashMap<>();
    if (row.parameters().get("full_name") instanceof String name && name.length() <= 1_000) {
      parameters.put("full_name", name);
    }
    return with(row, row.time(), parameters);
  }

  /** Writes the numbers of windows that are over; true if others are not. */
  public boolean flush() {
    return flush(clock.instant().minus(WINDOW));
  }

  /** Writes all numbers that there are. */
  public void flushAll() {
    flush(Instant.MAX);
  }

  private boolean flush(Instant startedBefore) {
    Map<Long, Window> over = new HashMap<>();
    synchronized (this) {
      windows.forEach(
          (user, window) -> {
            if (!window.start.isAfter(startedBefore)) {
              over.put(user, window);
            }
          });
      over.keySet().forEach(windows::remove);
      over.values().forEach(window -> kinds -= window.repetitions.size());
    }
    for (Map.Entry<Long, Window> each : over.entrySet()) {
      List<AuditRow> rows = rows(each.getValue());
      if (!rows.isEmpty()) {
        try {
          write(rows);
        } catch (VitrineException | StoreConflictException failure) {
          LOG.warn("The number of refusals cannot be written; the write is retried", failure);
          giveBack(each.getKey(), each.getValue());
        }
      }
    }
    synchronized (this) {
      return !windows.isEmpty();
    }
  }

  /** Adds counts that could not be written to the current counts. */
  private synchronized void giveBack(long user, Window unwritten) {
    Window now = windows.putIfAbsent(user, unwritten);
    if (now == null) {
      kinds += unwritten.repetitions.size();
      return;
    }
    unwritten.repetitions.forEach(
        (kind, lost) -> {
          Repetitions known = now.repetitions.get(kind);
          if (known == null) {
            now.repetitions.put(kind, lost);
            kinds++;
          } else {
            known.count += lost.count;
          }
        });
    unwritten.actions.forEach((action, count) -> now.actions.merge(action, count, Long::sum));
    unwritten.codes.forEach((code, count) -> now.codes.merge(code, count, Long::sum));
    now.others += unwritten.others;
    now.last = now.last.or(() -> unwritten.last);
  }

  private List<AuditRow> rows(Window window) {
    LocalDateTime now = UtcTime.now(clock);
    List<AuditRow> rows = new ArrayList<>();
    for (Repetitions each : window.repetitions.values()) {
      if (each.count > 0) {
        Map<String, Object> parameters = new HashMap<>(each.first.parameters());
        parameters.put("repeated", each.count);
        parameters.put("since", each.first.time().toString());
        rows.add(with(each.first, now, parameters));
      }
    }
    if (window.others > 0) {
      AuditRow last = window.last.orElseThrow();
      rows.add(
          new AuditRow(
              now,
              last.user(),
              "refusals",
              Map.of(
                  "refusals", window.others,
                  "actions", Map.copyOf(window.actions),
                  "responseCodes", Map.copyOf(window.codes)),
              TOO_MANY,
              Optional.of("Summary of refusals that were not recorded one by one."),
              last.sessionId(),
              last.sourceIp(),
              Optional.empty()));
    }
    return rows;
  }

  private static AuditRow with(AuditRow row, LocalDateTime time, Map<String, Object> parameters) {
    return new AuditRow(
        time,
        row.user(),
        row.action(),
        parameters,
        row.responseCode(),
        row.error().map(error -> error.substring(0, Math.min(error.length(), 1_000))),
        row.sessionId(),
        row.sourceIp(),
        row.object());
  }

  private void write(List<AuditRow> rows) {
    try (StoreTransaction transaction = store.beginAudit()) {
      transaction.call(
          work -> {
            rows.forEach(work.audit()::insert);
            return null;
          });
      transaction.commit();
    }
  }
}
