package dev.vitrine.server;

import static dev.vitrine.server.Rest.FILES;
import static dev.vitrine.server.Rest.MLFLOW;
import static dev.vitrine.server.Rest.directory;
import static dev.vitrine.server.Rest.naming;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Responses of file endpoints without a file to download. Clients treat 404 NOT_FOUND, and 404 to
 * HEAD, as "not a directory" and continue without an error.
 */
final class MissingFilesTest extends RestTest {
  private static String downloading(String path) {
    return "{'path': '" + path + "'}";
  }

  /** Every way to ask for files fails with an error that clients raise. */
  private static void assertRaised(Rest client, String root) throws Exception {
    for (String path : List.of(root, root + "/", root + "/MLmodel", root + "/data/a")) {
      client.get(FILES + "/directories" + path).refused(404, "RESOURCE_DOES_NOT_EXIST");
      assertThat(client.send("HEAD", FILES + "/directories" + path, "").status())
          .as(path)
          .isEqualTo(400);
    }
    for (String path : List.of(root + "/MLmodel", root + "/data/a")) {
      client.get(FILES + "/files" + path).refused(404, "RESOURCE_DOES_NOT_EXIST");
      assertThat(client.send("HEAD", FILES + "/files" + path, "").status()).isEqualTo(400);
      client
          .post(FILES + "/create-download-url", downloading(path))
          .refused(404, "RESOURCE_DOES_NOT_EXIST");
      client
          .post(FILES + "/create-upload-url", downloading(path))
          .refused(404, "RESOURCE_DOES_NOT_EXIST");
      client
          .post(FILES + "/files" + path + "?action=initiate-upload", "")
          .refused(404, "RESOURCE_DOES_NOT_EXIST");
      assertThat(client.sendRaw("PUT", FILES + "/files" + path, "x").code())
          .isIn("RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void missingAndHiddenVersionsRaiseErrors(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    long version = admin.version(model);
    sql(server, "GRANT EXECUTE ON MODEL " + model + " TO admin");
    assertRaised(admin, directory(model, version + 1));
    assertRaised(admin, directory(catalog(model) + ".s.none", 1));
    assertRaised(admin, directory(catalog(model) + ".none.m", 1));
    assertRaised(admin, directory("none.s.m", 1));
    assertRaised(as(server, newUser()), directory(model, version));
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void onlyPathsInsideReadableVersionsAreNotFound(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    long version = admin.begin(model);
    String root = directory(model, version);
    admin.upload(root + "/MLmodel", Rest.MLMODEL.getBytes(UTF_8)).ok();
    admin.upload(root + "/data/a", new byte[] {1}).ok();
    admin.post(MLFLOW + "/model-versions/finalize", naming(model, version)).ok();
    sql(server, "GRANT EXECUTE ON MODEL " + model + " TO admin");
    for (String path : List.of(root + "/MLmodel", root + "/none", root + "/data/a")) {
      admin.get(FILES + "/directories" + path).refused(404, "NOT_FOUND");
      assertThat(admin.send("HEAD", FILES + "/directories" + path, "").status()).isEqualTo(404);
    }
    for (String path : List.of(root + "/none", root + "/data", root + "/data/b")) {
      admin.get(FILES + "/files" + path).refused(404, "NOT_FOUND");
      assertThat(admin.send("HEAD", FILES + "/files" + path, "").status()).isEqualTo(404);
      admin.post(FILES + "/create-download-url", downloading(path)).refused(404, "NOT_FOUND");
    }
    for (String path : List.of(root, root + "/", root + "/data")) {
      admin.get(FILES + "/directories" + path).ok();
      assertThat(admin.send("HEAD", FILES + "/directories" + path, "").status()).isEqualTo(200);
    }

    String url = admin.url("/create-download-url", root + "/data/a");
    admin.delete(MLFLOW + "/model-versions/delete", naming(model, version)).ok();
    assertRaised(admin, root);
    Rest.raw("GET", url, new byte[0]).refused(403, "PERMISSION_DENIED");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aVersionWhoseFilesAreElsewhereExistsAndSaysWhere(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    sql(
        server,
        "ALTER MODEL %1$s ADD VERSION FROM 's3://there/m'; GRANT EXECUTE ON MODEL %1$s TO admin"
            .formatted(model));
    String root = FILES + "/directories" + directory(model, 1);
    assertThat(admin.send("HEAD", root, "").status()).isEqualTo(200);
    assertThat(admin.send("HEAD", root + "/data", "").status()).isEqualTo(400);
    assertThat(admin.get(root).refused(404, "RESOURCE_DOES_NOT_EXIST")).contains("s3://there/m");
  }
}
