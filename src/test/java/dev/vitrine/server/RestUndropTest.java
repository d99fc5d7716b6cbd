package dev.vitrine.server;

import static dev.vitrine.server.Rest.CATALOG;
import static dev.vitrine.server.Rest.FILES;
import static dev.vitrine.server.Rest.MLFLOW;
import static dev.vitrine.server.Rest.directory;
import static dev.vitrine.server.Rest.naming;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients delete over HTTP can be restored, with its files. */
final class RestUndropTest extends RestTest {
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void filesLoadAgainAfterUndrop(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    sql(server, "GRANT EXECUTE ON MODEL " + model + " TO admin");
    long version = admin.version(model);
    String file = directory(model, version) + "/MLmodel";
    byte[] before = admin.download(file);
    assertThat(before).isNotEmpty();
    String signed = admin.url("/create-download-url", file);

    admin.delete(MLFLOW + "/model-versions/delete", naming(model, version)).ok();
    admin.get(FILES + "/files" + file).refused(404, "RESOURCE_DOES_NOT_EXIST");
    Rest.raw("GET", signed, new byte[0]).refused(403, "PERMISSION_DENIED");
    sql(server, "ALTER MODEL " + model + " UNDROP VERSION " + version);
    assertThat(admin.download(file)).isEqualTo(before);

    admin.delete(MLFLOW + "/registered-models/delete", "{'name': '" + model + "'}").ok();
    admin.get(FILES + "/files" + file).refused(404, "RESOURCE_DOES_NOT_EXIST");
    sql(server, "UNDROP MODEL " + model);
    assertThat(admin.download(file)).isEqualTo(before);

    admin.delete(CATALOG + "/models/" + model + "/versions/" + version, "{}").ok();
    sql(server, "ALTER MODEL " + model + " UNDROP VERSION " + version);
    admin.delete(CATALOG + "/models/" + model, "{}").ok();
    sql(server, "CREATE MODEL " + model);
    sql(server, "UNDROP MODEL " + model + " AS again");
    String again = catalog(model) + ".s.again";
    assertThat(admin.download(directory(again, version) + "/MLmodel")).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void schemaPageListsDroppedModelsAndRestoresThem(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    String schema = "/catalogs/" + catalog(model) + "/s?tab=dropped";
    String user = newUser();
    sql(server, "CREATE USER " + user + " WITH PASSWORD '" + TestServer.PASSWORD + "'");
    open(server, model, user);
    Browser admin = Browser.of(server, "admin");
    Browser other = Browser.of(server, user);
    assertThat(admin.page(schema)).contains("There are no dropped models here");
    sql(server, "DROP MODEL " + model);
    String id = column(server, "SELECT model_id FROM dropped_models").get(0);
    String restore = "/change/schema/" + catalog(model) + ".s/dropped/" + id;
    assertThat(admin.page(schema)).contains(restore, "Restore");
    assertThat(other.page(schema)).contains("There are no dropped models here");
    assertThat(other.get(restore).statusCode()).isEqualTo(404);
    assertThat(admin.submitted(restore, "old", "m", "new", "Again"))
        .contains("The model was restored.", "UNDROP MODEL", "WITH ID " + id + " AS Again");
    String again =
        "SELECT full_name FROM models WHERE full_name = '" + catalog(model) + ".s.again'";
    assertThat(column(server, again)).hasSize(1);
    assertThat(admin.get(restore).statusCode()).isEqualTo(404);
  }
}
