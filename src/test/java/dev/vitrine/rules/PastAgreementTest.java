package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.Effort;
import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The past is what the present was: snapshots of all relations during random changes are compared
 * with the same relations AS OF the times of the snapshots.
 */
final class PastAgreementTest {
  private static final int ROUNDS = Effort.times(4, 20);

  private static final List<String> RELATIONS =
      List.of(
          "catalogs",
          "schemas",
          "models",
          "versions",
          "aliases",
          "tags",
          "version_tags",
          "signature_columns",
          "version_params",
          "version_metrics",
          "grants",
          "effective_grants",
          "principals",
          "group_members");

  private final List<String> problems = new ArrayList<>();
  private int comparisons;

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void thePastIsWhatThePresentWas(TestStore store) {
    long seed = Effort.seed();
    TestRegistry registry = TestRegistry.open(store);
    Client admin = registry.admin();
    RandomGraph graph = new RandomGraph(admin, seed).build();
    Random random = new Random(seed);
    List<Client> clients = RandomGraph.USERS.stream().map(registry::as).toList();
    Map<Timestamp, Map<String, List<String>>> snapshots = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      Timestamp now = afterLastChange(admin);
      snapshots.put(now, snapshot(admin, ""));
      for (int user = 0; user < clients.size(); user++) {
        Client client = clients.get(user);
        compare(RandomGraph.USERS.get(user), now, snapshot(client, ""), client);
      }
      passed(admin, now);
      graph.change(4);
      change(admin, random, round);
    }
    snapshots.forEach((time, rows) -> compare("admin", time, rows, admin));
    System.out.printf(
        "Past on %s: seed %d, %d comparisons, %d wrong%n",
        store, seed, comparisons, problems.size());
    assertThat(problems.stream().limit(5).toList()).as("seed %d", seed).isEmpty();
  }

  private void compare(
      String user, Timestamp time, Map<String, List<String>> expected, Client client) {
    expected.forEach(
        (relation, rows) -> {
          comparisons++;
          List<String> past = rows(client, relation, " FOR SYSTEM_TIME AS OF ?", time);
          if (!past.equals(rows)) {
            List<String> missing = new ArrayList<>(rows);
            missing.removeAll(past);
            List<String> surplus = new ArrayList<>(past);
            surplus.removeAll(rows);
            problems.add(
                "%s of %s at %s: missing %s, surplus %s"
                    .formatted(relation, user, time, missing, surplus));
          }
        });
  }

  private static Map<String, List<String>> snapshot(Client client, String suffix) {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    RELATIONS.forEach(relation -> rows.put(relation, rows(client, relation, suffix)));
    return rows;
  }

  private static List<String> rows(
      Client client, String relation, String suffix, Object... parameters) {
    return client.rows("SELECT * FROM " + relation + suffix, parameters).stream()
        .map(Object::toString)
        .sorted()
        .toList();
  }

  /** Changes in the same millisecond get later times than the clock has. */
  private static Timestamp afterLastChange(Client admin) {
    Timestamp last = (Timestamp) admin.value("SELECT MAX(valid_from) FROM history");
    Timestamp now = now(admin);
    while (now.before(last)) {
      now = now(admin);
    }
    return now;
  }

  private static void passed(Client admin, Timestamp time) {
    Timestamp now = now(admin);
    while (!now.after(time)) {
      now = now(admin);
    }
  }

  private static Timestamp now(Client admin) {
    return (Timestamp) admin.value("SELECT CURRENT_TIMESTAMP");
  }

  private static void change(Client admin, Random random, int round) {
    String schema = "c" + random.nextInt(2) + ".s" + random.nextInt(2);
    String model = schema + ".m1";
    admin.run("COMMENT ON MODEL " + model + " IS 'round " + round + "'");
    admin.run("ALTER MODEL " + model + " SET TAGS ('k' = 'round " + round + "')");
    admin.run("ALTER SCHEMA " + schema + " SET TAGS ('x' = '" + round + "')");
    long version =
        admin.addVersion("ALTER MODEL " + model + " ADD VERSION FROM 'u' TAGS ('a' = 'b')");
    admin.run("ALTER MODEL " + model + " VERSION " + version + " SET ALIAS a");
    admin.run("COMMENT ON MODEL " + model + " VERSION " + version + " IS 'v'");
    if (round > 0) {
      admin.run("ALTER MODEL " + model + " DROP VERSION " + version);
    }
    if (round == 2) {
      admin.run("ALTER MODEL " + model + " UNDROP VERSION " + version);
    }
    admin.run("CREATE MODEL " + schema + ".x" + round);
    admin.run("ALTER MODEL " + schema + ".x" + round + " RENAME TO y" + round);
    admin.run("CREATE USER w" + round);
    admin.run("GRANT EXECUTE ON MODEL " + schema + ".y" + round + " TO w" + round);
    if (round % 2 == 1) {
      admin.run("DROP USER w" + (round - 1));
      admin.run("DROP MODEL " + schema + ".y" + round);
    }
  }
}
