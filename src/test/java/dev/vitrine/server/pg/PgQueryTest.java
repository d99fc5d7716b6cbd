package dev.vitrine.server.pg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Queries of pgjdbc. */
final class PgQueryTest {
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void runsStatements(TestStore store) throws Exception {
    try (PgServer server = PgServer.start(store.newUrl());
        Connection connection = server.connect("admin");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE CATALOG prod");
      try (ResultSet rows =
          statement.executeQuery("SELECT catalog_name FROM registry.catalogs ORDER BY 1")) {
        rows.next();
        assertThat(rows.getString(1)).isEqualTo("prod");
      }
    }
  }
}
