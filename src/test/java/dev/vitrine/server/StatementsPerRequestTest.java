package dev.vitrine.server;

import static dev.vitrine.server.Rest.CATALOG;
import static dev.vitrine.server.Rest.MLFLOW;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import dev.vitrine.server.Rest.Answer;
import dev.vitrine.session.OpenStores;
import dev.vitrine.store.StatementTrace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The statements that a request sends to the store, BEGIN and COMMIT included. Each costs a round
 * trip, so a request may send fewer, but not more.
 */
final class StatementsPerRequestTest extends RestTest {
  /** A request of a client. */
  private interface Request {
    Answer send() throws Exception;
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void lookUps(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    Rest rest = reader(server, model);
    sql(server, "ALTER MODEL " + model + " ADD VERSION FROM 'x' TAGS ('t' = 'v')");
    sql(server, "ALTER MODEL " + model + " VERSION 1 SET ALIAS champion");
    String path = CATALOG + "/models";
    Map<String, Integer> most = new LinkedHashMap<>();
    most.put(path + "/" + model + "/aliases/champion", 3);
    most.put(path + "/" + model + "/versions/1", 3);
    most.put(path + "/" + model, 3);
    most.put(
        path + "?catalog_name=" + catalog(model) + "&schema_name=s", store == TestStore.H2 ? 6 : 3);
    try (StatementTrace log = new StatementTrace(OpenStores.at(server.storeUrl()))) {
      for (Map.Entry<String, Integer> request : most.entrySet()) {
        // The first one also plans, and finds out how many models the user can see.
        rest.get(request.getKey()).ok();
        assertFew(log, request.getValue(), () -> rest.get(request.getKey()));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void registration(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    Rest rest = reader(server, model);
    rest.begin(model);
    try (StatementTrace log = new StatementTrace(OpenStores.at(server.storeUrl()))) {
      assertFew(
          log,
          6,
          () ->
              rest.post(
                  MLFLOW + "/model-versions/create",
                  "{'name': '" + model + "', 'source': 'runs:/1/model'}"));
      rest.upload(Rest.directory(model, 2) + "/MLmodel", Rest.MLMODEL.getBytes(UTF_8)).ok();
      assertFew(
          log, 6, () -> rest.post(MLFLOW + "/model-versions/finalize", Rest.naming(model, 2)));
    }
  }

  /** A user whose rights come from a group. */
  private static Rest reader(TestServer server, String model) throws Exception {
    String user = newUser();
    Rest rest = as(server, user);
    open(server, model, user);
    String group = "group_" + user;
    sql(server, "CREATE GROUP " + group + "; ALTER GROUP " + group + " ADD USER " + user);
    sql(server, "GRANT ALL PRIVILEGES ON MODEL " + model + " TO " + group);
    return rest;
  }

  private static void assertFew(StatementTrace log, int most, Request request) throws Exception {
    log.take();
    request.send().ok();
    List<String> sent = log.take();
    assertThat(sent).hasSizeBetween(1, most);
  }
}
