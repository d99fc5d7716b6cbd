package dev.vitrine.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.catalog.ModelSearch;
import dev.vitrine.query.plan.Binding.Argument;
import dev.vitrine.query.plan.Dialect;
import dev.vitrine.query.plan.NamedModels;
import dev.vitrine.store.relation.SecuredRelations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts that a query looks for in the texts of models, according to its plan. */
final class TextSearchPlanTest {
  private static final String EITHER =
      "(position('a' in alias_texts) > 0 or position(? in texts) > 0)";

  private final QueryPlanner planner =
      new QueryPlanner(SecuredRelations.relations(), Dialect.POSTGRESQL, 100);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select full_name from search_texts where " + EITHER,
        "select full_name from search_texts where schema_name = 's' and " + EITHER,
        "select 1 from models m join (select * from search_texts where " + EITHER + ") x on true",
        "select 1 from models where full_name in (select full_name from search_texts where "
            + EITHER
            + ")"
      })
  void textsAreFound(String sql) {
    assertThat(models(sql))
        .isEqualTo(NamedModels.ofTexts(new Argument.Text("a"), new Argument.Parameter(0)));
  }

  @Test
  void theSearchIsOne() {
    assertThat(models(ModelSearch.of("a").sql()))
        .isEqualTo(NamedModels.ofTexts(new Argument.Parameter(4), new Argument.Parameter(5)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select full_name from search_texts",
        "select full_name from search_texts where not " + EITHER,
        "select full_name from search_texts where full_name = 'a' or " + EITHER,
        "select full_name from search_texts where " + EITHER + " is not true",
        "select full_name from search_texts where position('a' in alias_texts) > 0"
            + " or position('a' in texts) > 1",
        "select full_name from search_texts where position('a' in alias_texts) > 0"
            + " or position(full_name in texts) > 0",
        "select full_name from search_texts where position('a' in full_name) > 0"
            + " or position('a' in texts) > 0",
        "select full_name from search_texts where position('a' in alias_texts) > 0",
        "select full_name from search_texts where position('a' in alias_texts) > 0"
            + " and position('a' in texts) > 0",
        "select 1 from search_texts union all select 1 from search_texts where " + EITHER,
        "select (select count(*) from search_texts) from search_texts where " + EITHER,
        "select 1 from models m left join search_texts x on m.full_name = x.full_name and " + EITHER
      })
  void allTextsAreNeeded(String sql) {
    assertThat(models(sql)).isEqualTo(NamedModels.NONE);
  }

  private NamedModels models(String sql) {
    return planner.plan(sql, "system", "registry").models();
  }
}
