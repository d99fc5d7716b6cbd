package dev.vitrine.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import dev.vitrine.store.StatementTrace;
import dev.vitrine.store.Store;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The connection to the store breaks, before each thing that is sent on it. */
final class LostConnectionTest {
  private static final String END_OTHERS =
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
          + " WHERE datname = current_database() AND pid <> pg_backend_pid()";

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whereverItBreaksTheStoreIsSaidToBeUnreachable(boolean autoCommit) throws SQLException {
    String url = TestStore.newPostgresUrl();
    String vitrine = "jdbc:vitrine:" + url.substring("jdbc:".length());
    List<String> states = new ArrayList<>();
    Set<String> places = new HashSet<>();
    try (Connection first = DriverManager.getConnection(vitrine, "admin", "");
        Connection operator = DriverManager.getConnection(url);
        Statement end = operator.createStatement()) {
      assertThat(first.isValid(5)).isTrue();
      Store store = OpenStores.at(vitrine);
      String state = "";
      for (int place = 0; place < 100 && !state.equals("none"); place++) {
        try (Connection connection = DriverManager.getConnection(vitrine, "admin", "")) {
          connection.setAutoCommit(autoCommit);
          AtomicInteger left = new AtomicInteger(place);
          try (StatementTrace trace = new StatementTrace(store, text -> breakAtLast(left, end))) {
            state = state(connection, place);
            places.addAll(trace.take());
          }
        }
        states.add(state);
      }
    }
    assertThat(places).contains("BEGIN", "COMMIT");
    assertThat(places.contains("RELEASE SAVEPOINT")).isNotEqualTo(autoCommit);
    assertThat(states).endsWith("none");
    assertThat(states.subList(0, states.size() - 1)).containsOnly("08006");
  }

  private static void breakAtLast(AtomicInteger left, Statement end) {
    if (left.getAndDecrement() == 0) {
      try {
        end.execute(END_OTHERS);
      } catch (SQLException failure) {
        throw new AssertionError(failure);
      }
    }
  }

  /**
   * Makes a change and reads it.
   *
   * @return the failure
   */
  private static String state(Connection connection, int place) {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE CATALOG c" + place);
      statement.execute("DESCRIBE CATALOG c" + place);
      statement.executeQuery("SELECT catalog_name FROM information_schema.catalogs").close();
      if (!connection.getAutoCommit()) {
        connection.commit();
      }
      return "none";
    } catch (SQLException failure) {
      return failure.getSQLState();
    }
  }
}
