package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Search for models by names, comments, tags and aliases. */
final class SearchTest {
  private static final String OBJECTS =
      """
      CREATE USER ann; CREATE USER eve; CREATE CATALOG c; CREATE SCHEMA c.s; CREATE SCHEMA c.t;
      CREATE MODEL c.t.iris; CREATE MODEL c.s.iris_large; CREATE MODEL c.s.my_iris;
      CREATE MODEL c.s.plants COMMENT 'Three species of Iris' TAGS ('task' = 'classification');
      CREATE MODEL c.s.other TAGS ('rate' = '100%_sure');
      ALTER MODEL c.s.other ADD VERSION FROM 'x'; ALTER MODEL c.s.other VERSION 1 SET ALIAS Iris;
      GRANT USE CATALOG ON CATALOG c TO ann; GRANT USE SCHEMA ON SCHEMA c.s TO ann;
      GRANT APPLY TAG ON MODEL c.s.other TO ann; GRANT EXECUTE ON MODEL c.s.plants TO ann;
      """;

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void equalTextsComeFirstThenThoseThatBeginWithIt(TestStore store) {
    Client admin = filled(store).admin();
    assertThat(names(admin, "SHOW MODELS IN CATALOG c SEARCH 'IRIS'"))
        .containsExactly("c.s.other", "c.t.iris", "c.s.iris_large", "c.s.my_iris", "c.s.plants");
    assertThat(names(admin, "SHOW MODELS IN c.s SEARCH 'iris'"))
        .containsExactly("c.s.other", "c.s.iris_large", "c.s.my_iris", "c.s.plants");
    assertThat(names(admin, "SHOW MODELS IN c.s LIKE 'm*|p*' SEARCH 'iris'"))
        .containsExactly("c.s.my_iris", "c.s.plants");
    assertThat(names(admin, "SHOW MODELS IN c.s SEARCH ?", "c.s.iris"))
        .containsExactly("c.s.iris_large");
    assertThat(names(admin, "SHOW MODELS SEARCH 'task:class'")).containsExactly("c.s.plants");
    assertThat(names(admin, "SHOW MODELS SEARCH 'classification'")).containsExactly("c.s.plants");
    assertThat(names(admin, "SHOW MODELS SEARCH 'nothing'")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theTextIsNoPattern(TestStore store) {
    Client admin = filled(store).admin();
    assertThat(names(admin, "SHOW MODELS SEARCH '%_sure'")).containsExactly("c.s.other");
    for (String text : List.of("i%s", "i*s", "ir_s", "!", "iris|plants", "iri\\")) {
      assertThat(names(admin, "SHOW MODELS SEARCH ?", text)).as(text).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void onlyTextsThatTheCallerSeesAreFound(TestStore store) {
    TestRegistry registry = filled(store);
    try (Client ann = registry.as("ann");
        Client eve = registry.as("eve")) {
      // The alias of c.s.other needs EXECUTE; the other models are hidden.
      assertThat(names(ann, "SHOW MODELS SEARCH 'iris'")).containsExactly("c.s.plants");
      assertThat(names(ann, "SHOW MODELS SEARCH 'rate:'")).containsExactly("c.s.other");
      assertThat(ann.column("SELECT kind || ' ' || term FROM search_terms ORDER BY full_name, 1"))
          .containsExactly(
              "FULL_NAME c.s.other",
              "NAME other",
              "TAG rate:100%_sure",
              "COMMENT Three species of Iris",
              "FULL_NAME c.s.plants",
              "NAME plants",
              "TAG task:classification");
      assertThat(eve.rows("SELECT * FROM search_terms")).isEmpty();
      assertThat(eve.rows("SHOW MODELS SEARCH 'iris'")).isEmpty();
    }
  }

  private static List<String> names(Client client, String statement, Object... parameters) {
    return client.rows(statement, parameters).stream().map(row -> row.get(3).toString()).toList();
  }

  private static TestRegistry filled(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
    registry.admin().run(OBJECTS);
    return registry;
  }
}
