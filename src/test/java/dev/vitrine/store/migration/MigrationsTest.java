package dev.vitrine.store.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.TestStore;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.store.Store;
import dev.vitrine.store.connection.DriverConnections;
import dev.vitrine.store.vendor.StoreLocation;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class MigrationsTest {
  @Test
  void theCurrentVersionIsThatOfTheLastMigration() throws Exception {
    List<Integer> versions = migrationFiles().stream().map(MigrationsTest::number).toList();
    assertThat(versions).doesNotHaveDuplicates().contains(1);
    assertThat(Collections.max(versions)).isEqualTo(Migrations.CURRENT);
  }

  private static int number(String file) {
    assertThat(file).startsWith("V");
    return Integer.parseInt(file.substring(1, file.indexOf("__")));
  }

  private static List<String> migrationFiles() throws URISyntaxException, java.io.IOException {
    Path folder = Path.of(MigrationsTest.class.getResource("V1__registry.sql").toURI()).getParent();
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".sql"))
          .toList();
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aNewerStoreIsRefusedAndLeftAsItIs(TestStore kind) throws SQLException {
    StoreLocation location = StoreLocation.parse(kind.newUrl());
    Store.open(location).close();
    try (Connection connection = DriverConnections.connect(location);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO vitrine.schema_history SELECT \"installed_rank\" + 1000, '99',"
              + " \"description\", \"type\", \"script\", \"checksum\", \"installed_by\","
              + " \"installed_on\", \"execution_time\", \"success\" FROM vitrine.schema_history"
              + " WHERE \"version\" = '1'");
    }

    assertThatThrownBy(() -> Store.open(location))
        .isInstanceOfSatisfying(
            VitrineException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.CANNOT_CONNECT);
              assertThat(refusal.getMessage()).contains("99").contains("newer Vitrine");
            });
  }

  /** As on a server that is built without ICU; a database has its own collations. */
  @Test
  void postgresqlWithoutUnicodeIsRefusedAndLeftAsItIs() throws SQLException {
    StoreLocation location = StoreLocation.parse(TestStore.POSTGRESQL.newEmptyUrl());
    try (Connection connection = DriverConnections.connect(location);
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER COLLATION pg_catalog.\"und-x-icu\" RENAME TO missing");

      assertThatThrownBy(() -> Store.open(location))
          .isInstanceOfSatisfying(
              VitrineException.class,
              refusal -> {
                assertThat(refusal.code()).isEqualTo(ErrorCode.CANNOT_CONNECT);
                assertThat(refusal.getMessage()).contains("und-x-icu");
                assertThat(refusal.hint()).contains("ICU");
              });

      try (ResultSet schemas =
          statement.executeQuery("SELECT 1 FROM pg_namespace WHERE nspname = 'vitrine'")) {
        assertThat(schemas.next()).isFalse();
      }
    }
  }

  /** Repeated, because the interleaving is random. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void severalThatStartOnAnEmptyStoreMigrateItOnce(TestStore kind) throws Exception {
    for (int i = 0; i < (kind == TestStore.H2 ? 30 : 3); i++) {
      startSeveral(kind);
    }
  }

  private static void startSeveral(TestStore kind) throws Exception {
    StoreLocation location = StoreLocation.parse(kind.newEmptyUrl());
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<Store>> opened = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      opened.add(threads.submit(() -> Store.open(location)));
    }
    for (Future<Store> store : opened) {
      store.get().close();
    }
    threads.shutdown();

    try (Connection connection = DriverConnections.connect(location);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT COUNT(*) FROM vitrine.schema_history WHERE \"version\" IS NOT NULL")) {
      rows.next();
      assertThat(rows.getInt(1)).isEqualTo(migrationFiles().size());
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void foreignKeysRefuseInvalidRows(TestStore kind) throws SQLException {
    StoreLocation location = StoreLocation.parse(kind.newUrl());
    Store.open(location).close();
    List<String> wrong =
        List.of(
            "INSERT INTO catalogs (name, owner_id, created_at, created_by, updated_at, updated_by)"
                + " VALUES ('x', 1, LOCALTIMESTAMP, 'a', LOCALTIMESTAMP, 'a')",
            "INSERT INTO catalogs (name, owner_id, created_at, created_by, updated_at, updated_by)"
                + " VALUES ('x', 77, LOCALTIMESTAMP, 'a', LOCALTIMESTAMP, 'a')",
            "INSERT INTO group_members (group_id, member_id) VALUES (1, 1)",
            "INSERT INTO metastore (id, name, metastore_uuid, owner_id, created_at)"
                + " VALUES (2, 'x', 'x', 1, LOCALTIMESTAMP)",
            "INSERT INTO aliases (model_id, alias_key, alias, version) VALUES (1, 'a', 'a', 1)");
    try (Connection connection = DriverConnections.connect(location);
        Statement statement = connection.createStatement()) {
      connection.setSchema("vitrine");
      for (String sql : wrong) {
        assertThatThrownBy(() -> statement.execute(sql)).isInstanceOf(SQLException.class);
      }
    }
  }
}
