package dev.vitrine.store;

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:vitrine:",
        "jdbc:vitrine:mem:",
        "jdbc:vitrine:file: ",
        "jdbc:vitrine:mem:x;INIT=RUNSCRIPT FROM 'evil.sql'",
        "jdbc:vitrine:file:x;TRACE_LEVEL_FILE=3",
        "jdbc:vitrine:h2:x"
      })
  void settingsOfTheStoreAndForeignUrlsAreRefused(String url) {
    assertThatThrownBy(() -> StoreLocation.parse(url))
        .isInstanceOfSatisfying(
            VitrineException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.CANNOT_CONNECT));
  }
}
