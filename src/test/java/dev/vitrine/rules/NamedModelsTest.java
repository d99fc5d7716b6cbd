package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.Effort;
import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestRegistry.RowsOrFailure;
import dev.vitrine.TestStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Queries with constant model names, which evaluate the rights on these models only, return the
 * same as queries with the names in an expression, which evaluate all rights.
 */
final class NamedModelsTest {
  private static final int ROUNDS = Effort.times(2, 40);

  /** In brackets, the compared expression; {@code $1} and {@code $2} are names of models. */
  private static final List<String> QUERIES =
      List.of(
          "SELECT * FROM models WHERE [full_name] = '$1'",
          "SELECT * FROM models WHERE '$1' = [full_name] AND owner <> 'u0'",
          "SELECT * FROM versions WHERE [full_name] IN ('$1', '$2')",
          "SELECT * FROM aliases WHERE [full_name] = '$1' OR [full_name] = '$2'",
          "SELECT * FROM version_tags WHERE [full_name] = '$1' AND tag_name = 'vk'",
          "SELECT * FROM signature_columns WHERE [full_name] = '$1' AND direction = 'INPUT'",
          "SELECT * FROM version_params WHERE [full_name] = '$1' AND name = 'p'",
          "SELECT * FROM version_metrics WHERE [full_name] IN ('$1', '$2')",
          "SELECT * FROM search_terms WHERE [full_name] = '$1'",
          "SELECT * FROM search_texts WHERE [full_name] = '$1'",
          "SELECT * FROM tags WHERE [full_name] = '$1'",
          "SELECT full_name, principal, privilege FROM grants WHERE [full_name] = '$1'",
          "SELECT full_name, via FROM effective_grants WHERE [full_name] = '$1'",
          "SELECT * FROM models WHERE [full_name] = '$1' AND [full_name] = '$2'",
          "SELECT full_name FROM models WHERE [full_name] = '$1' OR owner = 'u0'",
          "SELECT full_name FROM models WHERE [full_name] = '$1' OR [model_name] = 'm1'",
          "SELECT full_name FROM models WHERE ([full_name] = '$1' AND owner = 'u0')"
              + " OR ([full_name] = '$2' AND owner <> 'u0')",
          "SELECT full_name FROM models WHERE [full_name] <> '$1'",
          "SELECT full_name FROM models WHERE NOT ([full_name] = '$1')",
          "SELECT full_name FROM models WHERE ([full_name] = '$1') IS NOT TRUE",
          "SELECT full_name FROM models WHERE [full_name] > '$1'",
          "SELECT full_name, CASE WHEN [full_name] = '$1' THEN 1 ELSE 0 END AS x FROM models",
          "SELECT full_name FROM models WHERE [full_name] = UPPER('$1')",
          "SELECT full_name FROM models WHERE [full_name] IN ('$1 ', '$2', 'x')",
          "SELECT m.full_name, v.version FROM models m JOIN versions v ON v.full_name = m.full_name"
              + " WHERE [m.full_name] = '$1'",
          "SELECT m.full_name, a.alias FROM models m, aliases a WHERE m.full_name = a.full_name"
              + " AND [a.full_name] = '$1'",
          "SELECT m.full_name, a.alias FROM models m JOIN aliases a ON m.full_name = a.full_name"
              + " AND [a.full_name] = '$1' JOIN version_tags t ON t.full_name = m.full_name",
          "SELECT m.full_name, v.full_name AS x FROM models m JOIN versions v"
              + " ON v.schema_name = m.schema_name WHERE [m.full_name] = '$1'",
          "SELECT m.full_name, a.alias FROM models m LEFT JOIN aliases a"
              + " ON a.full_name = m.full_name WHERE [m.full_name] = '$1'",
          "SELECT m.full_name, a.alias FROM models m LEFT JOIN aliases a"
              + " ON a.full_name = m.full_name AND [a.full_name] = '$1'",
          "SELECT m.full_name, a.alias FROM models m LEFT JOIN aliases a"
              + " ON a.full_name = m.full_name AND [m.full_name] = '$1'",
          "SELECT m.full_name, a.alias FROM models m LEFT JOIN aliases a"
              + " ON a.full_name = m.full_name WHERE [a.full_name] = '$1'",
          "SELECT m.full_name, a.alias FROM models m LEFT JOIN aliases a"
              + " ON a.full_name = m.full_name WHERE [a.full_name] = '$1' OR a.full_name IS NULL",
          "SELECT m.full_name, a.alias FROM models m LEFT JOIN (SELECT * FROM aliases"
              + " WHERE [full_name] = '$1') a ON a.full_name = m.full_name",
          "SELECT m.full_name, a.alias FROM models m LEFT JOIN aliases a"
              + " ON a.full_name = m.full_name AND [a.full_name] = '$1' WHERE [m.full_name] = '$2'",
          "SELECT m.full_name, a.alias FROM models m RIGHT JOIN aliases a"
              + " ON a.full_name = m.full_name WHERE [a.full_name] = '$1'",
          "SELECT m.full_name, a.alias FROM models m RIGHT JOIN aliases a"
              + " ON a.full_name = m.full_name AND [a.full_name] = '$1'",
          "SELECT m.full_name, a.full_name AS x FROM models m FULL JOIN aliases a"
              + " ON a.full_name = m.full_name AND [a.full_name] = '$1'",
          "SELECT m.full_name, x.version FROM models m CROSS JOIN LATERAL (SELECT v.version"
              + " FROM versions v WHERE v.full_name = m.full_name) x WHERE [m.full_name] = '$1'",
          "SELECT full_name, (SELECT COUNT(*) FROM models) AS n FROM models"
              + " WHERE [full_name] = '$1'",
          "SELECT full_name FROM models m WHERE [full_name] = '$1'"
              + " AND EXISTS (SELECT 1 FROM models x WHERE x.full_name <> m.full_name)",
          "SELECT full_name FROM models m WHERE [full_name] = '$1'"
              + " AND NOT EXISTS (SELECT 1 FROM aliases a WHERE a.full_name = m.full_name)",
          "SELECT full_name FROM models WHERE full_name IN"
              + " (SELECT full_name FROM aliases WHERE [full_name] = '$1')",
          "SELECT full_name FROM models WHERE full_name NOT IN"
              + " (SELECT full_name FROM models WHERE [full_name] = '$1')",
          "SELECT a.full_name, b.full_name AS x FROM models a JOIN models b"
              + " ON a.catalog_name = b.catalog_name WHERE [a.full_name] = '$1'"
              + " AND [b.full_name] = '$2'",
          "SELECT a.full_name, b.full_name AS x FROM models a CROSS JOIN models b"
              + " WHERE [a.full_name] = '$1'",
          "SELECT full_name FROM models WHERE [full_name] = '$1' UNION ALL"
              + " SELECT full_name FROM models",
          "SELECT full_name FROM models WHERE [full_name] = '$1' UNION"
              + " SELECT full_name FROM aliases WHERE [full_name] = '$2'",
          "SELECT * FROM (SELECT full_name FROM models UNION SELECT full_name FROM versions) x"
              + " WHERE [full_name] = '$1'",
          "SELECT * FROM (SELECT full_name, owner FROM models UNION ALL"
              + " SELECT owner, full_name FROM models) x WHERE [full_name] = '$1'",
          "SELECT full_name FROM models EXCEPT"
              + " SELECT full_name FROM models WHERE [full_name] = '$1'",
          "SELECT full_name FROM models INTERSECT"
              + " SELECT full_name FROM models WHERE [full_name] = '$1'",
          "SELECT * FROM (SELECT full_name, COUNT(*) OVER () AS n FROM models) x"
              + " WHERE [full_name] = '$1'",
          "SELECT * FROM (SELECT full_name FROM models ORDER BY full_name LIMIT 3) x"
              + " WHERE [full_name] = '$1'",
          "SELECT * FROM (SELECT full_name FROM models ORDER BY full_name OFFSET 1 ROWS) x"
              + " WHERE [full_name] = '$1'",
          "SELECT full_name, COUNT(*) AS n FROM versions GROUP BY full_name"
              + " HAVING [full_name] = '$1'",
          "SELECT * FROM (SELECT full_name, MAX(version) AS v FROM versions GROUP BY full_name) x"
              + " WHERE [full_name] = '$1'",
          "SELECT * FROM (SELECT MIN(full_name) AS full_name FROM models) x"
              + " WHERE [full_name] = '$1'",
          "SELECT * FROM (SELECT COUNT(*) AS n, MIN(full_name) AS full_name FROM models"
              + " GROUP BY schema_name) x WHERE [full_name] = '$1'",
          "SELECT * FROM (SELECT full_name AS x, owner AS full_name FROM models) x"
              + " WHERE [full_name] = 'admin'",
          "SELECT * FROM (SELECT full_name AS x, '$2' AS full_name FROM models) x"
              + " WHERE [full_name] = '$1'",
          "WITH x AS (SELECT * FROM models) SELECT COUNT(*) AS n FROM x"
              + " WHERE [full_name] = '$1' OR EXISTS (SELECT 1 FROM x y WHERE [y.full_name] = '$2')",
          "SELECT m.full_name, p.kind FROM models m JOIN principals p ON p.name = m.owner"
              + " WHERE [m.full_name] = '$1'",
          "SELECT m.full_name, s.schema_name FROM models m JOIN schemas s"
              + " ON s.catalog_name = m.catalog_name WHERE [m.full_name] = '$1'",
          "SELECT m.full_name, t.tag_name FROM models m JOIN tags t ON t.full_name = m.full_name"
              + " WHERE [m.full_name] = '$1'",
          "SELECT v.version FROM $1 v WHERE v.version = 1",
          "SELECT v.version, a.full_name FROM $1 v JOIN aliases a ON a.version = v.version",
          "SELECT v.version, a.full_name FROM $1 v JOIN aliases a ON a.version = v.version"
              + " WHERE [a.full_name] = '$2'",
          "SELECT a.version, b.version AS x FROM $1 a JOIN $2 b ON a.version = b.version",
          "SELECT full_name FROM c0.information_schema.models WHERE [full_name] = '$1'",
          "SELECT has_privilege('EXECUTE', 'MODEL', full_name) AS x FROM models"
              + " WHERE [full_name] = '$1'");

  private static final Pattern COMPARED = Pattern.compile("\\[([^]]+)]");
  private static final Pattern NAME = Pattern.compile("'\\$([12])'");

  private final List<String> problems = new ArrayList<>();
  private int answers;

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void namesMakeNoDifference(TestStore store) {
    long seed = Effort.seed();
    Random random = new Random(seed);
    TestRegistry registry = TestRegistry.open(store);
    RandomGraph graph = new RandomGraph(registry.admin(), seed).build();
    List<String> models =
        graph.objects().stream()
            .filter(object -> Predicates.kind(object).equals("MODEL"))
            .sorted()
            .toList();
    List<Client> clients = RandomGraph.USERS.stream().map(registry::as).toList();
    for (int round = 0; round < ROUNDS; round++) {
      for (Client client : clients) {
        String one = models.get(random.nextInt(models.size()));
        String other = models.get(random.nextInt(models.size()));
        QUERIES.forEach(query -> compare(client, query, one, other));
      }
      graph.change(6);
    }
    clients.forEach(Client::close);
    assertThat(answers).as("queries with an answer").isGreaterThan(QUERIES.size());
    assertThat(problems).as("seed %d", seed).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aNameThatIsNullNamesNothing(TestStore store) {
    TestRegistry registry = TestRegistry.open(store);
    new RandomGraph(registry.admin(), 1).build();
    String query = "SELECT full_name FROM aliases WHERE full_name = ?";
    assertThat(registry.admin().column(query, "c0.s0.m0")).containsExactly("c0.s0.m0");
    assertThat(registry.admin().column(query, new Object[] {null})).isEmpty();
    assertThat(
            registry
                .admin()
                .column("SELECT full_name FROM models WHERE full_name IN (?, ?)", null, "c0.s0.m1"))
        .containsExactly("c0.s0.m1");
  }

  private void compare(Client client, String query, String one, String other) {
    String named = COMPARED.matcher(query).replaceAll("$1");
    String hidden = COMPARED.matcher(query).replaceAll("($1 || '')");
    Object[] values =
        NAME.matcher(named)
            .results()
            .map((MatchResult name) -> name.group(1).equals("1") ? one : other)
            .toArray();
    String expected = answer(client, literal(hidden, one, other));
    check(client, literal(named, one, other), expected);
    check(client, literal(NAME.matcher(named).replaceAll("?"), one, other), expected, values);
  }

  private static String literal(String query, String one, String other) {
    return query.replace("$1", one).replace("$2", other);
  }

  private void check(Client client, String query, String expected, Object... values) {
    String got = answer(client, query, values);
    if (!got.equals(expected)) {
      problems.add(
          "%s with %s: expected %s, got %s".formatted(query, List.of(values), expected, got));
    }
  }

  private String answer(Client client, String query, Object... values) {
    RowsOrFailure result = client.attemptRows(query, values);
    if (result.failure().isPresent()) {
      return result.failure().get().condition();
    }
    List<String> rows = result.rows().stream().map(Object::toString).sorted().toList();
    answers += rows.isEmpty() ? 0 : 1;
    return rows.toString();
  }
}
