package dev.vitrine.server.pg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.Effort;
import dev.vitrine.TestStore;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** Statements of sessions have the results that they have on a real PostgreSQL. */
final class PgAgreementTest {
  private static final String FIVE =
      "SELECT x FROM (VALUES (1), (2), (3), (4), (5)) AS t(x) ORDER BY x";

  private static final List<String> TIMES =
      List.of(
          "0",
          "1",
          "1000",
          "'1s'",
          "'200ms'",
          "'1min'",
          "'90 s'",
          "'1.5s'",
          "'0.5h'",
          "'2d'",
          "'3000us'",
          "60000",
          "'soon'",
          "-1",
          "'1 month'",
          "'99999999999'",
          "DEFAULT");

  private static final List<String> ZONES =
      List.of(
          "'UTC'",
          "'utc'",
          "'Europe/Berlin'",
          "'europe/berlin'",
          "-5",
          "5",
          "5.5",
          "'-5'",
          "'GMT-05:30'",
          "'GMT+3'",
          "'EST5'",
          "'<+0330>-03:30'",
          "'Etc/GMT+5'",
          "'nowhere'",
          "LOCAL",
          "DEFAULT",
          "'EST5EDT'",
          "'Zulu'");

  private static final List<String> FETCHES =
      List.of(
          "FETCH c",
          "FETCH NEXT FROM c",
          "FETCH 2 FROM c",
          "FETCH ALL IN c",
          "FETCH FORWARD c",
          "FETCH FORWARD 3 c",
          "FETCH FORWARD ALL FROM c",
          "FETCH RELATIVE 2 FROM c",
          "FETCH ABSOLUTE 3 FROM c",
          "FETCH FIRST FROM c",
          "FETCH PRIOR FROM c",
          "FETCH -2 FROM c",
          "FETCH BACKWARD 2 FROM c",
          "FETCH BACKWARD ALL FROM c",
          "FETCH RELATIVE -1 FROM c",
          "FETCH RELATIVE -9 FROM c",
          "FETCH RELATIVE 0 FROM c",
          "FETCH 0 FROM c",
          "MOVE 0 IN c",
          "FETCH ABSOLUTE 0 FROM c",
          "FETCH ABSOLUTE 9 FROM c",
          "FETCH ABSOLUTE -2 FROM c",
          "FETCH LAST FROM c",
          "MOVE 2 IN c",
          "MOVE ALL IN c",
          "MOVE BACKWARD ALL IN c",
          "MOVE ABSOLUTE 2 IN c",
          "MOVE FORWARD 1 FROM c",
          "FETCH FORWARD -1 FROM c");

  private static final List<String> COPIED =
      List.of(
          "(SELECT * FROM (VALUES (1, 'a,b', CAST(NULL AS VARCHAR)), (2, 'q\"q', ''), (3, '\\.', 'x')"
              + ", (4, 'a' || CHR(10) || 'b' || CHR(9) || 'c\\', 'N'), (5, ' ü ', '\\N'))"
              + " AS t(n, s, u) ORDER BY n)");

  private static final List<String> OPTIONS =
      List.of(
          "",
          "WITH CSV",
          "CSV HEADER",
          "(FORMAT csv, HEADER)",
          "(FORMAT csv, HEADER off)",
          "(FORMAT csv, HEADER true, DELIMITER ';', NULL 'N')",
          "(DELIMITER '|', NULL '-')",
          "WITH DELIMITER AS '|' NULL AS 'x'",
          "(FORMAT text, ENCODING 'UTF8')",
          "(FORMAT text, HEADER 1)");

  private static Properties simple() {
    Properties properties = new Properties();
    properties.setProperty("preferQueryMode", "simple");
    return properties;
  }

  private static Connection postgres() throws SQLException {
    return DriverManager.getConnection(TestStore.newPostgresUrl(), simple());
  }

  /** The rows, or the number in the tag, or that the statement failed. */
  private static String outcome(Connection connection, String sql) {
    try (Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return sql + ": " + statement.getUpdateCount();
      }
      List<String> rows = new ArrayList<>();
      try (ResultSet found = statement.getResultSet()) {
        while (found.next()) {
          rows.add(found.getString(1));
        }
      }
      return sql + ": " + rows;
    } catch (SQLException failure) {
      return sql + ": failed";
    }
  }

  @Test
  void parametersHaveTheSameValues() throws Exception {
    try (PgServer server = PgServer.start(TestStore.H2.newUrl());
        Connection here = server.connect("admin", "system", simple());
        Connection there = postgres();
        Statement statement = here.createStatement()) {
      for (Connection connection : List.of(here, there)) {
        outcome(connection, "SET TIME ZONE 'UTC'");
      }
      for (String time : TIMES) {
        String set = "SET statement_timeout = " + time;
        assertThat(outcome(here, set)).isEqualTo(outcome(there, set));
        assertThat(outcome(here, "SHOW statement_timeout"))
            .as(time)
            .isEqualTo(outcome(there, "SHOW statement_timeout"));
      }
      statement.execute("CREATE CATALOG prod");
      String instant;
      try (ResultSet row =
          statement.executeQuery("SELECT created_at FROM registry.catalogs WHERE 1 = 1")) {
        row.next();
        instant = row.getString(1);
      }
      for (String zone : ZONES) {
        String set = "SET TIME ZONE " + zone;
        assertThat(outcome(here, set)).isEqualTo(outcome(there, set));
        if (!zone.equals("LOCAL") && !zone.equals("DEFAULT")) {
          assertThat(outcome(here, "SHOW timezone"))
              .as(zone)
              .isEqualTo(outcome(there, "SHOW timezone"));
        }
        outcome(
            there,
            zone.equals("LOCAL") || zone.equals("DEFAULT") ? "SET TIME ZONE UTC" : "SELECT 1");
        try (Statement other = there.createStatement();
            ResultSet mine = statement.executeQuery("SELECT created_at FROM registry.catalogs");
            ResultSet its = other.executeQuery("SELECT '" + instant + "'::timestamptz")) {
          mine.next();
          its.next();
          assertThat(mine.getString(1)).as(zone).isEqualTo(its.getString(1));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void cursorsMoveInTheSameWay(TestStore store) throws Exception {
    Random random = new Random(Effort.seed());
    try (PgServer server = PgServer.start(store.newUrl());
        Connection here = server.connect("admin", "system", simple());
        Connection there = postgres()) {
      int refused = 0;
      for (int run = 0; run < Effort.times(60, 2_000); run++) {
        String kind = run % 3 == 0 ? " NO SCROLL" : " SCROLL";
        List<String> texts = new ArrayList<>();
        for (Connection connection : List.of(here, there)) {
          outcome(connection, "BEGIN");
          outcome(connection, "DECLARE c" + kind + " CURSOR FOR " + FIVE);
        }
        String mine = "";
        for (int step = 0; step < 12 && !mine.endsWith("failed"); step++) {
          String fetch = FETCHES.get(random.nextInt(FETCHES.size()));
          texts.add(fetch);
          mine = outcome(here, fetch);
          assertThat(mine).as(kind + " " + texts).isEqualTo(outcome(there, fetch));
        }
        refused += mine.endsWith("failed") ? 1 : 0;
        for (Connection connection : List.of(here, there)) {
          outcome(connection, "ROLLBACK");
        }
      }
      assertThat(refused).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"COMMIT", "ROLLBACK"})
  void cursorsOutliveTheirTransaction(String end) throws Exception {
    try (PgServer server = PgServer.start(TestStore.H2.newUrl());
        Connection here = server.connect("admin", "system", simple());
        Connection there = postgres()) {
      for (String sql :
          List.of(
              "DECLARE outside CURSOR WITH HOLD FOR " + FIVE,
              "FETCH 2 FROM outside",
              "DECLARE c CURSOR FOR " + FIVE,
              "BEGIN",
              "DECLARE a CURSOR WITH HOLD FOR " + FIVE,
              "DECLARE b SCROLL CURSOR WITH HOLD FOR " + FIVE,
              "DECLARE c CURSOR WITHOUT HOLD FOR " + FIVE,
              "FETCH 2 FROM a",
              "FETCH 3 FROM b",
              end,
              "FETCH 2 FROM a",
              "FETCH PRIOR FROM b",
              "FETCH c",
              "FETCH ALL FROM outside",
              "CLOSE outside",
              "CLOSE ALL",
              "FETCH a",
              "DECLARE d CURSOR FOR SELECT 1; FETCH ALL FROM d")) {
        assertThat(outcome(here, sql)).isEqualTo(outcome(there, sql));
      }
    }
  }

  @Test
  void transactionsChain() throws Exception {
    try (PgServer server = PgServer.start(TestStore.H2.newUrl());
        Connection here = server.connect("admin", "system", simple());
        Connection there = postgres()) {
      for (String sql :
          List.of(
              "BEGIN READ ONLY",
              "COMMIT AND CHAIN",
              "SHOW transaction_read_only",
              "ROLLBACK AND NO CHAIN",
              "SHOW transaction_read_only",
              "BEGIN ISOLATION LEVEL REPEATABLE READ",
              "SHOW transaction_isolation",
              "SELECT current_setting('transaction_isolation')",
              "ROLLBACK WORK AND CHAIN",
              "SHOW transaction_isolation",
              "END",
              "SHOW transaction_isolation",
              "BEGIN",
              "SET TRANSACTION READ ONLY",
              "SHOW transaction_read_only",
              "COMMIT",
              "SET default_transaction_read_only = 'yes'",
              "SHOW default_transaction_read_only",
              "SHOW transaction_read_only",
              "BEGIN",
              "SHOW transaction_read_only",
              "COMMIT",
              "BEGIN READ WRITE",
              "SHOW transaction_read_only",
              "COMMIT",
              "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE",
              "SHOW default_transaction_read_only",
              "COMMIT AND",
              "SET default_transaction_read_only = maybe")) {
        assertThat(outcome(here, sql)).isEqualTo(outcome(there, sql));
      }
    }
  }

  @Test
  void copiesHaveTheSameText() throws Exception {
    try (PgServer server = PgServer.start(TestStore.H2.newUrl());
        Connection here = server.connect("admin");
        Connection there = postgres()) {
      for (String source : COPIED) {
        for (String option : OPTIONS) {
          String sql = "COPY " + source + " TO STDOUT " + option;
          assertThat(copied(here, sql)).as(sql).isEqualTo(copied(there, sql));
        }
      }
      assertThat(copied(here, "COPY registry.catalogs (catalog_name, owner) TO STDOUT CSV HEADER"))
          .isEqualTo("catalog_name,owner\n");
    }
  }

  private static String copied(Connection connection, String sql) throws Exception {
    StringWriter text = new StringWriter();
    connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql, text);
    return text.toString();
  }
}
