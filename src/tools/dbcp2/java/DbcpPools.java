import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.commons.dbcp2.BasicDataSource;

/** Connections and prepared statements pooled by DBCP2. Arguments: user, password, URLs. */
public final class DbcpPools {
  private DbcpPools() {}

  public static void main(String[] arguments) throws SQLException {
    for (int i = 2; i < arguments.length; i++) {
      try (BasicDataSource pool = new BasicDataSource()) {
        pool.setUrl(arguments[i]);
        pool.setUsername(arguments[0]);
        pool.setPassword(arguments[1]);
        pool.setMaxTotal(2);
        pool.setTestOnBorrow(true);
        pool.setTestOnReturn(true);
        pool.setDefaultReadOnly(false);
        pool.setDefaultAutoCommit(true);
        pool.setDefaultCatalog("system");
        pool.setDefaultSchema("registry");
        pool.setDefaultQueryTimeout(java.time.Duration.ofSeconds(30));
        pool.setPoolPreparedStatements(true);
        resets(pool);
        reusesStatements(pool);
        System.out.println("active " + pool.getNumActive() + ", idle " + pool.getNumIdle());
      }
    }
  }

  private static void resets(BasicDataSource pool) throws SQLException {
    for (int round = 0; round < 2; round++) {
      try (Connection connection = pool.getConnection();
          Statement statement = connection.createStatement()) {
        System.out.printf(
            "autoCommit=%s readOnly=%s catalog=%s schema=%s%n",
            connection.getAutoCommit(),
            connection.isReadOnly(),
            connection.getCatalog(),
            connection.getSchema());
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        connection.setReadOnly(false);
        connection.setCatalog("prod");
        statement.executeUpdate("GRANT EXECUTE ON MODEL prod.ml_team.plain_model TO dbcp2");
      }
    }
  }

  private static void reusesStatements(BasicDataSource pool) throws SQLException {
    String sql = "SELECT COUNT(*) FROM grants WHERE principal = ?";
    for (String principal : new String[] {"dbcp2", "alice", "dbcp2"}) {
      try (Connection connection = pool.getConnection();
          PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setString(1, principal);
        statement.setMaxRows(5);
        try (ResultSet count = statement.executeQuery()) {
          count.next();
          System.out.println(principal + " has grants " + count.getLong(1));
        }
      }
    }
  }
}
