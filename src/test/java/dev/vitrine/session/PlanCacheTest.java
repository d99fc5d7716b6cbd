package dev.vitrine.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One cache of plans serves every session, and only admin sees how well. */
final class PlanCacheTest {
  private static final String PLANS =
      "SELECT hits, misses, refusals, evictions, plans, capacity,"
          + " planning_microseconds, slowest_microseconds FROM plan_cache";

  private static List<Long> figures(Client admin) {
    return admin.rows(PLANS).get(0).stream().map(Long.class::cast).toList();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aPlanIsSharedByAllUsers(TestStore store) {
    TestRegistry registry = TestRegistry.open(store);
    Client admin = registry.admin();
    admin.run("CREATE USER alice; CREATE USER bob");
    admin.rows(PLANS);
    List<Long> before = figures(admin);

    String sql = "SELECT full_name FROM models WHERE owner = ?";
    try (Client alice = registry.as("alice");
        Client bob = registry.as("bob")) {
      alice.rows(sql, "alice");
      bob.rows(sql, "bob");
      alice.fails("SELECT nothing FROM models");
      assertThat(alice.rows(PLANS)).isEmpty();
    }

    List<Long> after = figures(admin);
    assertThat(after.get(0) - before.get(0)).as("hits").isGreaterThanOrEqualTo(3);
    assertThat(after.get(1) - before.get(1)).as("misses").isEqualTo(2);
    assertThat(after.get(2) - before.get(2)).as("refusals").isEqualTo(1);
    assertThat(after.get(3)).as("evictions").isZero();
    assertThat(after.get(4) - before.get(4)).as("plans").isEqualTo(1);
    assertThat(after.get(6)).as("time").isGreaterThan(before.get(6));
    assertThat(after.get(7)).as("slowest").isBetween(1L, after.get(6));
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theCacheIsBounded(TestStore store) {
    Client admin = TestRegistry.open(store).admin();
    long capacity = figures(admin).get(5);
    for (long number = 0; number <= capacity; number++) {
      admin.rows("SELECT " + number + " AS n FROM catalogs");
    }
    List<Long> after = figures(admin);
    assertThat(after.get(3)).as("evictions").isPositive();
    assertThat(after.get(4)).as("plans").isEqualTo(capacity);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theSameTextInAnotherPlaceIsAnotherPlan(TestStore store) {
    Client admin = TestRegistry.open(store).admin();
    admin.run("CREATE CATALOG c; CREATE CATALOG d; CREATE SCHEMA c.s; CREATE SCHEMA d.s");
    admin.run("CREATE MODEL c.s.m; CREATE MODEL d.s.m; ALTER MODEL c.s.m ADD VERSION FROM 'x'");
    admin.run("USE c.s");
    assertThat(admin.rows("SELECT version FROM m")).hasSize(1);
    admin.run("USE d.s");
    assertThat(admin.rows("SELECT version FROM m")).isEmpty();
    admin.run("USE c.s");
    assertThat(admin.rows("SELECT version FROM m")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void textsThatDifferInLiteralsOfConditionsShareAPlan(TestStore store) {
    Client admin = TestRegistry.open(store).admin();
    admin.run("CREATE CATALOG c; CREATE SCHEMA c.s");
    for (int i = 0; i < 4; i++) {
      admin.run("CREATE MODEL c.s.m" + i + " COMMENT 'the ''first''" + i + "'");
    }
    String sql =
        "SELECT model_name FROM models WHERE full_name = 'c.s.m%1$s' AND created_at > DATE"
            + " '2020-01-0%2$s' AND latest_version IS NULL AND comment = 'the ''first''%1$s'"
            + " AND catalog_name IN ('c', 'd%1$s')";
    admin.rows(sql.formatted(0, 1));
    admin.rows(PLANS);
    List<Long> before = figures(admin);
    for (int i = 1; i < 4; i++) {
      assertThat(admin.rows(sql.formatted(i, i + 1))).containsExactly(List.of("m" + i));
    }
    assertThat(admin.rows(sql.formatted("4", 1))).isEmpty();
    List<Long> after = figures(admin);
    assertThat(after.get(1) - before.get(1)).as("misses").isZero();
  }

  /** GROUP BY and SELECT have to match, a text is not a number, and 1 is not 1.5. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void literalsThatCannotBeParametersStay(TestStore store) {
    Client admin = TestRegistry.open(store).admin();
    admin.run("CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m; CREATE MODEL c.s.n");
    admin.run("ALTER MODEL c.s.m ADD VERSION FROM 'x'; ALTER MODEL c.s.m ADD VERSION FROM 'x'");
    for (int i = 1; i <= 2; i++) {
      assertThat(admin.rows("SELECT version FROM versions WHERE version = '" + i + "'"))
          .containsExactly(List.of((long) i));
      assertThat(admin.rows("SELECT version FROM versions WHERE version > 3000000000" + i))
          .isEmpty();
      assertThat(
              admin.rows(
                  "SELECT model_name = 'm', COUNT(*) FROM versions GROUP BY model_name = 'm'"
                      + " HAVING COUNT(*) = "
                      + i))
          .isEqualTo(i == 1 ? List.of() : List.of(List.of(true, 2L)));
      assertThat(admin.rows("SELECT 1 FROM models WHERE created_at > '2020-01-0" + i + "'"))
          .hasSize(2);
    }
    assertThat(admin.fails("SELECT 'long', nothing FROM models WHERE owner = 'x'").message())
        .contains("line 1, column 16");
  }
}
