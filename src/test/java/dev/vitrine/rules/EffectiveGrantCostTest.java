package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import dev.vitrine.session.OpenStores;
import dev.vitrine.store.StatementTrace;
import dev.vitrine.store.vendor.StoreLocation;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** H2 reads as many rows for {@code effective_grants} as it returns, not all models. */
final class EffectiveGrantCostTest {
  private static final int FEW = 50;
  private static final int MANY = 250;
  private static final Pattern SCANNED = Pattern.compile("scanCount: (\\d+)");

  /** Rows that do not depend on the number of models. */
  private static final int MARGIN = 50;

  private static TestRegistry registry;
  private static Client admin;

  @BeforeAll
  static void createFewModels() {
    registry = TestRegistry.open(TestStore.H2);
    admin = registry.admin();
    admin.run("CREATE USER eve; CREATE USER bob; CREATE GROUP readers WITH USER eve");
    admin.run("CREATE CATALOG c; CREATE SCHEMA c.s; CREATE CATALOG d; CREATE SCHEMA d.s");
    admin.run("GRANT USE CATALOG, USE SCHEMA ON CATALOG c TO readers");
    admin.run("GRANT BROWSE ON CATALOG d TO `account users`");
    create(0, FEW);
    for (int i = 0; i < 10; i++) {
      admin.run("GRANT EXECUTE ON MODEL c.s.m" + i + " TO eve");
    }
    admin.run("GRANT MANAGE ON MODEL c.s.m1 TO readers");
  }

  private static void create(int first, int end) {
    for (int i = first; i < end; i++) {
      admin.run("CREATE MODEL c.s.m" + i + "; GRANT EXECUTE ON MODEL c.s.m" + i + " TO bob");
    }
  }

  @Test
  void hiddenModelsAreNotRead() throws SQLException {
    String query = "SELECT COUNT(*) FROM effective_grants";
    String filtered = query + " WHERE principal = 'eve'";
    long before = scanned(query);
    long beforeFiltered = scanned(filtered);
    create(FEW, MANY);
    assertThat(scanned(query)).isLessThan(before + MARGIN);
    assertThat(scanned(filtered)).isLessThan(beforeFiltered + MARGIN);
    for (int i = 0; i < MANY; i++) {
      admin.run("CREATE MODEL d.s.m" + i);
    }
    // Visible models have rows for eve, her group and all account users.
    assertThat(scanned(query)).isLessThan(before + 10 * MANY);
  }

  /** The rows that H2 reads in all tables and sub-queries. */
  private static long scanned(String query) throws SQLException {
    String sent;
    try (Client eve = registry.as("eve");
        StatementTrace trace = new StatementTrace(OpenStores.at(registry.url()))) {
      trace.take();
      eve.rows(query);
      List<String> secured = trace.take().stream().filter(sql -> sql.contains(" v_")).toList();
      assertThat(secured).hasSize(1);
      sent = secured.get(0);
    }
    try (Connection h2 =
            DriverManager.getConnection(StoreLocation.parse(registry.url()).jdbcUrl());
        PreparedStatement id =
            h2.prepareStatement("SELECT id FROM vitrine.principals WHERE name = 'eve'")) {
      h2.setSchema("vitrine");
      ResultSet ids = id.executeQuery();
      ids.next();
      try (PreparedStatement explain = h2.prepareStatement("EXPLAIN ANALYZE " + sent)) {
        for (int i = 1; i <= explain.getParameterMetaData().getParameterCount(); i++) {
          explain.setObject(i, i == 1 ? ids.getObject(1) : "eve");
        }
        ResultSet plan = explain.executeQuery();
        plan.next();
        Matcher counts = SCANNED.matcher(plan.getString(1));
        return counts.results().mapToLong(count -> Long.parseLong(count.group(1))).sum();
      }
    }
  }
}
