package dev.vitrine.jdbc;

import static dev.vitrine.jdbc.ContractTest.assertState;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.jdbc.transport.ConnectionUrl;
import dev.vitrine.jdbc.transport.ServerAddress;
import dev.vitrine.protocol.Condition;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs, properties and the driver's own facts. */
final class DriverTest {
  private final Driver driver = new VitrineDriver();

  @Test
  void isFoundByTheServiceLoader() {
    assertThat(Collections.list(DriverManager.getDrivers()))
        .anyMatch(VitrineDriver.class::isInstance);
  }

  @Test
  void foreignUrlsAreLeftToOthers() throws SQLException {
    assertThat(driver.acceptsURL("jdbc:postgresql://localhost/x")).isFalse();
    assertThat(driver.connect("jdbc:avatica:remote:url=http://x", new Properties())).isNull();
    assertThat(driver.acceptsURL("jdbc:vitrine:mem:x")).isTrue();
    assertThat(driver.acceptsURL("jdbc:vitrine://host")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:vitrine:", "jdbc:vitrine:mem:", "jdbc:vitrine:ftp:x"})
  void malformedUrlsAreErrors(String url) {
    assertState("08001", () -> driver.connect(url, new Properties()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:vitrine://",
        "jdbc:vitrine://host:port",
        "jdbc:vitrine://host:0",
        "jdbc:vitrine://host:65536",
        "jdbc:vitrine://host:99999999999",
        "jdbc:vitrine://host:-1",
        "jdbc:vitrine://[::1]:65536",
        "jdbc:vitrine://no_such_host.invalid",
        "jdbc:vitrine://my_server?ssl=true",
        "jdbc:vitrine:postgresql://localhost:65536/db",
        "jdbc:vitrine:postgresql://localhost:0/db",
        "jdbc:vitrine:postgresql://one:5432,two:x/db",
        "jdbc:vitrine://user@host",
        "jdbc:vitrine://host/a/b/c",
        "jdbc:vitrine://host/%zz"
      })
  void malformedServerUrlsAreErrors(String url) {
    assertState("08001", () -> driver.connect(url, new Properties()));
  }

  @Test
  void urlsNameSeveralServers() throws SQLException {
    ServerAddress servers =
        ServerAddress.parse("jdbc:vitrine://a:1,[::1],b/c/s?ssl=true", new Properties(), "admin");
    assertThat(servers.endpoints())
        .hasToString("[https://a:1/avatica, https://[::1]:8080/avatica, https://b:8080/avatica]");
    assertThat(servers.places()).isEqualTo("a:1, [::1]:8080, b:8080");
    assertThat(servers.catalog()).isEqualTo("c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:vitrine://host?password=x",
        "jdbc:vitrine://host?accessToken=x",
        "jdbc:vitrine://localhost,host?password=x",
        "jdbc:vitrine://127.0.0.1.example.com?password=x",
        "jdbc:vitrine://10.0.0.1?password=x&ssl=false"
      })
  void passwordsAreNotSentInTheClear(String url) {
    SQLException refused =
        ContractTest.failure(() -> ServerAddress.parse(url, new Properties(), "admin"));
    assertThat(refused.getSQLState()).isEqualTo("08001");
    assertThat(refused.getMessage()).startsWith("[CANNOT_CONNECT] ").contains("Hint: add ssl=true");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:vitrine://host",
        "jdbc:vitrine://host?password=x&ssl=true",
        "jdbc:vitrine://host?password=x&allowPlaintext=true",
        "jdbc:vitrine://localhost?password=x",
        "jdbc:vitrine://127.0.0.1:80,[::1]?accessToken=x"
      })
  void passwordsAreSentByTlsOrLocallyOnly(String url) throws SQLException {
    assertThat(ServerAddress.parse(url, new Properties(), "admin").endpoints()).isNotEmpty();
  }

  @Test
  void itsConditionsAreTheEnginesWhereTheEngineHasThem() {
    Map<String, ErrorCode> engines =
        Stream.of(ErrorCode.values()).collect(Collectors.toMap(Enum::name, code -> code));
    List<Integer> own = new ArrayList<>();
    for (Condition condition : Condition.values()) {
      ErrorCode same = engines.get(condition.name());
      if (same == null) {
        own.add(condition.vendorCode());
      } else {
        assertThat(condition.sqlState()).isEqualTo(same.sqlState());
        assertThat(condition.vendorCode()).isEqualTo(same.vendorCode());
      }
    }
    assertThat(own)
        .doesNotContainAnyElementsOf(engines.values().stream().map(ErrorCode::vendorCode).toList());
  }

  @Test
  void unreachableServersAreConnectionErrors() {
    assertState("08001", () -> driver.connect("jdbc:vitrine://localhost:1", new Properties()));
    assertState("08001", () -> driver.connect("jdbc:vitrine://host.invalid", new Properties()));
  }

  @Test
  void secretsAreInNoTextOfAnAddress() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "alice");
    properties.setProperty("password", "secret");
    String url = "jdbc:vitrine://host/c/s?accessToken=hidden&ssl=true";
    ServerAddress address = ServerAddress.parse(url, properties, "admin");
    assertThat(address.toString()).isEqualTo("jdbc:vitrine://host/c/s?ssl=true");
    assertThat(address.endpoints()).hasToString("[https://host:8080/avatica]");
    assertThat(address.authorization()).isEqualTo("Bearer hidden");
    assertThat(address.catalog()).isEqualTo("c");
    assertThat(address.schema()).isEqualTo("s");
  }

  @Test
  void faultsOfAddressesAreNamed() {
    assertThatThrownBy(() -> driver.connect("jdbc:vitrine://host:65536", new Properties()))
        .hasMessage("[CANNOT_CONNECT] The port 65536 is not between 1 and 65535.");
    assertThatThrownBy(
            () -> driver.connect("jdbc:vitrine://no_such_host.invalid", new Properties()))
        .hasMessage("[CANNOT_CONNECT] The host no_such_host.invalid is unknown.");
    assertThatThrownBy(() -> driver.connect("jdbc:vitrine://my_server?ssl=true", new Properties()))
        .hasMessageContaining("has an underscore, which TLS does not allow");
    assertThatThrownBy(
            () -> driver.connect("jdbc:vitrine://h?password=a&hush=b&hush", new Properties()))
        .hasMessageContaining("write & in a value as %26")
        .hasMessageNotContaining("hush");
    assertThatThrownBy(() -> driver.connect("jdbc:vitrine://h?hush&password=a", new Properties()))
        .hasMessageContaining("There is no connection property 'hush'.");
  }

  /** As with names without an underscore, the other servers of the list are tried. */
  @Test
  void unknownHostsOfAListAreLeftOut() throws SQLException {
    ServerAddress address =
        ServerAddress.parse(
            "jdbc:vitrine://no_such_host.invalid:1,a:2,no_host.invalid", new Properties(), "admin");
    assertThat(address.endpoints()).hasToString("[http://a:2/avatica]");
  }

  /** Files and environment variables end with a new line; it is not part of the token. */
  @Test
  void tokensAreTakenWithoutBlanksAroundThem() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("accessToken", " vtr_hidden\r\n");
    assertThat(ServerAddress.parse("jdbc:vitrine://localhost", properties, "admin").authorization())
        .isEqualTo("Bearer vtr_hidden");
    for (String wrong : new String[] {"vtr_hidden\nvtr_other", "vtr_hidden x", "vtr_h\u00efdden"}) {
      properties.setProperty("accessToken", wrong);
      assertThatThrownBy(() -> driver.connect("jdbc:vitrine://localhost", properties))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("accessToken")
          .satisfies(failure -> assertThat(trace(failure)).doesNotContain("vtr_h"));
    }
  }

  private static String trace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  /** Neither in a message or its causes, nor in what PostgreSQL's driver logs. */
  @Test
  void passwordsOfStoresAreNotPrinted() {
    List<String> logged = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord message) {
            logged.add(message.getMessage() + Arrays.toString(message.getParameters()));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger driverLog = Logger.getLogger("org.postgresql");
    driverLog.addHandler(handler);
    try {
      for (String url :
          new String[] {
            "jdbc:vitrine:postgresql://localhost:1/db?user=u&password=hush%zz",
            "jdbc:vitrine:postgresql://localhost:1/db?user=u&password=hush%",
            "jdbc:vitrine:postgresql://localhost:70000/db?user=u&password=hush",
            "jdbc:vitrine:postgresql://localhost:1/db?user=%gg&sslpassword=hush",
            "jdbc:vitrine:postgresql://localhost:1/hush?user=u&password=hush&connectTimeout=1",
          }) {
        assertThatThrownBy(() -> driver.connect(url, new Properties()))
            .isInstanceOf(SQLException.class)
            .satisfies(failure -> assertThat(trace(failure)).doesNotContain("hush"));
      }
    } finally {
      driverLog.removeHandler(handler);
    }
    assertThat(logged).noneMatch(message -> message.contains("hush"));
  }

  @Test
  void urlsAreShownWithoutSecrets() throws SQLException {
    assertThat(
            ConnectionUrl.parse(
                    "jdbc:vitrine:postgresql://h/d?user=u&password=hush&sslPassword=hush&ssl=true")
                .toString())
        .isEqualTo("jdbc:vitrine:postgresql://h/d?user=u&ssl=true");
    assertThat(ConnectionUrl.parse("jdbc:vitrine:postgresql://h/d?password=hush").toString())
        .isEqualTo("jdbc:vitrine:postgresql://h/d");
    assertThat(ConnectionUrl.parse("jdbc:vitrine:mem:x").toString())
        .isEqualTo("jdbc:vitrine:mem:x");
  }

  /** Pools and tools pass unknown properties. */
  @Test
  void propertiesOfOthersAreIgnoredAndSettingsOfTheStoreRefused() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("factory", "java.lang.Object");
    properties.setProperty("fetchsize", "many");
    driver.connect("jdbc:vitrine:mem:ignored", properties).close();
    assertState("08001", () -> driver.connect("jdbc:vitrine:mem:refused;INIT=x", new Properties()));
  }

  @Test
  void unreachableStoreIsAConnectionError() {
    assertState(
        "08001",
        () ->
            DriverManager.getConnection(
                "jdbc:vitrine:postgresql://localhost:1/none?connectTimeout=1"));
  }

  @Test
  void passwordIsNeverShown() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("password", "secret");
    assertThat(driver.getPropertyInfo("jdbc:vitrine:mem:x", properties))
        .allMatch(property -> !"secret".equals(property.value));
  }

  @Test
  void versionComesFromTheBuild() {
    assertThat(driver.jdbcCompliant()).isFalse();
    assertThat(driver.getMajorVersion() + driver.getMinorVersion()).isPositive();
  }
}
