package dev.vitrine.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Changes a model that only it changes, and records acknowledged changes. */
final class ChangingWorker extends Worker {
  private final String model;
  private final List<Long> versions = new ArrayList<>(List.of(1L));
  private final Possible<Long> champion = new Possible<>(0L);
  private final Possible<String> comment = new Possible<>("");
  private long changes;

  /** Versions whose addition was sent and neither acknowledged nor undone. */
  private long open;

  ChangingWorker(Registry registry, int number) {
    super(registry, "engineer" + number % Registry.USERS, number);
    this.model = "c.s.m" + number;
  }

  @Override
  int step(Connection connection, int next) throws SQLException {
    return switch (next % 5) {
      case 0 -> {
        open++;
        long added = add(connection);
        open--;
        acknowledged(added);
        yield 1;
      }
      case 1, 2 -> {
        long version = versions.get(Registry.pick(number(), next, versions.size()));
        champion.attempt(version);
        execute(connection, "ALTER MODEL " + model + " VERSION " + version + " SET ALIAS champion");
        champion.acknowledged(version);
        changes++;
        yield 1;
      }
      case 3 -> {
        comment.attempt("step " + next);
        execute(connection, "COMMENT ON MODEL " + model + " IS 'step " + next + "'");
        comment.acknowledged("step " + next);
        changes++;
        yield 1;
      }
      default -> transaction(connection, next, next % 2 == 0);
    };
  }

  private int transaction(Connection connection, int next, boolean commit) throws SQLException {
    connection.setAutoCommit(false);
    long added = add(connection);
    long move = versions.get(versions.size() - 1);
    execute(connection, "ALTER MODEL " + model + " VERSION " + added + " SET ALIAS newest");
    execute(connection, "COMMENT ON MODEL " + model + " IS 'transaction " + next + "'");
    assertThat(added).isGreaterThan(move);
    if (commit) {
      open++;
      comment.attempt("transaction " + next);
      connection.commit();
      open--;
      comment.acknowledged("transaction " + next);
      acknowledged(added);
      changes += 2;
    } else {
      connection.rollback();
    }
    connection.setAutoCommit(true);
    return 5;
  }

  private void acknowledged(long version) {
    versions.add(version);
    changes++;
  }

  private long add(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "ALTER MODEL " + model + " ADD VERSION FROM ? RUN ID 'soak'",
            Statement.RETURN_GENERATED_KEYS)) {
      statement.setString(1, "s3://bucket/" + number());
      statement.executeUpdate();
      try (ResultSet key = statement.getGeneratedKeys()) {
        assertThat(key.next()).isTrue();
        return key.getLong(1);
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  /** How many changes were acknowledged. */
  long changes() {
    return changes;
  }

  /** Everything that was acknowledged is there. */
  void check(Connection admin) throws SQLException {
    List<Long> stored = new ArrayList<>();
    try (Statement statement = admin.createStatement()) {
      String all =
          "SELECT version FROM versions WHERE full_name = '" + model + "' ORDER BY version";
      try (ResultSet rows = statement.executeQuery(all)) {
        while (rows.next()) {
          stored.add(rows.getLong(1));
        }
      }
      assertThat(stored).as("versions of %s", model).containsAll(versions).doesNotHaveDuplicates();
      assertThat((long) stored.size()).isBetween((long) versions.size(), versions.size() + open);
      assertThat(
              value(
                  statement,
                  "SELECT COALESCE(MAX(version), 0) FROM aliases WHERE alias_key = 'champion' AND"
                      + " full_name = '"
                      + model
                      + "'"))
          .as("champion of %s", model)
          .isIn(champion.values());
      assertThat(
              value(
                  statement,
                  "SELECT COALESCE(comment, '') FROM models WHERE full_name = '" + model + "'"))
          .as("comment of %s", model)
          .isIn(comment.values());
    }
  }
}
