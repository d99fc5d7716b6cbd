package dev.vitrine.server.pg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Statements that clients send, unchanged. psql, pgjdbc, SQLAlchemy and pandas were recorded on a
 * PostgreSQL server with relations of the same names; those of the other clients were written after
 * what is known of them, and run on PostgreSQL. {@code -- columns:} are the columns there, {@code
 * *} where the columns of a whole relation depend on the version; {@code -- refused:} is the
 * SQLSTATE of a statement that is not supported, with the reason. {@code {registry.models}} stands
 * for the OID of the relation.
 */
final class PgStatementsTest {
  private static final List<String> RECORDED =
      List.of("psql", "pgjdbc", "sqlalchemy", "pandas", "pgcli", "odbc");
  private static final List<String> WRITTEN =
      List.of("npgsql", "metabase", "grafana", "dbeaver", "powerbi", "superset");
  private static final Pattern OID = Pattern.compile("\\{([a-z_.]+)\\}");

  /** A statement with its directives. */
  private record Entry(String sql, String columns, String refusal) {}

  @Test
  void statementsOfClientsRunUnchanged() throws Exception {
    Map<String, List<String>> failures = new TreeMap<>();
    int refused = 0;
    int run = 0;
    try (PgServer server = PgServer.start(TestStore.H2.newUrl());
        Connection connection = server.connect("admin", "system", simple());
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE CATALOG prod; CREATE SCHEMA prod.ml; CREATE MODEL prod.ml.churn;"
              + " ALTER MODEL prod.ml.churn ADD VERSION FROM 's3://b/1'");
      List<String> clients = new ArrayList<>(RECORDED);
      clients.addAll(WRITTEN);
      for (String client : clients) {
        for (Entry entry : entries(client)) {
          String problem = problem(statement, entry);
          if (!problem.isEmpty()) {
            failures.computeIfAbsent(client, name -> new ArrayList<>()).add(problem);
          } else if (entry.refusal().isEmpty()) {
            run++;
          } else {
            refused++;
          }
        }
      }
    }
    System.out.println("Statements of clients: " + run + " run, " + refused + " refused");
    assertThat(failures).isEmpty();
    assertThat(run).isGreaterThan(10 * refused).isGreaterThan(150);
  }

  private static Properties simple() {
    Properties properties = new Properties();
    properties.setProperty("preferQueryMode", "simple");
    return properties;
  }

  /** Empty if the statement has the columns, or the refusal, of its directive. */
  private static String problem(Statement statement, Entry entry) throws SQLException {
    String sql = withOids(statement, entry.sql());
    String shown = " in " + sql.replaceAll("\\s+", " ");
    try (ResultSet rows = statement.executeQuery(sql)) {
      ResultSetMetaData description = rows.getMetaData();
      List<String> columns = new ArrayList<>();
      for (int i = 1; i <= description.getColumnCount(); i++) {
        columns.add(description.getColumnLabel(i));
      }
      while (rows.next()) {
        for (int i = 1; i <= columns.size(); i++) {
          rows.getString(i);
        }
      }
      if (!entry.refusal().isEmpty()) {
        return "not refused" + shown;
      }
      String found = String.join(", ", columns);
      return found.equals(entry.columns()) || entry.columns().equals("*")
          ? ""
          : "columns " + found + ", expected " + entry.columns() + shown;
    } catch (SQLException refused) {
      return !entry.refusal().isEmpty() && entry.refusal().startsWith(refused.getSQLState())
          ? ""
          : refused.getSQLState() + " " + refused.getMessage() + shown;
    }
  }

  private static String withOids(Statement statement, String sql) throws SQLException {
    Matcher place = OID.matcher(sql);
    StringBuilder text = new StringBuilder();
    while (place.find()) {
      try (ResultSet oid =
          statement.executeQuery("SELECT '" + place.group(1) + "'::regclass::oid")) {
        oid.next();
        place.appendReplacement(text, oid.getString(1));
      }
    }
    return place.appendTail(text).toString();
  }

  private static List<Entry> entries(String client) throws IOException {
    List<Entry> entries = new ArrayList<>();
    StringBuilder sql = new StringBuilder();
    String columns = "";
    String refusal = "";
    for (String line : resource(client).lines().toList()) {
      if (line.startsWith("-- columns: ")) {
        columns = line.substring("-- columns: ".length());
      } else if (line.startsWith("-- refused: ")) {
        refusal = line.substring("-- refused: ".length());
      } else if (!line.isBlank()) {
        sql.append(line).append('\n');
        if (line.endsWith(";")) {
          entries.add(new Entry(sql.toString().strip().replaceFirst(";$", ""), columns, refusal));
          sql.setLength(0);
          refusal = "";
        }
      }
    }
    assertThat(entries).as(client).isNotEmpty();
    return entries;
  }

  private static String resource(String client) throws IOException {
    try (InputStream in =
        PgStatementsTest.class.getResourceAsStream("/pg-statements/" + client + ".sql")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
