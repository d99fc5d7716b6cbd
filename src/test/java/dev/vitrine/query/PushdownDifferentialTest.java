package dev.vitrine.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.catalog.DataType;
import dev.vitrine.error.VitrineException;
import dev.vitrine.query.plan.Binding;
import dev.vitrine.query.plan.Dialect;
import dev.vitrine.query.plan.PlannedQuery;
import dev.vitrine.query.plan.Planning;
import dev.vitrine.query.plan.ShapedQuery;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A pushed query returns the same result as the query itself, on both stores, or is refused when it
 * is planned.
 */
class PushdownDifferentialTest {
  /** One for each kind of sender: people, and what tools make of a click. */
  static final List<String> RESOURCES =
      List.of(
          "corpus.sql",
          "functions.sql",
          "bi.sql",
          "tableau.sql",
          "metabase.sql",
          "superset.sql",
          "powerbi.sql",
          "spark.sql",
          "analyst.sql");

  /** Planners that plan each text as it is written. */
  private static final Map<Dialect, QueryPlanner> UNSHARED =
      Map.of(
          Dialect.H2, TestRelations.planner(Dialect.H2),
          Dialect.POSTGRESQL, TestRelations.planner(Dialect.POSTGRESQL));

  private static final Map<Dialect, PlainStore> STORES = new EnumMap<>(Dialect.class);

  @AfterAll
  static void close() throws SQLException {
    for (PlainStore store : STORES.values()) {
      store.close();
    }
    STORES.clear();
  }

  @TestFactory
  List<DynamicTest> onH2() {
    return tests(Dialect.H2);
  }

  @TestFactory
  List<DynamicTest> onPostgresql() {
    return tests(Dialect.POSTGRESQL);
  }

  /** A function that means something else in one of the stores shows up here and nowhere else. */
  @TestFactory
  List<DynamicTest> bothStoresAnswerAlike() {
    QueryPlanner h2 = TestRelations.planner(Dialect.H2);
    QueryPlanner postgresql = TestRelations.planner(Dialect.POSTGRESQL);
    List<DynamicTest> tests = new ArrayList<>();
    for (Corpus.Entry entry : entries()) {
      boolean planned =
          entry.refusal(Dialect.H2).isEmpty() && entry.refusal(Dialect.POSTGRESQL).isEmpty();
      if (planned && entry.comparable()) {
        tests.add(
            DynamicTest.dynamicTest(
                entry.sql(),
                () ->
                    assertThat(pushed(entry, Dialect.H2, h2).sorted())
                        .isEqualTo(pushed(entry, Dialect.POSTGRESQL, postgresql).sorted())));
      }
    }
    return tests;
  }

  private static List<Corpus.Entry> entries() {
    return RESOURCES.stream().flatMap(resource -> Corpus.read(resource).stream()).toList();
  }

  private static List<DynamicTest> tests(Dialect dialect) {
    List<DynamicTest> tests = new ArrayList<>();
    QueryPlanner planner = TestRelations.planner(dialect);
    Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    for (Corpus.Entry entry : entries()) {
      tests.add(
          DynamicTest.dynamicTest(
              entry.sql(), () -> outcomes.merge(check(entry, dialect, planner), 1, Integer::sum)));
    }
    tests.add(
        DynamicTest.dynamicTest(
            "counts",
            () -> {
              System.out.println("Pushed down to " + dialect + ": " + outcomes);
              assertThat(outcomes.values().stream().mapToInt(Integer::intValue).sum())
                  .isEqualTo(entries().size());
            }));
    return tests;
  }

  private enum Outcome {
    EQUAL,
    RUN_BUT_NOT_COMPARABLE,
    REFUSED
  }

  private static Outcome check(Corpus.Entry entry, Dialect dialect, QueryPlanner planner)
      throws SQLException {
    String refusal = entry.refusal(dialect);
    try {
      PlannedQuery alone = UNSHARED.get(dialect).plan(entry.sql(), "system", "registry");
      PlannedQuery shaped = planned(entry, planner).plan();
      assertThat(shaped.columns()).as("labels and types").isEqualTo(alone.columns());
      assertThat(shaped.leakproof()).as("safe to evaluate early").isEqualTo(alone.leakproof());
      assertThat(shaped.relations()).isEqualTo(alone.relations());
      assertThat(shaped.models().relations()).isEqualTo(alone.models().relations());
    } catch (VitrineException refused) {
      assertThat(refused.code().name()).as(refused.getMessage()).isEqualTo(refusal);
      assertThat(refused.position()).as(refused.getMessage()).isPresent();
      assertThat(entry.reason(dialect)).as("the reason of a refusal").isNotEmpty();
      return Outcome.REFUSED;
    }
    assertThat(refusal).as("planned although a refusal is expected").isEmpty();
    Answer pushed = pushed(entry, dialect, planner);
    if (!entry.comparable() || !entry.hasRaw(dialect)) {
      return Outcome.RUN_BUT_NOT_COMPARABLE;
    }
    Answer raw =
        Answer.of(
            store(dialect).connection(), entry.raw(dialect), values(entry), pushed.types().size());
    if (ordered(entry.sql())) {
      assertThat(pushed.rows()).isEqualTo(raw.rows());
    } else {
      assertThat(pushed.sorted()).isEqualTo(raw.sorted());
    }
    return Outcome.EQUAL;
  }

  private static ShapedQuery planned(Corpus.Entry entry, QueryPlanner planner) {
    return planner.shaped(entry.sql(), "system", "registry", Planning.of(entry, Planning.LONGEST));
  }

  private static Answer pushed(Corpus.Entry entry, Dialect dialect, QueryPlanner planner)
      throws SQLException {
    ShapedQuery shaped = planned(entry, planner);
    PlannedQuery query = shaped.plan();
    Answer answer =
        Answer.of(
            store(dialect).connection(),
            PlainStore.withRelations(query),
            bound(query, shaped.values(values(entry))),
            query.columns().size());
    assertThat(answer.types())
        .as(query.body())
        .isEqualTo(
            query.columns().stream()
                .map(column -> DataType.valueOf(column.type().sqlName()))
                .toList());
    return answer;
  }

  private static PlainStore store(Dialect dialect) throws SQLException {
    if (!STORES.containsKey(dialect)) {
      STORES.put(dialect, PlainStore.open(dialect));
    }
    return STORES.get(dialect);
  }

  private static List<Object> values(Corpus.Entry entry) {
    return entry.values().stream().map(PushdownDifferentialTest::value).toList();
  }

  private static Object value(String text) {
    return text.startsWith("'")
        ? text.substring(1, text.length() - 1)
        : (Object) Long.valueOf(text);
  }

  private static List<Object> bound(PlannedQuery query, List<?> values) {
    List<Object> bound = new ArrayList<>();
    for (Binding binding : query.bindings()) {
      bound.add(
          binding instanceof Binding.UserParameter parameter
              ? values.get(parameter.index())
              : "alice");
    }
    return bound;
  }

  /** Whether the outermost query has an order. */
  private static boolean ordered(String sql) {
    int depth = 0;
    String text = sql.toLowerCase(Locale.ROOT);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth == 0 && text.startsWith("order by", i)) {
        return true;
      }
    }
    return false;
  }
}
