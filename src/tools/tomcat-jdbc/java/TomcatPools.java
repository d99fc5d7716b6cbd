import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.tomcat.jdbc.pool.DataSource;
import org.apache.tomcat.jdbc.pool.PoolProperties;

/** Connections pooled by tomcat-jdbc. Arguments: user, password, URLs. */
public final class TomcatPools {
  private TomcatPools() {}

  public static void main(String[] arguments) throws SQLException {
    for (int i = 2; i < arguments.length; i++) {
      PoolProperties settings = new PoolProperties();
      settings.setUrl(arguments[i]);
      settings.setDriverClassName("dev.vitrine.jdbc.VitrineDriver");
      settings.setUsername(arguments[0]);
      settings.setPassword(arguments[1]);
      settings.setMaxActive(2);
      settings.setMaxIdle(2);
      settings.setMinIdle(1);
      settings.setInitialSize(1);
      settings.setTestOnBorrow(true);
      settings.setValidationInterval(0);
      settings.setRollbackOnReturn(true);
      // Only then does this pool roll back.
      settings.setDefaultAutoCommit(false);
      settings.setDefaultReadOnly(false);
      settings.setDefaultCatalog("system");
      settings.setDefaultTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      settings.setRemoveAbandoned(true);
      settings.setJdbcInterceptors(
          "ConnectionState;StatementFinalizer;ResetAbandonedTimer;"
              + "org.apache.tomcat.jdbc.pool.interceptor.StatementCache(prepared=true,max=10)");
      DataSource pool = new DataSource(settings);
      try {
        resets(pool);
        reusesStatements(pool);
        System.out.println("active " + pool.getActive() + ", connections " + pool.getSize());
      } finally {
        pool.close(true);
      }
    }
  }

  private static void resets(DataSource pool) throws SQLException {
    for (int round = 0; round < 2; round++) {
      try (Connection connection = pool.getConnection();
          Statement statement = connection.createStatement()) {
        System.out.printf(
            "autoCommit=%s readOnly=%s catalog=%s isolation=%d%n",
            connection.getAutoCommit(),
            connection.isReadOnly(),
            connection.getCatalog(),
            connection.getTransactionIsolation());
        connection.setAutoCommit(false);
        connection.setReadOnly(true);
        connection.setReadOnly(false);
        connection.setCatalog("prod");
        statement.executeUpdate("GRANT EXECUTE ON MODEL prod.ml_team.plain_model TO tomcat");
      }
    }
  }

  private static void reusesStatements(DataSource pool) throws SQLException {
    String sql = "SELECT COUNT(*) FROM grants WHERE principal = ?";
    for (String principal : new String[] {"tomcat", "alice", "tomcat"}) {
      try (Connection connection = pool.getConnection();
          PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setString(1, principal);
        try (ResultSet count = statement.executeQuery()) {
          count.next();
          System.out.println(principal + " has grants " + count.getLong(1));
        }
      }
    }
  }
}
