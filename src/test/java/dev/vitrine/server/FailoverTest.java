package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vitrine.TestStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two servers on one store, of which a driver knows both. */
@Timeout(120)
final class FailoverTest {
  private static final String MANY =
      "SELECT a.d FROM (VALUES 0, 1, 2, 3, 4, 5, 6, 7, 8, 9) AS a (d)"
          + " CROSS JOIN (VALUES 0, 1, 2, 3, 4, 5, 6, 7, 8, 9) AS b (d)";

  private TestServer first;
  private TestServer second;

  @BeforeEach
  void start() throws SQLException {
    String store = TestStore.POSTGRESQL.newUrl();
    first = TestServer.start(store);
    // Another URL, so that the two share nothing but the store.
    second = TestServer.start(store + "&ApplicationName=second");
    try (Connection admin = first.connect("admin");
        Statement statement = admin.createStatement()) {
      statement.execute(
          "CREATE CATALOG prod; CREATE SCHEMA prod.ml_team; CREATE MODEL prod.ml_team.m");
    }
  }

  @AfterEach
  void stop() {
    first.close();
    second.close();
  }

  private static String place(TestServer server) {
    return "localhost:" + server.server().port();
  }

  private Connection connect() throws SQLException {
    return connect(place(first), "");
  }

  private Connection connect(String before, String path) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:vitrine://" + before + "," + place(second) + path, "admin", TestServer.PASSWORD);
  }

  private static SQLException failure(ThrowingCallable call) {
    SQLException failure = catchThrowableOfType(SQLException.class, call);
    assertThat((Throwable) failure).isNotNull();
    return failure;
  }

  private static long number(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getLong(1);
    }
  }

  private static final String VERSIONS =
      "SELECT COUNT(*) FROM system.registry.versions WHERE full_name = 'prod.ml_team.m'";

  @Test
  void theFirstServerThatRespondsIsUsed() throws SQLException {
    first.close();
    try (Connection admin = connect();
        Statement statement = admin.createStatement()) {
      assertThat(number(statement, VERSIONS)).isZero();
    }
    second.close();
    SQLException none = failure(() -> connect().close());
    assertThat(none.getSQLState()).isEqualTo("08001");
    assertThat(none.getMessage()).contains(place(first), place(second));
  }

  @Test
  void aWrongPasswordIsWrongEverywhere() {
    SQLException refused =
        failure(
            () ->
                DriverManager.getConnection(
                    "jdbc:vitrine://" + place(first) + "," + place(second), "admin", "wrong"));
    assertThat(refused.getSQLState()).isEqualTo("28000");
  }

  @Test
  void theNextStatementRunsElsewhereInTheSameSession() throws SQLException {
    try (Connection admin = connect(place(first), "/prod/ml_team");
        Statement statement = admin.createStatement();
        PreparedStatement prepared =
            admin.prepareStatement("SELECT ? || current_schema() FROM (VALUES 1) AS t (x)")) {
      admin.setAutoCommit(false);
      admin.setReadOnly(true);
      admin.setClientInfo("ApplicationName", "test");
      admin.setNetworkTimeout(Runnable::run, 30_000);
      statement.setMaxRows(3);
      prepared.setString(1, "in ");
      assertThat(prepared.execute()).isTrue();
      admin.commit();
      first.close();
      try (ResultSet rows = prepared.executeQuery()) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString(1)).isEqualTo("in ml_team");
      }
      admin.commit();
      int count = 0;
      try (ResultSet rows = statement.executeQuery(MANY)) {
        while (rows.next()) {
          count++;
        }
      }
      assertThat(count).as("limit").isEqualTo(3);
      assertThat(admin.getCatalog()).isEqualTo("prod");
      assertThat(admin.getSchema()).isEqualTo("ml_team");
      assertThat(admin.getAutoCommit()).isFalse();
      assertThat(admin.isReadOnly()).isTrue();
      assertThat(admin.getClientInfo("ApplicationName")).isEqualTo("test");
      assertThat(admin.isValid(5)).isTrue();
      assertThat(admin.getMetaData().getUserName()).isEqualTo("admin");
    }
  }

  @Test
  void anOpenTransactionIsLostAndNeverHalved() throws SQLException {
    for (boolean byText : new boolean[] {true, false}) {
      TestServer doomed = TestServer.start(first.storeUrl() + "&ApplicationName=d" + byText);
      try (Connection admin = connect(place(doomed), "");
          Statement statement = admin.createStatement()) {
        if (byText) {
          statement.execute("BEGIN");
        } else {
          admin.setAutoCommit(false);
        }
        statement.execute("CREATE CATALOG half");
        doomed.close();
        assertThat(failure(() -> statement.execute("CREATE SCHEMA half.s")).getSQLState())
            .isEqualTo("08006");
        assertThat(failure(() -> statement.execute("SELECT 1")).getMessage())
            .contains("transaction");
        assertThat(failure(admin::commit).getSQLState()).isEqualTo("08006");
        assertThat(admin.isValid(5)).isFalse();
        admin.rollback();
        assertThat(number(statement, "SELECT COUNT(*) FROM catalogs WHERE catalog_name = 'half'"))
            .isZero();
        assertThat(admin.getAutoCommit()).isEqualTo(byText);
        assertThat(admin.isValid(5)).isTrue();
      }
    }
  }

  @Test
  void rowsThatAreBeingReadAreNotReadTwice() throws SQLException {
    try (Connection admin = connect();
        Statement reading = admin.createStatement();
        Statement other = admin.createStatement()) {
      reading.setFetchSize(10);
      ResultSet rows = reading.executeQuery(MANY);
      assertThat(rows.next()).isTrue();
      first.close();
      SQLException lost =
          failure(
              () -> {
                while (rows.next()) {
                  assertThat(rows.getRow()).isLessThanOrEqualTo(10);
                }
              });
      assertThat(lost.getSQLState()).isEqualTo("08006");
      assertThat(failure(() -> other.execute("SELECT 1")).getMessage()).contains("rows");
      rows.close();
      assertThat(other.execute("SELECT 1")).isTrue();
    }
  }

  @Test
  void sentRequestsAreNotRepeated() throws Exception {
    try (CountingProxy proxy = new CountingProxy(first);
        Connection admin = connect(proxy.place(), "");
        Statement statement = admin.createStatement()) {
      assertThat(number(statement, VERSIONS)).isZero();
      proxy.loseResponse();
      String adding = "ALTER MODEL prod.ml_team.m ADD VERSION FROM 's3://bucket/1'";
      assertThat(failure(() -> statement.execute(adding)).getSQLState()).isEqualTo("08006");
      assertThat(number(statement, VERSIONS)).isEqualTo(1);
    }
  }

  @Test
  void aCommitWithoutAResponseIsUnknown() throws Exception {
    try (CountingProxy proxy = new CountingProxy(first);
        Connection admin = connect(proxy.place(), "");
        Statement statement = admin.createStatement()) {
      admin.setAutoCommit(false);
      statement.execute("ALTER MODEL prod.ml_team.m ADD VERSION FROM 's3://bucket/1'");
      proxy.loseResponse();
      assertThat(failure(admin::commit).getSQLState()).isEqualTo("08007");
      admin.rollback();
      assertThat(number(statement, VERSIONS)).isEqualTo(1);
    }
  }

  @Test
  void readOnlyRequestsAreRepeated() throws Exception {
    try (CountingProxy proxy = new CountingProxy(first);
        Connection admin = connect(proxy.place(), "")) {
      proxy.loseResponse();
      assertThat(admin.isValid(5)).isTrue();
      try (PreparedStatement prepared = admin.prepareStatement(VERSIONS);
          ResultSet tables = admin.getMetaData().getTables(null, null, "versions", null)) {
        assertThat(prepared.execute()).isTrue();
        assertThat(tables.next()).isTrue();
      }
    }
  }

  @Test
  void nothingIsValidWithoutAServer() throws SQLException {
    try (Connection admin = connect();
        Statement statement = admin.createStatement()) {
      first.close();
      assertThat(admin.isValid(5)).isTrue();
      second.close();
      assertThat(admin.isValid(5)).isFalse();
      assertThat(failure(() -> statement.execute("SELECT 1")).getSQLState()).startsWith("08");
    }
  }
}
