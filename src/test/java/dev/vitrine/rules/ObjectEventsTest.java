package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The relation of the events of objects shows what the audit trail shows, by object. */
final class ObjectEventsTest {
  private static final String EVENTS =
      "SELECT action_name || ' ' || CAST(response_code AS VARCHAR) FROM access.object_events"
          + " WHERE object_type = '%s' AND full_name = '%s' ORDER BY event_time, event_id";

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void eventsFollowTheirObjectAndNeedManage(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
    Client admin = registry.admin();
    admin.run(
        "CREATE USER ann; CREATE USER eve; CREATE CATALOG c; CREATE SCHEMA c.s;"
            + " CREATE MODEL c.s.m; CREATE MODEL c.s.gone; COMMENT ON MODEL c.s.gone IS 'x';"
            + " GRANT USE CATALOG ON CATALOG c TO ann; GRANT USE CATALOG ON CATALOG c TO eve;"
            + " GRANT USE SCHEMA ON SCHEMA c.s TO ann; GRANT USE SCHEMA ON SCHEMA c.s TO eve;"
            + " GRANT MANAGE ON MODEL c.s.m TO ann; GRANT EXECUTE ON MODEL c.s.m TO eve");
    try (Client ann = registry.as("ann");
        Client eve = registry.as("eve")) {
      eve.fails("COMMENT ON MODEL c.s.m IS 'mine'");
      admin.run("ALTER MODEL c.s.m RENAME TO c.s.n");
      admin.run("DROP MODEL c.s.gone; COMMENT ON SCHEMA c.s IS 'y'");
      assertThat(ann.column(EVENTS.formatted("MODEL", "c.s.m"))).isEmpty();
      assertThat(ann.column(EVENTS.formatted("MODEL", "c.s.n")))
          .contains("createRegisteredModel 200", "updateComment 403")
          .isEqualTo(admin.column(EVENTS.formatted("MODEL", "c.s.n")));
      assertThat(ann.column(EVENTS.formatted("SCHEMA", "c.s"))).isEmpty();
      assertThat(admin.column(EVENTS.formatted("SCHEMA", "c.s"))).isNotEmpty();
      assertThat(admin.column(EVENTS.formatted("CATALOG", "c"))).isNotEmpty();
      assertThat(admin.column(EVENTS.formatted("MODEL", "c.s.gone"))).isEmpty();
      assertThat(eve.rows("SELECT * FROM access.object_events")).isEmpty();
      String ids = "SELECT event_id FROM %s ORDER BY event_id";
      assertThat(ann.column(ids.formatted("access.object_events")))
          .isNotEmpty()
          .isEqualTo(ann.column(ids.formatted("access.audit")));
      assertThat(admin.column(ids.formatted("access.audit")))
          .containsAll(admin.column(ids.formatted("access.object_events")));
    }
  }
}
