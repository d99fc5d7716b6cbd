package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vitrine.TestStore;
import dev.vitrine.session.EngineSettings;
import dev.vitrine.share.ShareSettings;
import dev.vitrine.share.StubProvider;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Providers and shared catalogs over REST, in the words of Databricks' SDK. */
final class RestProvidersTest {
  private static final EngineSettings SETTINGS =
      EngineSettings.DEFAULT.withShares(
          ShareSettings.DEFAULT.withLoopback().withRefreshAfter(Duration.ofHours(1)));

  private static void sql(TestServer server, String text) throws SQLException {
    try (Connection admin = DriverManager.getConnection(server.storeUrl(), "admin", "");
        Statement statement = admin.createStatement()) {
      statement.execute(text);
    }
  }

  private static String quoted(String json) {
    return "\"" + json.replace("\"", "\\\"") + "\"";
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aSharedCatalogFromProviderToDownload(TestStore store) throws Exception {
    try (TestServer server = TestServer.start(store.newUrl(), SETTINGS);
        StubProvider provider = new StubProvider()) {
      provider.share(
          "r1",
          "\"aliases\":{\"Champion\":1}",
          StubProvider.version(1, provider.file(1, "MLmodel", "flavors: {}")));
      Rest admin = new Rest(server, "admin");
      String created =
          admin
              .sendRaw(
                  "POST",
                  Rest.CATALOG + "/providers",
                  "{\"name\":\"p\",\"authentication_type\":\"TOKEN\",\"comment\":\"x\","
                      + "\"recipient_profile_str\":"
                      + quoted(provider.activation())
                      + "}")
              .ok()
              .body()
              .toString();
      assertThat(created)
          .contains("\"name\":\"p\"", "\"owner\":\"admin\"", "\"comment\":\"x\"", "endpoint")
          .doesNotContain(StubProvider.TOKEN);
      for (String name : List.of("a\\u0000", "a\\ud800")) {
        admin
            .sendRaw(
                "POST",
                Rest.CATALOG + "/providers",
                "{\"name\":\""
                    + name
                    + "\",\"authentication_type\":\"TOKEN\","
                    + "\"recipient_profile_str\":"
                    + quoted(provider.activation())
                    + "}")
            .refused(400, "INVALID_PARAMETER_VALUE");
      }
      assertThat(admin.get(Rest.CATALOG + "/providers").ok().body().path("providers")).hasSize(1);
      assertThat(admin.get(Rest.CATALOG + "/providers/P").ok().body().path("name").asText())
          .isEqualTo("p");
      assertThat(admin.get(Rest.CATALOG + "/providers/p/shares").ok().body().toString())
          .isEqualTo("{\"shares\":[{\"name\":\"s\",\"comment\":\"all models\"}]}");
      admin
          .post(
              Rest.CATALOG + "/catalogs",
              "{'name': 'c', 'provider_name': 'p', 'share_name': 's', 'comment': 'shared'}")
          .ok();
      admin
          .post(Rest.CATALOG + "/catalogs", "{'name': 'd', 'share_name': 's'}")
          .refused(501, "NOT_IMPLEMENTED");
      admin.get(Rest.CATALOG + "/models/c.ml.churn").ok();
      assertThat(new String(admin.download("/Models/c/ml/churn/1/MLmodel"), StandardCharsets.UTF_8))
          .isEqualTo("flavors: {}");
      String signed = admin.url("/create-download-url", "/Models/c/ml/churn/1/MLmodel");
      assertThat(Rest.raw("GET", signed, new byte[0]).status()).isEqualTo(200);
      admin
          .post(Rest.CATALOG + "/models", "{'name': 'x', 'catalog_name': 'c', 'schema_name': 'ml'}")
          .refused(400, "INVALID_STATE");
      admin
          .patch(Rest.CATALOG + "/models/c.ml.churn", "{'comment': 'x'}")
          .refused(400, "INVALID_STATE");
      admin.delete(Rest.CATALOG + "/models/c.ml.churn", "{}").refused(400, "INVALID_STATE");
      admin.delete(Rest.CATALOG + "/schemas/c.ml", "{}").refused(400, "INVALID_STATE");
      admin
          .post(
              Rest.MLFLOW + "/model-versions/create", "{'name': 'c.ml.churn', 'source': 'dbfs:/x'}")
          .refused(400, "INVALID_STATE");
      admin
          .post(
              Rest.MLFLOW + "/registered-models/alias",
              "{'name': 'c.ml.churn', 'alias': 'x', 'version': '1'}")
          .refused(400, "INVALID_STATE");
      provider.rotate("another");
      admin.get(Rest.CATALOG + "/providers/p/shares").refused(403, "PERMISSION_DENIED");
      admin
          .sendRaw(
              "PATCH",
              Rest.CATALOG + "/providers/p",
              "{\"recipient_profile_str\":" + quoted(provider.activation()) + "}")
          .ok();
      admin.get(Rest.CATALOG + "/providers/p/shares").ok();
      provider.fail(404);
      assertThatThrownBy(() -> sql(server, "REFRESH CATALOG c"))
          .isInstanceOfSatisfying(
              SQLException.class, refused -> assertThat(refused.getSQLState()).isEqualTo("42501"));
      assertThat(Rest.raw("GET", signed, new byte[0]).status()).isEqualTo(403);
      admin.delete(Rest.CATALOG + "/providers/p", "{}").refused(400, "INVALID_STATE");
      admin.delete(Rest.CATALOG + "/catalogs/c?force=true", "{}").ok();
      admin.delete(Rest.CATALOG + "/providers/p", "{}").ok();
      admin.get(Rest.CATALOG + "/providers/p").refused(404, "RESOURCE_DOES_NOT_EXIST");
    }
  }
}
