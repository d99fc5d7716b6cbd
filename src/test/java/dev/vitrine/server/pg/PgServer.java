package dev.vitrine.server.pg;

import dev.vitrine.TestStore;
import dev.vitrine.server.ServerSettings;
import dev.vitrine.server.TestServer;
import dev.vitrine.session.Engine;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** A port for PostgreSQL clients in this JVM, on a free port, in front of a store. */
public final class PgServer implements AutoCloseable {
  private final Engine engine;
  private final PgListener listener;

  private PgServer(Engine engine, PgListener listener) {
    this.engine = engine;
    this.listener = listener;
  }

  /** One in front of the store at this embedded URL, whose admin has the standard password. */
  public static PgServer start(String storeUrl) {
    return start(storeUrl, settings());
  }

  /**
   * One that every user can sign in to in one way: with SCRAM-SHA-256 on PostgreSQL, with a
   * password in clear text on H2. So a client that is tested on both stores is tested with both.
   */
  public static PgServer startSigningIn(TestStore store, String storeUrl) {
    PgAuthentication way =
        switch (store) {
          case POSTGRESQL -> PgAuthentication.SCRAM;
          case H2 -> PgAuthentication.PASSWORD;
        };
    return start(storeUrl, settings().withAuthentication(way));
  }

  static PgServer start(String storeUrl, PgSettings settings) {
    Engine engine = Engine.open(storeUrl);
    try (Connection admin = DriverManager.getConnection(storeUrl, "admin", "");
        Statement statement = admin.createStatement()) {
      statement.execute("ALTER USER admin SET PASSWORD '" + TestServer.PASSWORD + "'");
    } catch (SQLException exception) {
      throw new IllegalStateException(exception);
    }
    return new PgServer(
        engine,
        PgPort.open(settings, "0")
            .orElseThrow()
            .serve(engine, engine.authenticator(), "Vitrine test"));
  }

  static PgSettings settings() {
    ServerSettings local = ServerSettings.local();
    return PgSettings.of(local.host(), 0, local.limits(), local.patience());
  }

  PgListener listener() {
    return listener;
  }

  public int port() {
    return listener.port();
  }

  /** The URL for pgjdbc. */
  String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + listener.port() + "/" + database;
  }

  /** A connection of this user through pgjdbc, with the standard password. */
  public Connection connect(String user) throws SQLException {
    return connect(user, "system", new Properties());
  }

  Connection connect(String user, String database, Properties more) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", TestServer.PASSWORD);
    properties.putAll(more);
    return DriverManager.getConnection(url(database), properties);
  }

  @Override
  public void close() {
    listener.close();
    engine.close();
  }
}
