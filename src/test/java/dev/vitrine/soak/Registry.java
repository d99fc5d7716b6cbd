package dev.vitrine.soak;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.Random;

/** The registry under load, by the driver and a server; and the recorded state. */
record Registry(Driver driver, String url, Ledger ledger) {
  static final String PASSWORD = "correct horse";
  static final int USERS = 10;
  static final int MODELS = 40;

  Connection connect(String user) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", PASSWORD);
    return driver.connect(url, properties);
  }

  /** A random number below the bound, from the bits of worker and step: the same every time. */
  static int pick(int worker, int step, int bound) {
    return new Random(worker * 100_003L + step).nextInt(bound);
  }

  /** Users, rights and models; the store is embedded, so that no password is there yet. */
  static void fill(String storeUrl) throws SQLException {
    try (Connection admin = DriverManager.getConnection(storeUrl, "admin", "");
        Statement statement = admin.createStatement()) {
      statement.execute(
          """
          CREATE CATALOG c; CREATE SCHEMA c.s; CREATE SCHEMA c.hidden;
          CREATE GROUP readers; CREATE GROUP engineers; CREATE GROUP stewards;
          GRANT USE CATALOG ON CATALOG c TO `account users`;
          GRANT USE SCHEMA ON SCHEMA c.s TO `account users`;
          GRANT EXECUTE ON SCHEMA c.s TO readers;
          GRANT MANAGE, EXECUTE ON SCHEMA c.s TO stewards;
          GRANT MANAGE, EXECUTE ON SCHEMA c.s TO engineers;
          CREATE MODEL c.s.always; ALTER MODEL c.s.always ADD VERSION FROM 's3://always';
          ALTER MODEL c.s.always VERSION 1 SET ALIAS champion;
          CREATE MODEL c.hidden.never; CREATE MODEL c.s.granted;
          """);
      for (String kind : new String[] {"reader", "engineer", "steward", "guest"}) {
        for (int i = 0; i < USERS; i++) {
          String user = kind + i;
          statement.execute("CREATE USER " + user + " WITH PASSWORD '" + PASSWORD + "'");
          if (!kind.equals("guest")) {
            statement.execute("ALTER GROUP " + kind + "s ADD USER " + user);
          }
        }
      }
      for (int i = 0; i < MODELS; i++) {
        statement.execute("CREATE MODEL c.s.m" + i);
        statement.execute("ALTER MODEL c.s.m" + i + " ADD VERSION FROM 's3://first'");
        statement.execute("ALTER MODEL c.s.m" + i + " OWNER TO engineer" + i % USERS);
      }
      statement.execute("ALTER USER admin SET PASSWORD '" + PASSWORD + "'");
    }
  }
}
