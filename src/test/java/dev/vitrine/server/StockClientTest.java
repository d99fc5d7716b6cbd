package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vitrine.TestStore;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Avatica's own client, which other tools and languages are made after. */
@ParameterizedClass
@EnumSource(TestStore.class)
final class StockClientTest {
  private static final String DIGITS = "(VALUES 0, 1, 2, 3, 4, 5, 6, 7, 8, 9) AS ";

  private static final String TEN_THOUSAND =
      "SELECT 1000 * a.d + 100 * b.d + 10 * c.d + e.d AS n FROM "
          + String.join(
              " CROSS JOIN ",
              DIGITS + "a (d)",
              DIGITS + "b (d)",
              DIGITS + "c (d)",
              DIGITS + "e (d)")
          + " ORDER BY 1";

  @Parameter private TestStore store;

  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.start(store.newUrl());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Connection connect(String password) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:avatica:remote:url="
            + server.httpUrl()
            + DriverEndpoint.PATH
            + ";serialization=protobuf;authentication=BASIC;avatica_user=admin;avatica_password="
            + password);
  }

  @Test
  void queriesAndPages() throws SQLException {
    try (Connection admin = connect(TestServer.PASSWORD);
        Statement statement = admin.createStatement();
        ResultSet rows = statement.executeQuery(TEN_THOUSAND)) {
      int expected = 0;
      while (rows.next()) {
        assertThat(rows.getInt("n")).isEqualTo(expected);
        expected++;
      }
      assertThat(expected).isEqualTo(10_000);
    }
  }

  @Test
  void preparesAndChanges() throws SQLException {
    try (Connection admin = connect(TestServer.PASSWORD);
        Statement statement = admin.createStatement()) {
      statement.execute("CREATE CATALOG prod");
      try (PreparedStatement prepared =
          admin.prepareStatement("SELECT catalog_name FROM catalogs WHERE catalog_name = ?")) {
        prepared.setString(1, "prod");
        try (ResultSet rows = prepared.executeQuery()) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getString(1)).isEqualTo("prod");
          assertThat(rows.next()).isFalse();
        }
      }
      try (ResultSet tables = admin.getMetaData().getTables(null, null, "models", null)) {
        assertThat(tables.next()).isTrue();
      }
    }
  }

  /** Metadata that this client answers itself, after asking the server for its rows. */
  private interface Keys {
    ResultSet of(DatabaseMetaData metaData) throws SQLException;
  }

  @Test
  void keysAndIndexesAreEmptyWithoutAnError() throws SQLException {
    try (Connection admin = connect(TestServer.PASSWORD)) {
      for (Keys keys :
          List.<Keys>of(
              metaData -> metaData.getPrimaryKeys("system", "registry", "models"),
              metaData -> metaData.getImportedKeys("system", "registry", "models"),
              metaData -> metaData.getExportedKeys("system", "registry", "models"),
              metaData ->
                  metaData.getCrossReference(
                      "system", "registry", "models", "system", "registry", "versions"),
              metaData -> metaData.getIndexInfo("system", "registry", "models", false, false),
              metaData -> metaData.getBestRowIdentifier("system", "registry", "models", 0, true),
              metaData -> metaData.getVersionColumns("system", "registry", "models"),
              metaData -> metaData.getTablePrivileges("system", "registry", "models"),
              metaData -> metaData.getColumnPrivileges("system", "registry", "models", "%"),
              metaData -> metaData.getProcedures(null, null, null),
              metaData -> metaData.getFunctions(null, null, null),
              metaData -> metaData.getUDTs(null, null, null, null),
              metaData -> metaData.getClientInfoProperties())) {
        try (ResultSet rows = keys.of(admin.getMetaData())) {
          assertThat(rows.next()).isFalse();
        }
      }
    }
  }

  /** The warning is a further result, which this client does not read. */
  @Test
  void aChangeWithAWarningIsCountedAsAnyOther() throws SQLException {
    try (Connection admin = connect(TestServer.PASSWORD);
        Statement statement = admin.createStatement()) {
      assertThat(statement.executeUpdate("CREATE USER `adm\u0456n`")).isEqualTo(1);
      assertThat(statement.execute("CREATE GROUP `\u043eps`")).isFalse();
      assertThat(statement.getUpdateCount()).isEqualTo(1);
      assertThat(statement.getMoreResults()).isFalse();
      try (PreparedStatement prepared = admin.prepareStatement("CREATE USER `ops\u200b`")) {
        assertThat(prepared.executeUpdate()).isEqualTo(1);
      }
      statement.addBatch("CREATE USER `\u0430nn`");
      statement.addBatch("CREATE USER ann");
      assertThat(statement.executeBatch()).containsExactly(1, 1);
    }
  }

  @Test
  void errorsHaveTheirState() throws SQLException {
    try (Connection admin = connect(TestServer.PASSWORD);
        Statement statement = admin.createStatement()) {
      SQLException failure =
          catchThrowableOfType(
              SQLException.class, () -> statement.executeQuery("SELECT * FROM nowhere"));
      assertThat(failure.getSQLState()).isEqualTo("42P01");
      assertThat(failure.getErrorCode()).isEqualTo(1301);
      assertThat(failure.getMessage()).contains("nowhere").doesNotContain("\tat ");
    }
  }

  @Test
  void aWrongPasswordIsRefused() {
    Throwable refusal = catchThrowableOfType(Exception.class, () -> connect("wrong").close());
    assertThat(refusal).hasMessageContaining("401");
  }
}
