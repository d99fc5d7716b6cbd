package dev.vitrine.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.catalog.Column;
import dev.vitrine.error.VitrineException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whatever is pushed down answers as the query itself does, on both stores, or is refused when it
 * is planned.
 */
class PushdownDifferentialTest {
  private static final List<String> RESOURCES = List.of("corpus.sql", "bi.sql");

  @TestFactory
  List<DynamicTest> onH2() {
    return tests(Dialect.H2);
  }

  @TestFactory
  List<DynamicTest> onPostgresql() {
    return tests(Dialect.POSTGRESQL);
  }

  private static List<DynamicTest> tests(Dialect dialect) {
    List<DynamicTest> tests = new ArrayList<>();
    QueryPlanner planner = TestRelations.planner(dialect);
    TestStore[] store = new TestStore[1];
    for (String resource : RESOURCES) {
      for (Corpus.Entry entry : Corpus.read(resource)) {
        tests.add(
            DynamicTest.dynamicTest(
                entry.sql(),
                () -> {
                  if (store[0] == null) {
                    store[0] = TestStore.open(dialect);
                  }
                  check(entry, dialect, planner, store[0]);
                }));
      }
    }
    tests.add(DynamicTest.dynamicTest("close", () -> store[0].close()));
    return tests;
  }

  private static void check(
      Corpus.Entry entry, Dialect dialect, QueryPlanner planner, TestStore store)
      throws SQLException {
    String refusal = entry.refusal(dialect);
    PlannedQuery query;
    try {
      query = planner.plan(entry.sql(), "system", "registry");
    } catch (VitrineException refused) {
      assertThat(refused.code().name()).as(refused.getMessage()).isEqualTo(refusal);
      return;
    }
    assertThat(refusal).as("planned although a refusal is expected").isEmpty();
    List<Object> values = entry.values().stream().map(PushdownDifferentialTest::value).toList();
    Answer pushed =
        Answer.of(
            store.connection(),
            TestStore.withRelations(query),
            bound(query, values),
            query.columns().size());
    assertThat(pushed.types())
        .as("delivered types")
        .isEqualTo(query.columns().stream().map(Column::type).toList());
    if (!entry.comparable()) {
      return;
    }
    Answer raw = Answer.of(store.connection(), entry.raw(dialect), values, query.columns().size());
    if (ordered(entry.sql())) {
      assertThat(pushed.rows()).as(query.body()).isEqualTo(raw.rows());
    } else {
      assertThat(pushed.sorted()).as(query.body()).isEqualTo(raw.sorted());
    }
  }

  private static Object value(String text) {
    return text.startsWith("'")
        ? text.substring(1, text.length() - 1)
        : (Object) Long.valueOf(text);
  }

  private static List<Object> bound(PlannedQuery query, List<Object> values) {
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
