package dev.vitrine.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Logger;
import org.apache.calcite.avatica.BuiltInConnectionProperty;
import org.apache.calcite.avatica.DriverVersion;
import org.apache.calcite.avatica.UnregisteredDriver;
import org.apache.calcite.avatica.remote.Driver;

/**
 * The JDBC driver. URLs:
 *
 * <ul>
 *   <li>{@code jdbc:vitrine:mem:NAME} and {@code jdbc:vitrine:file:PATH}: the engine in this
 *       process, on a store of its own;
 *   <li>{@code jdbc:vitrine:postgresql://HOST[:PORT]/DB[?…]}: the engine in this process, on a
 *       PostgreSQL store, whose account the query string names;
 *   <li>{@code jdbc:vitrine://HOST[:PORT][/CATALOG[/SCHEMA]][?ssl=true&…]}: a server.
 * </ul>
 *
 * <p>The properties {@code user} and {@code password} say who connects to Vitrine; {@code catalog}
 * and {@code schema}, where the session starts.
 */
public final class VitrineDriver extends Driver {
  private static final String EMBEDDED_SERVICE = "dev.vitrine.wire.EmbeddedServiceFactory";
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
  public Connection connect(String url, Properties properties) throws SQLException {
    if (!acceptsURL(url)) {
      return null;
    }
    Properties given = properties == null ? new Properties() : properties;
    ConnectionUrl target = ConnectionUrl.parse(url, given);
    try {
      return switch (target.kind()) {
        case EMBEDDED -> embedded(url, given);
        case REMOTE -> remote(ServerAddress.parse(url, given, DEFAULT_USER));
      };
    } catch (RuntimeException e) {
      throw SqlErrors.from(e);
    }
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
    Properties given = properties == null ? new Properties() : properties;
    return new DriverPropertyInfo[] {
      property("user", given.getProperty("user"), "Who connects to Vitrine; by default admin"),
      property("password", null, "The user's password; not asked for when embedded"),
      property("accessToken", null, "A token instead of user and password; servers only"),
      property("ssl", given.getProperty("ssl"), "true to speak TLS with a server"),
      property(
          "sslRootCert",
          given.getProperty("sslRootCert"),
          "PEM file of the certificates to trust instead of Java's"),
      property("catalog", given.getProperty("catalog"), "Current catalog at first"),
      property("schema", given.getProperty("schema"), "Current schema at first")
    };
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger("dev.vitrine");
  }

  @Override
  protected String getConnectStringPrefix() {
    return "jdbc:vitrine:";
  }

  @Override
  protected org.apache.calcite.avatica.AvaticaFactory createFactory() {
    return new VitrineFactory();
  }

  @Override
  protected DriverVersion createDriverVersion() {
    String version = version();
    String[] numbers = version.split("[.-]", 3);
    int major = Integer.parseInt(numbers[0]);
    int minor = Integer.parseInt(numbers[1]);
    return new DriverVersion(
        "Vitrine JDBC Driver", version, "Vitrine", version, false, major, minor, major, minor);
  }

  private Connection embedded(String url, Properties given) throws SQLException {
    Properties info = new Properties();
    String user = given.getProperty("user", "");
    info.setProperty("user", user.isBlank() ? DEFAULT_USER : user);
    info.setProperty(BuiltInConnectionProperty.URL.camelName(), url);
    info.setProperty(BuiltInConnectionProperty.FACTORY.camelName(), EMBEDDED_SERVICE);
    VitrineConnection connection = connection(url, info);
    connection.open(Map.of("user", info.getProperty("user")));
    connection.start(given.getProperty("catalog"), given.getProperty("schema"));
    return connection;
  }

  /** Credentials go with every request and into no property, where they could be read. */
  private Connection remote(ServerAddress server) throws SQLException {
    Properties info = new Properties();
    info.setProperty(
        BuiltInConnectionProperty.FACTORY.camelName(), HttpService.Unconnected.class.getName());
    VitrineConnection connection = connection(server.shown(), info);
    connection.setService(HttpService.of(server, HttpClients.of(server)));
    connection.open(Map.of());
    connection.start(server.catalog(), server.schema());
    return connection;
  }

  private VitrineConnection connection(String url, Properties info) throws SQLException {
    return (VitrineConnection) factory.newConnection((UnregisteredDriver) this, factory, url, info);
  }

  private static DriverPropertyInfo property(String name, String value, String description) {
    DriverPropertyInfo property = new DriverPropertyInfo(name, value);
    property.description = description;
    return property;
  }

  private static String version() {
    try (InputStream resource = VitrineDriver.class.getResourceAsStream("driver.properties")) {
      Properties properties = new Properties();
      properties.load(resource);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
