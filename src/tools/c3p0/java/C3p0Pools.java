import com.mchange.v2.c3p0.ComboPooledDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Connections and statements pooled by c3p0. Arguments: user, password, URLs. */
public final class C3p0Pools {
  private C3p0Pools() {}

  public static void main(String[] arguments) throws SQLException {
    for (int i = 2; i < arguments.length; i++) {
      ComboPooledDataSource pool = new ComboPooledDataSource();
      try {
        pool.setJdbcUrl(arguments[i]);
        pool.setUser(arguments[0]);
        pool.setPassword(arguments[1]);
        pool.setInitialPoolSize(1);
        pool.setMinPoolSize(1);
        pool.setMaxPoolSize(1);
        pool.setMaxStatements(20);
        pool.setTestConnectionOnCheckout(true);
        pool.setTestConnectionOnCheckin(true);
        pool.setCheckoutTimeout(60_000);
        resets(pool);
        reusesStatements(pool);
        System.out.println("connections " + pool.getNumConnectionsDefaultUser());
      } finally {
        pool.close();
      }
    }
  }

  /** It does not put back the catalog, of whatever driver. */
  private static void resets(ComboPooledDataSource pool) throws SQLException {
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
        statement.executeUpdate("GRANT EXECUTE ON MODEL prod.ml_team.plain_model TO c3p0");
      }
    }
  }

  private static void reusesStatements(ComboPooledDataSource pool) throws SQLException {
    String sql = "SELECT COUNT(*) FROM grants WHERE principal = ?";
    for (String principal : new String[] {"c3p0", "alice", "c3p0"}) {
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
