package dev.vitrine.server;

import static dev.vitrine.server.Rest.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.Effort;
import dev.vitrine.TestStore;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.server.Rest.Answer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * MLflow's registry API permits what SQL permits: each request is sent by users with different
 * rights, and compared with its statement, which {@code PrivilegeMatrixTest} compares with
 * docs/privileges.md.
 */
final class RegistryRightsTest extends RestTest {
  private static final String MODELS = REGISTRY + "/registered-models";
  private static final String VERSIONS = REGISTRY + "/model-versions";

  /** Rights of one user, one grant or owner each; CAT is the catalog, GROUP the user's group. */
  private static final List<List<String>> RIGHTS = rights();

  /**
   * A request and its statement.
   *
   * @param restore a statement that undoes the request; empty if it need not be undone
   */
  private record Action(
      String statement, String method, String path, String body, String restore) {}

  private static final List<Action> ACTIONS =
      List.of(
          new Action(
              "CREATE MODEL CAT.s.n",
              "POST",
              MODELS + "/create",
              "{'name': 'CAT.s.n'}",
              "DROP MODEL CAT.s.n"),
          read("DESCRIBE MODEL CAT.s.m", MODELS + "/get?name=CAT.s.m"),
          new Action(
              "COMMENT ON MODEL CAT.s.m IS 'x'",
              "PATCH",
              MODELS + "/update",
              "{'name': 'CAT.s.m', 'description': 'x'}",
              ""),
          new Action(
              "ALTER MODEL CAT.s.m RENAME TO CAT.s.n",
              "POST",
              MODELS + "/rename",
              "{'name': 'CAT.s.m', 'new_name': 'CAT.s.n'}",
              "ALTER MODEL CAT.s.n RENAME TO m"),
          new Action(
              "ALTER MODEL CAT.s.m SET TAGS ('x' = 'y')",
              "POST",
              MODELS + "/set-tag",
              "{'name': 'CAT.s.m', 'key': 'x', 'value': 'y'}",
              ""),
          new Action(
              "ALTER MODEL CAT.s.m UNSET TAGS ('k')",
              "DELETE",
              MODELS + "/delete-tag",
              "{'name': 'CAT.s.m', 'key': 'k'}",
              "ALTER MODEL CAT.s.m SET TAGS ('k' = 'v')"),
          new Action(
              "ALTER MODEL CAT.s.m VERSION 1 SET ALIAS b",
              "POST",
              MODELS + "/alias",
              "{'name': 'CAT.s.m', 'alias': 'b', 'version': '1'}",
              ""),
          new Action(
              "ALTER MODEL CAT.s.m UNSET ALIAS a",
              "DELETE",
              MODELS + "/alias",
              "{'name': 'CAT.s.m', 'alias': 'a'}",
              "ALTER MODEL CAT.s.m VERSION 1 SET ALIAS a"),
          read("DESCRIBE MODEL CAT.s.m VERSION a", MODELS + "/alias?name=CAT.s.m&alias=a"),
          read("DESCRIBE MODEL CAT.s.m VERSION 1", VERSIONS + "/get?name=CAT.s.m&version=1"),
          read(
              "DESCRIBE MODEL CAT.s.m VERSION 1",
              VERSIONS + "/get-download-uri?name=CAT.s.m&version=1"),
          new Action(
              "ALTER MODEL CAT.s.m ADD VERSION FROM 'runs:/1/model' TAGS ('x' = 'y')",
              "POST",
              VERSIONS + "/create",
              "{'name': 'CAT.s.m', 'source': 'runs:/1/model', 'tags': [{'key': 'x', 'value': 'y'}]}",
              ""),
          new Action(
              "ALTER MODEL CAT.s.m ADD VERSION FROM MODEL CATw.s.m VERSION 1",
              "POST",
              VERSIONS + "/create",
              "{'name': 'CAT.s.m', 'source': 'models:/CATw.s.m/1'}",
              ""),
          new Action(
              "ALTER MODEL CATw.s.m ADD VERSION FROM MODEL CAT.s.m VERSION 1",
              "POST",
              VERSIONS + "/create",
              "{'name': 'CATw.s.m', 'source': 'models:/CAT.s.m/1'}",
              ""),
          new Action(
              "COMMENT ON MODEL CAT.s.m VERSION 1 IS 'x'",
              "PATCH",
              VERSIONS + "/update",
              "{'name': 'CAT.s.m', 'version': '1', 'description': 'x'}",
              ""),
          new Action(
              "ALTER MODEL CAT.s.m VERSION 1 SET TAGS ('x' = 'y')",
              "POST",
              VERSIONS + "/set-tag",
              "{'name': 'CAT.s.m', 'version': '1', 'key': 'x', 'value': 'y'}",
              ""),
          new Action(
              "ALTER MODEL CAT.s.m VERSION 1 UNSET TAGS ('k')",
              "DELETE",
              VERSIONS + "/delete-tag",
              "{'name': 'CAT.s.m', 'version': '1', 'key': 'k'}",
              "ALTER MODEL CAT.s.m VERSION 1 SET TAGS ('k' = 'v')"),
          new Action(
              "ALTER MODEL CAT.s.m DROP VERSION 1",
              "DELETE",
              VERSIONS + "/delete",
              "{'name': 'CAT.s.m', 'version': '1'}",
              "DROP MODEL CAT.s.m"),
          new Action(
              "DROP MODEL CAT.s.m", "DELETE", MODELS + "/delete", "{'name': 'CAT.s.m'}", ""));

  private static Action read(String statement, String path) {
    return new Action(statement, "GET", path, "", "");
  }

  private static List<List<String>> rights() {
    List<List<String>> rights = new ArrayList<>();
    List<String> gates = List.of("USE CATALOG ON CATALOG CAT", "USE SCHEMA ON SCHEMA CAT.s");
    List<String> single =
        List.of(
            "EXECUTE ON MODEL CAT.s.m",
            "APPLY TAG ON MODEL CAT.s.m",
            "MANAGE ON MODEL CAT.s.m",
            "CREATE MODEL VERSION ON MODEL CAT.s.m",
            "ALL PRIVILEGES ON MODEL CAT.s.m",
            "CREATE MODEL ON SCHEMA CAT.s",
            "EXECUTE ON SCHEMA CAT.s",
            "MANAGE ON CATALOG CAT",
            "OWNER OF MODEL CAT.s.m",
            "OWNER OF SCHEMA CAT.s",
            "OWNER OF CATALOG CAT");
    rights.add(List.of());
    rights.add(gates);
    rights.add(List.of("BROWSE ON CATALOG CAT"));
    rights.add(List.of("ADMIN"));
    for (String right : single) {
      rights.add(List.of(right));
      rights.add(concat(gates, List.of(right)));
    }
    rights.add(concat(gates, List.of("MANAGE ON MODEL CAT.s.m", "CREATE MODEL ON SCHEMA CAT.s")));
    rights.add(
        concat(
            gates, List.of("EXECUTE ON MODEL CAT.s.m", "CREATE MODEL VERSION ON MODEL CAT.s.m")));
    return rights;
  }

  private static List<String> concat(List<String> some, List<String> others) {
    List<String> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void requestsNeedTheRightsOfTheirStatements(TestStore store) throws Exception {
    TestServer server = server(store);
    List<String> problems = new ArrayList<>();
    int permitted = 0;
    for (List<String> rights : rightsOn(store)) {
      String catalog = newGraph(server);
      String user = give(rights, catalog, server);
      Rest rest = as(server, user);
      try (Connection connection = DriverManager.getConnection(server.storeUrl(), user, "")) {
        connection.setAutoCommit(false);
        assertSameRows(connection, rest, catalog, rights, problems);
        for (Action action : ACTIONS) {
          String expected = result(connection, named(action.statement(), catalog));
          Answer answer =
              rest.send(
                  action.method(), named(action.path(), catalog), named(action.body(), catalog));
          String got = answer.status() == 200 ? "ok" : answer.status() + " " + answer.code();
          if (!got.equals(expected)) {
            problems.add(
                "%s with %s: expected %s, got %s"
                    .formatted(action, rights, expected, got + " " + answer.body()));
          }
          if (got.equals("ok")) {
            permitted++;
            if (!action.restore().isEmpty()) {
              sql(server, named(action.restore(), catalog));
            }
            if (action.restore().startsWith("DROP MODEL CAT.s.m")) {
              break;
            }
          }
        }
      }
    }
    assertThat(problems).isEmpty();
    assertThat(permitted).isGreaterThan(50);
  }

  /** In a build each set is tried on one store, at night on both. */
  private static List<List<String>> rightsOn(TestStore store) {
    return IntStream.range(0, RIGHTS.size())
        .filter(n -> Effort.NIGHTLY || n / 2 % 2 == (store == TestStore.H2 ? 0 : 1))
        .mapToObj(RIGHTS::get)
        .toList();
  }

  /** The condition of a statement that is rolled back, as REST shows it; "ok" without one. */
  private static String result(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return "ok";
    } catch (SQLException exception) {
      String message = exception.getMessage();
      ErrorCode code = ErrorCode.valueOf(message.substring(1, message.indexOf(']')));
      return code.rest().status() + " " + code.rest().code();
    } finally {
      connection.rollback();
    }
  }

  /** Searches and details show the rows that the relations show, and no other. */
  private static void assertSameRows(
      Connection connection, Rest rest, String catalog, List<String> rights, List<String> problems)
      throws Exception {
    String name = catalog + ".s.m";
    // Lists omit models that are visible by BROWSE only.
    boolean listed =
        count(
                connection,
                "models WHERE full_name = '%1$s' AND full_name NOT IN (SELECT full_name FROM"
                    + " browse_only WHERE object_type = 'MODEL')",
                name)
            == 1;
    boolean readable = count(connection, "versions WHERE full_name = '%1$s'", name) == 2;
    JsonNode models =
        rest.get(MODELS + "/search?filter=name%3D%27" + name + "%27")
            .ok()
            .body()
            .path("registered_models");
    JsonNode versions =
        rest.get(VERSIONS + "/search?filter=name%3D%27" + name + "%27")
            .ok()
            .body()
            .path("model_versions");
    if (models.size() != (listed ? 1 : 0) || versions.size() != (readable ? 2 : 0)) {
      problems.add("searches with " + rights + ": " + models + versions);
    }
    for (JsonNode model : models) {
      if (model.path("aliases").size() != (readable ? 1 : 0)
          || model.path("latest_versions").size() != (readable ? 1 : 0)
          || model.path("tags").size() != 1) {
        problems.add("details with " + rights + ": " + model);
      }
    }
    Answer latest = rest.get(MODELS + "/get-latest-versions?name=" + name);
    if (latest.body().path("model_versions").size() != (readable ? 1 : 0)) {
      problems.add("latest versions with " + rights + ": " + latest.body());
    }
    Answer model = rest.get(MODELS + "/get?name=" + name);
    boolean secret =
        StreamSupport.stream(model.body().path("registered_model").spliterator(), false)
            .anyMatch(member -> member.toString().contains("s3://secret"));
    if (secret != readable) {
      problems.add("model with " + rights + ": " + model.body());
    }
  }

  private static int count(Connection connection, String from, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + from.formatted(name))) {
      rows.next();
      return rows.getInt(1);
    } finally {
      connection.rollback();
    }
  }

  /** A catalog with a model, and one on which all users have all privileges. */
  private static String newGraph(TestServer server) throws SQLException {
    String catalog = catalog(newModel(server));
    sql(
        server,
        """
        ALTER MODEL %1$s.s.m SET TAGS ('k' = 'v');
        ALTER MODEL %1$s.s.m ADD VERSION FROM 's3://secret/1' TAGS ('k' = 'v');
        ALTER MODEL %1$s.s.m ADD VERSION FROM 's3://secret/2';
        ALTER MODEL %1$s.s.m VERSION 1 SET ALIAS a;
        CREATE CATALOG %1$sw; CREATE SCHEMA %1$sw.s; CREATE MODEL %1$sw.s.m;
        ALTER MODEL %1$sw.s.m ADD VERSION FROM 's3://open';
        GRANT ALL PRIVILEGES ON CATALOG %1$sw TO `account users`
        """
            .formatted(catalog));
    return catalog;
  }

  /** Creates a user with exactly these rights. */
  private static String give(List<String> rights, String catalog, TestServer server)
      throws SQLException {
    String user = newUser();
    as(server, user);
    for (String right : rights) {
      String text = named(right, catalog);
      if (right.equals("ADMIN")) {
        sql(server, "CREATE GROUP admins_%1$s WITH USER admin".formatted(user));
        sql(server, "ALTER GROUP admins_%1$s ADD USER %1$s".formatted(user));
        sql(server, "ALTER METASTORE SET OWNER TO admins_" + user);
      } else if (right.startsWith("OWNER OF ")) {
        sql(server, "ALTER " + text.substring("OWNER OF ".length()) + " SET OWNER TO " + user);
      } else {
        sql(server, "GRANT " + text + " TO " + user);
      }
    }
    return user;
  }

  private static String named(String text, String catalog) {
    return text.replace("CAT", catalog).replace(catalog + "ALOG", "CATALOG");
  }

  /** The attributes of the audit trail that a surface does not choose. */
  private static final Set<String> SAME = Set.of("action_name", "request_params", "response_code");

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void requestsAreAuditedAsTheirStatements(TestStore store) throws Exception {
    TestServer server = server(store);
    String user = newUser();
    Rest rest = as(server, user);
    List<String> problems = new ArrayList<>();
    String bySql = newGraph(server);
    String byRest = newGraph(server);
    for (String catalog : List.of(bySql, byRest)) {
      sql(server, "ALTER CATALOG %s SET OWNER TO %s".formatted(catalog, user));
      sql(server, "ALTER SCHEMA %s.s SET OWNER TO %s".formatted(catalog, user));
      sql(server, "ALTER MODEL %s.s.m SET OWNER TO %s".formatted(catalog, user));
    }
    try (Connection connection = DriverManager.getConnection(server.storeUrl(), user, "")) {
      for (Action action : ACTIONS) {
        List<String> expected =
            audited(
                server,
                user,
                bySql,
                () -> {
                  try (Statement statement = connection.createStatement()) {
                    statement.execute(named(action.statement(), bySql));
                  }
                });
        List<String> got =
            audited(
                server,
                user,
                byRest,
                () ->
                    rest.send(
                            action.method(),
                            named(action.path(), byRest),
                            named(action.body(), byRest))
                        .ok());
        if (!got.equals(expected)) {
          problems.add(action + ": expected " + expected + ", got " + got);
        }
        if (!action.restore().isEmpty() && !action.restore().startsWith("DROP MODEL CAT.s.m")) {
          sql(server, named(action.restore(), bySql));
          sql(server, named(action.restore(), byRest));
        }
      }
    }
    assertThat(problems).isEmpty();
  }

  /** Something that is audited. */
  private interface Work {
    void run() throws Exception;
  }

  /** The rows that something adds to the audit trail, with CAT for the catalog. */
  private static List<String> audited(TestServer server, String user, String catalog, Work work)
      throws Exception {
    String rows =
        "SELECT "
            + String.join(
                " || ' ' || ", SAME.stream().sorted().map(RegistryRightsTest::text).toList())
            + " FROM system.access.audit WHERE user_identity = '"
            + user
            + "' AND action_name <> 'login' ORDER BY CAST(event_id AS BIGINT)";
    int before = column(server, rows).size();
    work.run();
    List<String> all = column(server, rows);
    return all.subList(before, all.size()).stream()
        .map(row -> row.replace(catalog, "CAT"))
        .toList();
  }

  private static String text(String column) {
    return "CAST(" + column + " AS VARCHAR)";
  }
}
