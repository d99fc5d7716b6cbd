package dev.vitrine.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Grants and revokes a privilege on a model that only it changes. */
final class GrantingWorker extends Worker {
  private final String model;
  private final String guest;
  private final Possible<Boolean> granted = new Possible<>(false);
  private long changes;

  GrantingWorker(Registry registry, int number) {
    super(registry, "steward" + number % Registry.USERS, number);
    this.guest = "guest" + number % Registry.USERS;
    this.model = "c.s.m" + number / Registry.USERS;
  }

  @Override
  int step(Connection open, int next) throws SQLException {
    try (Statement statement = open.createStatement()) {
      if (next % 3 == 0) {
        assertThat(held(statement)).as("%s on %s", guest, model).isIn(granted.values());
      } else {
        boolean give = next % 3 == 1;
        granted.attempt(give);
        statement.executeUpdate(
            give
                ? "GRANT EXECUTE ON MODEL " + model + " TO " + guest
                : "REVOKE EXECUTE ON MODEL " + model + " FROM " + guest);
        granted.acknowledged(give);
        changes++;
      }
    }
    return 1;
  }

  private Object held(Statement statement) throws SQLException {
    return value(
        statement, "SELECT has_privilege('EXECUTE', 'MODEL', '" + model + "', '" + guest + "')");
  }

  long changes() {
    return changes;
  }

  /** The last that was acknowledged holds. */
  void check(Connection admin) throws SQLException {
    try (Statement statement = admin.createStatement()) {
      assertThat(held(statement)).as("%s on %s", guest, model).isIn(granted.values());
    }
  }
}
