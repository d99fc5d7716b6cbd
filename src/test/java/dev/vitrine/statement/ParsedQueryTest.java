package dev.vitrine.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.error.Position;
import dev.vitrine.statement.text.StatementText;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParsedQueryTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "SELECT 1                                  | SELECT 1",
        "select 'it''s `x` \"y\" -- z' from t        | select 'it''s `x` \"y\" -- z' from t",
        "SELECT `a``b`, `c\"d`, \"e`f\"                | SELECT \"a`b\", \"c\"\"d\", \"e`f\"",
        "SELECT * FROM system.access.audit         | SELECT * FROM \"system\".access.audit",
        "SELECT * FROM System . Registry . Models  | SELECT * FROM \"system\" . Registry . Models",
        "SELECT * FROM a JOIN value.b ON 1=1       | SELECT * FROM a JOIN \"value\".b ON 1=1",
        "SELECT * FROM a, user.b.c                 | SELECT * FROM a, \"user\".b.c",
        "TABLE language.x                          | TABLE \"language\".x",
        "SELECT * FROM prod.user.result            | SELECT * FROM prod.\"user\".\"result\"",
        "SELECT t.value, v.\"Value\" FROM t          | SELECT t.\"value\", v.\"Value\" FROM t",
        "SELECT 1 AS one, 2 as Value FROM t       | SELECT 1 AS \"one\", 2 as \"value\" FROM t",
        "SELECT CAST(x AS DATE) AS date           | SELECT CAST(x AS DATE) AS \"date\"",
        "SELECT try_cast((SELECT 1 AS one) AS INT) | SELECT try_cast((SELECT 1 AS \"one\") AS INT)",
        "SELECT CAST(CAST(x AS DOUBLE) AS REAL)   | SELECT CAST(CAST(x AS DOUBLE) AS REAL)",
        "SELECT t.cast(1) AS x, y.as result       | SELECT t.\"cast\"(1) AS x, y.\"as\" result",
        "SELECT * FROM (VALUES (1)) AS t(value)   | SELECT * FROM (VALUES (1)) AS t(\"value\")",
        "SELECT * FROM v AS row(a, user, day)     | SELECT * FROM v AS \"row\"(a, \"user\", \"day\")",
        "SELECT * FROM m AS value JOIN n AS x ON 1=1 | SELECT * FROM m AS \"value\" JOIN n AS x ON 1=1",
        "SELECT 1 AS FROM t                       | SELECT 1 AS FROM t",
        "SELECT 1 AS MEASURE m                    | SELECT 1 AS MEASURE m",
        "WITH x AS (SELECT 1 AS one) TABLE x      | WITH x AS (SELECT 1 AS \"one\") TABLE x",
        "SELECT x FROM m FOR SYSTEM_TIME AS OF DATE '2024-01-01' | SELECT x FROM m FOR SYSTEM_TIME AS OF DATE '2024-01-01'",
        "SELECT user, current_date FROM t          | SELECT user, current_date FROM t",
        "SELECT .5, 1.5, 1.5e3, 1e-3, t.*          | SELECT .5, 1.5, 1.5e3, 1e-3, t.*",
        "SELECT.5 WHERE 1 IN(.5)AND.5=x            | SELECT.5 WHERE 1 IN(.5)AND.5=x",
        "SELECT * FROM prod.123.2nd_model          | SELECT * FROM prod.\"123\".\"2nd_model\"",
        "SELECT * FROM 2nd_model                   | SELECT * FROM \"2nd_model\"",
        "SELECT SUBSTRING(x FROM 2 FOR 3)          | SELECT SUBSTRING(x FROM 2 FOR 3)",
        "SELECT * FROM IDENTIFIER('c.`s.t`.\"m')    | SELECT * FROM \"c\".\"s.t\".\"\"\"m\"",
        "SELECT * FROM identifier ( 'm' ) AS x     | SELECT * FROM \"m\" AS x",
        "SELECT identifier FROM t                  | SELECT identifier FROM t",
        "SELECT 1//2                               | SELECT 1/ /2",
        "SELECT /*+ HINT */ 1 -- 'x                | SELECT             1",
        "SELECT a[1], b % c, d <> ?                | SELECT a[1], b % c, d <> ?",
        "(SELECT 1)                                | (SELECT 1)",
        "VALUES (1)                                | VALUES (1)",
        "WITH x AS (SELECT 1) SELECT * FROM x      | WITH x AS (SELECT 1) SELECT * FROM x",
        "EXPLAIN PLAN FOR SELECT `a`               | SELECT \"a\"",
        "explain (SELECT 1)                        | (SELECT 1)",
      })
  void becomesCalcitesSql(String text, String sql) {
    assertThat(StatementTexts.query(text).sql()).isEqualTo(sql);
  }

  @Test
  void knowsWhetherThePlanIsWanted() {
    assertThat(StatementTexts.query("EXPLAIN PLAN FOR SELECT 1").explain()).isTrue();
    assertThat(StatementTexts.query("EXPLAIN VALUES (1)").explain()).isTrue();
    assertThat(StatementTexts.query("SELECT 1").explain()).isFalse();
    assertThat(StatementTexts.query("SELECT 1").returnsRows()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM `prod`.`ml team`.`m` AS x JOIN system.registry.models y ON x.HERE = 1",
        "EXPLAIN PLAN FOR SELECT\r\n  `a` /* c\r\n */, \"b``\", -- d\r  `c`,\n\tHERE FROM t",
        "BEGIN;\n\nSELECT value.x, HERE FROM value.t",
        "SELECT '😀', `😀`, HERE",
        "SELECT * FROM IDENTIFIER('a.b.c') WHERE HERE",
        "HERE",
        "SELECT 1//HERE",
        "SELECT 1 AS one,\n 2 AS value, HERE FROM v AS t(user, day)",
      })
  void mapsPositionsBack(String text) {
    String whole = text.startsWith("HERE") ? "SELECT " + text : text;
    ParsedText last = lastOf(StatementParser.parse(whole));
    ParsedQuery query = (ParsedQuery) last;
    int offset = query.sql().indexOf("HERE");
    Position inSql = new StatementText(query.sql()).position(offset);
    assertThat(query.original(inSql.line(), inSql.column()))
        .isEqualTo(new StatementText(whole).position(whole.indexOf("HERE")));
  }

  @Test
  void mapsReplacedTextToItsStart() {
    ParsedQuery query = StatementTexts.query("SELECT x FROM IDENTIFIER('a.b.c') y");
    int c = query.sql().indexOf("\"c\"") + 1;
    assertThat(query.original(1, c)).isEqualTo(new Position(1, 15));
  }

  @Test
  void mapsPlacesOutsideToTheNearestInside() {
    ParsedQuery query = StatementTexts.query("  EXPLAIN SELECT `a`");
    assertThat(query.original(0, 0)).isEqualTo(new Position(1, 11));
    assertThat(query.original(99, 99)).isEqualTo(new Position(1, 21));
    assertThat(query.position()).isEqualTo(new Position(1, 3));
  }

  @Test
  void calciteReadsItAndItsErrorsAreWhereTheUserMadeThem() throws SqlParseException {
    SqlNode parsed =
        SqlParser.create(
                StatementTexts.query(
                        "SELECT m.value, `x``y` FROM system.access.audit m, prod.user.2nd_model")
                    .sql())
            .parseQuery();
    assertThat(parsed.toString()).contains("`system`.`ACCESS`.`AUDIT`", "`user`.`2nd_model`");

    ParsedQuery wrong = StatementTexts.query("SELECT *\n FROM `a b` -- x\n WHERE WHERE");
    assertThatThrownBy(() -> SqlParser.create(wrong.sql()).parseQuery())
        .isInstanceOfSatisfying(
            SqlParseException.class,
            e ->
                assertThat(wrong.original(e.getPos().getLineNum(), e.getPos().getColumnNum()))
                    .isEqualTo(new Position(3, 8)));
  }

  private static ParsedText lastOf(List<ParsedText> parsed) {
    return parsed.get(parsed.size() - 1);
  }
}
