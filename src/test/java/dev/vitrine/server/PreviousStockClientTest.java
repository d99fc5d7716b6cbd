package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vitrine.TestStore;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Avatica's own client of the release before ours, which is on no class path but its own. */
final class PreviousStockClientTest {
  private static final Path JAR = Path.of("target", "stock-client", "avatica-previous.jar");

  private static final String THOUSAND =
      "SELECT 100 * a.d + 10 * b.d + c.d AS n, CAST(NULL AS VARCHAR) AS nothing,"
          + " a.d = 1 AS truth, TIMESTAMP '2024-05-06 07:08:09' AS moment, 0.5E0 AS half"
          + " FROM (VALUES 0, 1, 2, 3, 4, 5, 6, 7, 8, 9) AS a (d)"
          + " CROSS JOIN (VALUES 0, 1, 2, 3, 4, 5, 6, 7, 8, 9) AS b (d)"
          + " CROSS JOIN (VALUES 0, 1, 2, 3, 4, 5, 6, 7, 8, 9) AS c (d) ORDER BY 1";

  private URLClassLoader loader;

  @BeforeEach
  void load() throws IOException {
    loader =
        new URLClassLoader(new URL[] {JAR.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
  }

  @AfterEach
  void unload() throws IOException {
    loader.close();
  }

  private Connection connect(TestServer server, String password) throws Exception {
    Driver driver =
        (Driver)
            loader
                .loadClass("org.apache.calcite.avatica.remote.Driver")
                .getDeclaredConstructor()
                .newInstance();
    return driver.connect(
        "jdbc:avatica:remote:url="
            + server.httpUrl()
            + DriverEndpoint.PATH
            + ";serialization=protobuf;authentication=BASIC;avatica_user=admin;avatica_password="
            + password,
        new Properties());
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void asksAndChanges(TestStore store) throws Exception {
    try (TestServer server = TestServer.start(store.newUrl());
        Connection admin = connect(server, TestServer.PASSWORD);
        Statement statement = admin.createStatement()) {
      statement.execute("CREATE CATALOG prod");
      try (ResultSet rows = statement.executeQuery(THOUSAND)) {
        int expected = 0;
        while (rows.next()) {
          assertThat(rows.getInt("n")).isEqualTo(expected);
          assertThat(rows.getString("nothing")).isNull();
          assertThat(rows.getBoolean("truth")).isEqualTo(expected / 100 == 1);
          assertThat(rows.getString("moment")).startsWith("2024-05-06 07:08:09");
          assertThat(rows.getDouble("half")).isEqualTo(0.5);
          expected++;
        }
        assertThat(expected).isEqualTo(1_000);
      }
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
      SQLException failure =
          catchThrowableOfType(
              SQLException.class, () -> statement.executeQuery("SELECT * FROM nowhere"));
      assertThat(failure.getSQLState()).isEqualTo("42P01");
      Throwable refusal =
          catchThrowableOfType(Exception.class, () -> connect(server, "wrong").close());
      assertThat(refusal).hasMessageContaining("401");
    }
  }
}
