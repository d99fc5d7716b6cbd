import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Connections come back from HikariCP as they went in. Arguments: user, password, URLs. */
public final class HikariPools {
  private HikariPools() {}

  public static void main(String[] arguments) throws SQLException {
    for (int i = 2; i < arguments.length; i++) {
      HikariConfig settings = new HikariConfig();
      settings.setJdbcUrl(arguments[i]);
      settings.setUsername(arguments[0]);
      settings.setPassword(arguments[1]);
      settings.setMaximumPoolSize(2);
      settings.setMinimumIdle(1);
      settings.setCatalog("system");
      settings.setSchema("registry");
      settings.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
      settings.setConnectionInitSql("SELECT 1");
      settings.setValidationTimeout(5_000);
      try (HikariDataSource pool = new HikariDataSource(settings)) {
        resets(pool);
        keepsConnectionsAfterErrors(pool);
      }
    }
  }

  private static void resets(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      show("fresh", connection);
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      connection.setCatalog("prod");
      connection.setSchema("ml_team");
      connection.setNetworkTimeout(Runnable::run, 7_000);
      show("changed", connection);
      ResultSet versions = statement.executeQuery("SELECT version FROM iris_model ORDER BY 1");
      while (versions.next()) {
        System.out.println("version " + versions.getLong("VERSION"));
      }
    }
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      show("returned", connection);
      connection.setAutoCommit(false);
      System.out.println(
          "grants changed "
              + statement.executeUpdate(
                  "GRANT EXECUTE ON MODEL prod.ml_team.plain_model TO hikaricp"));
    }
    try (Connection connection = pool.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("SELECT COUNT(*) FROM grants WHERE principal = ?")) {
      statement.setString(1, "hikaricp");
      ResultSet count = statement.executeQuery();
      count.next();
      System.out.println("grants kept without commit " + count.getInt(1));
    }
  }

  private static void keepsConnectionsAfterErrors(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeQuery("SELECT * FROM nothing_here");
    } catch (SQLException e) {
      System.out.println("error " + e.getSQLState());
    }
    System.out.println("active " + pool.getHikariPoolMXBean().getActiveConnections());
  }

  private static void show(String when, Connection connection) throws SQLException {
    System.out.printf(
        "%s: autoCommit=%s readOnly=%s catalog=%s schema=%s isolation=%d timeout=%d valid=%s%n",
        when,
        connection.getAutoCommit(),
        connection.isReadOnly(),
        connection.getCatalog(),
        connection.getSchema(),
        connection.getTransactionIsolation(),
        connection.getNetworkTimeout(),
        connection.isValid(5));
  }
}
