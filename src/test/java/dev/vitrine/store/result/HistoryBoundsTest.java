package dev.vitrine.store.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.catalog.DataType;
import dev.vitrine.store.result.StoreQuery.Bound;
import dev.vitrine.store.vendor.Vendor;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class HistoryBoundsTest {
  private static final LocalDateTime PRESENT = LocalDateTime.of(2026, 11, 30, 12, 0, 0, 0);
  private static final LocalDateTime SINCE = PRESENT.minusDays(100);

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);
  private final HistoryBounds bounds = new HistoryBounds(Vendor.POSTGRESQL, nanos::get);

  private void read(@Nullable Long retentionDays) {
    bounds.remember(bounds.generation(), new Object[] {PRESENT, SINCE, retentionDays});
  }

  private boolean knows(@Nullable Object... points) {
    List<Bound> bound =
        Arrays.stream(points).map(point -> new Bound(DataType.TIMESTAMP, point)).toList();
    return bounds.known(bound).isPresent();
  }

  @Test
  void onlyPointsThatAreCertainlyInsideAreKnown() {
    assertThat(knows(PRESENT.minusDays(1))).as("never read").isFalse();

    read(null);
    assertThat(knows(SINCE)).isTrue();
    assertThat(knows(SINCE, PRESENT.minusSeconds(2))).isTrue();
    assertThat(knows(SINCE.minusNanos(1))).isFalse();
    assertThat(knows(PRESENT.minusSeconds(2).plusNanos(1))).isFalse();
    assertThat(knows(SINCE, PRESENT.plusDays(1))).isFalse();
    assertThat(knows(SINCE, null)).isFalse();
    assertThat(knows("2026-11-01")).isFalse();

    read(30L);
    assertThat(knows(PRESENT.minusDays(30))).isTrue();
    assertThat(knows(PRESENT.minusDays(30).minusNanos(1))).isFalse();
  }

  @Test
  void boundsThatWereReadBeforeAChangeOfTheRetentionAreNotKept() {
    long before = bounds.generation();
    bounds.forget();
    bounds.remember(before, new Object[] {PRESENT, SINCE, null});

    assertThat(knows(SINCE)).isFalse();
  }

  @Test
  void boundsAreUsedForASecondAndUntilTheRetentionChanges() {
    read(null);
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertThat(knows(SINCE)).isTrue();
    nanos.incrementAndGet();
    assertThat(knows(SINCE)).isFalse();

    read(null);
    bounds.forget();
    assertThat(knows(SINCE)).isFalse();
  }

  @Test
  void pointsHaveMilliseconds() {
    read(null);
    Bound point = new Bound(DataType.TIMESTAMP, SINCE.plusNanos(1_999_999));
    assertThat(bounds.known(List.of(point)))
        .contains(List.of(new Bound(DataType.TIMESTAMP, SINCE.plusNanos(1_000_000))));
  }
}
