package dev.vitrine.store.principal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import dev.vitrine.catalog.PrincipalKind;
import dev.vitrine.store.Store;
import dev.vitrine.store.connection.UnpooledSource;
import dev.vitrine.store.vendor.StoreLocation;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A new membership costs a few statements and reads as many rows as it adds, not all pairs. */
final class MembershipClosureCostTest {
  private static final LocalDateTime NOW = LocalDateTime.of(2026, 1, 1, 0, 0);
  private static final int LEVELS = 60;

  /** Insert, groups above, principals below, comparison, insert into the closure. */
  private static final int STATEMENTS = 7;

  /**
   * The closure of a chain has {@code LEVELS * LEVELS / 2} rows; each level is read a few times.
   */
  private static final int MOST_ROWS = 8 * LEVELS;

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void nestingGroupsUpwardsAndDownwards(TestStore kind) {
    StoreLocation location = StoreLocation.parse(kind.newUrl());
    try (Store store = Store.open(location);
        Handle handle = Jdbi.open(new UnpooledSource(location))) {
      assertThat(store.isReachable(Duration.ofSeconds(10))).isTrue();
      handle.execute("SET SCHEMA 'vitrine'");
      PrincipalDao principals = PrincipalsOnHandle.of(handle);
      List<PrincipalRow> upwards = groups(principals, "up");
      List<PrincipalRow> downwards = groups(principals, "down");
      AtomicInteger statements = count(handle);
      for (int i = 1; i <= LEVELS; i++) {
        statements.set(0);
        principals.changeMembers(upwards.get(i), Set.of(), Set.of(upwards.get(i - 1).id()));
        assertThat(statements.get()).as("upwards %d", i).isLessThanOrEqualTo(STATEMENTS);
        statements.set(0);
        principals.changeMembers(downwards.get(i - 1), Set.of(), Set.of(downwards.get(i).id()));
        assertThat(statements.get()).as("downwards %d", i).isLessThanOrEqualTo(STATEMENTS);
      }
      if (kind == TestStore.POSTGRESQL) {
        assertFewRowsAreRead(handle, principals, upwards, downwards);
      }
    }
  }

  /** PostgreSQL counts the rows that a transaction reads. */
  private static void assertFewRowsAreRead(
      Handle handle,
      PrincipalDao principals,
      List<PrincipalRow> upwards,
      List<PrincipalRow> downwards) {
    handle.execute("ANALYZE effective_principals");
    handle.execute("SET enable_seqscan = off");
    PrincipalRow top = upwards.get(LEVELS + 1);
    long up =
        rowsRead(
            handle,
            () -> principals.changeMembers(top, Set.of(), Set.of(upwards.get(LEVELS).id())));
    PrincipalRow bottom = downwards.get(LEVELS + 1);
    long down =
        rowsRead(
            handle,
            () -> principals.changeMembers(downwards.get(LEVELS), Set.of(), Set.of(bottom.id())));
    assertThat(up).as("rows read upwards").isBetween((long) LEVELS, (long) MOST_ROWS);
    assertThat(down).as("rows read downwards").isBetween((long) LEVELS, (long) MOST_ROWS);
  }

  private static long rowsRead(Handle handle, Runnable change) {
    return handle.inTransaction(
        transaction -> {
          long before = rowsRead(transaction);
          change.run();
          return rowsRead(transaction) - before;
        });
  }

  /** Rows of the closure read by the connection since PostgreSQL last published the number. */
  private static long rowsRead(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT COALESCE(SUM(seq_tup_read + idx_tup_fetch), 0) FROM pg_stat_xact_user_tables
            WHERE relname = 'effective_principals'""")
        .mapTo(Long.class)
        .one();
  }

  private static AtomicInteger count(Handle handle) {
    AtomicInteger statements = new AtomicInteger();
    handle
        .getConfig(SqlStatements.class)
        .setSqlLogger(
            new SqlLogger() {
              @Override
              public void logBeforeExecution(StatementContext context) {
                statements.incrementAndGet();
              }
            });
    return statements;
  }

  private static List<PrincipalRow> groups(PrincipalDao principals, String name) {
    List<PrincipalRow> groups = new ArrayList<>();
    for (int i = 0; i <= LEVELS + 1; i++) {
      long id = principals.insert(name + i, PrincipalKind.GROUP, null, NOW);
      groups.add(new PrincipalRow(id, name + i, PrincipalKind.GROUP, false));
    }
    return groups;
  }
}
