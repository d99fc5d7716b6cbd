package dev.vitrine.query;

import static dev.vitrine.catalog.DataType.BIGINT;
import static dev.vitrine.catalog.DataType.BOOLEAN;
import static dev.vitrine.catalog.DataType.DECIMAL;
import static dev.vitrine.catalog.DataType.DOUBLE;
import static dev.vitrine.catalog.DataType.INSTANT;
import static dev.vitrine.catalog.DataType.VARCHAR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.DataType;
import dev.vitrine.catalog.Relation;
import dev.vitrine.error.VitrineException;
import dev.vitrine.query.plan.Binding.Kind;
import dev.vitrine.query.plan.Binding.SessionValue;
import dev.vitrine.query.plan.Binding.UserParameter;
import dev.vitrine.query.plan.Dialect;
import dev.vitrine.query.plan.PlannedQuery;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryPlannerTest {
  private final QueryPlanner planner = TestRelations.planner(Dialect.POSTGRESQL);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "models",
        "Models",
        "\"models\"",
        "registry.models",
        "REGISTRY.\"MODELS\"",
        "\"system\".registry.models"
      })
  void relationsOfTheRegistryAreFoundFromAnySession(String name) {
    PlannedQuery query = planner.plan("select owner from " + name, "prod", "information_schema");

    assertThat(query.body()).contains("FROM \"v_registry_models\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          access.audit | v_access_audit
          "system".access.audit | v_access_audit
          "system".information_schema.schemata | v_information_schema_schemata
          model_versions | v_registry_versions
          """)
  void otherRelationsAreFoundByTheirSchema(String name, String pushed) {
    assertThat(planner.plan("select * from " + name, "prod", "information_schema").body())
        .contains("FROM \"" + pushed + "\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "schemata",
        "Information_Schema.schemata",
        "prod.information_schema.schemata",
        "PROD.\"information_schema\".\"Schemata\""
      })
  void theInformationSchemaIsTheCurrentCatalogs(String name) {
    assertThat(planner.plan("select * from " + name, "prod", "information_schema").relations())
        .containsExactly(schemata().within("prod"));
  }

  @Test
  void theInformationSchemaOfSystemIsTheRegistrys() {
    for (String name : List.of("schemata", "information_schema.schemata")) {
      assertThat(planner.plan("select * from " + name, "system", "information_schema").relations())
          .containsExactly(schemata());
    }
  }

  @Test
  void oneQueryMayNameTheInformationSchemasOfSeveralCatalogs() {
    PlannedQuery query =
        plan(
            "select * from a.information_schema.schemata x"
                + " join b.information_schema.schemata y on x.catalog_name = y.catalog_name"
                + " join information_schema.schemata z on x.catalog_name = z.catalog_name");

    assertThat(query.relations())
        .containsExactlyInAnyOrder(schemata().within("a"), schemata().within("b"), schemata());
    assertThat(query.body())
        .contains(schemata().within("a").cteName(), schemata().within("b").cteName());
  }

  @Test
  void relationsOfTheRegistryComeBeforeThoseOfAnInformationSchema() {
    assertThat(planner.plan("select * from models", "prod", "information_schema").relations())
        .extracting(Relation::fullName)
        .containsExactly("system.registry.models");
  }

  private static Relation schemata() {
    return TestRelations.ALL.stream()
        .filter(relation -> relation.name().equals("schemata"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aBareNameInAnotherSchemaNeedsThatSchemaToBeCurrent() {
    assertThat(planner.plan("select * from audit", "system", "access").relations()).hasSize(1);
    assertThatThrownBy(() -> planner.plan("select * from audit", "prod", "access"))
        .isInstanceOf(VitrineException.class);
  }

  @Test
  void anyModelIsARelationWhetherOrNotItExists() {
    Relation iris = Relation.ofModel("prod", "ml", "iris");

    for (String name : List.of("prod.ml.iris", "PROD.ml.\"Iris\"")) {
      assertThat(planner.plan("select version from " + name, "system", "registry").relations())
          .containsExactly(iris);
    }
    assertThat(planner.plan("select version from ml.iris", "prod", "x").relations())
        .containsExactly(iris);
    assertThat(planner.plan("select version from iris", "prod", "ml").relations())
        .containsExactly(iris);
  }

  @Test
  void noModelStandsInForARelation() {
    assertThat(planner.plan("select * from versions", "prod", "ml").relations())
        .extracting(Relation::schema)
        .containsExactly("registry");
    assertThat(planner.plan("select * from access.audit", "prod", "ml").relations())
        .extracting(Relation::schema)
        .containsExactly("access");
  }

  @Test
  void parametersAreBoundInTheOrderOfThePushedText() {
    PlannedQuery query =
        plan("select coalesce(?, owner) from models where latest_version > ? limit ? offset ?");

    assertThat(query.parameters()).containsExactly(VARCHAR, BIGINT, BIGINT, BIGINT);
    assertThat(query.bindings())
        .containsExactly(
            new UserParameter(0, VARCHAR),
            new UserParameter(0, VARCHAR),
            new UserParameter(1, BIGINT),
            new UserParameter(3, BIGINT),
            new UserParameter(2, BIGINT));
  }

  @Test
  void parameterTypesComeFromTheComparedExpression() {
    PlannedQuery query =
        plan(
            "select ?, upper(?), ? || 'x' from models where created_at > ? and ? is null"
                + " and latest_version in (?, ?) and cast(? as double) > 1.5 and ? is true");

    assertThat(query.parameters())
        .containsExactly(
            VARCHAR, VARCHAR, VARCHAR, INSTANT, VARCHAR, BIGINT, BIGINT, DOUBLE, BOOLEAN);
  }

  @Test
  void aParameterIsNeverCutToTheLengthOfAColumn() {
    assertThat(plan("select coalesce(?, owner) from models where owner = ?").body())
        .doesNotContain("VARCHAR(");
  }

  @Test
  void theUserIsAParameterAndNotPartOfThePlan() {
    PlannedQuery query =
        plan(
            "select current_user(), session_user, current_catalog ( ), current_schema,"
                + " current_database(), current_metastore(), 'current_user()'");

    assertThat(query.bindings())
        .containsExactly(
            new SessionValue(Kind.CURRENT_USER),
            new SessionValue(Kind.CURRENT_USER),
            new SessionValue(Kind.CURRENT_CATALOG),
            new SessionValue(Kind.CURRENT_SCHEMA),
            new SessionValue(Kind.CURRENT_SCHEMA),
            new SessionValue(Kind.CURRENT_METASTORE));
    assertThat(query.body()).contains("'current_user()'").doesNotContain("CURRENT_");
  }

  /** The function, or the expression in one line of at most 64 characters. */
  @Test
  void expressionsAreTheirOwnLabels() {
    assertThat(
            plan("select 1, 'x', latest_version  +\n 1, {fn UCASE(owner)}, cast(owner as varchar),"
                    + " count(*) over (), case when latest_version > 1 then 'a' end, not true,"
                    + " (select max(version) from versions), owner || '"
                    + "y".repeat(80)
                    + "' from models")
                .columns())
        .extracting(Column::name)
        .containsExactly(
            "1",
            "'x'",
            "latest_version + 1",
            "ucase",
            "CAST(owner AS VARCHAR)",
            "count",
            "CASE WHEN latest_version > 1 THEN 'a' ELSE NULL END",
            "NOT TRUE",
            "SELECT MAX(version) FROM versions",
            "owner || '" + "y".repeat(53) + "…");
  }

  @Test
  void columnsHaveLabelsAndTypes() {
    List<Column> columns =
        plan("select Owner, m.model_name as \"The Name\", count(*), avg(latest_version),"
                + " sum(latest_version), max(created_at), 1 + 1, string_agg(comment, ',')"
                + " from models m group by owner, m.model_name")
            .columns();

    assertThat(columns)
        .extracting(Column::name)
        .containsExactly("Owner", "The Name", "count", "avg", "sum", "max", "1 + 1", "string_agg");
    assertThat(columns)
        .extracting(Column::type)
        .containsExactly(
            VARCHAR, VARCHAR, BIGINT, DOUBLE, DECIMAL, INSTANT, DataType.INTEGER, VARCHAR);
  }

  @Test
  void labelsOfEqualNamesStayEqual() {
    assertThat(plan("select m.owner, s.owner from models m, schemas s").columns())
        .extracting(Column::name)
        .containsExactly("owner", "owner");
  }

  @Test
  void aPlanExplainsItself() {
    PlannedQuery query = plan("select owner from models where owner = 'it''s'");

    assertThat(query.explanation()).contains("LogicalFilter", "WHERE \"owner\" = 'it''s'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select * from models where owner = 'x' and latest_version between 1 and 5",
        "select * from models where owner like 'a%' or comment ilike 'x!%' escape '!'",
        "select owner, count(*) from models where owner in ('a', 'b', ?) group by owner",
        "select * from models m where exists (select 1 from aliases a where a.full_name = m.full_name)",
        "select case when comment is null then 'none' else comment end from models",
        "select year(created_at), count(*) from models group by year(created_at)",
        "select floor(created_at to month), cast(created_at as date) from models",
        "select full_name from models where position(cast(? as varchar) in owner) > 0"
      })
  void harmlessOperatorsAreLeakproof(String sql) {
    assertThat(plan(sql).leakproof()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select * from models where cast(owner as integer) = 5",
        "select c from (select cast(owner as integer) as c from models) t where c = 5",
        "select 1 from models m join (select cast(owner as integer) as c from models) t on t.c = 5",
        "select * from models where latest_version in (select 1 / version from versions)",
        "select * from models where 1 / (case when owner = 'x' then 0 else 1 end) = 1",
        "select * from models where owner like 'abc\\'",
        "select * from models where owner like ?",
        "select * from models where owner like model_name",
        "select cast(extract(year from created_at) / 0 as bigint) from models",
        "select upper(owner) from models",
        "select full_name from models where position('a' in owner from 2) > 0",
        "select full_name from models where position('a' in substring(owner from 2)) > 0"
      })
  void operatorsThatCanFailAreNot(String sql) {
    assertThat(plan(sql).leakproof()).isFalse();
  }

  @Test
  void plansAreRememberedByTextCatalogAndSchema() {
    String sql = "select owner from models";

    assertThat(planner.plan(sql, "a", "b")).isSameAs(planner.plan(sql, "a", "b"));
    assertThat(planner.plan(sql, "a", "b")).isNotSameAs(planner.plan(sql, "a", "c"));
  }

  @Test
  void thePlanThatIsUsedMostIsKept() {
    QueryPlanner small = new QueryPlanner(TestRelations.ALL, Dialect.H2, 2);
    PlannedQuery first = small.plan("select 1", "a", "b");
    for (int other = 2; other < 20; other++) {
      small.plan("select " + other, "a", "b");
      assertThat(small.plan("select 1", "a", "b")).isSameAs(first);
    }

    assertThat(small.statistics().plans()).isLessThanOrEqualTo(2);
    assertThat(small.statistics().evictions()).isGreaterThanOrEqualTo(17);
  }

  @Test
  void eightThreadsPlanTheSame() throws Exception {
    List<String> texts = Corpus.read("bi.sql").stream().map(Corpus.Entry::sql).limit(60).toList();
    List<String> expected = texts.stream().map(QueryPlannerTest::outcome).toList();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<List<String>>> answers = new ArrayList<>();
      QueryPlanner shared = new QueryPlanner(TestRelations.ALL, Dialect.POSTGRESQL, 1);
      for (int i = 0; i < 8; i++) {
        answers.add(
            threads.submit(() -> texts.stream().map(text -> outcome(shared, text)).toList()));
      }
      for (Future<List<String>> answer : answers) {
        assertThat(answer.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void nothingOfCalciteIsLoadedBeforeTheFirstQuery() throws Exception {
    List<String> loaded = Collections.synchronizedList(new ArrayList<>());
    URL[] path =
        Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
            .map(QueryPlannerTest::url)
            .toArray(URL[]::new);
    try (URLClassLoader loader =
        new URLClassLoader(path, ClassLoader.getPlatformClassLoader()) {
          @Override
          protected Class<?> findClass(String name) throws ClassNotFoundException {
            loaded.add(name);
            return super.findClass(name);
          }
        }) {
      Class<?> dialect = loader.loadClass(Dialect.class.getName());
      loader
          .loadClass(QueryPlanner.class.getName())
          .getConstructor(List.class, dialect, int.class)
          .newInstance(List.of(), dialect.getEnumConstants()[0], 10);
    }

    assertThat(loaded).contains(QueryPlanner.class.getName());
    assertThat(loaded).noneMatch(name -> name.startsWith("org.apache.calcite"));
  }

  private PlannedQuery plan(String sql) {
    return planner.plan(sql, "system", "registry");
  }

  private static String outcome(String sql) {
    return outcome(TestRelations.planner(Dialect.POSTGRESQL), sql);
  }

  private static String outcome(QueryPlanner planner, String sql) {
    try {
      return planner.plan(sql, "system", "registry").toString();
    } catch (VitrineException refused) {
      return refused.getMessage();
    }
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (java.net.MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
