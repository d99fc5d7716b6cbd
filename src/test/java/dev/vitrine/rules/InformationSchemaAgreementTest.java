package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.Effort;
import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestRegistry.Failure;
import dev.vitrine.TestStore;
import dev.vitrine.rules.Predicates.Grant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * On random graphs: the relations of {@code information_schema} have rows for exactly the visible
 * objects, those of {@code system} for the whole registry and those of a catalog for its content;
 * those of a hidden catalog do not exist.
 */
final class InformationSchemaAgreementTest {
  private static final int GRAPHS = Effort.times(1, 5);
  private static final int ROUNDS = Effort.times(2, 6);
  private static final int REPORTED = 10;

  private static final String MODEL = "catalog_name || '.' || schema_name || '.' || model_name";
  private static final String ROUTINE =
      "routine_catalog || '.' || routine_schema || '.' || routine_name";
  private static final String SPECIFIC =
      "specific_catalog || '.' || specific_schema || '.' || specific_name";
  private static final String GRANT =
      " || ' ' || grantee || ' ' || privilege_type || ' ' || COALESCE(inherited_from, '-')";

  /** A relation, the selected columns, and the objects of its rows. */
  private enum Listing {
    CATALOGS("catalogs WHERE catalog_name <> 'system'", "catalog_name", "CATALOG", false),
    SCHEMATA(
        "schemata WHERE schema_owner IS NOT NULL",
        "catalog_name || '.' || schema_name",
        "SCHEMA",
        false),
    VIRTUAL_SCHEMATA(
        "schemata WHERE schema_owner IS NULL AND catalog_name <> 'system'",
        "catalog_name",
        "CATALOG",
        false),
    ROUTINES("routines", ROUTINE, "MODEL", false),
    SPECIFIC_ROUTINES("routines", SPECIFIC, "MODEL", false),
    MODELS("models", MODEL, "MODEL", false),
    MODEL_NAMES("models", "full_name", "MODEL", false),
    READABLE_MODELS("models WHERE latest_version IS NOT NULL", MODEL, "MODEL", true),
    TABLES(
        "tables WHERE table_type = 'MODEL'",
        "table_catalog || '.' || table_schema || '.' || table_name",
        "MODEL",
        false),
    COLUMNS(
        "columns WHERE column_name = 'aliases'",
        "table_catalog || '.' || table_schema || '.' || table_name",
        "MODEL",
        false),
    OWN_TABLES("tables WHERE table_name = 'routines'", "table_catalog", "CATALOG", false),
    VERSIONS("model_versions", MODEL, "MODEL", true),
    ALIASES("model_aliases", MODEL, "MODEL", true),
    VERSION_TAGS("model_version_tags", MODEL, "MODEL", true),
    SIGNATURE_COLUMNS("model_signature_columns", MODEL, "MODEL", true),
    VERSION_PARAMS("model_version_params", MODEL, "MODEL", true),
    VERSION_METRICS("model_version_metrics", "full_name", "MODEL", true),
    CATALOG_TAGS("catalog_tags", "catalog_name", "CATALOG", false),
    SCHEMA_TAGS("schema_tags", "catalog_name || '.' || schema_name", "SCHEMA", false),
    MODEL_TAGS("model_tags", MODEL, "MODEL", false);

    private final String from;
    private final String name;
    private final String kind;
    private final boolean readable;

    Listing(String from, String name, String kind, boolean readable) {
      this.from = from;
      this.name = name;
      this.kind = kind;
      this.readable = readable;
    }
  }

  private final List<String> problems = new ArrayList<>();
  private int checks;

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void everyRelationAgreesWithTheRulesInEveryCatalog(TestStore store) {
    long seed = Effort.seed();
    for (int number = 0; number < GRAPHS; number++) {
      TestRegistry registry = TestRegistry.open(store);
      RandomGraph graph = new RandomGraph(registry.admin(), seed + number).build();
      List<Client> clients = RandomGraph.USERS.stream().map(registry::as).toList();
      for (int round = 0; round < ROUNDS; round++) {
        for (int index = 0; index < clients.size(); index++) {
          compare(graph, RandomGraph.USERS.get(index), clients.get(index));
        }
        graph.change(6);
      }
      clients.forEach(Client::close);
    }
    System.out.printf(
        "information_schema on %s: seed %d, %d comparisons, %d wrong%n",
        store, seed, checks, problems.size());
    assertThat(problems.stream().limit(REPORTED).toList())
        .as("seed %d, %d wrong", seed, problems.size())
        .isEmpty();
  }

  private void compare(RandomGraph graph, String user, Client client) {
    compareAll(graph, user, client, "system", object -> true);
    for (String catalog : List.of("c0", "c1", "c2")) {
      Predicate<String> inside =
          object -> object.equals(catalog) || object.startsWith(catalog + ".");
      if (graph.objects().contains(catalog) && graph.rules.visible(user, catalog)) {
        compareAll(graph, user, client, catalog, inside);
      } else {
        Stream.of(Listing.values())
            .map(listing -> listing.from.split(" ")[0])
            .forEach(relation -> compareAbsence(graph, user, client, catalog, relation));
        for (String kind : List.of("catalog", "schema", "model", "routine", "metastore")) {
          compareAbsence(graph, user, client, catalog, kind + "_privileges");
        }
      }
    }
  }

  private void compareAbsence(
      RandomGraph graph, String user, Client client, String catalog, String relation) {
    String query = "SELECT * FROM " + catalog + ".information_schema." + relation;
    String got = client.attempt(query).map(Failure::condition).orElse("answered");
    check(query, user, "TABLE_OR_VIEW_NOT_FOUND", got, graph.rules);
  }

  private void compareAll(
      RandomGraph graph, String user, Client client, String catalog, Predicate<String> inside) {
    Predicates rules = graph.rules;
    String schema = "\"" + catalog + "\".information_schema.";
    for (Listing listing : Listing.values()) {
      List<String> expected =
          graph.objects().stream()
              .filter(inside)
              .filter(object -> Predicates.kind(object).equals(listing.kind))
              .filter(
                  object ->
                      listing.readable ? rules.readable(user, object) : rules.visible(user, object))
              .toList();
      List<String> wanted = new ArrayList<>(expected);
      if (listing == Listing.OWN_TABLES && catalog.equals("system")) {
        wanted.add("system");
      }
      compare(
          rules, user, client, "SELECT " + listing.name + " FROM " + schema + listing.from, wanted);
    }
    compareGrants(
        graph, user, client, schema + "catalog_privileges", "catalog_name", "CATALOG", inside);
    compareGrants(
        graph,
        user,
        client,
        schema + "schema_privileges",
        "catalog_name || '.' || schema_name",
        "SCHEMA",
        inside);
    compareGrants(graph, user, client, schema + "model_privileges", MODEL, "MODEL", inside);
    compareGrants(graph, user, client, schema + "routine_privileges", ROUTINE, "MODEL", inside);
    compareGrants(graph, user, client, schema + "routine_privileges", SPECIFIC, "MODEL", inside);
  }

  private void compareGrants(
      RandomGraph graph,
      String user,
      Client client,
      String relation,
      String name,
      String kind,
      Predicate<String> inside) {
    List<String> expected = new ArrayList<>();
    for (String object : graph.objects()) {
      if (inside.test(object) && Predicates.kind(object).equals(kind)) {
        for (Grant grant : graph.rules.grants) {
          if (graph.rules.shows(user, grant, object)) {
            String from = grant.object().equals(object) ? "-" : Predicates.kind(grant.object());
            expected.add(String.join(" ", object, grant.principal(), grant.privilege(), from));
          }
        }
      }
    }
    compare(graph.rules, user, client, "SELECT " + name + GRANT + " FROM " + relation, expected);
  }

  private void compare(
      Predicates rules, String user, Client client, String query, List<String> expected) {
    check(
        query,
        user,
        expected.stream().sorted().toList(),
        client.column(query).stream().sorted().toList(),
        rules);
  }

  private void check(String what, String user, Object expected, Object got, Predicates rules) {
    checks++;
    if (!expected.equals(got)) {
      problems.add(
          "%s as %s: expected %s, got %s%n  with %s%n  owners %s%n  groups %s"
              .formatted(what, user, expected, got, rules.grants, rules.owners, rules.groups));
    }
  }
}
