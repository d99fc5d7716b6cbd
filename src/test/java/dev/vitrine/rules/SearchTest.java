package dev.vitrine.rules;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import dev.vitrine.store.vendor.StoreLocation;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void textsAreThoseOfTheTermsAfterEveryChange(TestStore store) {
    TestRegistry registry = filled(store);
    Client admin = registry.admin();
    assertTextsAreTerms(admin);
    for (String change :
        List.of(
            "CREATE MODEL c.s.copied FROM MODEL c.s.other VERSION 1",
            "COMMENT ON MODEL c.s.plants IS 'ΟΔΟΣ İstanbul\nSecond\tline'",
            "COMMENT ON MODEL c.t.iris IS NULL",
            "ALTER MODEL c.s.plants SET TAGS ('K k' = 'V\nΣ', 'task' = 'Other')",
            "ALTER MODEL c.s.plants UNSET TAGS ('task')",
            "SET TAG ON MODEL c.s.my_iris lone",
            "UNSET TAG ON MODEL c.s.my_iris lone",
            "ALTER MODEL c.s.other VERSION 1 SET ALIAS Second",
            "ALTER MODEL c.s.other UNSET ALIAS Iris",
            "ALTER MODEL c.s.other ADD VERSION FROM 'y'",
            "ALTER MODEL c.s.other VERSION 2 SET ALIAS Third",
            "ALTER MODEL c.s.other VERSION 2 SET TAGS ('only' = 'version')",
            "ALTER MODEL c.s.other DROP VERSION 2",
            "ALTER MODEL c.s.iris_large RENAME TO c.s.iris_small",
            "DROP MODEL c.s.my_iris")) {
      admin.run(change);
      assertTextsAreTerms(admin);
    }
    for (String text : List.of("istanbul", "οδος", "\nsecond", "second", "v\n", "k k", "line")) {
      assertThat(names(admin, "SHOW MODELS SEARCH ?", text))
          .as(text)
          .isEqualTo(
              admin.column(
                  "SELECT full_name FROM search_terms"
                      + " WHERE POSITION('"
                      + text
                      + "' IN LOWER(term)) > 0"
                      + " GROUP BY full_name ORDER BY full_name"));
    }
  }

  /** On PostgreSQL, a text that few models contain is looked for in another way. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aSearchFindsTheTermsThatContainItsText(TestStore store) {
    Random random = new Random(15);
    TestRegistry registry = filled(store);
    Client admin = registry.admin();
    for (int i = 0; i < 25; i++) {
      String model = "c." + (random.nextBoolean() ? "s." : "t.") + "m" + i + word(random);
      admin.run(
          "CREATE MODEL %s COMMENT '%s' TAGS ('%s' = '%s')"
              .formatted(model, word(random), word(random), word(random)));
      if (random.nextBoolean()) {
        admin.run("ALTER MODEL " + model + " ADD VERSION FROM 'x'");
        admin.run("ALTER MODEL " + model + " VERSION 1 SET ALIAS " + word(random));
      }
      List.of("EXECUTE", "APPLY TAG").stream()
          .filter(privilege -> random.nextInt(3) == 0)
          .forEach(right -> admin.run("GRANT " + right + " ON MODEL " + model + " TO ann"));
    }
    admin.run("GRANT USE CATALOG, USE SCHEMA, EXECUTE ON CATALOG c TO eve");
    for (String user : List.of("ann", "eve")) {
      try (Client client = registry.as(user)) {
        for (int i = 0; i < 20; i++) {
          String key = word(random).substring(0, 1 + random.nextInt(2));
          assertThat(names(client, "SHOW MODELS SEARCH ?", key))
              .as("%s as %s", key, user)
              .isEqualTo(found(client, key));
        }
      }
    }
  }

  private static String word(Random random) {
    return random.ints(3, 0, 3).mapToObj(i -> "aBc".substring(i, i + 1)).collect(joining());
  }

  private static List<String> found(Client client, String key) {
    Map<String, Integer> places = new TreeMap<>();
    for (List<Object> row : client.rows("SELECT full_name, LOWER(term) FROM search_terms")) {
      String term = row.get(1).toString();
      String text = key.toLowerCase(Locale.ROOT);
      if (term.contains(text)) {
        int place = term.equals(text) ? 0 : term.startsWith(text) ? 1 : 2;
        places.merge(row.get(0).toString(), place, Math::min);
      }
    }
    return places.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Of so many models, the rights are looked at first. */
  @Test
  void aTextOfVeryManyModelsIsFound() throws SQLException {
    TestRegistry registry = TestRegistry.at(TestStore.POSTGRESQL.newUrl());
    registry.admin().run("CREATE CATALOG c; CREATE SCHEMA c.s; CREATE USER ann");
    try (Connection store =
            DriverManager.getConnection(StoreLocation.parse(registry.url()).jdbcUrl());
        Statement statement = store.createStatement()) {
      store.setSchema("vitrine");
      statement.execute(
          "INSERT INTO models (catalog_id, schema_id, name, full_name, last_version, owner_id,"
              + " created_at, created_by, updated_at, updated_by)"
              + " SELECT s.catalog_id, s.id, 'm' || i, 'c.s.m' || i, 0, s.owner_id,"
              + " s.created_at, 'admin', s.created_at, 'admin'"
              + " FROM schemas s, generate_series(1, 5001) i");
      statement.execute(
          "INSERT INTO model_texts (model_id, texts, alias_texts) SELECT id,"
              + " CHR(10) || name || CHR(10) || full_name || CHR(10), CHR(10) FROM models");
    }
    assertThat(registry.admin().rows("SHOW MODELS SEARCH 'm'")).hasSize(5_001);
    assertThat(registry.admin().rows("SHOW MODELS SEARCH 'm5000'")).hasSize(1);
    registry.admin().run("GRANT USE CATALOG, USE SCHEMA ON CATALOG c TO ann");
    registry.admin().run("GRANT EXECUTE ON MODEL c.s.m7 TO ann");
    try (Client ann = registry.as("ann")) {
      assertThat(names(ann, "SHOW MODELS SEARCH 'm'")).containsExactly("c.s.m7");
      assertThat(names(ann, "SHOW MODELS SEARCH 'm7'")).containsExactly("c.s.m7");
    }
  }

  /** Each text of a model is a line. */
  private static void assertTextsAreTerms(Client admin) {
    Map<String, List<String>> texts = new TreeMap<>();
    admin
        .rows("SELECT full_name, texts, alias_texts FROM search_texts")
        .forEach(
            row -> {
              String lines = row.get(1).toString() + row.get(2).toString().substring(1);
              assertThat(lines).startsWith("\n").endsWith("\n");
              texts.put(
                  row.get(0).toString(),
                  lines.substring(1).lines().filter(line -> !line.isEmpty()).sorted().toList());
            });
    Map<String, List<String>> terms = new TreeMap<>();
    admin
        .rows("SELECT full_name, LOWER(term) FROM search_terms")
        .forEach(
            row ->
                terms.merge(
                    row.get(0).toString(),
                    List.of(row.get(1).toString().replace('\n', '\t')),
                    (a, b) -> Stream.of(a, b).flatMap(List::stream).sorted().toList()));
    assertThat(texts).isEqualTo(terms);
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
