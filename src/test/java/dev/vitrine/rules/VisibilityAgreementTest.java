package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.Effort;
import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestRegistry.Failure;
import dev.vitrine.TestStore;
import dev.vitrine.catalog.ModelVersion;
import dev.vitrine.catalog.RegisteredModel;
import dev.vitrine.error.VitrineException;
import dev.vitrine.session.Engine;
import dev.vitrine.session.Session;
import dev.vitrine.session.call.Limits;
import dev.vitrine.statement.tree.Call;
import dev.vitrine.statement.tree.Call.ReadModel;
import dev.vitrine.statement.tree.Call.ReadVersion;
import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.VersionRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What relations show and what statements allow, against the predicates, on random graphs. */
final class VisibilityAgreementTest {
  private static final int GRAPHS = Effort.times(1, 5);
  private static final int ROUNDS = Effort.times(2, 6);

  private static final int REPORTED = 20;

  private final List<String> problems = new ArrayList<>();
  private int checks;
  private String url = "";

  @FunctionalInterface
  private interface Comparison {
    void run(RandomGraph graph, String user, Client client);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void relationsAndProbesAgreeWithTheRules(TestStore store) {
    compareAll(
        store,
        GRAPHS,
        (graph, user, client) -> {
          compareRelations(graph, user, client);
          compareProbes(graph, user, client);
        });
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void modelsAsRelationsAgreeWithTheRules(TestStore store) {
    compareAll(store, 1, this::compareModelsAsRelations);
  }

  /** H2 looks into arrays of at most 500 schemas, and into sets of more. */
  @Test
  void moreSchemasThanAnArrayHoldsAreSearched() {
    TestRegistry registry = TestRegistry.open(TestStore.H2);
    StringBuilder script =
        new StringBuilder("CREATE USER eve; CREATE CATALOG a; CREATE CATALOG b;");
    for (int i = 0; i <= 500; i++) {
      script.append("CREATE SCHEMA a.s").append(i).append(';');
    }
    script.append(
        "CREATE SCHEMA b.s; CREATE MODEL a.s500.m; CREATE MODEL b.s.m;"
            + " ALTER MODEL a.s500.m ADD VERSION FROM 'u'; ALTER MODEL b.s.m ADD VERSION FROM 'u';"
            + " GRANT USE CATALOG, USE SCHEMA, EXECUTE ON CATALOG a TO eve");
    registry.admin().run(script.toString());
    try (Client eve = registry.as("eve")) {
      assertThat(eve.rows("SELECT full_name, latest_version FROM models").toString())
          .isEqualTo("[[a.s500.m, 1]]");
    }
  }

  /** What REST surfaces read by itself, and no relation is asked for. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void singleReadsAgreeWithTheRules(TestStore store) {
    compareAll(store, 1, this::compareReads);
  }

  private void compareReads(RandomGraph graph, String user, Client client) {
    Predicates rules = graph.rules;
    try (Engine engine = Engine.open(url);
        Session session = engine.connect(user)) {
      for (String object : graph.objects()) {
        if (Predicates.kind(object).equals("MODEL")) {
          QualifiedName model = QualifiedName.of(object.split("\\."));
          boolean readable = rules.readable(user, object);
          check(
              "read model " + object,
              user,
              rules.visible(user, object)
                  ? List.of(
                      object,
                      rules.browsesOnly(user, object),
                      readable ? Map.of("a", 1L) : Map.of(),
                      Map.of("k", "v"))
                  : rules.refusal(user, object),
              read(session, new ReadModel(model)),
              rules);
          Object version = List.of(object, 1L, List.of("a"), Map.of("vk", "v"));
          for (VersionRef reference :
              List.of(new VersionRef.ByNumber(1), new VersionRef.ByAlias(Identifier.of("A")))) {
            check(
                "read version " + object,
                user,
                readable ? version : rules.refusal(user, object),
                read(session, new ReadVersion(model, reference, false)),
                rules);
            check(
                "read version if readable " + object,
                user,
                readable ? version : "nothing",
                read(session, new ReadVersion(model, reference, true)),
                rules);
          }
        }
      }
    }
  }

  private static Object read(Session session, Call<?> call) {
    try {
      Object result = session.execute(call, Limits.NONE);
      if (result instanceof RegisteredModel model) {
        return List.of(model.fullName(), model.browseOnly(), model.aliases(), model.tags());
      }
      return ((Optional<?>) result)
          .map(ModelVersion.class::cast)
          .<Object>map(
              version ->
                  List.of(version.model(), version.version(), version.aliases(), version.tags()))
          .orElse("nothing");
    } catch (VitrineException refusal) {
      return refusal.code().name();
    }
  }

  private void compareAll(TestStore store, int graphs, Comparison comparison) {
    long seed = Effort.seed();
    for (int number = 0; number < graphs; number++) {
      TestRegistry registry = TestRegistry.open(store);
      url = registry.url();
      RandomGraph graph = new RandomGraph(registry.admin(), seed + number).build();
      List<Client> clients = RandomGraph.USERS.stream().map(registry::as).toList();
      for (int round = 0; round < ROUNDS; round++) {
        for (int user = 0; user < clients.size(); user++) {
          comparison.run(graph, RandomGraph.USERS.get(user), clients.get(user));
        }
        graph.change(6);
      }
      clients.forEach(Client::close);
    }
    System.out.printf(
        "Visibility on %s: seed %d, %d comparisons, %d wrong%n",
        store, seed, checks, problems.size());
    assertThat(problems.stream().limit(REPORTED).toList())
        .as("seed %d, %d wrong", seed, problems.size())
        .isEmpty();
  }

  private void compareModelsAsRelations(RandomGraph graph, String user, Client client) {
    for (String object : graph.objects()) {
      if (Predicates.kind(object).equals("MODEL")) {
        probe(
            graph.rules,
            user,
            client,
            object,
            "SELECT * FROM " + object,
            graph.rules.readable(user, object));
      }
    }
  }

  private void compareRelations(RandomGraph graph, String user, Client client) {
    Predicates rules = graph.rules;
    Predicate<String> visible = object -> rules.visible(user, object);
    Predicate<String> readable = object -> rules.readable(user, object);
    compare(
        graph,
        user,
        client,
        "CATALOG",
        visible,
        "SELECT catalog_name FROM catalogs WHERE catalog_name <> 'system'");
    compare(
        graph,
        user,
        client,
        "SCHEMA",
        visible,
        "SELECT catalog_name || '.' || schema_name FROM schemas"
            + " WHERE catalog_name <> 'system' AND schema_name <> 'information_schema'");
    compare(graph, user, client, "MODEL", visible, "SELECT full_name FROM models");
    compare(
        graph,
        user,
        client,
        "MODEL",
        readable,
        "SELECT full_name FROM models WHERE latest_version IS NOT NULL");
    compare(graph, user, client, "MODEL", readable, "SELECT full_name FROM versions");
    compare(graph, user, client, "MODEL", readable, "SELECT full_name FROM aliases");
    compare(graph, user, client, "MODEL", readable, "SELECT full_name FROM version_tags");
    for (String relation : List.of("signature_columns", "version_params", "version_metrics")) {
      compare(graph, user, client, "MODEL", readable, "SELECT full_name FROM " + relation);
    }
    for (String kind : List.of("NAME", "FULL_NAME", "TAG", "ALIAS")) {
      compare(
          graph,
          user,
          client,
          "MODEL",
          kind.equals("ALIAS") ? readable : visible,
          "SELECT full_name FROM search_terms WHERE kind = '" + kind + "'");
    }
    compare(graph, user, client, "MODEL", visible, "SELECT full_name FROM search_texts");
    compare(
        graph,
        user,
        client,
        "MODEL",
        readable,
        "SELECT full_name FROM search_texts WHERE alias_texts LIKE '%a%'");
    for (String kind : List.of("CATALOG", "SCHEMA", "MODEL")) {
      compare(
          graph,
          user,
          client,
          kind,
          visible,
          "SELECT full_name FROM tags WHERE object_type = '" + kind + "'");
      compare(
          graph,
          user,
          client,
          kind,
          object -> rules.browsesOnly(user, object),
          "SELECT full_name FROM browse_only WHERE object_type = '" + kind + "'");
    }
    compareNamed(graph, user, client);
    compareGrants(rules, user, client);
    comparePast(graph, user, client);
  }

  /** The past of objects whose names never changed, by the rights of today. */
  private void comparePast(RandomGraph graph, String user, Client client) {
    Predicate<String> visible = object -> graph.rules.visible(user, object);
    Predicate<String> readable = object -> graph.rules.readable(user, object);
    String past = " FOR SYSTEM_TIME AS OF CURRENT_TIMESTAMP";
    compare(
        graph,
        user,
        client,
        "CATALOG",
        visible,
        "SELECT catalog_name FROM catalogs" + past + " WHERE catalog_name <> 'system'");
    compare(
        graph,
        user,
        client,
        "SCHEMA",
        visible,
        "SELECT catalog_name || '.' || schema_name FROM schemas"
            + past
            + " WHERE catalog_name <> 'system' AND schema_name <> 'information_schema'");
    compare(graph, user, client, "MODEL", visible, "SELECT full_name FROM models" + past);
    for (String relation : List.of("versions", "aliases", "version_tags", "version_params")) {
      compare(graph, user, client, "MODEL", readable, "SELECT full_name FROM " + relation + past);
    }
    for (String kind : List.of("CATALOG", "SCHEMA", "MODEL")) {
      String ofKind = " WHERE object_type = '" + kind + "'";
      compare(graph, user, client, kind, visible, "SELECT full_name FROM tags" + past + ofKind);
      for (String property : List.of("NAME", "EXISTENCE", "TAG")) {
        compare(
            graph,
            user,
            client,
            kind,
            visible,
            "SELECT full_name FROM history" + ofKind + " AND kind = '" + property + "'");
      }
    }
    for (String condition : List.of("kind = 'ALIAS'", "kind = 'STATUS'")) {
      compare(
          graph,
          user,
          client,
          "MODEL",
          readable,
          "SELECT full_name FROM history WHERE " + condition);
    }
  }

  /** The same rows, asked for by name. */
  private void compareNamed(RandomGraph graph, String user, Client client) {
    for (String object : graph.objects()) {
      if (Predicates.kind(object).equals("MODEL")) {
        List<String> ifVisible = graph.rules.visible(user, object) ? List.of(object) : List.of();
        List<String> ifReadable = graph.rules.readable(user, object) ? List.of(object) : List.of();
        named(graph, user, client, "models", object, ifVisible);
        String past = " FOR SYSTEM_TIME AS OF CURRENT_TIMESTAMP";
        named(graph, user, client, "models" + past, object, ifVisible);
        named(graph, user, client, "aliases" + past, object, ifReadable);
        for (String relation :
            List.of(
                "versions",
                "aliases",
                "version_tags",
                "signature_columns",
                "version_params",
                "version_metrics")) {
          named(graph, user, client, relation, object, ifReadable);
        }
        named(
            graph,
            user,
            client,
            "models m JOIN (SELECT full_name AS v FROM versions) x ON v = full_name",
            object,
            ifReadable);
      }
    }
  }

  private void named(
      RandomGraph graph,
      String user,
      Client client,
      String relation,
      String model,
      List<String> expected) {
    String query = "SELECT full_name FROM " + relation + " WHERE full_name = ?";
    check(query + " (" + model + ")", user, expected, client.column(query, model), graph.rules);
  }

  private void compare(
      RandomGraph graph,
      String user,
      Client client,
      String kind,
      Predicate<String> shown,
      String query) {
    Set<String> expected =
        graph.objects().stream()
            .filter(object -> Predicates.kind(object).equals(kind))
            .filter(shown)
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> rows = client.column(query);
    check(query, user, expected.toString(), new TreeSet<>(rows).toString(), graph.rules);
    check(query + " has no row twice", user, expected.size(), rows.size(), graph.rules);
  }

  private void compareGrants(Predicates rules, String user, Client client) {
    Set<String> expected =
        rules.grants.stream()
            .filter(grant -> rules.shows(user, grant))
            .map(grant -> grant.object() + " " + grant.principal() + " " + grant.privilege())
            .collect(Collectors.toCollection(TreeSet::new));
    String query =
        "SELECT full_name || ' ' || principal || ' ' || privilege FROM grants"
            + " WHERE inherited_from_name IS NULL AND object_type <> 'METASTORE'";
    check(query, user, expected, new TreeSet<>(client.column(query)), rules);
  }

  private void compareProbes(RandomGraph graph, String user, Client client) {
    Predicates rules = graph.rules;
    client.begin();
    for (String object : graph.objects()) {
      String named = Predicates.kind(object) + " " + object;
      probe(
          rules,
          user,
          client,
          object,
          "COMMENT ON " + named + " IS 'x'",
          rules.manage(user, object));
      probe(
          rules,
          user,
          client,
          object,
          "ALTER " + named + " SET TAGS ('k' = 'v2')",
          rules.usage(user, object) && rules.may(user, object, "APPLY TAG"));
      probe(rules, user, client, object, "DESCRIBE " + named, rules.visible(user, object));
      if (Predicates.kind(object).equals("MODEL")) {
        probe(
            rules,
            user,
            client,
            object,
            "SHOW VERSIONS IN MODEL " + object,
            rules.readable(user, object));
        probe(
            rules,
            user,
            client,
            object,
            "ALTER MODEL " + object + " ADD VERSION FROM 'v'",
            rules.usage(user, object) && rules.may(user, object, "CREATE MODEL VERSION"));
      } else if (Predicates.kind(object).equals("SCHEMA")) {
        probe(
            rules,
            user,
            client,
            object,
            "CREATE MODEL " + object + ".fresh",
            rules.usage(user, object + ".fresh") && rules.may(user, object, "CREATE MODEL"));
      } else {
        probe(
            rules,
            user,
            client,
            object,
            "CREATE SCHEMA " + object + ".fresh",
            rules.usage(user, object + ".fresh") && rules.may(user, object, "CREATE SCHEMA"));
      }
    }
    client.rollback();
  }

  private void probe(
      Predicates rules, String user, Client client, String object, String sql, boolean allowed) {
    String refusal = allowed ? "" : rules.refusal(user, object);
    if (sql.startsWith("SELECT") && refusal.endsWith("_NOT_FOUND")) {
      refusal = "TABLE_OR_VIEW_NOT_FOUND";
    }
    String got = client.attempt(sql).map(Failure::condition).orElse("allowed");
    check(sql, user, allowed ? "allowed" : refusal, got, rules);
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
