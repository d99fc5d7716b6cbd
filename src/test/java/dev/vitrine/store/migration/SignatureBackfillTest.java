package dev.vitrine.store.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import dev.vitrine.store.Store;
import dev.vitrine.store.connection.DriverConnections;
import dev.vitrine.store.vendor.StoreLocation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The signatures of a store of an older release get rows when it is migrated. */
final class SignatureBackfillTest {
  /**
   * More than are read at once, so that a page ends within the versions of a model. With {@code
   * -Dvitrine.signatures=N}, N, to measure the time.
   */
  private static final int MODELS = Integer.getInteger("vitrine.signatures", 300);

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void everySignatureOfAnOlderStoreIsRead(TestStore kind) throws SQLException {
    StoreLocation location = StoreLocation.parse(kind.newEmptyUrl());
    OlderStore.make(location, 14);
    try (Connection connection = DriverConnections.connect(location);
        Statement statement = connection.createStatement();
        PreparedStatement versions =
            connection.prepareStatement(
                "INSERT INTO vitrine.versions (model_id, version, status, signature, created_at,"
                    + " created_by, updated_at, updated_by) VALUES (?, ?, 'READY', ?,"
                    + " TIMESTAMP '2026-01-01 00:00:00', 'a', TIMESTAMP '2026-01-01 00:00:00',"
                    + " 'a')")) {
      statement.execute("DELETE FROM vitrine.versions");
      statement.execute(
          "INSERT INTO vitrine.models (id, catalog_id, schema_id, name, full_name, last_version,"
              + " owner_id, created_at, created_by, updated_at, updated_by)"
              + " SELECT n.x + 1000, m.catalog_id, m.schema_id, CAST(n.x AS VARCHAR(9)),"
              + " 'c.s.' || CAST(n.x AS VARCHAR(9)), 3, m.owner_id, m.created_at, 'a',"
              + " m.created_at, 'a' FROM vitrine.models m CROSS JOIN "
              + series(kind)
              + " AS n (x)");
      for (int model = 1; model <= MODELS; model++) {
        add(
            versions,
            model,
            1,
            "{\"inputs\": \"[{\\\"name\\\": \\\"a\\\", \\\"type\\\": \\\"long\\\"}]\"}");
        add(versions, model, 2, model % 2 == 0 ? "no JSON" : null);
        add(
            versions,
            model,
            3,
            "{\"outputs\": [{\"type\": \"double\"}, {\"name\": \"b\", \"type\": \"string\"}]}");
      }
      versions.executeBatch();
    }

    long start = System.nanoTime();
    Store.open(location).close();
    System.out.printf(
        "Signatures of %d versions read on %s in %d ms%n",
        2 * MODELS, kind, (System.nanoTime() - start) / 1_000_000);

    try (Connection connection = DriverConnections.connect(location);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT version, direction, column_position, column_name, column_type, COUNT(*),"
                    + " COUNT(valid_from), COUNT(changed_by) FROM vitrine.signature_columns"
                    + " GROUP BY version, direction, column_position, column_name, column_type"
                    + " ORDER BY version, direction, column_position")) {
      List<List<Object>> found = new ArrayList<>();
      while (rows.next()) {
        List<Object> row = new ArrayList<>();
        for (int i = 1; i <= 8; i++) {
          row.add(String.valueOf(rows.getObject(i)));
        }
        found.add(row);
      }
      String models = Integer.toString(MODELS);
      assertThat(found)
          .containsExactly(
              List.of("1", "INPUT", "1", "a", "long", models, models, "0"),
              List.of("3", "OUTPUT", "1", "null", "double", models, models, "0"),
              List.of("3", "OUTPUT", "2", "b", "string", models, models, "0"));
    }
  }

  private static String series(TestStore kind) {
    return switch (kind) {
      case POSTGRESQL -> "generate_series(1, " + MODELS + ")";
      case H2 -> "SYSTEM_RANGE(1, " + MODELS + ")";
    };
  }

  private static void add(PreparedStatement versions, int model, int version, String signature)
      throws SQLException {
    versions.setLong(1, 1000 + model);
    versions.setLong(2, version);
    versions.setString(3, signature);
    versions.addBatch();
  }
}
