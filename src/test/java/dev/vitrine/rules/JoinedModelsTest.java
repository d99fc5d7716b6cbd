package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.Effort;
import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestRegistry.RowsOrFailure;
import dev.vitrine.TestStore;
import dev.vitrine.session.OpenStores;
import dev.vitrine.store.StatementTrace;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Joins on full names, in which one relation decides on the visibility of the model for all, return
 * the same as joins on expressions, in which each decides on its own. On PostgreSQL, where one
 * decides for all.
 */
final class JoinedModelsTest {
  private static final int ROUNDS = Effort.times(2, 40);

  /** In brackets, a compared full name. */
  private static final List<String> JOINED =
      List.of(
          "SELECT m.*, t.* FROM models m JOIN tags t ON [t.full_name] = [m.full_name]",
          "SELECT m.*, a.* FROM models m JOIN aliases a ON [a.full_name] = [m.full_name]",
          "SELECT a.*, m.latest_version FROM aliases a, models m WHERE [a.full_name] = [m.full_name]"
              + " AND m.latest_version IS NOT NULL",
          "SELECT t.*, s.* FROM tags t JOIN tags s ON [s.full_name] = [t.full_name]",
          "SELECT t.*, s.tag_value FROM tags t JOIN tags s ON [s.full_name] = [t.full_name]"
              + " AND s.object_type = 'MODEL' WHERE t.object_type = 'MODEL'",
          "SELECT t.*, a.alias FROM tags t JOIN aliases a ON [a.full_name] = [t.full_name]",
          "SELECT v.*, a.* FROM versions v JOIN aliases a ON [a.full_name] = [v.full_name]"
              + " AND a.version = v.version",
          "SELECT v.version, t.*, p.*, x.*, s.* FROM versions v"
              + " JOIN version_tags t ON [t.full_name] = [v.full_name]"
              + " JOIN version_params p ON [p.full_name] = [v.full_name]"
              + " JOIN version_metrics x ON [x.full_name] = [p.full_name]"
              + " JOIN signature_columns s ON [s.full_name] = [t.full_name]",
          "SELECT m.full_name, m.storage_location, n.* FROM models m JOIN models n"
              + " ON [n.full_name] = [m.full_name]",
          "SELECT m.latest_version, n.latest_version AS x, v.version FROM models m JOIN models n"
              + " ON [n.full_name] = [m.full_name] JOIN versions v ON [v.full_name] = [n.full_name]",
          "SELECT m.full_name, m.owner FROM models m JOIN tags t ON [t.full_name] = [m.full_name]"
              + " JOIN tags s ON [s.full_name] = [m.full_name] WHERE t.tag_name = 'k'"
              + " ORDER BY m.full_name LIMIT 200",
          "SELECT m.catalog_name, COUNT(*) AS n FROM models m JOIN aliases a"
              + " ON [a.full_name] = [m.full_name] WHERE a.version <= m.latest_version"
              + " GROUP BY m.catalog_name",
          "SELECT COUNT(*) AS n FROM models m JOIN versions v ON [v.full_name] = [m.full_name]",
          "SELECT m.full_name, c.owner, v.created_by, t.tag_value FROM models m"
              + " JOIN catalogs c ON c.catalog_name = m.catalog_name"
              + " JOIN aliases a ON [a.full_name] = [m.full_name]"
              + " JOIN versions v ON [v.full_name] = [a.full_name] AND v.version = a.version"
              + " LEFT JOIN tags t ON [t.full_name] = [m.full_name]",
          "SELECT full_name FROM models WHERE full_name IN (SELECT a.full_name FROM aliases a"
              + " JOIN versions v ON [v.full_name] = [a.full_name])",
          "SELECT x.n, y.full_name FROM (SELECT m.full_name, COUNT(*) AS n FROM models m"
              + " JOIN tags t ON [t.full_name] = [m.full_name] GROUP BY m.full_name) x"
              + " JOIN aliases y ON y.full_name = x.full_name",
          "SELECT a.alias, x.full_name AS x, y.full_name AS y FROM aliases a"
              + " JOIN models x ON [x.full_name] = [a.full_name] CROSS JOIN models y"
              + " JOIN tags t ON [t.full_name] = [y.full_name]");

  /** Relations that decide on their own, because not each row has a partner. */
  private static final List<String> APART =
      List.of(
          "SELECT m.full_name, a.alias FROM models m LEFT JOIN aliases a"
              + " ON a.full_name = m.full_name",
          "SELECT m.full_name, a.alias FROM models m RIGHT JOIN aliases a"
              + " ON a.full_name = m.full_name",
          "SELECT m.full_name, a.alias FROM models m JOIN aliases a ON a.full_name = m.full_name"
              + " OR m.owner = 'u0'",
          "SELECT m.full_name FROM models m WHERE NOT EXISTS (SELECT 1 FROM aliases a"
              + " WHERE a.full_name = m.full_name)",
          "SELECT m.full_name, t.tag_name FROM models m JOIN (SELECT * FROM tags LIMIT 1000) t"
              + " ON t.full_name = m.full_name",
          "SELECT m.full_name, s.schema_name FROM models m JOIN schemas s"
              + " ON s.schema_name = m.schema_name",
          "SELECT m.full_name, a.alias FROM models m JOIN aliases a ON a.full_name = m.full_name"
              + " AND CAST(a.alias AS INTEGER) > 1",
          "SELECT m.full_name, (SELECT COUNT(*) FROM versions v WHERE v.full_name = m.full_name)"
              + " AS n FROM models m JOIN tags t ON t.full_name = m.full_name",
          "SELECT m.full_name, b.full_name AS x FROM models m JOIN browse_only b"
              + " ON b.full_name = m.full_name");

  private static final Pattern NAME = Pattern.compile("\\[([^]]+)]");

  private final List<String> problems = new ArrayList<>();
  private int answers;

  @Test
  void oneDecidesAsAllDo() {
    long seed = Effort.seed();
    TestRegistry registry = TestRegistry.open(TestStore.POSTGRESQL);
    RandomGraph graph = new RandomGraph(registry.admin(), seed).build();
    List<Client> clients = RandomGraph.USERS.stream().map(registry::as).toList();
    for (int round = 0; round < ROUNDS; round++) {
      for (Client client : clients) {
        JOINED.forEach(query -> compare(client, query));
      }
      graph.change(6);
    }
    clients.forEach(Client::close);
    assertThat(answers).as("queries with rows").isGreaterThan(JOINED.size());
    assertThat(problems).as("seed %d", seed).isEmpty();
  }

  @Test
  void othersFollowOnlyWhereEachRowHasAPartner() {
    TestRegistry registry = TestRegistry.open(TestStore.POSTGRESQL);
    new RandomGraph(registry.admin(), 1).build();
    try (Client user = registry.as(RandomGraph.USERS.get(0));
        StatementTrace trace = new StatementTrace(OpenStores.at(registry.url()))) {
      for (String query : JOINED) {
        assertThat(sent(trace, user, NAME.matcher(query).replaceAll("$1")))
            .as(query)
            .contains("v_following_");
      }
      for (String query : APART) {
        assertThat(sent(trace, user, query)).as(query).doesNotContain("v_following_");
      }
    }
  }

  private static String sent(StatementTrace trace, Client user, String query) {
    trace.take();
    user.attemptRows(query);
    return String.join("\n", trace.take());
  }

  private void compare(Client client, String query) {
    String expected = answer(client, NAME.matcher(query).replaceAll("($1 || '')"));
    String got = answer(client, NAME.matcher(query).replaceAll("$1"));
    if (!got.equals(expected)) {
      problems.add("%s: expected %s, got %s".formatted(query, expected, got));
    }
  }

  private String answer(Client client, String query) {
    RowsOrFailure result = client.attemptRows(query);
    if (result.failure().isPresent()) {
      return result.failure().get().toString();
    }
    List<String> rows = result.rows().stream().map(Object::toString).sorted().toList();
    answers += rows.isEmpty() ? 0 : 1;
    return rows.toString();
  }
}
