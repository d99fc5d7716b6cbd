package dev.vitrine.store.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.error.Cancellation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.memory.MemoryAccount;
import dev.vitrine.memory.MemoryBudget;
import dev.vitrine.store.statement.WatchedStatements;
import dev.vitrine.store.vendor.StoreErrors;
import dev.vitrine.store.vendor.Vendor;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.h2.index.QueryExpressionIndex;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** H2's optimizer can be cancelled, and its work is limited. */
final class H2PlanningTest {
  private final Cancellation call = new Cancellation();
  private final MemoryAccount memory = MemoryBudget.ofHeap().open(1);
  private Connection connection;
  private WatchedStatements statements;
  private Cancellation current = call;

  @BeforeEach
  void open() throws SQLException {
    connection = DriverManager.getConnection("jdbc:h2:mem:");
    statements = new WatchedStatements(connection, Vendor.H2, () -> current, Duration.ofSeconds(1));
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    call.close();
    memory.close();
  }

  /**
   * A chain of this many levels takes 2 to the power of it plans: each level with and without the
   * condition of the join.
   */
  private static String nested(int levels) {
    return nested(levels, "SELECT DISTINCT x FROM SYSTEM_RANGE(1, 3)");
  }

  private static String nested(int levels, String innermost) {
    String sql = innermost;
    for (int i = 0; i < levels; i++) {
      sql =
          "SELECT DISTINCT t.x + 0 AS x FROM ("
              + sql
              + ") t JOIN SYSTEM_RANGE(1, 2) r ON r.x = t.x";
    }
    return sql;
  }

  private static void assertRefused(ErrorCode code, Throwable failure) {
    VitrineException cause = StoreErrors.cause(failure, VitrineException.class);
    assertThat(cause).isNotNull();
    assertThat(cause.code()).isEqualTo(code);
    assertThat(StoreErrors.translate(failure)).isSameAs(cause);
  }

  private void assertRuns() throws SQLException {
    try (PreparedStatement statement = statements.prepare(nested(3), memory);
        ResultSet rows = statement.executeQuery()) {
      assertThat(rows.next()).isTrue();
    }
    assertThat(memory.reserved()).isZero();
  }

  @Test
  void aCancelEndsTheOptimizer() throws SQLException {
    call.cancel();
    assertThatThrownBy(() -> statements.prepare(nested(3), memory))
        .satisfies(failure -> assertRefused(ErrorCode.QUERY_CANCELED, failure));
    current = Cancellation.NEVER;
    assertRuns();
  }

  /** H2 plans a query with LIKE again when it is executed. */
  @Test
  void aCancelEndsTheOptimizerOfASecondPlanning() throws SQLException {
    String sql = "SELECT x FROM (" + nested(3) + ") t WHERE CAST(x AS VARCHAR) LIKE '1%'";
    try (PreparedStatement statement = statements.prepare(sql, memory)) {
      H2Session session = statements.h2().orElseThrow();
      session.setPlans(new H2Planning(call, memory));
      call.cancel();
      assertThatThrownBy(statement::executeQuery)
          .satisfies(failure -> assertRefused(ErrorCode.QUERY_CANCELED, failure));
      session.forgetPlans();
      current = Cancellation.NEVER;
      statements.execute(statement, memory);
      assertThat(statement.getResultSet().next()).isTrue();
    }
    assertThat(memory.reserved()).isZero();
  }

  @Test
  void theNumberOfPlansIsLimited() throws SQLException {
    assertThatThrownBy(() -> statements.prepare(nested(20), memory))
        .satisfies(failure -> assertRefused(ErrorCode.STATEMENT_TOO_COMPLEX, failure))
        .hasStackTraceContaining("5,000 plans");
    assertRuns();
  }

  /** A query whose text has about 29,000 characters. */
  private static String longQuery() {
    return IntStream.range(0, 5_000)
        .mapToObj(Integer::toString)
        .collect(
            Collectors.joining(
                ", ", "SELECT DISTINCT x FROM SYSTEM_RANGE(1, 3) WHERE x IN (", ")"));
  }

  private H2Planning planned(String sql) throws SQLException {
    H2Planning plans = new H2Planning(call, memory);
    H2Session session = statements.h2().orElseThrow();
    session.setPlans(plans);
    connection.prepareStatement(sql).close();
    session.forgetPlans();
    return plans;
  }

  /** Plans of long texts take more memory than the number of plans says. */
  @Test
  void plansAreChargedByTheLengthOfTheirText() throws SQLException {
    String query = longQuery();
    H2Planning plans = planned("SELECT x FROM (" + query + ")");
    assertThat(memory.reserved()).isBetween(30L * query.length(), 500L * query.length());
    plans.release();
    assertThat(memory.reserved()).isZero();
  }

  /** All plans of this query take about 80 MiB. */
  @Test
  void oldPlansAreDroppedWhenThereAreTooManyBytes() throws SQLException {
    H2Planning plans = planned(nested(6, longQuery()));
    assertThat(memory.reserved()).isBetween(H2Planning.MOST_BYTES / 2, H2Planning.MOST_BYTES);
    plans.release();
    assertThat(plans).isEmpty();
    assertThat(memory.reserved()).isZero();
  }

  @Test
  void theOldestPlanIsDroppedAndTheNewestRemains() throws SQLException {
    QueryExpressionIndex plan =
        planned("SELECT x FROM (" + longQuery() + ")").values().iterator().next();
    H2Planning plans = new H2Planning(call, memory);
    for (int i = 0; i < 100; i++) {
      plans.put(i, plan);
      assertThat(plans.get(i)).isSameAs(plan);
    }
    assertThat(plans).doesNotContainKey(0);
  }

  @Test
  void aReplacedPlanIsNotChargedAnyMore() throws SQLException {
    H2Planning plans = planned("SELECT x FROM (" + longQuery() + ")");
    long reserved = memory.reserved();
    Map.copyOf(plans).forEach(plans::put);
    assertThat(memory.reserved()).isEqualTo(reserved);
  }

  /** H2 asks for a plan without conditions twice; see H2PlanKey. */
  @Test
  void aSubQueryWithoutUsableConditionsIsPlannedOnce() throws SQLException {
    String sql = "SELECT x FROM (SELECT DISTINCT x FROM SYSTEM_RANGE(1, 3)) t";
    for (int i = 0; i < 10; i++) {
      sql = "SELECT x FROM (" + sql + ") t";
    }
    H2Planning plans = planned(sql);
    assertThat(plans).hasSize(11);
    plans.release();
  }

  /** A sub-query with OFFSET accepts no conditions, so one plan serves all orders of a join. */
  @Test
  void aSubQueryThatAcceptsNoConditionsIsPlannedOnce() throws SQLException {
    String rows = "(SELECT x FROM SYSTEM_RANGE(1, 3) OFFSET 0 ROWS)";
    String sql =
        "SELECT a.x FROM "
            + rows
            + " a JOIN "
            + rows
            + " b ON b.x = a.x JOIN "
            + rows
            + " c ON c.x = b.x WHERE a.x > 1";
    assertThat(planned(sql)).hasSize(3);
    assertThat(column(sql)).containsExactly(2L, 3L);
  }

  @Test
  void plansWithDifferentConditionsStayApart() throws SQLException {
    String rows = "(SELECT DISTINCT x FROM SYSTEM_RANGE(1, 3))";
    String sql = "SELECT a.x FROM " + rows + " a JOIN " + rows + " b ON b.x = a.x WHERE b.x < 3";
    assertThat(planned(sql)).hasSizeGreaterThan(2);
    assertThat(column(sql)).containsExactly(1L, 2L);
  }

  private List<Long> column(String sql) throws SQLException {
    List<Long> values = new ArrayList<>();
    try (PreparedStatement statement = statements.prepare(sql, memory)) {
      statements.execute(statement, memory);
      try (ResultSet rows = statement.getResultSet()) {
        while (rows.next()) {
          values.add(rows.getLong(1));
        }
      }
    }
    return values;
  }

  @Test
  void aStatementFromTheCacheOfTheSessionKeepsNoPlans() throws SQLException {
    assertRuns();
    assertRuns();
    call.cancel();
    current = Cancellation.NEVER;
    assertRuns();
  }
}
