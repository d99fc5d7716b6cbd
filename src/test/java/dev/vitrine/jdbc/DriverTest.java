package dev.vitrine.jdbc;

import static dev.vitrine.jdbc.ContractTest.assertState;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.protocol.Condition;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
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
