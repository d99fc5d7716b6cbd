package dev.vitrine.store.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.Polling;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.store.Store;
import dev.vitrine.store.StoreTransaction;
import dev.vitrine.store.audit.AuditRow;
import dev.vitrine.store.connection.DriverConnections;
import dev.vitrine.store.vendor.StoreErrors;
import dev.vitrine.store.vendor.StoreLocation;
import dev.vitrine.store.vendor.Vendor;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An H2 store with a full disk refuses changes, serves reads, and needs no restart. */
@Timeout(180)
final class DiskFullTest {
  @TempDir private Path folder;

  @AfterEach
  void makeSpace() {
    LimitedDisk.setFull(false);
  }

  private StoreLocation location() {
    LimitedDisk.register();
    String url = "jdbc:vitrine:file:" + folder.resolve("registry");
    StoreLocation plain = StoreLocation.parse(url);
    return new StoreLocation(
        url, Vendor.H2, plain.jdbcUrl().replace("jdbc:h2:file:", "jdbc:h2:full:"), false);
  }

  private static void write(Store store, String action) {
    try (StoreTransaction work = store.begin()) {
      work.call(
          writing -> {
            writing
                .audit()
                .insert(
                    new AuditRow(
                        LocalDateTime.of(2026, 1, 1, 0, 0),
                        "admin",
                        action,
                        Map.of(),
                        200,
                        Optional.empty(),
                        "session",
                        Optional.empty(),
                        Optional.empty()));
            return true;
          });
      work.commit();
    }
  }

  private static boolean hasPrincipals(Store store) {
    try (StoreTransaction work = store.begin()) {
      return work.call(reading -> reading.principals().find("account users").isPresent());
    }
  }

  private static void assertRefused(Store store, String action) {
    assertThatThrownBy(() -> write(store, action))
        .isInstanceOfSatisfying(
            VitrineException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.DISK_FULL));
  }

  private static void eventually(Callable<Boolean> condition) throws Exception {
    Polling.until("the condition", condition::call);
  }

  private static long rows(StoreLocation location) throws SQLException {
    try (var connection = DriverConnections.connect(location);
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT COUNT(*) FROM vitrine.audit_log WHERE action_name LIKE 'kept%'")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Test
  void writersAreRefusedReadsContinueAndFreeSpaceIsNoticed() throws Exception {
    StoreLocation location = location();
    try (Store store = Store.open(location)) {
      write(store, "kept1");
      // Connections that are idle, and one with an open transaction, when the database closes.
      StoreTransaction open = store.begin();
      for (int round = 0; round < 2; round++) {
        LimitedDisk.setFull(true);
        assertRefused(store, "lost1");
        eventually(() -> store.health(Duration.ofSeconds(10)).readOnly());
        for (int i = 0; i < 20; i++) {
          assertThat(hasPrincipals(store)).isTrue();
          assertRefused(store, "lost2");
        }
        assertThat(store.health(Duration.ofSeconds(10)).connects()).isTrue();
        LimitedDisk.setFull(false);
        eventually(() -> !store.health(Duration.ofSeconds(10)).readOnly());
        write(store, "kept2");
        assertThat(hasPrincipals(store)).isTrue();
        assertThat(store.health(Duration.ofSeconds(10)).responds()).isTrue();
      }
      assertThatThrownBy(
              () -> open.call(work -> work.principals().find("account users").isPresent()))
          .isInstanceOfSatisfying(
              VitrineException.class,
              lost -> assertThat(lost.code()).isEqualTo(ErrorCode.STORE_UNREACHABLE));
      assertThatThrownBy(open::close).isInstanceOf(VitrineException.class);
      write(store, "kept3");
    }
    assertThat(rows(location)).isEqualTo(4);
  }

  @Test
  void fullDisksOfPostgresqlAndH2AreRecognised() {
    for (SQLException full :
        new SQLException[] {
          new SQLException("could not extend file", "53100"),
          new SQLException(
              "General error", "HY000", 50_000, new IOException("No space left on device")),
          new SQLException("The database is read only", "90097", 90_097)
        }) {
      assertThat(((VitrineException) StoreErrors.translate((Throwable) full)).code())
          .isEqualTo(ErrorCode.DISK_FULL);
    }
  }
}
