package dev.vitrine.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import dev.vitrine.catalog.UtcTime;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pages of catalogs, schemas, models and versions, and the forms that change them. */
final class WebObjectsTest extends RestTest {
  static final List<String> HOSTILE =
      List.of(
          "<script>alert(1)</script>",
          "\"><img src=x onerror=alert(1)>",
          "' onmouseover='alert(1)",
          "[x](javascript:alert(1))",
          "${7*7} @for #{7*7} {{7*7}}",
          "\u202egnp.exe");

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void everyTabCanBeRead(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    new Rest(server, "admin").version(model);
    sql(server, "ALTER MODEL " + model + " VERSION 1 SET ALIAS Champion");
    String catalog = catalog(model);
    Browser browser = Browser.of(server, "admin");
    for (String page :
        List.of(
            "/",
            "/search",
            "/search?q=" + model,
            "/search?q=a:b",
            "/audit",
            "/audit?user=admin&action=createCatalog&object=c&result=done&from=2020-01-01&to=2099-01-01",
            "/catalogs/" + catalog,
            "/catalogs/" + catalog + "?tab=permissions&why=admin",
            "/catalogs/" + catalog + "?tab=activity&page=2",
            "/catalogs/" + catalog + "/s",
            "/catalogs/" + catalog + "/s?tab=permissions",
            "/catalogs/" + catalog + "/s?tab=activity",
            "/models/" + model,
            "/models/" + model + "?before=2",
            "/models/" + model + "?tab=permissions&why=admin",
            "/models/" + model + "?tab=lineage",
            "/models/" + model + "?tab=activity",
            "/models/" + model + "?tab=history",
            "/models/" + model + "?tab=use",
            "/models/" + model + "/versions/1",
            "/models/" + model + "/versions/1?tab=files",
            "/models/" + model + "/versions/1?tab=lineage",
            "/models/" + model + "/versions/1?tab=activity",
            "/tree/" + catalog,
            "/tree/" + catalog + "/s",
            "/change/catalog",
            "/change/catalog/" + catalog + "/schema",
            "/change/schema/" + catalog + ".s/model",
            "/change/model/" + model + "/rename",
            "/change/model/" + model + "/version",
            "/change/model/" + model + "/versions/1/copy",
            "/change/model/" + model + "/versions/1/drop",
            "/change/model/" + model + "/versions/1/alias",
            "/change/model/" + model + "/drop",
            "/change/catalog/" + catalog + "/drop",
            "/change/model/" + model + "/owner",
            "/change/schema/" + catalog + ".s/grant")) {
      assertThat(browser.page(page)).as(page).doesNotContain("SQLSTATE");
    }
    assertThat(browser.page("/models/" + model + "/versions/1?tab=files")).contains(">MLmodel</a>");
    HttpResponse<String> file = browser.get("/models/" + model + "/versions/1/files/MLmodel");
    assertThat(file.statusCode()).isEqualTo(303);
    String url = file.headers().firstValue("Location").orElseThrow();
    assertThat(browser.get(url).body()).isEqualTo(Rest.MLMODEL);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void formsRunTheStatementsThatTheyShow(TestStore store) throws Exception {
    TestServer server = server(store);
    Browser admin = Browser.of(server, "admin");
    String user = newUser();
    as(server, user);
    String catalog = "web" + user;
    assertThat(admin.submitted("/change/catalog", "new", catalog, "comment", "It's *mine*"))
        .contains("The catalog was created.", "CREATE CATALOG " + catalog, "<em>mine</em>");
    admin.submitted("/change/catalog/" + catalog + "/schema", "new", "s");
    admin.submitted("/change/schema/" + catalog + ".s/model", "new", "m");
    String model = catalog + ".s.m";
    String base = "/change/model/" + model + "/";
    assertThat(admin.submitted(base + "version", "source", "s3://b/1", "inputs", "a.b.t, a.b.u"))
        .contains("The version was registered.", "s3://b/1");
    assertThat(admin.submitted(base + "alias", "alias", "Champion", "number", "1"))
        .contains("ALTER MODEL " + model + " VERSION 1 SET ALIAS Champion");
    admin.submitted(base + "comment", "comment", "New\r\ntext");
    admin.submitted(base + "tag", "key", "team", "value", "x y");
    admin.submitted(base + "versions/1/tag", "key", "validated", "value", "true");
    admin.submitted(base + "versions/1/comment", "comment", "First");
    admin.submitted(base + "versions/1/copy", "target", catalog + ".s.copy", "alias", "Challenger");
    admin.submitted(base + "grant", "principal", user, "privilege.EXECUTE", "true");
    admin.submitted("/change/catalog/" + catalog + "/owner", "owner", user);
    assertThat(column(server, "SELECT comment FROM models WHERE full_name = '" + model + "'"))
        .containsExactly("New\ntext");
    assertThat(column(server, "SELECT tag_value FROM tags WHERE full_name = '" + model + "'"))
        .containsExactly("x y");
    assertThat(column(server, "SELECT alias FROM aliases WHERE catalog_name = '" + catalog + "'"))
        .containsExactlyInAnyOrder("Champion", "Challenger");
    assertThat(column(server, "SELECT owner FROM catalogs WHERE catalog_name = '" + catalog + "'"))
        .containsExactly(user);
    assertThat(admin.page("/models/" + model + "?tab=permissions")).contains("Revoke");
    admin.submitted(
        base + "revoke?principal=" + user + "&privilege=EXECUTE",
        "principal",
        user,
        "privilege",
        "EXECUTE");
    admin.submitted(base + "unalias?alias=Champion", "alias", "Champion");
    admin.submitted(base + "untag?key=team", "key", "team");
    assertThat(admin.submitted(base + "rename", "new", "n")).contains("RENAME TO");
    assertThat(admin.submitted("/change/model/" + catalog + ".s.n/versions/1/drop"))
        .contains("DROP VERSION 1");
    HttpResponse<String> unconfirmed =
        admin.submit("/change/catalog/" + catalog + "/drop", "cascade", "true", "confirm", "x");
    assertThat(unconfirmed.statusCode()).isEqualTo(400);
    assertThat(unconfirmed.body()).contains("The name was not typed correctly.", "DROP CATALOG");
    admin.submitted("/change/catalog/" + catalog + "/drop", "cascade", "true", "confirm", catalog);
    assertThat(column(server, "SELECT 1 FROM catalogs WHERE catalog_name = '" + catalog + "'"))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aFolderIsUploaded(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    Browser admin = Browser.of(server, "admin");
    String path = "/models/" + model + "/upload";
    String token = admin.token(path);
    String version =
        admin
            .post(path, token, "comment", "From a *browser*")
            .headers()
            .firstValue("Location")
            .orElseThrow();
    assertThat(version).isEqualTo("/models/" + model + "/versions/1");
    String url =
        admin
            .post(version + "/upload", token, "path", "MLmodel")
            .headers()
            .firstValue("Location")
            .orElseThrow();
    assertThat(Rest.raw("PUT", server.httpUrl() + url, Rest.MLMODEL.getBytes(UTF_8)).status())
        .isEqualTo(200);
    assertThat(admin.post(version + "/upload/finish", token).statusCode()).isEqualTo(303);
    assertThat(admin.page(version))
        .contains("Ready", "<em>browser</em>", "Version 1 was registered.")
        .contains("ALTER MODEL " + model + " ADD VERSION FROM &#39;browser&#39;")
        .contains("COMMENT &#39;From a *browser*&#39;");
    String unsigned = admin.post(path, token).headers().firstValue("Location").orElseThrow();
    HttpResponse<String> refused = admin.post(unsigned + "/upload/finish", token);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("The version has no file MLmodel.");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void previewsRunNothing(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    Browser admin = Browser.of(server, "admin");
    String path = "/change/model/" + model + "/comment";
    HttpResponse<String> preview =
        admin.post(path + "/preview", admin.token(path), "comment", "it's <b>");
    assertThat(preview.body())
        .contains("COMMENT ON MODEL " + model + " IS &#39;it")
        .doesNotContain("<b>", "<html");
    assertThat(admin.get("/models/" + model).body()).contains("No description yet.");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void controlsThatTheUserMayNotUseNameThePrivilege(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    String user = newUser();
    as(server, user);
    String catalog = catalog(model);
    sql(server, "GRANT BROWSE ON CATALOG " + catalog + " TO " + user);
    Browser browser = Browser.of(server, user);
    assertThat(browser.page("/models/" + model))
        .contains("You need MANAGE on model " + model + ". Its owner is admin.")
        .contains(">Upload version</button>")
        .doesNotContain("/upload\"")
        .contains("class=\"node browse\"")
        .doesNotContain("href=\"/change/model");
    HttpResponse<String> refused =
        browser.submit("/change/model/" + model + "/comment", "comment", "x");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("SQLSTATE 42501", "COMMENT ON MODEL");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void hostileTextsAreInert(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    Browser admin = Browser.of(server, "admin");
    String base = "/change/model/" + model + "/";
    for (String text : HOSTILE) {
      admin.submitted(base + "comment", "comment", text);
      admin.submitted(base + "tag", "key", "k", "value", text);
      admin.submitted(base + "version", "source", "s3://" + text, "comment", text);
      long version =
          Long.parseLong(
              column(server, "SELECT MAX(version) FROM versions WHERE full_name = '" + model + "'")
                  .get(0));
      for (String page :
          List.of(
              "/",
              "/search?q=" + Browser.encoded(text),
              "/audit?object=" + Browser.encoded(text),
              "/catalogs/" + catalog(model) + "/s",
              "/models/" + model,
              "/models/" + model + "?tab=activity",
              "/models/" + model + "/versions/" + version,
              base + "comment",
              base + "untag?key=" + Browser.encoded(text))) {
        assertThat(admin.get(page).body())
            .as(page)
            .doesNotContain("<script>alert", "<img src=x", "=' onmouseover='", "href=\"javascript:")
            .doesNotContain("49 @for");
      }
    }
  }

  @Test
  void namesOfOtherObjectsAreRefused() throws Exception {
    Browser admin = Browser.of(server(TestStore.H2), "admin");
    for (String page :
        List.of(
            "/catalogs/nothing",
            "/catalogs/nothing/s",
            "/models/a.b",
            "/models/a.b.c.d",
            "/models/a.b.c/versions/x",
            "/models/a.b.c/versions/1",
            "/change/model/a..b/alias",
            "/change/model/a.b.c/untag")) {
      HttpResponse<String> answer = admin.get(page);
      assertThat(answer.statusCode()).as(page).isIn(400, 404);
      assertThat(answer.body()).as(page).contains("SQLSTATE");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void versionsArePagedInBothDirections(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    String page = "/models/" + model;
    StringBuilder versions = new StringBuilder();
    for (int i = 1; i <= 120; i++) {
      versions.append("ALTER MODEL " + model + " ADD VERSION FROM 's3://b/" + i + "';");
    }
    sql(server, versions.toString());
    Browser admin = Browser.of(server, "admin");
    String newest = admin.page(page);
    assertThat(newest)
        .contains("Versions 71–120 of 120 versions", ">Older</a>", page + "?before=71\"")
        .doesNotContain(">Newest</a>", ">Newer</a>");
    assertThat(admin.page(page + "?before=21"))
        .contains("Versions 1–20 of", ">Newest</a>", page + "?after=20\"")
        .doesNotContain(">Older</a>");
    assertThat(admin.page(page + "?after=20"))
        .contains("Versions 21–70 of", ">Older</a>", ">Newest</a>", page + "?after=70\"");
    for (String end : List.of("?after=70", "?after=100", "?after=120", "?before=1")) {
      assertThat(admin.page(page + end))
          .as(end)
          .contains("Versions 71–120 of")
          .doesNotContain(">Newest</a>", ">Newer</a>");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void namesInAddressesMayHaveAnyCase(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    new Rest(server, "admin").version(model);
    sql(
        server,
        "ALTER MODEL %1$s VERSION 1 SET ALIAS Champion; ALTER MODEL %1$s ADD VERSION FROM 'x' INPUTS (raw.shop.events)"
            .formatted(model));
    String upper = model.toUpperCase(Locale.ROOT);
    Browser admin = Browser.of(server, "admin");
    assertThat(admin.page("/models/" + upper + "/versions/1"))
        .contains("<td class=\"name\">double");
    assertThat(admin.page("/models/" + upper + "?tab=lineage")).contains(">events<");
    assertThat(admin.page("/models/" + upper + "/versions/2?tab=lineage")).contains(">events<");
    assertThat(admin.page("/change/model/" + upper + "/alias"))
        .contains("Champion points at version 1");
    assertThat(admin.page("/change/model/" + upper + "/drop"))
        .contains("This also deletes 2 versions, 1 alias and 1 file of ");
    assertThat(admin.page("/change/model/" + upper + "/versions/2/drop"))
        .contains("This also deletes 0 aliases and 0 files of 0 B.");
    assertThat(admin.page("/change/catalog/" + catalog(model) + "/drop"))
        .contains("This also deletes 1 model, 2 versions, 1 alias and 1 file of ");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theActivityOfAVersionHasItsEventsOnly(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    StringBuilder versions = new StringBuilder();
    for (int i = 1; i <= 10; i++) {
      versions.append("ALTER MODEL " + model + " ADD VERSION FROM 's3://b/" + i + "';");
    }
    sql(server, versions.toString());
    sql(server, "COMMENT ON MODEL %1$s VERSION 1 IS 'first'".formatted(model));
    sql(server, "COMMENT ON MODEL %1$s VERSION 10 IS 'tenth'".formatted(model));
    Browser admin = Browser.of(server, "admin");
    String page = "/models/" + model + "/versions/";
    assertThat(events(admin.page(page + "1?tab=activity")))
        .contains("first")
        .doesNotContain("tenth");
    assertThat(events(admin.page(page + "10?tab=activity")))
        .contains("tenth")
        .doesNotContain("first");
  }

  private static String events(String page) {
    return page.substring(page.indexOf("<table class=\"events\">"));
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void noticesFitIntoACookie(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    Browser admin = Browser.of(server, "admin");
    String path = "/change/model/" + model + "/comment";
    HttpResponse<String> saved = admin.submit(path, "comment", "\u8aac\ud83d\ude00".repeat(2_000));
    assertThat(saved.headers().allValues("Set-Cookie"))
        .singleElement()
        .satisfies(cookie -> assertThat(cookie.length()).isBetween(1_000, 4_096));
    assertThat(admin.page("/models/" + model))
        .contains("The description was saved.", "COMMENT ON MODEL", "\u8aac");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void listsShowDescriptionsWithoutFormat(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    String comment = "# About\n\nFinds **fraud** for " + model + "\n\n|a|b|\n|-|-|\n|1|2|";
    String catalog = catalog(model);
    sql(
        server,
        "COMMENT ON MODEL %1$s IS '%2$s'; COMMENT ON CATALOG %3$s IS '%2$s'; COMMENT ON SCHEMA %3$s.s IS '%2$s'"
            .formatted(model, comment, catalog));
    Browser admin = Browser.of(server, "admin");
    for (String page :
        List.of("/", "/search?q=" + model, "/catalogs/" + catalog, "/catalogs/" + catalog + "/s")) {
      String text = admin.page(page);
      assertThat(text.substring(text.indexOf("<table")))
          .as(page)
          .contains(">Finds fraud for " + model + "</td>")
          .doesNotContain("**", "|-|");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theTreeIsFiltered(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    String catalog = catalog(model);
    sql(
        server,
        "CREATE SCHEMA %1$s.sought_schema; CREATE MODEL %1$s.s.sought_model".formatted(catalog));
    Browser admin = Browser.of(server, "admin");
    assertThat(admin.page("/tree?q=SOUGHT_m"))
        .contains(">" + catalog + "</a>", ">s</a>", ">sought_model</a>")
        .doesNotContain(">m</a>", "sought_schema", "<html");
    assertThat(admin.page("/tree?q=sought")).contains(">sought_schema</a>", ">sought_model</a>");
    assertThat(admin.page("/tree?q=" + catalog + ".s.sought")).contains(">sought_model</a>");
    assertThat(admin.page("/tree?q=" + catalog)).contains("data-branch=\"/tree/" + catalog + "\"");
    assertThat(admin.page("/tree?q=s%25t")).contains("No match");
    assertThat(admin.page("/tree?q=")).contains(">" + catalog + "</a>");
    String user = newUser();
    as(server, user);
    Browser none = Browser.of(server, user);
    assertThat(none.page("/tree?q=sought")).contains("No match").doesNotContain("sought");
    sql(server, "GRANT BROWSE ON CATALOG " + catalog + " TO " + user);
    assertThat(none.page("/tree?q=sought_m")).contains("class=\"node browse\"");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void newcomersAreLedToTheFirstModel(TestStore store) throws Exception {
    TestServer server = server(store);
    newModel(server);
    String user = newUser();
    as(server, user);
    String page = Browser.of(server, user).page("/");
    assertThat(page)
        .contains("First steps", "/sql?q=CREATE+CATALOG+prod", "You need CREATE CATALOG");
    assertThat(Browser.of(server, "admin").page("/")).doesNotContain("First steps");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theAuditTrailHasAChartOfItsDays(TestStore store) throws Exception {
    TestServer server = server(store);
    String user = newUser();
    Rest rest = as(server, user);
    assertThat(rest.get("/api/2.1/unity-catalog/models/a.b.c").status()).isEqualTo(404);
    Browser admin = Browser.of(server, "admin");
    String today = UtcTime.now().toLocalDate().toString();
    String page = admin.page("/audit?user=" + user + "&from=" + today);
    assertThat(page).contains(" to " + today, "of which 1 were", "at most 1 in 1 s");
    assertThat(admin.page("/audit?to=2020-01-01")).doesNotContain("<svg");
    assertThat(admin.get("/audit?from=x").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void descriptionsAreDraftedAndNotSaved(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    sql(
        server,
        "ALTER MODEL %1$s ADD VERSION FROM 's3://b/1' INPUTS (raw.shop.events); COMMENT ON MODEL %1$s VERSION 1 IS 'The *first* one'"
            .formatted(model));
    new Rest(server, "admin").version(model);
    Browser admin = Browser.of(server, "admin");
    String path = "/change/model/" + model + "/comment";
    assertThat(admin.page(path)).contains(path + "?suggest=true").doesNotContain("**Inputs**");
    assertThat(admin.page(path + "?suggest=true"))
        .contains(
            "Describe the purpose of `" + model + "`",
            "**Inputs**: `x` (double)",
            "**Version 1**: The first one");
    assertThat(admin.page("/change/model/" + model + "/versions/1/comment?suggest=true"))
        .contains("**Made from**: `raw.shop.events`", "**Source**: `s3://b/1`")
        .doesNotContain("The first one");
    assertThat(column(server, "SELECT comment FROM models WHERE full_name = '" + model + "'"))
        .containsOnlyNulls();
    assertThat(admin.page("/change/catalog/" + catalog(model) + "/comment"))
        .doesNotContain("suggest=true");
  }
}
