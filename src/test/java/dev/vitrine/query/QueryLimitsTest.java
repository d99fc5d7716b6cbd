package dev.vitrine.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.query.plan.Dialect;
import dev.vitrine.query.plan.PlannedQuery;
import dev.vitrine.query.plan.Planning;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A query of any shape and size is planned, or refused with the limit that it exceeds. */
final class QueryLimitsTest {
  /** StatementLimitsTest plans and executes these shapes up to 950 repetitions, on each store. */
  private static final int[] SIZES = {1_200, 20_000};

  static Stream<Arguments> shapes() {
    return Stream.of(Dialect.values())
        .flatMap(
            dialect -> Stream.of(Repeated.values()).map(shape -> Arguments.of(dialect, shape)));
  }

  /** Within the time that any planning has; the most work, which is counted, takes less. */
  @ParameterizedTest
  @MethodSource("shapes")
  void everySizeIsPlannedOrTooComplex(Dialect dialect, Repeated shape) {
    QueryPlanner planner = TestRelations.planner(dialect);
    for (int size : SIZES) {
      String sql = shape.text(size);
      try {
        PlannedQuery plan = plan(planner, sql);
        assertThat(plan.body().length())
            .as("characters sent for %s × %d", shape, size)
            .isLessThan(4 << 20);
      } catch (VitrineException refusal) {
        assertThat(refusal.code())
            .as("%s × %d: %s", shape, size, refusal.getMessage())
            .isIn(ErrorCode.STATEMENT_TOO_COMPLEX, ErrorCode.DATATYPE_MISMATCH);
        assertThat(refusal.getMessage()).doesNotContain("null", "java");
      }
    }
    assertThat(plan(planner, "select 1").columns()).hasSize(1);
  }

  private static PlannedQuery plan(QueryPlanner planner, String sql) {
    // A separate user, so that a planning that does not end would not delay the next one.
    return planner.plan(sql, "system", "registry", Planning.of(new Object(), Duration.ZERO));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "IN | 10000 | 10001 | 10,000 values",
        "NOT_IN | 10000 | 10001 | 10,000 values",
        "CTES_JOINED_WITH_THEMSELVES | 6 | 7 | more than 64 relations",
        "CTES_JOINED_WITH_THEMSELVES | 6 | 19 | more than 64 relations",
        "JOINS | 63 | 64 | more than 64 relations",
        "UNION_OF_RELATIONS | 64 | 65 | more than 64 relations",
        "PARENTHESES | 100 | 101 | 100 levels",
        "SUM | 1000 | 1100 | 1,000",
        "COLUMNS | 1600 | 1601 | 1,600 columns",
        "LIKES | 250 | 251 | 250",
        "CUBE | 1 | 7 | 64 groupings",
        "DOUBLED | 8 | 15 | 50,000 expressions",
        "COPIED_SUB_QUERIES | 50 | 70 | more than 64 relations",
        "COALESCES | 8 | 30 | 50,000 expressions",
        "ALIASES_IN_ORDER_BY | 80 | 240 | 50,000 expressions",
        "VALUES | 12000 | 60000 | 50,000 expressions"
      })
  void theLimitIsInTheMessage(Repeated shape, int fits, int tooMany, String limit) {
    QueryPlanner planner = TestRelations.planner(Dialect.POSTGRESQL);

    assertThat(plan(planner, shape.text(fits)).columns()).isNotEmpty();
    VitrineException refusal =
        catchThrowableOfType(VitrineException.class, () -> plan(planner, shape.text(tooMany)));

    assertThat(refusal.code()).isEqualTo(ErrorCode.STATEMENT_TOO_COMPLEX);
    assertThat(refusal.getMessage()).contains(limit);
  }

  @ParameterizedTest
  @CsvSource({"IN", "NOT_IN", "NOT_EQUAL_ALL", "ROWS_IN", "ROWS_NOT_IN", "EQUALITIES"})
  void listsNameTheirColumnsOnce(Repeated shape) {
    for (Dialect dialect : Dialect.values()) {
      String body = plan(TestRelations.planner(dialect), shape.text(400)).body();
      assertThat(body.split("latest_version", -1)).as(body).hasSize(2);
    }
  }
}
