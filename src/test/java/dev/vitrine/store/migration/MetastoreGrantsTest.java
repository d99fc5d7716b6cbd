package dev.vitrine.store.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.TestStore;
import dev.vitrine.store.Store;
import dev.vitrine.store.connection.DriverConnections;
import dev.vitrine.store.vendor.StoreLocation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Version 20 makes the table of grants on the metastore again, with more privileges. */
final class MetastoreGrantsTest {
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void grantsOfAnOlderStoreRemain(TestStore kind) throws SQLException {
    StoreLocation location = StoreLocation.parse(kind.newEmptyUrl());
    OlderStore.make(location, 19);
    Store.open(location).close();
    try (Connection connection = DriverConnections.connect(location);
        Statement statement = connection.createStatement()) {
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT principal_id, privilege, grantor FROM vitrine.metastore_grants")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getLong(1)).isEqualTo(2002);
        assertThat(rows.getString(2)).isEqualTo("CREATE CATALOG");
        assertThat(rows.getString(3)).isEqualTo("ann");
        assertThat(rows.next()).isFalse();
      }
      String insert =
          "INSERT INTO vitrine.metastore_grants (metastore_id, principal_id, privilege, grantor,"
              + " granted_at) VALUES (1, 2002, '%s', 'ann', TIMESTAMP '2026-01-01 00:00:00')";
      assertThat(statement.executeUpdate(insert.formatted("CREATE SHARE"))).isEqualTo(1);
      assertThat(statement.executeUpdate(insert.formatted("CREATE RECIPIENT"))).isEqualTo(1);
      assertThatThrownBy(() -> statement.executeUpdate(insert.formatted("EXECUTE")))
          .isInstanceOf(SQLException.class);
    }
  }
}
