package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import dev.vitrine.session.OpenStores;
import dev.vitrine.store.StatementTrace;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Queries of users with grants on few of many models start from the grants, on PostgreSQL. This
 * choice is cached while grants change: results must not depend on it.
 */
final class ReachTest {
  private static final int MODELS = 120;

  private static final List<String> QUERIES =
      List.of(
          "SELECT full_name FROM models ORDER BY full_name",
          "SELECT full_name FROM versions ORDER BY full_name",
          "SELECT full_name FROM aliases ORDER BY full_name",
          "SELECT full_name FROM version_tags ORDER BY full_name",
          "SELECT full_name FROM signature_columns ORDER BY full_name",
          "SELECT full_name FROM version_params ORDER BY full_name",
          "SELECT full_name FROM version_metrics ORDER BY full_name",
          "SELECT m.full_name FROM models m JOIN versions v ON v.full_name = m.full_name"
              + " JOIN aliases a ON a.full_name = v.full_name ORDER BY 1",
          "SELECT full_name FROM models WHERE CAST(SUBSTRING(model_name FROM 2) AS INTEGER) >= 0"
              + " ORDER BY full_name");

  private final TestRegistry registry = TestRegistry.emptied(TestStore.POSTGRESQL);
  private final Client admin = registry.admin();

  private void fill() {
    admin.run("CREATE USER eve; CREATE GROUP g; CREATE CATALOG c; CREATE SCHEMA c.s");
    admin.run("CREATE CATALOG d; CREATE SCHEMA d.s; GRANT USE CATALOG ON CATALOG c TO eve");
    admin.run("GRANT USE SCHEMA ON SCHEMA c.s TO eve");
    for (int i = 0; i < MODELS; i++) {
      String model = (i == 0 ? "d.s.m" : "c.s.m") + i;
      admin.run(
          "CREATE MODEL "
              + model
              + "; ALTER MODEL "
              + model
              + " ADD VERSION FROM 'x' TAGS ('k' = 'v') SIGNATURE '{\"inputs\": [{\"type\": \"long\"}]}'"
              + " PARAMS ('p' = 'v') METRICS ('a' = 1); ALTER MODEL "
              + model
              + " VERSION 1 SET ALIAS a");
    }
    admin.run("GRANT EXECUTE ON MODEL c.s.m7 TO eve; GRANT EXECUTE ON MODEL d.s.m0 TO eve");
  }

  @Test
  void grantsApplyAtOnceDespiteTheCache() {
    fill();
    try (Client eve = registry.as("eve");
        StatementTrace trace = new StatementTrace(OpenStores.at(registry.url()))) {
      assertSees(eve, "c.s.m7");
      trace.take();
      assertSees(eve, "c.s.m7");
      assertThat(trace.take()).isNotEmpty().allMatch(sent -> sent.contains("model_candidates"));

      // Both gates of the catalog d open, and the model's grant with them.
      admin.run("GRANT USE CATALOG, USE SCHEMA ON CATALOG d TO eve");
      assertSees(eve, "c.s.m7", "d.s.m0");
      admin.run("ALTER MODEL c.s.m8 SET OWNER TO eve");
      assertSees(eve, "c.s.m7", "c.s.m8", "d.s.m0");
      admin.run("ALTER MODEL c.s.m8 SET OWNER TO admin; ALTER GROUP g ADD USER eve");
      admin.run("GRANT EXECUTE ON MODEL c.s.m9 TO g; GRANT EXECUTE ON MODEL c.s.m7 TO g");
      assertSees(eve, "c.s.m7", "c.s.m9", "d.s.m0");
      admin.run("ALTER GROUP g DROP USER eve; REVOKE EXECUTE ON MODEL d.s.m0 FROM eve");
      assertSees(eve, "c.s.m7");

      admin.run("GRANT EXECUTE ON SCHEMA d.s TO eve");
      assertSees(eve, "c.s.m7", "d.s.m0");
      admin.run("GRANT EXECUTE ON CATALOG c TO eve");
      assertThat(eve.column(QUERIES.get(1))).hasSize(MODELS);
      admin.run("REVOKE EXECUTE ON CATALOG c FROM eve; REVOKE EXECUTE ON SCHEMA d.s FROM eve");
      assertSees(eve, "c.s.m7");
      admin.run("GRANT BROWSE ON CATALOG d TO eve");
      assertThat(eve.column(QUERIES.get(0))).containsExactly("c.s.m7", "d.s.m0");
      assertThat(eve.column(QUERIES.get(1))).containsExactly("c.s.m7");
    }
  }

  @Test
  void anAdminSeesAllDespiteTheCache() {
    fill();
    try (Client eve = registry.as("eve")) {
      assertSees(eve, "c.s.m7");
      admin.run("CREATE GROUP admins WITH USER admin; ALTER GROUP admins ADD USER eve");
      admin.run("ALTER METASTORE SET OWNER TO admins");
      for (String query : QUERIES) {
        assertThat(eve.column(query)).as(query).hasSize(MODELS);
      }
      admin.run("ALTER GROUP admins DROP USER eve; ALTER METASTORE SET OWNER TO admin");
      assertSees(eve, "c.s.m7");
      admin.run("DROP USER eve");
      eve.failsWith("AUTHENTICATION_FAILED", QUERIES.get(0));
    }
  }

  @Test
  void queriesOfUsersWhoSeeMostModelsScanModels() {
    fill();
    admin.run("GRANT EXECUTE ON CATALOG c TO eve");
    try (Client eve = registry.as("eve");
        StatementTrace trace = new StatementTrace(OpenStores.at(registry.url()))) {
      eve.rows(QUERIES.get(0));
      trace.take();
      assertThat(eve.column(QUERIES.get(0))).hasSize(MODELS - 1);
      assertThat(trace.take()).isNotEmpty().noneMatch(sent -> sent.contains("model_candidates"));
    }
  }

  private static void assertSees(Client client, String... models) {
    for (String query : QUERIES) {
      assertThat(client.column(query)).as(query).containsExactly(models);
    }
  }
}
