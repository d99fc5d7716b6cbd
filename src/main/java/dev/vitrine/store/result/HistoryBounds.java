package dev.vitrine.store.result;

import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.DataType;
import dev.vitrine.catalog.UtcTime;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.store.result.StoreQuery.Bound;
import dev.vitrine.store.vendor.Vendor;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The times between which the past can be read: from the beginning of the recorded history, or from
 * the end of its retention, to the present by the clock of the store. Safe for use by several
 * threads.
 */
public final class HistoryBounds {
  private static final DateTimeFormatter TEXT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);

  private static final Duration ROUNDING = Duration.ofMillis(1);

  private static final List<Column> BOUNDS =
      List.of(
          Column.timestamp("present", false, ""),
          Column.timestamp("history_since", false, ""),
          Column.bigint("history_retention_days", true, ""));

  /**
   * How long bounds are used that were read, in nanoseconds: so long a time may still be accepted
   * whose history another server has begun to remove.
   */
  private static final long KNOWN_FOR = 1_000_000_000;

  /** Points so close to the present are compared with the clock of the store. */
  private static final Duration NEAR_PRESENT = Duration.ofSeconds(2);

  private final Vendor vendor;
  private final LongSupplier nanoTime;

  private record Read(LocalDateTime earliest, LocalDateTime present) {}

  /** Bounds that were read at {@code readAt}, by the clock of {@code nanoTime}. */
  private record Known(Read bounds, long generation, long readAt) {}

  private volatile @Nullable Known known;
  private final AtomicLong retentionChanges = new AtomicLong();

  /** For one kind of database. */
  public HistoryBounds(Vendor vendor) {
    this(vendor, System::nanoTime);
  }

  HistoryBounds(Vendor vendor, LongSupplier nanoTime) {
    this.vendor = vendor;
    this.nanoTime = nanoTime;
  }

  /**
   * Points in time that are certainly between the bounds, by bounds that were read at most a second
   * ago; empty if a query has to find out.
   *
   * @param points as they were given
   */
  public Optional<List<Bound>> known(List<Bound> points) {
    Known last = known;
    if (last == null
        || last.generation() != generation()
        || nanoTime.getAsLong() - last.readAt() > KNOWN_FOR) {
      return Optional.empty();
    }
    List<Bound> within = new ArrayList<>();
    for (Bound bound : points) {
      if (!(bound.value() instanceof LocalDateTime point)
          || point.isBefore(last.bounds().earliest())
          || point.isAfter(last.bounds().present().minus(NEAR_PRESENT))) {
        return Optional.empty();
      }
      within.add(new Bound(DataType.TIMESTAMP, point.truncatedTo(ChronoUnit.MILLIS)));
    }
    return Optional.of(within);
  }

  /** Reads the bounds again at the next question, because the retention has changed. */
  public void forget() {
    retentionChanges.incrementAndGet();
  }

  /** The number of changes of the retention so far, for {@link #remember}. */
  public long generation() {
    return retentionChanges.get();
  }

  /**
   * Keeps the bounds of a row of {@link #withBounds} for {@link #known}, unless the retention has
   * changed since.
   *
   * @param generation before the query was sent
   * @param row of a query outside of transactions, which may see bounds that are not committed, or
   *     old ones
   */
  public void remember(long generation, Object[] row) {
    known = new Known(read(row), generation, nanoTime.getAsLong());
  }

  /**
   * A query for points in time, with the bounds.
   *
   * @param points a query of one row
   */
  public String withBounds(String points) {
    return "SELECT p.*, "
        + vendor.utcClock()
        + ", m.history_since, CAST(m.history_retention_days AS BIGINT) FROM ("
        + points
        + ") p CROSS JOIN metastore m";
  }

  /** The columns of this query. */
  public static List<Column> columns(List<Column> points) {
    return Stream.concat(points.stream(), BOUNDS.stream()).toList();
  }

  /**
   * The points in time of a row of this query, in milliseconds.
   *
   * @throws VitrineException HISTORY_NOT_AVAILABLE for a time before the recorded history,
   *     INVALID_PARAMETER_VALUE for NULL and for a time in the future
   */
  public List<Bound> points(Object[] row) {
    Read bounds = read(row);
    List<Bound> points = new ArrayList<>();
    for (int i = 0; i < row.length - BOUNDS.size(); i++) {
      if (!(row[i] instanceof LocalDateTime point)) {
        throw new VitrineException(
            ErrorCode.INVALID_PARAMETER_VALUE,
            "The point in time of FOR SYSTEM_TIME AS OF is NULL.");
      }
      points.add(
          new Bound(
              DataType.TIMESTAMP,
              checked(point.truncatedTo(ChronoUnit.MILLIS), bounds.earliest(), bounds.present())));
    }
    return points;
  }

  private Read read(Object[] row) {
    int count = row.length - BOUNDS.size();
    LocalDateTime present = present((LocalDateTime) row[count]);
    LocalDateTime earliest = (LocalDateTime) row[count + 1];
    if (row[count + 2] instanceof Long days && present.minusDays(days).isAfter(earliest)) {
      earliest = present.minusDays(days);
    }
    return new Read(earliest, present);
  }

  /** The clock of an embedded store is that of this process; its functions stop in transactions. */
  private LocalDateTime present(LocalDateTime read) {
    return switch (vendor) {
      case POSTGRESQL -> read;
      case H2 -> UtcTime.now();
    };
  }

  private static LocalDateTime checked(
      LocalDateTime point, LocalDateTime earliest, LocalDateTime present) {
    // The stores round CURRENT_TIMESTAMP to milliseconds.
    if (point.isAfter(present) && !point.isAfter(present.plus(ROUNDING))) {
      return present;
    }
    if (point.isAfter(present)) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "The time " + text(point) + " is in the future: it is " + text(present) + ".")
          .withHint("Times are in UTC.");
    }
    if (point.isBefore(earliest)) {
      throw new VitrineException(
              ErrorCode.HISTORY_NOT_AVAILABLE,
              "There is no history of "
                  + text(point)
                  + ": the earliest time is "
                  + text(earliest)
                  + ".")
          .withHint("Times are in UTC. DESCRIBE METASTORE shows when history begins.");
    }
    return point;
  }

  private static String text(LocalDateTime time) {
    return TEXT.format(time);
  }
}
