package dev.vitrine.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Sends what must be refused, and gets exactly that refusal. */
final class FailingWorker extends Worker {
  private static final String[][] REFUSED = {
    {"SELECT * FROM nothing_here", "42P01"},
    {"SELEC 1", "42601"},
    {"DROP MODEL c.hidden.never", "42704"},
    {"DROP MODEL c.s.always", "42501"},
    {"SELECT nothing FROM models", "42703"},
    {"SELECT 1 / (version - version) FROM versions", "22012"},
    {"INSERT INTO models VALUES (1)", "0A000"}
  };

  FailingWorker(Registry registry, int number) {
    super(registry, "reader" + number % Registry.USERS, number);
  }

  @Override
  int step(Connection open, int next) throws SQLException {
    String[] refused = REFUSED[next % REFUSED.length];
    try (Statement statement = open.createStatement()) {
      statement.execute(refused[0]);
      throw new AssertionError("Not refused: " + refused[0]);
    } catch (SQLException e) {
      if (!refused[1].equals(e.getSQLState())) {
        throw e;
      }
      assertThat(e.getMessage()).doesNotContain("\tat ", "Exception");
    }
    return 1;
  }
}
