package dev.vitrine.store.vendor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StoreLocationTest {
  @Test
  void aFileIsTheSameHoweverItsPathIsWritten() {
    String absolute = Path.of("target", "x").toAbsolutePath().toString();

    assertThat(StoreLocation.parse("jdbc:vitrine:file:target/../target/x"))
        .isEqualTo(StoreLocation.parse("jdbc:vitrine:file:" + absolute));
    assertThat(StoreLocation.parse("jdbc:vitrine:file:~/x").url())
        .isEqualTo("jdbc:vitrine:file:" + Path.of(System.getProperty("user.home"), "x"));
  }

  @Test
  void theRestOfAPostgresqlUrlIsPassedToItsDriver() {
    StoreLocation location =
        StoreLocation.parse("jdbc:vitrine:postgresql://host:5433/db?user=store&sslmode=require");

    assertThat(location.vendor()).isEqualTo(Vendor.POSTGRESQL);
    assertThat(location.jdbcUrl())
        .isEqualTo("jdbc:postgresql://host:5433/db?user=store&sslmode=require");
  }

  @Test
  void passwordsAreMasked() {
    StoreLocation location =
        StoreLocation.parse("jdbc:vitrine:postgresql://h/d?user=u&password=hu%20sh");

    assertThat(location.toString()).isEqualTo("jdbc:vitrine:postgresql://h/d?user=u&password=***");
    assertThat(location.masked("the password is hu sh")).isEqualTo("the password is ***");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:vitrine:",
        "jdbc:vitrine:mem:",
        "jdbc:vitrine:file: ",
        "jdbc:vitrine:mem:x;INIT=RUNSCRIPT FROM 'evil.sql'",
        "jdbc:vitrine:file:x;TRACE_LEVEL_FILE=3",
        "jdbc:vitrine:postgresql://h/d?password=%",
        "jdbc:vitrine:postgresql://h/d?password=x%2",
        "jdbc:vitrine:postgresql://h/d?user=%xy",
        "jdbc:vitrine:postgresql://h:65536/d",
        "jdbc:vitrine:postgresql://[::1]:0/d",
        "jdbc:vitrine:postgresql://a:1,b:x/d",
        "jdbc:vitrine:postgresql://h?password=hush",
        "jdbc:vitrine:postgresql://h/d/e?password=hush",
        "jdbc:vitrine:postgresql://h/d/?password=hush",
        "jdbc:vitrine:postgresql://h/d%zz?password=hush",
        "jdbc:vitrine:postgresql:d%zz?password=hush",
        "jdbc:vitrine:postgresql://u:hush@h/d",
        "jdbc:vitrine:h2:x"
      })
  void settingsOfTheStoreAndForeignUrlsAreRefused(String url) {
    assertThatThrownBy(() -> StoreLocation.parse(url))
        .isInstanceOfSatisfying(
            VitrineException.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.CANNOT_CONNECT);
              assertThat(refusal).hasMessageNotContaining("hush");
            });
  }
}
