package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import dev.vitrine.session.EngineSettings;
import dev.vitrine.share.ShareSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Two servers that share a model, from CREATE SHARE to load_model of the released client. */
@Timeout(900)
@EnabledIfSystemProperty(
    named = "vitrine.python",
    matches = ".+",
    disabledReason = "no Python clients (-Dvitrine.python)")
final class SharingIT {
  private static final String SCRIPT = "src/test/python/sharing.py";

  @Test
  void aSharedModelPredictsTheSameUntilItIsRevoked() throws Exception {
    EngineSettings settings =
        EngineSettings.DEFAULT.withShares(
            ShareSettings.DEFAULT.withLoopback().withRefreshAfter(Duration.ofSeconds(1)));
    try (TestServer provider = TestServer.start(TestStore.H2.newUrl());
        TestServer recipient = TestServer.start(TestStore.POSTGRESQL.newUrl(), settings)) {
      String predicted = run(provider, "provide");
      String activation = shared(provider);
      run(recipient, "CREATE PROVIDER acme USING TEXT ?", activation);
      try (Connection admin = recipient.connect("admin");
          Statement statement = admin.createStatement()) {
        statement.execute("CREATE CATALOG acme_models USING SHARE acme.models");
        statement.execute("CREATE USER reader");
        statement.execute("GRANT USE CATALOG ON CATALOG acme_models TO reader");
        statement.execute("GRANT USE SCHEMA, EXECUTE ON SCHEMA acme_models.ml TO reader");
      }
      assertThat(run(recipient, "load")).isEqualTo(predicted);
      try (Connection admin = provider.connect("admin");
          Statement statement = admin.createStatement()) {
        statement.execute("REVOKE SELECT ON SHARE models FROM RECIPIENT partner");
      }
      run(recipient, "revoked");
      try (Connection admin = recipient.connect("admin");
          Statement statement = admin.createStatement();
          ResultSet state = statement.executeQuery("SELECT state FROM shared_catalogs")) {
        assertThat(state.next()).isTrue();
        assertThat(state.getString(1)).isEqualTo("REFUSED");
      }
    }
  }

  /** Shares the model; returns the activation file. */
  private static String shared(TestServer provider) throws SQLException {
    try (Connection admin = provider.connect("admin");
        Statement statement = admin.createStatement()) {
      statement.execute("CREATE SHARE models COMMENT 'for partners'");
      statement.execute("ALTER SHARE models ADD MODEL main.ml.churn");
      String activation;
      try (ResultSet row =
          statement.executeQuery(
              "CREATE RECIPIENT partner ENDPOINT '"
                  + provider.httpUrl()
                  + "/api/2.1/vitrine-sharing'")) {
        assertThat(row.next()).isTrue();
        activation = null;
        for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
          String text = row.getString(column);
          if (text != null && text.contains("bearerToken")) {
            activation = text;
          }
        }
      }
      assertThat(activation).isNotNull();
      statement.execute("GRANT SELECT ON SHARE models TO RECIPIENT partner");
      return activation;
    }
  }

  private static void run(TestServer server, String sql, String parameter) throws SQLException {
    try (Connection admin = server.connect("admin");
        PreparedStatement statement = admin.prepareStatement(sql)) {
      statement.setString(1, parameter);
      statement.execute();
    }
  }

  /** Runs a part of the script; returns what it printed after PREDICTED. */
  private static String run(TestServer server, String part) throws Exception {
    Path python = PythonScript.releases().get(0).resolve("bin/python");
    PythonScript script = new PythonScript(server, python, SCRIPT, List.of(part), Map.of());
    int status = script.runForked();
    assertThat(status).as(script.output()).isZero();
    return script
        .output()
        .lines()
        .filter(line -> line.startsWith("PREDICTED "))
        .findFirst()
        .orElse("");
  }
}
