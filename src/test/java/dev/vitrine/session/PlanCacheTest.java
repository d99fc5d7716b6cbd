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
}
