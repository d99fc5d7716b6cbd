package dev.vitrine.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Reads in many ways, and checks that it sees all visible rows, and no others. */
final class ReadingWorker extends Worker {
  private PreparedStatement resolve;

  ReadingWorker(Registry registry, int number) {
    super(registry, "reader" + number % Registry.USERS, number);
  }

  @Override
  void opened(Connection open) throws SQLException {
    resolve =
        open.prepareStatement("SELECT version FROM aliases WHERE full_name = ? AND alias_key = ?");
  }

  @Override
  int step(Connection open, int next) throws SQLException {
    String model = "c.s.m" + Registry.pick(number(), next, Registry.MODELS);
    try (Statement statement = open.createStatement()) {
      switch (next % 8) {
        case 0 -> {
          List<String> names = names(statement, "SELECT full_name FROM models ORDER BY full_name");
          assertThat(names).contains("c.s.always", "c.s.m0").doesNotContain("c.hidden.never");
          assertThat(names).hasSize(Registry.MODELS + 2).isSorted();
        }
        case 1, 2 -> resolved();
        case 3 ->
            assertThat(
                    (Long)
                        value(
                            statement,
                            "SELECT COUNT(*) FROM versions WHERE full_name = '" + model + "'"))
                .isPositive();
        case 4 ->
            assertThat(
                    value(statement, "SELECT has_privilege('EXECUTE', 'MODEL', '" + model + "')"))
                .isEqualTo(true);
        case 5 -> assertThat(names(statement, "SHOW MODELS IN c.s LIKE 'always'")).hasSize(1);
        case 6 -> {
          try (ResultSet tables = open.getMetaData().getTables("c", "s", "m_", null)) {
            List<String> found = new ArrayList<>();
            while (tables.next()) {
              found.add(tables.getString("TABLE_NAME"));
            }
            assertThat(found).hasSize(10).contains("m7");
          }
        }
        default ->
            assertThat(
                    names(
                        statement,
                        "SELECT m.full_name, COUNT(*) FROM models m"
                            + " JOIN versions v ON v.full_name = m.full_name"
                            + " GROUP BY m.full_name ORDER BY 2 DESC, 1 LIMIT 5"))
                .hasSize(5);
      }
    }
    return 1;
  }

  private void resolved() throws SQLException {
    resolve.setString(1, "c.s.always");
    resolve.setString(2, "champion");
    try (ResultSet version = resolve.executeQuery()) {
      assertThat(version.next()).isTrue();
      assertThat(version.getLong(1)).isOne();
    }
  }

  private static List<String> names(Statement statement, String sql) throws SQLException {
    List<String> names = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }
}
