package dev.vitrine.query.shape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.catalog.DataType;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryShapeTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          SELECT 1 FROM t WHERE a = 'x' | SELECT 1 FROM t WHERE a = ?
          SELECT 1 FROM t WHERE a='x'AND b<>2 | SELECT 1 FROM t WHERE a=?AND b<>?
          SELECT 1 FROM t WHERE 'x' <= LOWER(a) | SELECT 1 FROM t WHERE ? <= LOWER(a)
          SELECT 1 FROM t WHERE (a = 'it''s' OR NOT b = 12) | SELECT 1 FROM t WHERE (a = ? OR NOT b = ?)
          SELECT 1 FROM t WHERE a BETWEEN 1 AND 2 AND b = 3 | SELECT 1 FROM t WHERE a BETWEEN ? AND ? AND b = ?
          SELECT 1 FROM t WHERE a BETWEEN DATE '2026-01-01' AND DATE '2026-02-01' | SELECT 1 FROM t WHERE a BETWEEN ? AND ?
          SELECT 1 FROM t WHERE a IN ('x', 'y') | SELECT 1 FROM t WHERE a IN (?, ?)
          SELECT 1 FROM t WHERE a > TIMESTAMP '2026-01-01 12:00:00.5' | SELECT 1 FROM t WHERE a > ?
          SELECT 1 FROM t FOR SYSTEM_TIME AS OF TIMESTAMP '2026-01-01 12:00:00' u | SELECT 1 FROM t FOR SYSTEM_TIME AS OF ? u
          SELECT 1 FROM t JOIN u ON t.a = u.a AND u.b = 'x' LEFT JOIN v ON v.c = 5 | SELECT 1 FROM t JOIN u ON t.a = u.a AND u.b = ? LEFT JOIN v ON v.c = ?
          SELECT a, COUNT(*) FROM t GROUP BY a HAVING COUNT(*) > 5 ORDER BY 1 LIMIT 10 | SELECT a, COUNT(*) FROM t GROUP BY a HAVING COUNT(*) > ? ORDER BY 1 LIMIT 10
          WITH w AS (SELECT 'c' AS c FROM t WHERE a = 'x') SELECT 2 FROM w WHERE EXISTS (SELECT 1 FROM u WHERE u.b = 'y') | WITH w AS (SELECT 'c' AS c FROM t WHERE a = ?) SELECT 2 FROM w WHERE EXISTS (SELECT 1 FROM u WHERE u.b = ?)
          SELECT 1 FROM (SELECT a FROM t WHERE a = 'x') AS s WHERE CASE WHEN a = 'y' THEN 1 ELSE 2 END = 1 | SELECT 1 FROM (SELECT a FROM t WHERE a = ?) AS s WHERE CASE WHEN a = ? THEN 1 ELSE 2 END = ?
          SELECT 1 FROM t WHERE a = 'x' UNION SELECT 2 FROM t WHERE a = 'y' | SELECT 1 FROM t WHERE a = ? UNION SELECT 2 FROM t WHERE a = ?
          """)
  void operandsOfConditionsAreReplaced(String sql, String shape) {
    assertThat(QueryShape.of(sql).map(QueryShape::sql)).contains(shape);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 'x', 1, a = 'x' FROM t ORDER BY a = 'x', 2",
        "SELECT (SELECT 1 FROM u WHERE u.a = 'x') FROM t",
        "SELECT COUNT(*) FILTER (WHERE a = 'x') FROM t",
        "SELECT 1 FROM t GROUP BY a = 'x'",
        "SELECT 1 FROM t WHERE 1 = 1",
        "SELECT 1 FROM t WHERE a LIKE 'x%' ESCAPE '!' AND b SIMILAR TO 'x'",
        "SELECT 1 FROM t WHERE a = -1 OR a = 1.5 OR a = 1e3 OR a = .5 OR a = 1234567890123456789",
        "SELECT 1 FROM t WHERE a = 'x' || b AND a = 1 + b AND a = b || 'x'",
        "SELECT 1 FROM t WHERE a = N'x' OR a = U&'x' OR a = _utf8'x' OR a = X'00'",
        "SELECT 1 FROM t WHERE a > CURRENT_TIMESTAMP - INTERVAL '1' DAY AND a > TIME '12:00:00'",
        "SELECT 1 FROM t WHERE a > TIMESTAMP '2026-01-01 12:00:00.1234' OR a = DATE '2026-02-30'",
        "SELECT 1 FROM t WHERE SUBSTRING(a, 1, 2) = b AND has_privilege('SELECT', 'MODEL', a)",
        "SELECT 1 FROM t WHERE (a, b) IN (('x', 1)) AND a IN ('x', b)",
        "SELECT 1 FROM t WHERE a = 'x' AND b = ?",
        "SELECT 1 FROM \"WHERE a = 'x'\"",
        "SELECT 1 FROM t LIMIT 10",
        "VALUES ('x', 1)"
      })
  void allOtherLiteralsStay(String sql) {
    assertThat(QueryShape.of(sql).map(QueryShape::sql)).isEmpty();
  }

  @Test
  void theValuesAreThoseOfTheLiterals() {
    QueryShape shape =
        QueryShape.of(
                "SELECT 1 FROM t WHERE a = 'it''s' AND b = 7 AND c > TIMESTAMP '2026-01-01 12:00:00.5'"
                    + " AND d = DATE '2026-01-01'")
            .orElseThrow();
    assertThat(shape.values())
        .containsExactly(
            "it's", 7L, LocalDateTime.parse("2026-01-01T12:00:00.5"), LocalDate.of(2026, 1, 1));
  }

  @Test
  void aLiteralOfAnotherTypeThanItsParameterStays() {
    QueryShape shape =
        QueryShape.of("SELECT 1 FROM t WHERE a = '7' AND b = 'x' AND c = 3000000000").orElseThrow();

    Optional<QueryShape> fitting =
        shape.fitting(List.of(DataType.INTEGER, DataType.VARCHAR, DataType.INTEGER));

    assertThat(fitting.map(QueryShape::sql))
        .contains("SELECT 1 FROM t WHERE a = '7' AND b = ? AND c = 3000000000");
    assertThat(shape.fitting(List.of(DataType.VARCHAR, DataType.VARCHAR, DataType.BIGINT)))
        .contains(shape);
    assertThat(shape.fitting(List.of(DataType.DATE, DataType.INSTANT, DataType.DOUBLE))).isEmpty();
  }

  @Test
  void longListsStay() {
    assertThat(QueryShape.of("SELECT 1 FROM t WHERE a IN (1" + ", 1".repeat(60) + ")")).isEmpty();
  }
}
