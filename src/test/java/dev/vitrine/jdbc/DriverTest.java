package dev.vitrine.jdbc;

import static dev.vitrine.jdbc.ContractTest.assertState;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Properties;
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
    assertThat(address.endpoint()).hasToString("https://host:8080/avatica");
    assertThat(address.authorization()).isEqualTo("Bearer hidden");
    assertThat(address.catalog()).isEqualTo("c");
    assertThat(address.schema()).isEqualTo("s");
  }

  /** Pools and tools hand over whatever they know. */
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
