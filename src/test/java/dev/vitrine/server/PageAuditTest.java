package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Looking at pages is not an attempt: it writes no refusal into the audit trail. */
final class PageAuditTest extends RestTest {
  private static final List<String> PAGES =
      List.of(
          "/",
          "/search?q=m",
          "/audit",
          "/sql",
          "/people",
          "/people/admin",
          "/people/USER",
          "/account",
          "/tree/CATALOG",
          "/tree/CATALOG/s",
          "/catalogs/CATALOG",
          "/catalogs/CATALOG?tab=permissions&why=admin",
          "/catalogs/CATALOG?tab=activity",
          "/catalogs/CATALOG/s",
          "/catalogs/CATALOG/s?tab=permissions&why=admin",
          "/catalogs/CATALOG/s?tab=activity",
          "/models/MODEL",
          "/models/MODEL?tab=permissions&why=admin",
          "/models/MODEL?tab=lineage",
          "/models/MODEL?tab=activity",
          "/models/MODEL?tab=history",
          "/models/MODEL?tab=use",
          "/models/MODEL/upload",
          "/models/MODEL/compare?versions=1,2",
          "/models/MODEL/versions/1",
          "/models/MODEL/versions/1?tab=files",
          "/models/MODEL/versions/1?tab=lineage",
          "/models/MODEL/versions/1?tab=activity",
          "/models/MODEL/versions/2?tab=files",
          "/change/catalog",
          "/change/catalog/CATALOG/schema",
          "/change/catalog/CATALOG/drop",
          "/change/schema/CATALOG.s/model",
          "/change/schema/CATALOG.s/grant",
          "/change/model/MODEL/rename",
          "/change/model/MODEL/version",
          "/change/model/MODEL/comment",
          "/change/model/MODEL/comment?suggest=true",
          "/change/model/MODEL/versions/1/comment?suggest=true",
          "/change/model/MODEL/tag",
          "/change/model/MODEL/alias",
          "/change/model/MODEL/owner",
          "/change/model/MODEL/drop",
          "/change/model/MODEL/grant",
          "/change/model/MODEL/versions/1/copy",
          "/change/model/MODEL/versions/1/drop",
          "/change/model/MODEL/versions/1/alias",
          "/change/model/MODEL/versions/1/comment",
          "/new/user",
          "/new/group",
          "/people/USER/password",
          "/people/USER/drop");

  /** Rights of a user on the catalog; admins have no grants on the model's files. */
  private enum Reader {
    ADMIN_OF_ANOTHERS_MODEL,
    EXECUTES,
    BROWSES,
    HAS_ONE_RIGHT,
    HAS_NONE
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void noPageAddsARefusal(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    String catalog = catalog(model);
    String owner = newUser();
    as(server, owner);
    new Rest(server, "admin").version(model);
    sql(
        server,
        "ALTER MODEL %1$s ADD VERSION FROM 's3://b/2'; ALTER MODEL %1$s SET OWNER TO %2$s"
            .formatted(model, owner));
    for (Reader reader : Reader.values()) {
      String user = reader == Reader.ADMIN_OF_ANOTHERS_MODEL ? "admin" : newUser();
      as(server, user);
      switch (reader) {
        case EXECUTES -> {
          open(server, model, user);
          sql(server, "GRANT EXECUTE ON MODEL " + model + " TO " + user);
        }
        case BROWSES -> sql(server, "GRANT BROWSE ON CATALOG " + catalog + " TO " + user);
        case HAS_ONE_RIGHT -> {
          open(server, model, user);
          sql(server, "GRANT APPLY TAG ON MODEL " + model + " TO " + user);
        }
        case ADMIN_OF_ANOTHERS_MODEL, HAS_NONE -> {}
      }
      Browser browser = Browser.of(server, user);
      for (String page : PAGES) {
        String path =
            page.replace("MODEL", model).replace("CATALOG", catalog).replace("USER", owner);
        int status = browser.get(path).statusCode();
        assertThat(status).as("%s as %s", path, reader).isIn(200, 303, 400, 403, 404);
        if (reader == Reader.ADMIN_OF_ANOTHERS_MODEL) {
          assertThat(status).as(path).isEqualTo(200);
        }
      }
      assertThat(refusals(server, user)).as("refusals of pages as %s", reader).isEmpty();
    }
    // A download without the right is an attempt, and recorded.
    String last = newUser();
    as(server, last);
    sql(server, "GRANT BROWSE ON CATALOG " + catalog + " TO " + last);
    Browser browser = Browser.of(server, last);
    assertThat(browser.get("/models/" + model + "/versions/1/files/MLmodel").statusCode())
        .isEqualTo(403);
    assertThat(refusals(server, last)).containsExactly("generateTemporaryModelVersionCredential");
  }

  private static List<String> refusals(TestServer server, String user) throws Exception {
    return column(
        server,
        "SELECT action_name FROM system.access.audit WHERE response_code = 403"
            + " AND user_identity = '"
            + user
            + "'");
  }
}
