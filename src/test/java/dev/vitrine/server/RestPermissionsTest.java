package dev.vitrine.server;

import static dev.vitrine.server.Rest.CATALOG;
import static dev.vitrine.server.Rest.MLFLOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.TestStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Permissions and tags of the Unity Catalog surface, and what bodies and paths must agree in. */
final class RestPermissionsTest extends RestTest {
  /** The principals on all pages, and how many pages there were. */
  private record Pages(List<String> principals, int count) {}

  private static Pages pages(Rest client, String path, String list) throws Exception {
    List<String> principals = new ArrayList<>();
    int count = 0;
    String token = "";
    do {
      JsonNode page = client.get(path + "&page_token=" + token).ok().body();
      page.path(list).forEach(each -> principals.add(each.path("principal").asText()));
      count++;
      token = page.path("next_page_token").asText();
    } while (!token.isEmpty());
    return new Pages(principals, count);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void permissionsComeInPagesOfWholePrincipals(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    List<String> users = new ArrayList<>();
    StringBuilder grants = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      users.add(newUser() + "p");
      as(server, users.get(i));
      grants.append("GRANT EXECUTE, APPLY TAG ON MODEL " + model + " TO " + users.get(i) + ";");
    }
    sql(server, grants.toString());
    users.sort(null);
    String permissions = CATALOG + "/permissions/function/" + model;
    assertThat(pages(admin, permissions + "?x", "privilege_assignments"))
        .isEqualTo(new Pages(users, 1));
    assertThat(pages(admin, permissions + "?max_results=0", "privilege_assignments"))
        .isEqualTo(new Pages(users, 1));
    assertThat(pages(admin, permissions + "?max_results=5", "privilege_assignments"))
        .isEqualTo(new Pages(users, 3));
    assertThat(pages(admin, permissions + "?max_results=1", "privilege_assignments"))
        .isEqualTo(new Pages(users, 5));
    assertThat(
            pages(
                admin,
                CATALOG + "/privilege-assignments/function/" + model + "?page_size=4",
                "privilege_assignments"))
        .isEqualTo(new Pages(users, 3));
    assertThat(
            pages(
                    admin,
                    CATALOG + "/effective-permissions/FUNCTION/" + model + "?max_results=4",
                    "privilege_assignments")
                .principals())
        .containsAll(users)
        .doesNotHaveDuplicates();
    assertThat(
            pages(
                    admin,
                    CATALOG + "/effective-privilege-assignments/function/" + model + "?page_size=2",
                    "effective_privilege_assignments")
                .principals())
        .containsAll(users)
        .doesNotHaveDuplicates();
    assertThat(pages(admin, permissions + "?principal=" + users.get(3), "privilege_assignments"))
        .isEqualTo(new Pages(List.of(users.get(3)), 1));
    JsonNode both = admin.get(permissions + "?max_results=1").ok().body();
    assertThat(both.path("privilege_assignments").path(0).path("privileges")).hasSize(2);
    admin.get(permissions + "?max_results=-1").refused(400, "INVALID_PARAMETER_VALUE");
    admin.get(permissions + "?principal=none").refused(404, "PRINCIPAL_DOES_NOT_EXIST");
    assertThat(
            admin
                .patch(permissions, "{'changes': [], 'omit_permissions_in_response': true}")
                .ok()
                .body()
                .toString())
        .isEqualTo("{}");
    admin.get(CATALOG + "/permissions/metastore/other").refused(404, "RESOURCE_DOES_NOT_EXIST");
    String metastore = column(server, "SELECT current_metastore() FROM principals").get(0);
    admin.get(CATALOG + "/permissions/METASTORE/" + metastore).ok();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void tagsAreAssignedOneByOne(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    String user = newUser();
    Rest tagger = as(server, user);
    open(server, model, user);
    sql(server, "GRANT APPLY TAG ON CATALOG " + catalog(model) + " TO " + user);
    String assignments = CATALOG + "/entity-tag-assignments";
    for (String[] entity :
        new String[][] {
          {"catalogs", catalog(model)}, {"schemas", catalog(model) + ".s"}, {"functions", model}
        }) {
      String body =
          "{'entity_type': '%s', 'entity_name': '%s', 'tag_key': '%%s', 'tag_value': '%%s'}"
              .formatted(entity[0], entity[1]);
      String tags = assignments + "/" + entity[0] + "/" + entity[1] + "/tags";
      for (String key : List.of("b", "a", "c")) {
        JsonNode made = tagger.post(assignments, body.formatted(key, "1")).ok().body();
        assertThat(made.path("tag_key").asText()).isEqualTo(key);
      }
      tagger.post(assignments, body.formatted("a", "2")).refused(400, "RESOURCE_ALREADY_EXISTS");
      tagger.patch(tags + "/a?update_mask=tag_value", body.formatted("a", "3")).ok();
      tagger
          .patch(tags + "/d?update_mask=*", body.formatted("d", "3"))
          .refused(404, "RESOURCE_DOES_NOT_EXIST");
      tagger
          .patch(tags + "/a?update_mask=tag_key", body.formatted("a", "3"))
          .refused(400, "INVALID_PARAMETER_VALUE");
      tagger
          .patch(tags + "/a", body.formatted("other", "3"))
          .refused(400, "INVALID_PARAMETER_VALUE");
      assertThat(tagger.get(tags + "/a").ok().body().path("tag_value").asText()).isEqualTo("3");
      List<String> keys = new ArrayList<>();
      String token = "";
      do {
        JsonNode page = tagger.get(tags + "?max_results=2&page_token=" + token).ok().body();
        page.path("tag_assignments").forEach(tag -> keys.add(tag.path("tag_key").asText()));
        token = page.path("next_page_token").asText();
      } while (!token.isEmpty());
      assertThat(keys).containsExactly("a", "b", "c");
      tagger.delete(tags + "/b", "").ok();
      tagger.delete(tags + "/b", "").refused(404, "RESOURCE_DOES_NOT_EXIST");
      tagger.get(tags + "/b").refused(404, "RESOURCE_DOES_NOT_EXIST");
      as(server, newUser()).get(tags).refused(404, "CATALOG_DOES_NOT_EXIST");
    }
    assertThat(
            column(
                server,
                "SELECT tag_name || tag_value FROM tags WHERE full_name = '"
                    + model
                    + "' ORDER BY 1"))
        .containsExactly("a3", "c1");
    for (String type : List.of("metastores", "volumes", "columns")) {
      tagger
          .get(assignments + "/" + type + "/metastore/tags")
          .refused(400, "INVALID_PARAMETER_VALUE");
    }
    sql(server, "REVOKE APPLY TAG ON CATALOG %s FROM %s".formatted(catalog(model), user));
    sql(server, "GRANT EXECUTE ON MODEL %s TO %s".formatted(model, user));
    tagger
        .delete(assignments + "/functions/" + model + "/tags/a", "")
        .refused(403, "PERMISSION_DENIED");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void browseOnlyObjectsAreListedOnRequest(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    String catalog = catalog(model);
    String user = newUser();
    Rest browser = as(server, user);
    sql(server, "GRANT BROWSE ON CATALOG " + catalog + " TO " + user);
    String[][] lists = {
      {CATALOG + "/catalogs", "catalogs", catalog},
      {CATALOG + "/schemas?catalog_name=" + catalog, "schemas", "s"},
      {CATALOG + "/models", "registered_models", "m"},
      {CATALOG + "/models?schema_name=s&catalog_name=" + catalog, "registered_models", "m"},
      {MLFLOW + "/registered-models/search", "registered_models", model}
    };
    for (String[] list : lists) {
      String and = list[0].contains("?") ? "&" : "?";
      assertThat(browser.get(list[0]).ok().body().path(list[1]))
          .as(list[0])
          .noneMatch(each -> each.path("name").asText().equals(list[2]));
      assertThat(browser.get(list[0] + and + "include_browse=true").ok().body().path(list[1]))
          .as(list[0])
          .anySatisfy(
              each -> {
                assertThat(each.path("name").asText()).isEqualTo(list[2]);
                assertThat(each.path("browse_only").asBoolean())
                    .isEqualTo(list[0].startsWith(CATALOG));
              });
    }
    for (String one :
        List.of("/catalogs/" + catalog, "/schemas/" + catalog + ".s", "/models/" + model)) {
      assertThat(browser.get(CATALOG + one).ok().body().path("browse_only").asBoolean()).isTrue();
      assertThat(
              as(server, "admin")
                  .get(CATALOG + one)
                  .ok()
                  .body()
                  .path("browse_only")
                  .asBoolean(true))
          .isFalse();
    }
    browser.get(MLFLOW + "/registered-models/get?name=" + model).ok();
    browser.get(CATALOG + "/models/" + model + "/versions").refused(403, "PERMISSION_DENIED");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void bodiesAgreeWithPaths(TestStore store) throws Exception {
    TestServer server = server(store);
    Rest admin = as(server, "admin");
    String model = newModel(server);
    String catalog = catalog(model);
    sql(server, "ALTER MODEL " + model + " ADD VERSION FROM 's'");
    String one = CATALOG + "/models/" + model;
    String tags = CATALOG + "/entity-tag-assignments/catalogs/" + catalog + "/tags/k";
    String[][] requests = {
      {"PATCH", CATALOG + "/catalogs/" + catalog, "'name': 'x'"},
      {"DELETE", CATALOG + "/catalogs/" + catalog, "'name': 'x'"},
      {"PATCH", CATALOG + "/schemas/" + catalog + ".s", "'full_name': 'x.s'"},
      {"DELETE", CATALOG + "/schemas/" + catalog + ".s", "'full_name': 'x.s'"},
      {"PATCH", one, "'full_name': 'a.b.c'"},
      {"PATCH", one, "'name': 'c'"},
      {"PATCH", one, "'catalog_name': 'a'"},
      {"DELETE", one, "'full_name': 'a.b.c'"},
      {"DELETE", one, "'schema_name': 'b'"},
      {"PUT", one + "/aliases/a", "'alias': 'b', 'version_num': 1"},
      {"PUT", one + "/aliases/a", "'full_name': 'a.b.c', 'version_num': 1"},
      {"DELETE", one + "/aliases/a", "'alias': 'b'"},
      {"DELETE", one + "/aliases/a", "'full_name': 'a.b.c'"},
      {"PATCH", one + "/versions/1", "'version': 2, 'comment': 'x'"},
      {"PATCH", one + "/versions/1", "'full_name': 'a.b.c', 'comment': 'x'"},
      {"PATCH", one + "/versions/1", "'model_name': 'c', 'comment': 'x'"},
      {"DELETE", one + "/versions/1", "'version': 2"},
      {"DELETE", one + "/versions/1", "'full_name': 'a.b.c'"},
      {"PATCH", one + "/versions/1/finalize", "'version': 2"},
      {"PATCH", one + "/versions/1/finalize", "'full_name': 'a.b.c'"},
      {"PATCH", CATALOG + "/permissions/function/" + model, "'full_name': 'x', 'changes': []"},
      {
        "PATCH",
        CATALOG + "/permissions/function/" + model,
        "'securable_type': 'catalog', 'changes': []"
      },
      {
        "PATCH",
        CATALOG + "/securable-tags/function/" + model,
        "'securable_full_name': 'x', 'changes': {}"
      },
      {
        "PATCH",
        CATALOG + "/securable-tags/function/" + model,
        "'securable_type': 'catalog', 'changes': {}"
      },
      {
        "PATCH",
        CATALOG + "/subentity-tags/function/" + model + "/1",
        "'subentity_name': '2', 'changes': {}"
      },
      {"PATCH", tags, "'tag_key': 'j', 'tag_value': ''"},
      {"PATCH", tags, "'entity_name': 'x', 'tag_value': ''"},
      {"DELETE", tags, "'entity_type': 'schemas'"},
    };
    for (String[] request : requests) {
      assertThat(
              admin
                  .send(request[0], request[1], "{" + request[2] + "}")
                  .refused(400, "INVALID_PARAMETER_VALUE"))
          .as(String.join(" ", request))
          .contains("differs between the path and the body");
    }
    assertThat(column(server, "SELECT version FROM versions WHERE full_name = '" + model + "'"))
        .containsExactly("1");
  }
}
