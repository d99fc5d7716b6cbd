package dev.vitrine.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The work after the end of sessions. */
final class ClosedSessionsTest {
  private static final int SESSIONS = 200;

  private static long backgroundThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("vitrine-background"))
        .count();
  }

  /** Many sessions that are closed at once do not need a thread each. */
  @Test
  void rowsOfClosedSessionsAreRemovedTogether() throws Exception {
    String url = TestStore.H2.newUrl();
    List<Connection> connections = new ArrayList<>();
    for (int i = 0; i < SESSIONS; i++) {
      connections.add(DriverManager.getConnection(url, "admin", ""));
    }
    long before = backgroundThreads();
    for (Connection connection : connections) {
      connection.close();
    }
    assertThat(backgroundThreads() - before).isLessThan(SESSIONS / 10);
  }
}
