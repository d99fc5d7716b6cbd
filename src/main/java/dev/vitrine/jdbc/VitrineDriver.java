package dev.vitrine.jdbc;

import dev.vitrine.jdbc.transport.ConnectionUrl;
import dev.vitrine.jdbc.transport.DriverVersion;
import dev.vitrine.jdbc.transport.HttpClients;
import dev.vitrine.jdbc.transport.ServerAddress;
import dev.vitrine.jdbc.transport.SessionSource;
import dev.vitrine.jdbc.transport.SqlErrors;
import dev.vitrine.protocol.SqlService;
import dev.vitrine.protocol.SqlServiceFactory;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The JDBC driver. URLs:
 *
 * <ul>
 *   <li>{@code jdbc:vitrine:mem:NAME} and {@code jdbc:vitrine:file:PATH}: the engine in this
 *       process, on a store of its own;
 *   <li>{@code jdbc:vitrine:postgresql://HOST[:PORT]/DB[?…]}: the engine in this process, on a
 *       PostgreSQL store, whose account the query string names;
 *   <li>{@code jdbc:vitrine://HOST[:PORT][,HOST[:PORT]…][/CATALOG[/SCHEMA]][?ssl=true&…]}: a
 *       server; of several on one store, the first that responds.
 * </ul>
 *
 * <p>The properties {@code user} and {@code password} are the user of the registry; {@code catalog}
 * and {@code schema} are the initial ones of the session.
 */
public final class VitrineDriver implements Driver {
  private static final String DEFAULT_USER = "admin";

  static {
    try {
      DriverManager.registerDriver(new VitrineDriver());
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** For the service loader, and for tools that make a driver by its class name. */
  public VitrineDriver() {}

  @Override
  public boolean acceptsURL(String url) {
    return ConnectionUrl.accepts(url);
  }

  @Override
  public @Nullable Connection connect(String url, @Nullable Properties properties)
      throws SQLException {
    if (!acceptsURL(url)) {
      return null;
    }
    Properties given = properties == null ? new Properties() : properties;
    ConnectionUrl target = ConnectionUrl.parse(url);
    try {
      return switch (target.kind()) {
        case EMBEDDED -> embedded(target, given);
        case REMOTE -> remote(ServerAddress.parse(url, given, DEFAULT_USER));
      };
    } catch (RuntimeException e) {
      throw SqlErrors.from(e);
    }
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, @Nullable Properties properties) {
    Properties given = properties == null ? new Properties() : properties;
    return new DriverPropertyInfo[] {
      property("user", given.getProperty("user"), "User of the registry; default: admin"),
      property("password", null, "Password of the user; ignored by embedded connections"),
      property("accessToken", null, "Token instead of user and password; servers only"),
      property("ssl", given.getProperty("ssl"), "true: use TLS to a server"),
      property(
          "sslRootCert",
          given.getProperty("sslRootCert"),
          "PEM file of trusted certificates, instead of those of Java"),
      property(
          "allowPlaintext",
          given.getProperty("allowPlaintext"),
          "true: allow sending a password to another machine without TLS"),
      property(
          "compress",
          given.getProperty("compress"),
          "Compress large responses; default: only from other machines"),
      property("catalog", given.getProperty("catalog"), "Initial catalog"),
      property("schema", given.getProperty("schema"), "Initial schema")
    };
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger("dev.vitrine");
  }

  @Override
  public int getMajorVersion() {
    return DriverVersion.CURRENT.major();
  }

  @Override
  public int getMinorVersion() {
    return DriverVersion.CURRENT.minor();
  }

  /** SQL of queries and of governance, but no INSERT, UPDATE and DELETE. */
  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  private static Connection embedded(ConnectionUrl target, Properties given) throws SQLException {
    SqlService service =
        ServiceLoader.load(SqlServiceFactory.class, VitrineDriver.class.getClassLoader())
            .findFirst()
            .orElseThrow(
                () ->
                    SqlErrors.cannotConnect(
                        "This driver connects to servers only. Hint: use vitrine.jar, or a URL"
                            + " that starts with jdbc:vitrine://."))
            .open(target.url());
    String user = given.getProperty("user", "");
    return VitrineConnection.open(
        target.shown(),
        new SessionSource.Embedded(service, user.isBlank() ? DEFAULT_USER : user),
        given.getProperty("catalog"),
        given.getProperty("schema"));
  }

  /** Credentials go with every request and into no property, where they could be read. */
  private static Connection remote(ServerAddress servers) throws SQLException {
    return VitrineConnection.open(
        servers.shown(),
        new SessionSource.Remote(servers, HttpClients.of(servers)),
        servers.catalog(),
        servers.schema());
  }

  private static DriverPropertyInfo property(
      String name, @Nullable String value, String description) {
    DriverPropertyInfo property = new DriverPropertyInfo(name, value);
    property.description = description;
    return property;
  }
}
