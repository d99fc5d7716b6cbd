package dev.vitrine.server.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.TestStore;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** Modes of transactions, COPY in binary format, and what pools and drivers send of themselves. */
final class PgTransactionModesTest {
  private static final String MODELS = "SELECT COUNT(*) FROM registry.models";

  private static long count(Statement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery(MODELS)) {
      assertThat(rows.next()).isTrue();
      return rows.getLong(1);
    }
  }

  private static void refused(String sqlState, ThrowingCallable action) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(
            SQLException.class, error -> assertThat(error.getSQLState()).isEqualTo(sqlState));
  }

  private static Properties simple() {
    Properties properties = new Properties();
    properties.setProperty("preferQueryMode", "simple");
    return properties;
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void repeatableReadReadsOneState(TestStore store) throws Exception {
    try (PgServer server = PgServer.start(store.newUrl());
        Connection connection = server.connect("admin", "system", simple());
        Connection other = server.connect("admin");
        Statement reader = connection.createStatement();
        Statement writer = other.createStatement()) {
      writer.execute("CREATE CATALOG prod; CREATE SCHEMA prod.ml; CREATE MODEL prod.ml.one");
      reader.execute("START TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      assertThat(count(reader)).isOne();
      writer.execute("CREATE MODEL prod.ml.two");
      assertThat(count(reader)).isOne();
      refused("25000", () -> reader.execute("CREATE MODEL prod.ml.three"));
      assertThat(count(reader)).isOne();
      reader.execute("COMMIT");
      assertThat(count(reader)).isEqualTo(2);

      // The level belongs to one transaction, also where the store's connection is used again.
      reader.execute("BEGIN");
      assertThat(count(reader)).isEqualTo(2);
      writer.execute("CREATE MODEL prod.ml.three");
      assertThat(count(reader)).isEqualTo(3);
      reader.execute("CREATE MODEL prod.ml.four");
      refused("25000", () -> reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"));
      reader.execute("COMMIT");
      assertThat(count(writer)).isEqualTo(4);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BEGIN READ ONLY",
        "BEGIN; SET TRANSACTION READ ONLY",
        "START TRANSACTION READ ONLY"
      })
  void readOnlyTransactionsChangeNothing(String begin) throws Exception {
    try (PgServer server = PgServer.start(TestStore.H2.newUrl());
        Connection connection = server.connect("admin", "system", simple());
        Statement statement = connection.createStatement()) {
      statement.execute(begin);
      refused("25000", () -> statement.execute("CREATE CATALOG prod"));
      statement.execute("COMMIT");
      statement.execute("CREATE CATALOG prod");
    }
  }

  @Test
  void refusesLevelsThatTheStoreDoesNotHave() throws Exception {
    try (PgServer server = PgServer.start(TestStore.H2.newUrl());
        Connection connection = server.connect("admin", "system", simple());
        Statement statement = connection.createStatement()) {
      refused("0A000", () -> statement.execute("BEGIN ISOLATION LEVEL SERIALIZABLE"));
      refused(
          "0A000",
          () ->
              statement.execute(
                  "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ"));
      statement.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY");
    }
  }

  @Test
  void copiesInBinaryFormat() throws Exception {
    try (PgServer server = PgServer.start(TestStore.H2.newUrl());
        Connection connection = server.connect("admin")) {
      PGConnection client = connection.unwrap(PGConnection.class);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      long rows =
          client
              .getCopyAPI()
              .copyOut(
                  "COPY (SELECT CAST(7 AS INTEGER), 'ü', CAST(NULL AS VARCHAR), TRUE) TO STDOUT"
                      + " (FORMAT \"binary\")",
                  out);
      assertThat(rows).isOne();
      byte[] text = "ü".getBytes(StandardCharsets.UTF_8);
      ByteBuffer expected = ByteBuffer.allocate(out.size());
      expected.put("PGCOPY\n".getBytes(StandardCharsets.US_ASCII));
      expected.put((byte) 0xff).put((byte) '\r').put((byte) '\n').put((byte) 0);
      expected.putInt(0).putInt(0);
      expected.putShort((short) 4).putInt(4).putInt(7).putInt(text.length).put(text);
      expected.putInt(-1).putInt(1).put((byte) 1).putShort((short) -1);
      assertThat(out.toByteArray()).isEqualTo(expected.array());

      out.reset();
      client.getCopyAPI().copyOut("COPY (" + MODELS + " HAVING FALSE) TO STDOUT BINARY", out);
      assertThat(out.size()).isEqualTo(11 + 4 + 4 + 2);
      refused(
          "42601",
          () ->
              client
                  .getCopyAPI()
                  .copyOut("COPY (SELECT 1) TO STDOUT (FORMAT binary, HEADER)", out));
    }
  }

  /** A pool's reset, and a driver that looks for a type by a name or a number it sends. */
  @Test
  void answersPoolsAndDrivers() throws Exception {
    try (PgServer server = PgServer.start(TestStore.H2.newUrl());
        Connection connection = server.connect("admin");
        Statement statement = connection.createStatement()) {
      for (String reset :
          new String[] {
            "SELECT pg_advisory_unlock_all()", "CLOSE ALL", "UNLISTEN *", "RESET ALL"
          }) {
        statement.execute(reset);
      }
      for (String[] type :
          new String[][] {
            {"_text", "1009"}, {"integer[]", "1007"}, {"character varying", "1043"}, {"int8", "20"}
          }) {
        try (PreparedStatement query =
            connection.prepareStatement("SELECT ?::text::regtype::oid")) {
          query.setString(1, type[0]);
          try (ResultSet rows = query.executeQuery()) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).as(type[0]).isEqualTo(type[1]);
          }
        }
      }
      try (PreparedStatement query =
          connection.prepareStatement("SELECT typname FROM pg_type WHERE oid = ?")) {
        assertThat(query.getParameterMetaData().getParameterTypeName(1)).isEqualTo("oid");
        query.setLong(1, 25);
        try (ResultSet rows = query.executeQuery()) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getString(1)).isEqualTo("text");
        }
      }
    }
  }
}
