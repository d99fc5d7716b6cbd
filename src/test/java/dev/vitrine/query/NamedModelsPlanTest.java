package dev.vitrine.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.catalog.Relation;
import dev.vitrine.query.plan.Binding.Argument;
import dev.vitrine.query.plan.Dialect;
import dev.vitrine.query.plan.NamedModels;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The models that a query is limited to, according to its plan. */
class NamedModelsPlanTest {
  private final QueryPlanner planner = TestRelations.planner(Dialect.POSTGRESQL);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          select version from aliases where full_name = ? and alias_key = ? | aliases | ?0
          select * from models where 'a.b.c' = full_name | models | a.b.c
          select * from models where full_name in ('a', ?) | models | a ?0
          select * from models where full_name = 'a' or full_name = 'b' | models | a b
          select * from models where full_name = 'a' and full_name = 'b' | models | a
          select * from (select full_name f, owner from models) where f = 'a' | models | a
          select 1 from models m join versions v on v.full_name = m.full_name where m.full_name = 'a' | models versions | a
          select 1 from models m, versions v where v.full_name = m.full_name and v.full_name = 'a' | models versions | a
          select 1 from models m left join versions v on v.full_name = m.full_name where m.full_name = 'a' | models versions | a
          select 1 from models m left join versions v on v.full_name = m.full_name and v.full_name = 'a' | versions | a
          select 1 from models a, models b where a.full_name = 'a' and b.full_name = 'b' | models | a b
          select full_name from models where full_name = 'a' union select full_name from aliases where full_name = 'b' | models aliases | a b
          select full_name, count(*) from versions group by full_name having full_name = 'a' | versions | a
          select 1 from models m join tags t on t.catalog_name = m.catalog_name where m.full_name = 'a' | models | a
          """)
  void namesAreFound(String sql, String relations, String names) {
    NamedModels found = planner.plan(sql, "system", "registry").models();

    assertThat(found.relations().stream().map(Relation::name))
        .containsExactlyInAnyOrder(relations.split(" "));
    assertThat(found.names().stream().map(NamedModelsPlanTest::text).collect(Collectors.toList()))
        .containsExactlyInAnyOrder(names.split(" "));
  }

  private static String text(Argument argument) {
    return argument instanceof Argument.Parameter parameter
        ? "?" + parameter.index()
        : ((Argument.Text) argument).value();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select * from models",
        "select * from models where full_name = 'a' or owner = 'b'",
        "select * from models where full_name <> 'a'",
        "select * from models where not (full_name = 'a')",
        "select * from models where (full_name = 'a') is not true",
        "select * from models where full_name = owner",
        "select * from models where owner = 'a'",
        "select * from models where lower(full_name) = 'a'",
        "select * from models where full_name like 'a'",
        "select full_name = 'a' from models",
        "select * from (select owner as full_name from models) where full_name = 'a'",
        "select 1 from models a, models b where a.full_name = 'a'",
        "select (select count(*) from models) from models where full_name = 'a'",
        "select 1 from models m where full_name = 'a' and exists (select 1 from models)",
        "select full_name from models where full_name = 'a' union all select owner from models",
        "select * from (select full_name from models limit 1) where full_name = 'a'",
        "select * from (select full_name, count(*) over () from models) where full_name = 'a'",
        "select * from (select min(full_name) as full_name from models) where full_name = 'a'",
        "select 1 from models m left join tags t on m.full_name = 'a'",
        "select 1 from tags t left join models m on m.owner = t.tag_name where m.full_name = 'a'",
        "select 1 from models m full join models x on m.full_name = 'a' and x.full_name = 'a'",
        "select * from models where full_name in"
            + " ('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k')"
      })
  void allModelsAreNeeded(String sql) {
    assertThat(planner.plan(sql, "system", "registry").models()).isEqualTo(NamedModels.NONE);
  }
}
