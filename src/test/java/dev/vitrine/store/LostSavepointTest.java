package dev.vitrine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.vitrine.TestStore;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.store.vendor.StoreLocation;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The connection to the store is lost at the end of a statement. */
final class LostSavepointTest {
  private static ErrorCode code(ThrowingCallable work) {
    return catchThrowableOfType(VitrineException.class, work).code();
  }

  @Test
  void aStatementWhoseEndFailsIsNoInternalError() throws Exception {
    String url = TestStore.newPostgresUrl();
    Store store =
        Store.open(StoreLocation.parse("jdbc:vitrine:" + url.substring("jdbc:".length())));
    try (store) {
      StoreTransaction work = store.begin();
      work.beginStatement();
      try (Connection connection = DriverManager.getConnection(url);
          Statement statement = connection.createStatement()) {
        statement.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
      }
      assertThat(code(work::endStatement)).isEqualTo(ErrorCode.STORE_UNREACHABLE);
      assertThat(code(work::undoStatement)).isEqualTo(ErrorCode.STORE_UNREACHABLE);
      assertThat(code(work::close)).isEqualTo(ErrorCode.STORE_UNREACHABLE);
    }
  }
}
