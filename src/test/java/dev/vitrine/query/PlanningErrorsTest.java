package dev.vitrine.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.query.plan.Dialect;
import dev.vitrine.query.plan.Planning;
import dev.vitrine.query.validate.RelationNames;
import java.time.Duration;
import java.util.List;
import org.apache.calcite.util.Static;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every error has a condition, a place and plain words. */
class PlanningErrorsTest {
  @Test
  void aStoppedPlanningIsNoInternalError() {
    QueryErrors errors = new QueryErrors(new RelationNames(List.of()));
    RuntimeException aborted = Static.RESOURCE.preparationAborted().ex();
    Planning planning = Planning.of("user", Duration.ZERO);

    planning.run(
        () ->
            assertThat(errors.translate(aborted, "select 1").code())
                .isEqualTo(ErrorCode.INTERNAL_ERROR));
    planning.stop();
    planning.run(
        () ->
            assertThat(errors.translate(aborted, "select 1").code())
                .isEqualTo(ErrorCode.QUERY_CANCELED));
  }

  private final QueryPlanner planner = TestRelations.planner(Dialect.H2);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          select * from modles | [TABLE_OR_VIEW_NOT_FOUND] Table or view 'modles' not found. (line 1, column 15) Hint: Did you mean 'models'?
          select * from access.audits | [TABLE_OR_VIEW_NOT_FOUND] Table or view 'access.audits' not found. (line 1, column 15) Hint: Did you mean 'access.audit'?
          select * from prod.registry.grants | [TABLE_OR_VIEW_NOT_FOUND] Table or view 'prod.registry.grants' not found. (line 1, column 15) Hint: Did you mean 'grants'?
          select nme from models | [UNRESOLVED_COLUMN] Column 'nme' not found. (line 1, column 8)
          select m.nme from models m | [UNRESOLVED_COLUMN] Column 'nme' not found. (line 1, column 10)
          select x.owner from models m | [TABLE_OR_VIEW_NOT_FOUND] Table or view 'x' not found. (line 1, column 8)
          select version from versions v join aliases a on a.full_name = v.full_name | [UNRESOLVED_COLUMN] Column 'version' is ambiguous. (line 1, column 8) Hint: Put the name or alias of its table in front of it.
          select owner, count(*) from models | [GROUPING_ERROR] 'owner' is neither grouped by nor inside an aggregate function. (line 1, column 8) Hint: Add it to GROUP BY, or use an aggregate function such as MAX.
          select owner from models where count(*) > 1 | [GROUPING_ERROR] Aggregate expression is illegal in WHERE clause. (line 1, column 32)
          select owner from models where owner = 5 | [DATATYPE_MISMATCH] This VARCHAR is used where a value of type INTEGER is needed. (line 1, column 32) Hint: Write CAST(… AS INTEGER) to convert explicitly.
          select sum(owner) from models | [DATATYPE_MISMATCH] This VARCHAR is used where a value of type DECIMAL is needed. (line 1, column 12) Hint: Write CAST(… AS DECIMAL) to convert explicitly.
          select * from models where | [PARSE_SYNTAX_ERROR] The query ends too early: a name or an expression is expected here. (line 1, column 27)
          select * frm models | [PARSE_SYNTAX_ERROR] 'models' is unexpected. (line 1, column 14)
          select owner from models where owner = 'abc | [PARSE_SYNTAX_ERROR] The quote ' is not closed. (line 1, column 40)
          select owner from models limit x | [PARSE_SYNTAX_ERROR] 'x' is unexpected: expected ?, ALL, DECIMAL, a number. (line 1, column 32)
          select @ from models | [PARSE_SYNTAX_ERROR] '@' is unexpected. (line 1, column 8)
          select nosuch(owner) from models | [UNSUPPORTED_FEATURE] The function nosuch(<CHARACTER>) is not supported. (line 1, column 8)
          select owner similar to 'x' from models | [UNSUPPORTED_FEATURE] SIMILAR TO is not supported. (line 1, column 8)
          with recursive r(n) as (select 1 union all select n + 1 from r) select n from r | [UNSUPPORTED_FEATURE] WITH RECURSIVE on an embedded store is not supported. (line 1, column 16)
          select v.version from models m, lateral (select version from versions x where x.full_name = m.full_name) v | [UNSUPPORTED_FEATURE] LATERAL with more than one row or value on an embedded store is not supported. (line 1, column 42)
          select count(distinct owner) over () from models | [UNSUPPORTED_FEATURE] IGNORE NULLS or DISTINCT in a window function is not supported. (line 1, column 8)
          select lpad(owner, 9, owner) from models | [UNSUPPORTED_FEATURE] LPAD with a padding that is not a constant, on an embedded store, is not supported. (line 1, column 8)
          select owner, interval '1' day from models | [UNSUPPORTED_FEATURE] The column 'INTERVAL '1' DAY' of the result has type INTERVAL DAY, which is not supported. (line 1, column 15)
          insert into models values (1) | [UNSUPPORTED_FEATURE] The registry's relations are read-only. (line 1, column 1)
          select date_trunc('day, owner) --', created_at) from models | [UNSUPPORTED_FEATURE] The unit 'day, owner) --' of DATE_TRUNC is not supported. (line 1, column 8)
          select floor(created_at to millennium) from models | [UNSUPPORTED_FEATURE] The unit MILLENNIUM of a point in time is not supported. (line 1, column 8)
          select 1 from models where cast(owner as binary(3)) = cast(comment as binary(3)) | [UNSUPPORTED_FEATURE] CAST to BINARY is not supported. (line 1, column 28)
          """)
  void says(String sql, String message) {
    assertThat(failure(planner, sql).getMessage()).isEqualTo(message);
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void positionsAreThoseOfTheText(Dialect dialect) {
    VitrineException failure =
        failure(TestRelations.planner(dialect), "select current_user(),\r\n  nme\nfrom models");

    assertThat(failure.position().orElseThrow()).hasToString("line 2, column 3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "  ", "(", "select", "select (((", "with", "values", ")", "select 1;"})
  void brokenTextIsASyntaxError(String sql) {
    VitrineException failure = failure(planner, sql);

    assertThat(failure.code().sqlState()).isEqualTo("42601");
    assertThat(failure.getMessage()).doesNotContain("java", "calcite", "Was expecting");
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 100_000})
  void deepNestingIsRefused(int depth) {
    String sql = "select " + "(".repeat(depth) + "1" + ")".repeat(depth);

    assertThat(failure(planner, sql).code().name()).isEqualTo("STATEMENT_TOO_COMPLEX");
    assertThat(planner.plan("select 1", "system", "registry").columns()).hasSize(1);
  }

  private static VitrineException failure(QueryPlanner planner, String sql) {
    return catchThrowableOfType(
        VitrineException.class, () -> planner.plan(sql, "system", "registry"));
  }
}
