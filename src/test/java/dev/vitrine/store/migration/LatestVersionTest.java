package dev.vitrine.store.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.Effort;
import dev.vitrine.TestRegistry;
import dev.vitrine.TestStore;
import dev.vitrine.catalog.VersionStatus;
import dev.vitrine.session.OpenStores;
import dev.vitrine.store.Store;
import dev.vitrine.store.StoreTransaction;
import dev.vitrine.store.connection.DriverConnections;
import dev.vitrine.store.connection.UnpooledSource;
import dev.vitrine.store.securable.Authorship;
import dev.vitrine.store.securable.VersionRow;
import dev.vitrine.store.vendor.StoreLocation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The latest version of a model's row is its highest READY version. */
final class LatestVersionTest {
  private static final int STEPS = 300;
  private static final Authorship STAMP =
      new Authorship(LocalDateTime.of(2026, 1, 1, 0, 0), "admin");

  private static final String WRONG =
      "SELECT m.full_name, m.latest_version FROM vitrine.models m WHERE m.latest_version"
          + " IS DISTINCT FROM (SELECT MAX(v.version) FROM vitrine.versions v"
          + " WHERE v.model_id = m.id AND v.status = 'READY')";

  private static TestRegistry registry(TestStore kind) {
    TestRegistry registry = TestRegistry.open(kind);
    registry
        .admin()
        .run("CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.a; CREATE MODEL c.s.b");
    return registry;
  }

  private static List<String> column(TestRegistry registry, String sql) throws SQLException {
    try (Connection connection = DriverConnections.connect(StoreLocation.parse(registry.url()));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void latestVersionIsMaintainedByAddAndDrop(TestStore kind) throws SQLException {
    TestRegistry registry = registry(kind);
    long seed = Effort.seed();
    Random random = new Random(seed);
    Store store = OpenStores.at(registry.url());
    List<String> models = column(registry, "SELECT id FROM vitrine.models");
    for (int step = 0; step < STEPS; step++) {
      long model = Long.parseLong(models.get(random.nextInt(models.size())));
      try (StoreTransaction work = store.begin()) {
        work.writing();
        if (random.nextInt(3) == 0) {
          work.versions().insert(model, version(random), STAMP);
        } else {
          work.versions()
              .delete(model, 1 + random.nextInt(1 + step / 4), random.nextBoolean(), STAMP);
        }
        work.commit();
      }
      if (random.nextInt(4) == 0) {
        registry.admin().run("ALTER MODEL c.s.a ADD VERSION FROM 'x'");
      }
      assertThat(column(registry, WRONG)).as("seed %d, step %d", seed, step).isEmpty();
    }
    assertThat(registry.admin().value("SELECT latest_version FROM models WHERE model_name = 'a'"))
        .isEqualTo(registry.admin().value("SELECT MAX(version) FROM c.s.a WHERE status = 'READY'"));
  }

  private static VersionRow version(Random random) {
    VersionStatus[] all = VersionStatus.values();
    return new VersionRow(
        all[random.nextInt(all.length)],
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void olderStoresGetIt(TestStore kind) throws SQLException {
    StoreLocation location = StoreLocation.parse(kind.newEmptyUrl());
    // The last release that did not keep it.
    Migrations.all(location.vendor(), new UnpooledSource(location)).target("2").load().migrate();
    try (Connection connection = DriverConnections.connect(location);
        Statement statement = connection.createStatement()) {
      connection.setSchema("vitrine");
      statement.execute(
          "INSERT INTO principals (id, name, name_key, kind, created_at)"
              + " VALUES (2, 'a', 'a', 'USER', LOCALTIMESTAMP)");
      String stamps =
          "created_at, created_by, updated_at, updated_by)"
              + " VALUES (%s, LOCALTIMESTAMP, 'a', LOCALTIMESTAMP, 'a')";
      statement.execute(
          "INSERT INTO catalogs (id, name, owner_id, " + stamps.formatted("1, 'c', 2"));
      statement.execute(
          "INSERT INTO schemas (id, catalog_id, name, owner_id, "
              + stamps.formatted("1, 1, 's', 2"));
      for (int model = 1; model <= 2; model++) {
        statement.execute(
            "INSERT INTO models (id, catalog_id, schema_id, name, full_name, last_version,"
                + " owner_id, "
                + stamps.formatted("%1$d, 1, 1, 'm%1$d', 'c.s.m%1$d', 3, 2".formatted(model)));
      }
      for (String version : List.of("1, 'READY'", "2, 'READY'", "3, 'PENDING_REGISTRATION'")) {
        statement.execute(
            "INSERT INTO versions (model_id, version, status, "
                + stamps.formatted("1, " + version));
      }
    }

    Store.open(location).close();

    try (Connection connection = DriverConnections.connect(location);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT latest_version FROM vitrine.models ORDER BY id")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getLong(1)).isEqualTo(2);
      assertThat(rows.next()).isTrue();
      assertThat(rows.getObject(1)).isNull();
    }
  }
}
