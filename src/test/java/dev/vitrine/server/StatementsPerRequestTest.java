package dev.vitrine.server;

import static dev.vitrine.server.Rest.CATALOG;
import static dev.vitrine.server.Rest.MLFLOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import dev.vitrine.session.SentLog;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The statements that a request sends to the store; each costs a round trip. */
final class StatementsPerRequestTest extends RestTest {
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void eachRequestSendsFewStatements(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    String user = newUser();
    Rest rest = as(server, user);
    open(server, model, user);
    sql(server, "CREATE GROUP g_" + user + "; ALTER GROUP g_" + user + " ADD USER " + user);
    sql(server, "GRANT EXECUTE, CREATE MODEL VERSION, MANAGE ON MODEL " + model + " TO g_" + user);
    sql(server, "ALTER MODEL " + model + " ADD VERSION FROM 'x'");
    sql(server, "ALTER MODEL " + model + " VERSION 1 SET ALIAS champion");
    try (SentLog log = SentLog.of(server.storeUrl())) {
      for (int i = 0; i < 2; i++) {
        print(log, "before");
        rest.get(CATALOG + "/models/" + model + "/aliases/champion").ok();
        print(log, "alias");
        rest.get(CATALOG + "/models/" + model).ok();
        print(log, "model");
        rest.get(CATALOG + "/models/" + model + "/versions/1").ok();
        print(log, "version");
        rest.get(CATALOG + "/models?catalog_name=" + catalog(model) + "&schema_name=s").ok();
        print(log, "list");
        String version =
            rest.post(MLFLOW + "/model-versions/create", "{'name': '" + model + "', 'source': 's'}")
                .ok()
                .body()
                .path("model_version")
                .path("version")
                .asText();
        print(log, "create");
        Rest.Answer a = rest.post(
                MLFLOW + "/model-versions/finalize",
                "{'name': '" + model + "', 'version': '" + version + "'}");
        print(log, "finalize " + a.body());
      }
    }
    assertThat(model).isNotEmpty();
  }

  private static void print(SentLog log, String what) {
    List<String> sent = log.take();
    System.out.println("=== " + what + " " + sent.size());
    sent.forEach(s -> System.out.println("   | " + s.replaceAll("\\s+", " ")));
  }
}
