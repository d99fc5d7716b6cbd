package dev.vitrine.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.query.plan.Dialect;
import org.junit.jupiter.api.Test;

/** The SQL that is sent, for queries that were printed wrong once, or would be by Calcite alone. */
class PushdownGoldenTest {
  private final QueryPlanner postgresql = TestRelations.planner(Dialect.POSTGRESQL);
  private final QueryPlanner h2 = TestRelations.planner(Dialect.H2);

  @Test
  void filterOrderAndLimit() {
    both(
        "select model_name from models where owner = ? order by trim(owner) desc, created_at limit ?",
        "SELECT 'model_name' FROM 'v_registry_models' WHERE 'owner' = CAST(? AS VARCHAR)"
            + " ORDER BY TRIM(BOTH \" \" FROM 'owner') DESC, 'created_at' FETCH NEXT ? ROWS ONLY");
  }

  @Test
  void caseDoesNotDependOnTheLocaleOfTheDatabase() {
    postgresql(
        "select upper(owner) from models where owner ilike '\u00c9%'",
        "SELECT (UPPER(('owner') COLLATE 'und-x-icu') COLLATE 'default') AS 'c1'"
            + " FROM 'v_registry_models' WHERE (('owner') COLLATE 'und-x-icu') ILIKE \"\u00c9%\"");
    h2(
        "select upper(owner) from models where owner ilike '\u00c9%'",
        "SELECT UPPER(TRANSLATE('owner', U&\"ij\\012f\\0268\\0456\\0458\\1e2d\\1ecb\","
            + " U&\"IJ\\012e\\0197\\0406\\0408\\1e2c\\1eca\")) AS 'c1'"
            + " FROM 'v_registry_models'"
            + " WHERE LOWER(TRANSLATE(REPLACE('owner', U&\"\\0130\", U&\"i\\0307\"),"
            + " U&\"IJ\\012e\\00cc\\00cd\\0128\", U&\"ij\\012f\\00ec\\00ed\\0129\"))"
            + " LIKE \"\u00e9%\"");
  }

  @Test
  void eachScanOfARelationHasANameOfItsOwn() {
    both(
        "select model_name from models m where owner = some (select v.owner from models v"
            + " where v.latest_version = m.latest_version)",
        "SELECT 'model_name' FROM 'v_registry_models' WHERE 'owner' IN (SELECT 'owner'"
            + " FROM 'v_registry_models' AS 'v_registry_models0'"
            + " WHERE 'latest_version' = 'v_registry_models'.'latest_version')");
  }

  @Test
  void aggregatesAreCastToTheirDeclaredTypes() {
    postgresql(
        "select owner, count(*) n, avg(latest_version) a, sum(latest_version) s from models group by owner",
        "SELECT 'owner', COUNT(*) AS 'c1', CAST(AVG('latest_version') AS DOUBLE PRECISION) AS 'c4',"
            + " CAST(SUM('latest_version') AS DECIMAL(38, 0)) AS 'c3' FROM 'v_registry_models'"
            + " GROUP BY 'owner'");
  }

  @Test
  void leftLateralJoinStaysALeftJoin() {
    postgresql(
        "select m.model_name, t.version from models m left join lateral"
            + " (select version from versions v where v.full_name = m.full_name) t on true",
        "SELECT '$cor0'.'model_name', 't0'.'version' FROM 'v_registry_models' AS '$cor0'"
            + " LEFT JOIN LATERAL (SELECT 'version' FROM 'v_registry_versions'"
            + " WHERE 'full_name' = '$cor0'.'full_name') AS 't0' ON TRUE");
  }

  @Test
  void joinedStringsKeepDistinctAndOrder() {
    String sql = "select string_agg(distinct model_name, ';' order by model_name) as x from models";
    postgresql(
        sql,
        "SELECT STRING_AGG(DISTINCT CAST('model_name' AS VARCHAR), \";\""
            + " ORDER BY CAST('model_name' AS VARCHAR)) AS 'c3' FROM 'v_registry_models'");
    h2(
        sql,
        "SELECT LISTAGG(DISTINCT CAST('model_name' AS VARCHAR), \";\")"
            + " WITHIN GROUP (ORDER BY CAST('model_name' AS VARCHAR)) AS 'c3'"
            + " FROM 'v_registry_models'");
  }

  @Test
  void groupingByAParameterPrintsItOnce() {
    both(
        "select owner || ? as k, count(*) as n from models group by 1",
        "SELECT 'c1', COUNT(*) AS 'c2' FROM (SELECT 'owner' || CAST(? AS VARCHAR) AS 'c1'"
            + " FROM 'v_registry_models') AS 't' GROUP BY 'c1'");
  }

  @Test
  void orderNamesTheColumnThatAnAliasHides() {
    both(
        "select trim(model_name) as owner from models order by models.owner",
        "SELECT TRIM(BOTH \" \" FROM 'model_name') AS 'c1' FROM 'v_registry_models'"
            + " ORDER BY 'owner'");
  }

  @Test
  void nestedAggregatesStayNested() {
    both(
        "select max(n) as n from (select count(*) n from models group by owner) t",
        "SELECT MAX('c1') AS 'c2' FROM (SELECT COUNT(*) AS 'c1' FROM 'v_registry_models'"
            + " GROUP BY 'owner') AS 't1'");
  }

  @Test
  void droppingAWindowFunctionDoesNotGroup() {
    both(
        "select 1 as x from (select row_number() over (order by owner) as rn from models"
            + " order by rn limit 5) t",
        "SELECT 1 AS 'c2' FROM (SELECT ROW_NUMBER() OVER (ORDER BY 'owner') AS 'c1'"
            + " FROM 'v_registry_models') AS 't' ORDER BY 'c1' FETCH NEXT 5 ROWS ONLY");
  }

  /** The relation cannot be shadowed by the user's name, and stays outside of the recursion. */
  @Test
  void recursionHasAQueryAndANameOfItsOwn() {
    postgresql(
        "with recursive v_registry_models(n) as (select count(*) from models"
            + " union all select n - 1 from v_registry_models where n > 0)"
            + " select n from v_registry_models",
        "SELECT 'c3' AS 'c2' FROM (WITH RECURSIVE 'r_c4' ('c3') AS"
            + " (SELECT CAST(COUNT(*) AS BIGINT) AS 'c2' FROM 'v_registry_models' UNION ALL"
            + " SELECT CAST('c3' - 1 AS BIGINT) AS 'c2' FROM 'r_c4' WHERE 'c3' > 0)"
            + " SELECT * FROM 'r_c4') AS 'r_c4'");
  }

  @Test
  void literalsAreNeitherPaddedNorPrefixed() {
    both(
        "select case when owner = U&'\\00e9' then 'long' else 'x' end as c from models",
        "SELECT CASE WHEN 'owner' = \"é\" THEN \"long\" ELSE \"x\" END AS 'c1'"
            + " FROM 'v_registry_models'");
  }

  @Test
  void nullsFirstIsKept() {
    both(
        "select comment from models order by comment nulls first, owner desc nulls last",
        "SELECT 'comment' FROM 'v_registry_models'"
            + " ORDER BY 'comment' NULLS FIRST, 'owner' DESC NULLS LAST");
  }

  @Test
  void partsOfATimestampAreWholeNumbers() {
    String sql =
        "select extract(second from created_at) s, extract(dow from created_at) d from models";
    postgresql(
        sql,
        "SELECT CAST(FLOOR(EXTRACT(SECOND FROM 'created_at')) AS BIGINT) AS 'c1',"
            + " CAST(EXTRACT(DOW FROM 'created_at') AS BIGINT) AS 'c2' FROM 'v_registry_models'");
    h2(
        sql,
        "SELECT CAST(FLOOR(EXTRACT(SECOND FROM 'created_at')) AS BIGINT) AS 'c1',"
            + " CAST(MOD(EXTRACT(ISO_DAY_OF_WEEK FROM 'created_at'), 7) AS BIGINT) AS 'c2'"
            + " FROM 'v_registry_models'");
  }

  private void both(String sql, String expected) {
    postgresql(sql, expected);
    h2(sql, expected);
  }

  private void postgresql(String sql, String expected) {
    check(postgresql, sql, expected);
  }

  private void h2(String sql, String expected) {
    check(h2, sql, expected);
  }

  /** Quotes are swapped in {@code expected}, for the sake of the reader. */
  private static void check(QueryPlanner planner, String sql, String expected) {
    String body = planner.plan(sql, "system", "registry").body();
    String oneLine =
        body.replaceAll("\\s+", " ").replace("( ", "(").replace(" ,", ",").replace(" )", ")");
    assertThat(swapQuotes(oneLine)).isEqualTo(expected);
  }

  private static String swapQuotes(String text) {
    return text.replace('\'', '\0').replace('"', '\'').replace('\0', '"');
  }
}
