package dev.vitrine.answers;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import dev.vitrine.store.vendor.StoreLocation;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.Map;

/**
 * One registry on each kind of store, with the same objects, rights and times in both, and a user
 * who sees a part of them.
 */
final class TwinRegistries {
  /** Sees every model but one, the versions of most. */
  static final String USER = "ann";

  /** Text outside ASCII and outside the basic plane, quotes, wildcards, and an empty text. */
  private static final String[] COMMENTS = {
    "'first'", "NULL", "''", "'Zoë 日本'", "'😀 a😀b'", "'50% of_it\\'", "'It''s \"x\"'", "'  pad '"
  };

  private final Map<TestStore, Connection> connections = new EnumMap<>(TestStore.class);

  private final Map<TestStore, String> urls = new EnumMap<>(TestStore.class);

  private TwinRegistries() {}

  static TwinRegistries open() throws SQLException {
    TwinRegistries twins = new TwinRegistries();
    for (TestStore store : TestStore.values()) {
      TestRegistry registry = TestRegistry.open(store);
      fill(registry.admin());
      setTimes(registry.url());
      twins.connections.put(store, registry.connect(USER));
      twins.urls.put(store, registry.url());
    }
    return twins;
  }

  /** Copies of what the user sees in PostgreSQL's own tables; the caller closes the connection. */
  Connection plainTables() throws SQLException {
    return PlainTables.copy(
        on(TestStore.POSTGRESQL), StoreLocation.parse(urls.get(TestStore.POSTGRESQL)).jdbcUrl());
  }

  Connection on(TestStore store) {
    return connections.get(store);
  }

  void close() throws SQLException {
    for (Connection connection : connections.values()) {
      connection.close();
    }
  }

  private static void fill(Client admin) {
    admin.run("CREATE USER " + USER + "; CREATE USER bob; CREATE GROUP team WITH USER ann");
    int model = 0;
    for (String catalog : new String[] {"lab", "prod"}) {
      admin.run("CREATE CATALOG " + catalog);
      for (String schema : new String[] {"s1", "s2"}) {
        String container = catalog + "." + schema;
        admin.run("CREATE SCHEMA " + container);
        for (int i = 0; i < 4; i++) {
          create(admin, container + ".m" + i, model++);
        }
      }
      admin.run("GRANT USE CATALOG ON CATALOG " + catalog + " TO ann");
      admin.run("GRANT USE SCHEMA ON CATALOG " + catalog + " TO team");
    }
    admin.run("CREATE SCHEMA lab.empty");
    admin.run("GRANT EXECUTE ON CATALOG lab TO ann; GRANT EXECUTE ON SCHEMA prod.s1 TO team");
    admin.run(
        "GRANT APPLY TAG ON MODEL prod.s2.m1 TO ann; GRANT EXECUTE ON MODEL prod.s2.m2 TO ann");
    admin.run("GRANT MANAGE ON MODEL prod.s2.m3 TO ann");
  }

  private static void create(Client admin, String model, int number) {
    String comment = COMMENTS[number % COMMENTS.length];
    admin.run(
        "CREATE MODEL "
            + model
            + (comment.equals("NULL") ? "" : " COMMENT " + comment)
            + (number % 3 == 0 ? "" : " TAGS ('k' = 'v" + number % 2 + "', 'task' = 'Zoë')"));
    for (int version = 1; version <= number % 4; version++) {
      admin.run(
          "ALTER MODEL "
              + model
              + " ADD VERSION FROM 's3://b/"
              + number
              + "/"
              + version
              + "'"
              + (version % 2 == 0 ? "" : " COMMENT " + COMMENTS[(number + 1) % 4 * 2]));
      if (version == 2) {
        admin.run("ALTER MODEL " + model + " VERSION 2 SET ALIAS Champion");
        admin.run("ALTER MODEL " + model + " VERSION 2 SET TAGS ('q' = '0" + number + "')");
      }
    }
    if (number % 5 == 1) {
      admin.run("ALTER MODEL " + model + " OWNER TO bob");
    }
  }

  /** Times that do not depend on when the test runs, some of them equal, some far away. */
  private static void setTimes(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(StoreLocation.parse(url).jdbcUrl());
        Statement statement = connection.createStatement()) {
      for (String table : new String[] {"catalogs", "schemas", "models"}) {
        statement.execute(
            "UPDATE vitrine."
                + table
                + " SET created_at = TIMESTAMP '2024-01-31 23:59:59.987' + MOD(id, 7) * INTERVAL '1'"
                + " DAY, updated_at = TIMESTAMP '2024-03-31 02:30:00.005'");
      }
      statement.execute(
          "UPDATE vitrine.versions SET created_at = TIMESTAMP '2024-02-29 12:00:00.5' + version * INTERVAL"
              + " '1' HOUR, updated_at = TIMESTAMP '1969-12-31 23:59:59.999'");
    }
  }
}
