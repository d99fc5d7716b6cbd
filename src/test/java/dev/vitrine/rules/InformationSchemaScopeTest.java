package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestRegistry.Failure;
import dev.vitrine.TestStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rows of an {@code information_schema}, and its visibility. */
final class InformationSchemaScopeTest {
  private static final List<String> RELATIONS =
      List.of(
          "catalogs",
          "schemata",
          "routines",
          "tables",
          "columns",
          "models",
          "model_versions",
          "model_aliases",
          "catalog_tags",
          "schema_tags",
          "model_tags",
          "model_version_tags",
          "model_signature_columns",
          "model_version_params",
          "model_version_metrics",
          "metastore_privileges",
          "catalog_privileges",
          "schema_privileges",
          "routine_privileges",
          "model_privileges",
          "sequences");

  private static final String ROUTINES = "SELECT routine_name FROM %s ORDER BY routine_name";

  private TestRegistry registry;
  private Client admin;

  private Client eve(TestStore store) {
    registry = TestRegistry.emptied(store);
    admin = registry.admin();
    admin.run(
        """
        CREATE USER eve; CREATE USER bob;
        CREATE CATALOG hid; CREATE SCHEMA hid.s; CREATE MODEL hid.s.hidden_model;
        CREATE CATALOG a; CREATE SCHEMA a.s; CREATE MODEL a.s.m1; CREATE MODEL a.s.m2;
        CREATE CATALOG b; CREATE SCHEMA b.s; CREATE MODEL b.s.m3;
        GRANT BROWSE ON CATALOG a TO eve; GRANT BROWSE ON CATALOG b TO eve;
        """);
    return registry.as("eve");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void systemHasTheWholeRegistryAndACatalogItsOwn(TestStore store) {
    try (Client eve = eve(store)) {
      for (String all :
          List.of("information_schema.routines", "system.INFORMATION_SCHEMA.routines")) {
        assertThat(eve.column(ROUTINES.formatted(all))).containsExactly("m1", "m2", "m3");
      }
      assertThat(eve.column(ROUTINES.formatted("a.information_schema.routines")))
          .containsExactly("m1", "m2");
      assertThat(eve.column(ROUTINES.formatted("\"B\".\"Information_Schema\".Routines")))
          .containsExactly("m3");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void withoutACatalogTheCurrentOneIsMeant(TestStore store) {
    try (Client eve = eve(store)) {
      eve.run("USE CATALOG a");
      for (String name : List.of("routines", "information_schema.routines")) {
        assertThat(eve.column(ROUTINES.formatted(name))).as(name).containsExactly("m1", "m2");
      }
      eve.run("USE CATALOG b");
      assertThat(eve.column(ROUTINES.formatted("routines"))).containsExactly("m3");
      eve.run("USE SCHEMA s");
      assertThat(eve.column(ROUTINES.formatted("information_schema.routines")))
          .containsExactly("m3");
      eve.failsWith("TABLE_OR_VIEW_NOT_FOUND", "SELECT * FROM routines");
      eve.run("USE SCHEMA system.information_schema");
      assertThat(eve.column(ROUTINES.formatted("routines"))).containsExactly("m1", "m2", "m3");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void bareNamesOfTheRegistryStayTheRegistrys(TestStore store) {
    try (Client eve = eve(store)) {
      eve.run("USE CATALOG a");
      assertThat(eve.column("SELECT full_name FROM models ORDER BY full_name"))
          .containsExactly("a.s.m1", "a.s.m2", "b.s.m3");
      assertThat(eve.column("SELECT owner FROM catalogs WHERE catalog_name = 'b'"))
          .containsExactly("admin");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void oneQueryMayAskSeveralCatalogs(TestStore store) {
    try (Client eve = eve(store)) {
      eve.run("USE CATALOG b");
      String query =
          "SELECT x.routine_name || y.routine_name || z.routine_name FROM"
              + " a.information_schema.routines x CROSS JOIN information_schema.routines y"
              + " CROSS JOIN system.information_schema.routines z"
              + " WHERE x.routine_name = ? AND z.routine_name IN"
              + " (SELECT model_name FROM b.information_schema.models)"
              // Not leakproof, so the relations are fenced.
              + " AND UPPER(y.routine_name) = ?";
      assertThat(eve.column(query, "m2", "M3")).containsExactly("m2m3m3");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theRowsOfAViewAreThoseOfItsCatalog(TestStore store) {
    try (Client eve = eve(store)) {
      for (String relation : RELATIONS) {
        if (!relation.equals("metastore_privileges")) {
          for (List<Object> row : admin.rows("SELECT * FROM a.information_schema." + relation)) {
            assertThat(row).as(relation).contains("a").doesNotContain("b", "hid", "system");
          }
        }
      }
      assertThat(eve.column("SELECT catalog_name FROM a.information_schema.catalogs"))
          .containsExactly("a");
      assertThat(eve.column("SELECT schema_name FROM a.information_schema.schemata ORDER BY 1"))
          .containsExactly("information_schema", "s");
      assertThat(
              eve.column(
                  "SELECT table_name FROM a.information_schema.tables WHERE table_type <> 'MODEL'"))
          .containsExactlyInAnyOrderElementsOf(RELATIONS);
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theMetastoresGrantsAreTheSameEverywhere(TestStore store) {
    try (Client eve = eve(store);
        Client bob = registry.as("bob")) {
      admin.run("GRANT CREATE CATALOG ON METASTORE TO eve");
      for (String catalog : List.of("system", "a")) {
        String query =
            "SELECT grantor, grantee, privilege_type, is_grantable, inherited_from FROM "
                + catalog
                + ".information_schema.metastore_privileges";
        List<Object> row = new ArrayList<>(List.of("admin", "eve", "CREATE CATALOG", "NO"));
        row.add(null);
        assertThat(admin.rows(query)).containsExactly(row);
        assertThat(eve.rows(query)).containsExactly(row);
      }
      assertThat(bob.rows("SELECT * FROM system.information_schema.metastore_privileges"))
          .isEmpty();
      assertThat(admin.column("SELECT metastore_id FROM information_schema.metastore_privileges"))
          .allSatisfy(id -> assertThat(id).hasSize(36));
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void inACatalogThatIsNotVisibleThereIsNoInformationSchema(TestStore store) {
    try (Client eve = eve(store)) {
      List<String> queries = new ArrayList<>();
      RELATIONS.forEach(relation -> queries.add("SELECT * FROM %s.information_schema." + relation));
      queries.add(
          "SELECT 1 FROM models WHERE 1 = 0 AND owner IN (SELECT catalog_name FROM %s.information_schema.catalogs)");
      queries.add(
          "WITH x AS (SELECT * FROM %s.information_schema.routines) SELECT COUNT(*) FROM x");
      queries.add("EXPLAIN PLAN FOR SELECT * FROM %s.information_schema.models");
      queries.add("SELECT * FROM %s.information_schema.nothing");
      queries.add("SELECT * FROM a.information_schema.models x, %s.information_schema.models y");
      for (String query : queries) {
        Failure onHidden = eve.fails(query.formatted("hid"));
        Failure onAbsent = eve.fails(query.formatted("abs"));
        assertThat(onHidden.message().replace("hid", "abs")).isEqualTo(onAbsent.message());
        assertThat(onHidden.condition()).as(query).isEqualTo("TABLE_OR_VIEW_NOT_FOUND");
        assertThat(onHidden.sqlState()).as(query).isEqualTo("42P01");
      }
      assertThat(eve.failsWith("TABLE_OR_VIEW_NOT_FOUND", queries.get(5).formatted("hid")))
          .contains("'hid.information_schema.models'", "SHOW CATALOGS");
      eve.failsWith("TABLE_OR_VIEW_NOT_FOUND", "SELECT * FROM \"a.s\".information_schema.models");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void itIsLookedAtWithEveryExecution(TestStore store) throws SQLException {
    try (Client eve = eve(store)) {
      String query = "SELECT model_name FROM hid.information_schema.models";
      eve.failsWith("TABLE_OR_VIEW_NOT_FOUND", query);
      assertThat(admin.column(query)).containsExactly("hidden_model");
      eve.failsWith("TABLE_OR_VIEW_NOT_FOUND", query);
      admin.run("GRANT BROWSE ON CATALOG hid TO eve");
      assertThat(eve.column(query)).containsExactly("hidden_model");
      try (Connection connection = registry.connect("eve");
          PreparedStatement statement = connection.prepareStatement(query)) {
        try (ResultSet rows = statement.executeQuery()) {
          assertThat(rows.next()).isTrue();
        }
        admin.run("REVOKE BROWSE ON CATALOG hid FROM eve");
        assertThat(refusal(statement)).isEqualTo("42P01");
        admin.run("GRANT BROWSE ON CATALOG hid TO eve");
        assertThat(refusal(statement)).isEmpty();
        admin.run("DROP CATALOG hid CASCADE");
        assertThat(refusal(statement)).isEqualTo("42P01");
      }
    }
  }

  /** The SQLSTATE of an execution that fails, or nothing. */
  private static String refusal(PreparedStatement statement) {
    try {
      statement.executeQuery().close();
      return "";
    } catch (SQLException exception) {
      return exception.getSQLState();
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aCurrentCatalogThatIsGoneHasNone(TestStore store) {
    try (Client eve = eve(store)) {
      eve.run("USE CATALOG b");
      assertThat(eve.column(ROUTINES.formatted("routines"))).containsExactly("m3");
      admin.run("REVOKE BROWSE ON CATALOG b FROM eve");
      for (String name : List.of("routines", "information_schema.routines")) {
        assertThat(eve.failsWith("TABLE_OR_VIEW_NOT_FOUND", ROUTINES.formatted(name)))
            .contains("'b.information_schema.routines'");
      }
      assertThat(eve.column(ROUTINES.formatted("system.information_schema.routines")))
          .containsExactly("m1", "m2");
    }
  }
}
