package dev.vitrine.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Shares of the memory for results. */
final class MemoryBudgetTest {
  private static final long MIB = 1 << 20;
  private static final long TOTAL = 64 * MIB;

  private final MemoryBudget budget = new MemoryBudget(TOTAL, Duration.ZERO);

  private static VitrineException refused(MemoryAccount account, long bytes) {
    VitrineException refusal =
        catchThrowableOfType(VitrineException.class, () -> account.reserve(bytes));
    assertThat(refusal).isNotNull();
    assertThat(refusal.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY);
    return refusal;
  }

  @Test
  void oneConnectionGetsThreeEighths() {
    try (MemoryAccount account = budget.open(1)) {
      account.reserve(20 * MIB);
      assertThat(refused(account, 5 * MIB))
          .hasMessageContaining("one connection")
          .hasMessageContaining("24 MiB");
      assertThat(account.tryReserve(5 * MIB)).isFalse();
      account.overdraw(5 * MIB);
      account.release(5 * MIB);
      account.release(20 * MIB);
      assertThat(budget.used()).isZero();
    }
  }

  @Test
  void aSingleReservationMayExceedTheLimitOfTheConnectionButNotOfTheUser() {
    try (MemoryAccount account = budget.open(1)) {
      account.reserve(30 * MIB);
      account.release(30 * MIB);
      assertThat(refused(account, 33 * MIB))
          .hasMessageContaining("one user")
          .hasMessageContaining("32 MiB");
    }
  }

  @Test
  void oneUserGetsHalfHoweverManyConnections() {
    try (MemoryAccount first = budget.open(1);
        MemoryAccount second = budget.open(1);
        MemoryAccount other = budget.open(2)) {
      first.reserve(20 * MIB);
      second.reserve(12 * MIB);
      assertThat(refused(second, MIB)).hasMessageContaining("one user");
      other.reserve(24 * MIB);
      assertThat(budget.used()).isEqualTo(56 * MIB);
    }
    assertThat(budget.used()).isZero();
  }

  @Test
  void theServerHasALimitForAllUsersTogether() {
    try (MemoryAccount first = budget.open(1);
        MemoryAccount second = budget.open(2);
        MemoryAccount third = budget.open(3)) {
      first.reserve(24 * MIB);
      second.reserve(24 * MIB);
      assertThat(refused(third, 20 * MIB))
          .hasMessageContaining("the server")
          .hasMessageContaining("64 MiB");
    }
  }

  /** Rows that are read ahead leave room for those that must be sent. */
  @Test
  void readAheadGetsHalfOfTheLimits() {
    try (MemoryAccount first = budget.open(1);
        MemoryAccount second = budget.open(1);
        MemoryAccount other = budget.open(2);
        MemoryAccount third = budget.open(3)) {
      assertThat(first.tryReserve(10 * MIB)).isTrue();
      assertThat(second.tryReserve(10 * MIB)).isFalse();
      second.reserve(10 * MIB);
      assertThat(other.tryReserve(12 * MIB)).isTrue();
      assertThat(third.tryReserve(MIB)).isFalse();
      third.reserve(MIB);
    }
    assertThat(budget.used()).isZero();
  }

  @Test
  void aReservationWaitsForReleasedMemory() throws Exception {
    MemoryBudget patient = new MemoryBudget(TOTAL, Duration.ofMinutes(1));
    try (MemoryAccount first = patient.open(1);
        MemoryAccount second = patient.open(1)) {
      first.reserve(24 * MIB);
      CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> second.reserve(20 * MIB));
      first.release(24 * MIB);
      waiting.get(30, TimeUnit.SECONDS);
      assertThat(second.reserved()).isEqualTo(20 * MIB);
    }
    assertThat(patient.used()).isZero();
  }

  @Test
  void aClosedAccountHoldsNothing() {
    MemoryAccount account = budget.open(1);
    account.reserve(5 * MIB);
    account.close();
    account.release(5 * MIB);
    assertThat(budget.used()).isZero();
    account.reserve(MIB);
    assertThat(budget.used()).isZero();
  }

  @Test
  void aValueHasAtMostSixteenMebibytesOfUtf8() {
    ValueLimit.check("x".repeat(ValueLimit.BYTES));
    for (String text :
        new String[] {"x".repeat(ValueLimit.BYTES + 1), "é".repeat(ValueLimit.BYTES / 2 + 1)}) {
      VitrineException refusal =
          catchThrowableOfType(VitrineException.class, () -> ValueLimit.check(text));
      assertThat(refusal.code()).isEqualTo(ErrorCode.STATEMENT_TOO_COMPLEX);
      assertThat(refusal).hasMessageContaining("16 MiB");
    }
  }
}
