package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pages as of a point in time, and the history of a model. */
final class PastPagesTest extends RestTest {
  /** A form that changes something, or a link to one. */
  private static final String[] CHANGES = {
    "href=\"/change/", "hx-get=\"/change", "/upload\"", ">Edit description", ">Add description"
  };

  /** A model with two versions; Champion was moved from 1 to 2 by the last change. */
  private static String movedAlias(TestServer server) throws Exception {
    String model = newModel(server);
    sql(
        server,
        """
        ALTER MODEL %1$s ADD VERSION FROM 's3://b/1' PARAMS ('depth' = '7') METRICS ('accuracy' = 0.5);
        ALTER MODEL %1$s ADD VERSION FROM 's3://b/2';
        ALTER MODEL %1$s VERSION 1 SET TAGS ('stage' = 'old');
        ALTER MODEL %1$s VERSION 1 SET ALIAS Champion
        """
            .formatted(model));
    sql(server, "ALTER MODEL " + model + " VERSION 2 SET ALIAS Champion");
    return model;
  }

  /** The address of a page before the last change of its model. */
  private static String before(Browser browser, String page) throws Exception {
    HttpResponse<String> redirect =
        browser.get(page + (page.contains("?") ? "&" : "?") + "at=before-last-change");
    assertThat(redirect.statusCode()).as(redirect.body()).isEqualTo(303);
    return redirect.headers().firstValue("Location").orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void anAliasThatWasMovedLaterHasItsOldVersion(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = movedAlias(server);
    Browser admin = Browser.of(server, "admin");
    String page = "/models/" + model;
    assertThat(admin.page(page))
        .contains("Champion <span class=\"to\">→ 2</span>", "Before the last change");
    String before = before(admin, page);
    String at = before.substring(before.indexOf("?at="));
    assertThat(admin.page(before))
        .contains(
            "Champion <span class=\"to\">→ 1</span></a></span><span class=\"muted\">now 2</span>",
            ">As of <time",
            "read only",
            "<a href=\"" + page + "\">Back to the present</a>",
            page + "/versions/1" + at + "\"",
            page + "?tab=permissions&amp;" + at.substring(1) + "\"",
            "FOR+SYSTEM_TIME+AS+OF+TIMESTAMP",
            "stage: old")
        .doesNotContain("→ 2", "SQLSTATE")
        .doesNotContain(CHANGES);
    assertThat(admin.page(page + "/versions/1" + at))
        .contains("Champion <span class=\"to\">→ 1</span>", "<a href=\"" + page + at + "\">m</a>")
        .doesNotContain(CHANGES);
    assertThat(admin.page(page + "/versions/1?tab=metrics&" + at.substring(1)))
        .contains("accuracy", "0.5", "depth")
        .doesNotContain(CHANGES);
    assertThat(admin.page(page + "/versions/2" + at)).doesNotContain("Champion");
    String earlier = at.replace("?at=", "&until=");
    assertThat(before(admin, page + "?tab=permissions" + earlier))
        .startsWith(page + "?tab=permissions&at=")
        .isNotEqualTo(before(admin, page + "?tab=permissions"));
    assertThat(admin.page(before(admin, page + "?x=y" + earlier)))
        .doesNotContain("class=\"chip alias\"");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void permissionsOfThePastAreShownWithTheirPaths(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    String user = newUser();
    as(server, user);
    sql(server, "GRANT EXECUTE ON MODEL " + model + " TO " + user);
    sql(server, "REVOKE EXECUTE ON MODEL " + model + " FROM " + user);
    Browser admin = Browser.of(server, "admin");
    String page = "/models/" + model + "?tab=permissions";
    assertThat(admin.page(page)).doesNotContain(">" + user + "</a>");
    String before = before(admin, page);
    assertThat(admin.page(before))
        .contains(">" + user + "</a>", ">EXECUTE</td>", "&amp;why=" + user + "&amp;at=")
        .doesNotContain(">Revoke<", ">Grant<")
        .doesNotContain(CHANGES);
    assertThat(admin.page(before + "&why=" + user))
        .contains("Why " + user + " had privileges", "<td>direct</td>");
  }

  /** Rights of today decide: a revoked privilege does not open the past in which it was granted. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void usersWithoutExecuteSeeNothingMoreInThePast(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = movedAlias(server);
    String user = newUser();
    as(server, user);
    sql(server, "GRANT BROWSE ON CATALOG " + catalog(model) + " TO " + user);
    sql(server, "GRANT EXECUTE ON MODEL " + model + " TO " + user);
    String before = before(Browser.of(server, "admin"), "/models/" + model);
    String at = before.substring(before.indexOf("?at="));
    Browser browser = Browser.of(server, user);
    sql(server, "REVOKE EXECUTE ON MODEL " + model + " FROM " + user);
    assertThat(browser.page(before))
        .contains("You need EXECUTE on model " + model)
        .doesNotContain("Champion", "s3://b/", "stage: old", "/versions/1");
    HttpResponse<String> version = browser.get("/models/" + model + "/versions/1" + at);
    assertThat(version.statusCode()).isEqualTo(403);
    assertThat(version.body()).contains("SQLSTATE 42501").doesNotContain("s3://b/", "Champion");
    assertThat(browser.page(before + "&tab=permissions")).doesNotContain(">EXECUTE</td>");
    assertThat(browser.page("/models/" + model + "?tab=history"))
        .doesNotContain("Champion", "stage");
    sql(server, "REVOKE BROWSE ON CATALOG " + catalog(model) + " FROM " + user);
    HttpResponse<String> hidden = browser.get(before);
    HttpResponse<String> absent = browser.get("/models/" + model + "_absent" + at);
    assertThat(hidden.statusCode()).isEqualTo(404);
    assertThat(withoutTokens(hidden))
        .isEqualTo(withoutTokens(absent).replace(model + "_absent", model));
  }

  private static String withoutTokens(HttpResponse<String> page) {
    return page.body().replaceAll("(name=\"csrf\" (value|content)=)\"[^\"]*\"", "$1");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void restoringADroppedModelBringsItsPageBack(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = movedAlias(server);
    Browser admin = Browser.of(server, "admin");
    String page = before(admin, "/models/" + model);
    sql(server, "DROP MODEL " + model);
    HttpResponse<String> dropped = admin.get(page);
    assertThat(dropped.statusCode()).isEqualTo(404);
    assertThat(dropped.body()).contains("SQLSTATE");
    String gone = now(server);
    sql(server, "UNDROP MODEL " + model);
    assertThat(admin.page(page)).contains("Champion <span class=\"to\">→ 1</span>");
    assertThat(admin.page("/models/" + model)).contains("Champion <span class=\"to\">→ 2</span>");
    HttpResponse<String> between = admin.get("/models/" + model + "?at=" + gone);
    assertThat(between.statusCode()).isEqualTo(404);
    assertThat(between.body())
        .contains("The model did not exist at this time.", "Back to the present")
        .doesNotContain("Champion");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aRenamedModelHasItsNameOfThen(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = movedAlias(server);
    sql(server, "ALTER MODEL " + model + " RENAME TO " + catalog(model) + ".s.fresh");
    Browser admin = Browser.of(server, "admin");
    String before = before(admin, "/models/" + catalog(model) + ".s.fresh");
    assertThat(admin.page(before))
        .contains("<h1>m</h1>", "Champion <span class=\"to\">→ 2</span>", "had the name")
        .contains("s3://b/1");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void timesWithoutHistoryAreRefused(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = movedAlias(server);
    Browser admin = Browser.of(server, "admin");
    for (String page : List.of("/models/" + model, "/models/" + model + "/versions/1")) {
      assertRefused(admin.get(page + "?at=2001-01-01T00:00"), "the earliest time is");
      assertRefused(admin.get(page + "?at=2999-01-01T00:00:00Z"), "is in the future");
      for (String malformed :
          List.of("x", "2026-02-30T00:00", "2026-01-01", "0000-01-01T00:00", "%3Cscript%3E")) {
        assertRefused(admin.get(page + "?at=" + malformed), "is not a point in time.");
      }
      assertThat(admin.page(page + "?at=")).doesNotContain("read only");
    }
    HttpResponse<String> absent = admin.get("/models/" + model + "/versions/9?at=" + now(server));
    assertThat(absent.statusCode()).isEqualTo(404);
    assertThat(absent.body()).contains("The version did not exist at this time.");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aModelWithoutAnEarlierStateKeepsItsPage(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    Browser admin = Browser.of(server, "admin");
    String page = "/models/" + model;
    assertThat(before(admin, page + "?tab=permissions")).isEqualTo(page + "?tab=permissions");
    assertThat(admin.page(page + "?tab=permissions"))
        .contains("The history has no earlier state of the model.", "The tab History lists")
        .doesNotContain("SQLSTATE", "read only");
    String at = "?at=" + now(server);
    String until = before(admin, page + at.replace("?at=", "?until="));
    assertThat(until).startsWith(page + "?at=");
    assertThat(admin.page(until))
        .contains("The history has no earlier state of the model.", "read only")
        .doesNotContain("SQLSTATE");
    assertThat(before(admin, page + "?until=2001-01-01T00:00")).startsWith(page + "?at=2001-01-01");
  }

  /** A catalog and its schema have a comment, a tag, a grant and content that changed later. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void containersAreShownAsTheyWere(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    String catalog = catalog(model);
    String user = newUser();
    as(server, user);
    for (String object : List.of("CATALOG " + catalog, "SCHEMA " + catalog + ".s")) {
      sql(server, "COMMENT ON " + object + " IS 'as it was'");
      sql(server, "ALTER " + object + " SET TAGS ('stage' = 'old')");
      sql(server, "GRANT EXECUTE ON " + object + " TO " + user);
    }
    sql(server, "CREATE SCHEMA " + catalog + ".gone; CREATE MODEL " + catalog + ".s.gone");
    String at = "?at=" + now(server);
    sql(server, "DROP SCHEMA " + catalog + ".gone; DROP MODEL " + catalog + ".s.gone");
    sql(server, "ALTER MODEL " + model + " RENAME TO " + catalog + ".s.fresh");
    for (String object : List.of("CATALOG " + catalog, "SCHEMA " + catalog + ".s")) {
      sql(server, "COMMENT ON " + object + " IS 'as it is'");
      sql(server, "ALTER " + object + " SET TAGS ('stage' = 'new')");
      sql(server, "REVOKE EXECUTE ON " + object + " FROM " + user);
    }
    Browser admin = Browser.of(server, "admin");
    for (String page : List.of("/catalogs/" + catalog, "/catalogs/" + catalog + "/s")) {
      assertThat(admin.page(page)).contains("as it is", "stage: new", "<form class=\"timepicker\"");
      assertThat(admin.page(page + at))
          .contains("as it was", "stage: old", "read only", ">gone <span", "dropped later")
          .contains("href=\"/people/admin" + at, page + "?tab=permissions&amp;" + at.substring(1))
          .doesNotContain("as it is", "stage: new", "SQLSTATE")
          .doesNotContain(CHANGES);
      assertThat(admin.page(page + at + "&tab=permissions"))
          .contains("href=\"/people/" + user + at, ">EXECUTE</td>")
          .doesNotContain(">Revoke<", ">Grant<")
          .doesNotContain(CHANGES);
      assertThat(admin.page(page + at + "&tab=permissions&why=" + user))
          .contains("Why " + user + " had privileges", "<td>direct</td>");
      assertThat(admin.page(page + at + "&tab=activity"))
          .contains("as it was")
          .doesNotContain("as it is");
      String before = before(admin, page + "?tab=permissions");
      assertThat(before).startsWith(page + "?tab=permissions&at=");
      assertThat(admin.page(before)).contains("/people/" + user, "stage: new");
    }
    assertThat(admin.page("/catalogs/" + catalog + at))
        .contains("href=\"/catalogs/" + catalog + "/s" + at);
    assertThat(admin.page("/catalogs/" + catalog + "/s" + at))
        .contains("<a href=\"/models/" + catalog + ".s.fresh" + at + "\">m</a>")
        .contains("<a href=\"/catalogs/" + catalog + at + "\">" + catalog + "</a>");
  }

  /** Rights of today decide, and what is hidden today is as absent in the past. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void hiddenContainersHaveNoPast(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    String catalog = catalog(model);
    String user = newUser();
    as(server, user);
    sql(server, "GRANT BROWSE ON CATALOG " + catalog + " TO " + user);
    sql(server, "COMMENT ON SCHEMA " + catalog + ".s IS 'past secret'");
    String at = "?at=" + now(server);
    sql(server, "COMMENT ON SCHEMA " + catalog + ".s IS 'today'");
    Browser browser = Browser.of(server, user);
    assertThat(browser.page("/catalogs/" + catalog + "/s" + at))
        .contains("read only", ">m</a>")
        .doesNotContain("past secret");
    sql(server, "REVOKE BROWSE ON CATALOG " + catalog + " FROM " + user);
    for (String page : List.of("/catalogs/" + catalog, "/catalogs/" + catalog + "/s")) {
      HttpResponse<String> hidden = browser.get(page + at);
      HttpResponse<String> absent =
          browser.get(page.replace("/" + catalog, "/" + catalog + "x") + at);
      assertThat(hidden.statusCode()).isEqualTo(404);
      assertThat(withoutTokens(hidden))
          .isEqualTo(withoutTokens(absent).replace(catalog + "x", catalog));
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void principalsAreShownAsTheyWere(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    String user = newUser();
    String group = "group_" + user;
    String start = "?at=" + now(server);
    as(server, user);
    sql(server, "CREATE GROUP " + group + "; ALTER GROUP " + group + " ADD USER " + user);
    sql(server, "GRANT EXECUTE ON MODEL " + model + " TO " + user);
    sql(server, "ALTER MODEL " + model + " OWNER TO " + user);
    String at = "?at=" + now(server);
    sql(server, "ALTER GROUP " + group + " DROP USER " + user);
    sql(server, "REVOKE EXECUTE ON MODEL " + model + " FROM " + user);
    sql(server, "ALTER MODEL " + model + " OWNER TO admin");
    sql(server, "ALTER MODEL " + model + " RENAME TO " + catalog(model) + ".s.fresh");
    Browser admin = Browser.of(server, "admin");
    String link = "<a href=\"/models/" + catalog(model) + ".s.fresh" + at + "\">" + model + "</a>";
    assertThat(admin.page("/people/" + user)).doesNotContain(group, model, "read only");
    assertThat(admin.page("/people/" + user + at))
        .contains("read only", "href=\"/people/" + group + at, link, "<td>EXECUTE</td>")
        .doesNotContain("/password\"", "/drop\"", "SQLSTATE")
        .doesNotContain(CHANGES);
    assertThat(admin.page("/people/" + group + at))
        .contains("href=\"/people/" + user + at)
        .doesNotContain(">Remove<", "/members");
    HttpResponse<String> absent = admin.get("/people/" + user + start);
    assertThat(absent.statusCode()).isEqualTo(404);
    assertThat(absent.body()).contains("did not exist at this time");
    assertRefused(admin.get("/people/" + user + "?at=2001-01-01T00:00"), "the earliest time is");
  }

  /** What has no past says so, and no page shows the present under the time of the past. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void partsAndPagesWithoutAPastSaySo(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = movedAlias(server);
    Browser admin = Browser.of(server, "admin");
    String at = "&at=" + now(server);
    for (String page :
        List.of(
            "/models/" + model + "?tab=lineage",
            "/models/" + model + "?tab=history",
            "/models/" + model + "?tab=use",
            "/models/" + model + "/versions/1?tab=files",
            "/models/" + model + "/versions/1?tab=lineage",
            "/catalogs/" + catalog(model) + "/s?tab=dropped")) {
      assertThat(admin.page(page + at))
          .contains("read only", "<p class=\"empty\">", ". <a href=\"" + page + "\">")
          .doesNotContain(CHANGES);
    }
    for (String page :
        List.of(
            "/models/" + model + "?tab=activity",
            "/models/" + model + "/versions/2?tab=activity")) {
      assertThat(admin.page(page + at)).contains("read only", "class=\"events\"");
    }
    for (String page :
        List.of(
            "/?x=y",
            "/search?q=m",
            "/audit?x=y",
            "/people?x=y",
            "/account?x=y",
            "/sql?q=x",
            "/models/" + model + "/compare?versions=1,2",
            "/models/" + model + "/upload?x=y",
            "/models/" + model + "/versions/1/files.zip?x=y",
            "/change/model/" + model + "/comment?x=y")) {
      assertRefused(admin.get(page + at), "This page shows the present state only.");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theFormHasTheBoundsOfTheHistory(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = movedAlias(server);
    Browser admin = Browser.of(server, "admin");
    String page = "/models/" + model;
    for (String each : List.of(page, page + "/versions/1", "/catalogs/" + catalog(model))) {
      assertThat(admin.page(each))
          .containsPattern("name=\"at\" type=\"datetime-local\" step=\"any\" required min=\"20")
          .contains(" max=\"20", "Before the last change")
          .doesNotContain("Yesterday", "1 week ago");
      HttpResponse<String> before = admin.get(each + "?tab=activity&at=2001-01-01T00:00");
      assertRefused(before, "the earliest time is");
      assertThat(before.body())
          .contains("The history begins at <time", "<form class=\"timepicker\" action=\"" + each)
          .contains("<input type=\"hidden\" name=\"tab\" value=\"activity\">", "min=\"20");
    }
  }

  private static String now(TestServer server) throws SQLException {
    try (Connection connection = server.connect("admin");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT CURRENT_TIMESTAMP")) {
      rows.next();
      LocalDateTime now = rows.getObject(1, LocalDateTime.class).truncatedTo(ChronoUnit.MILLIS);
      return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(now) + "Z";
    }
  }

  private static void assertRefused(HttpResponse<String> page, String problem) {
    assertThat(page.statusCode()).as(page.body()).isEqualTo(400);
    assertThat(page.body())
        .contains(problem, "SQLSTATE 22023", "class=\"hint\"")
        .doesNotContain("<script>");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theHistoryListsValuesWithLinksToTheirTime(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = movedAlias(server);
    Browser admin = Browser.of(server, "admin");
    String page = "/models/" + model + "?tab=history";
    String history = admin.page(page);
    assertThat(history)
        .contains("<bdi>Champion</bdi>", "<bdi>version 1</bdi>", "<bdi>version 2</bdi>", ">Now<")
        .contains("stage", "FROM+system.registry.history");
    assertThat(history.indexOf("<bdi>version 2</bdi>"))
        .isLessThan(history.indexOf("<bdi>version 1</bdi>"));
    String first = history.substring(history.indexOf("<bdi>version 1</bdi>"));
    String link = first.substring(first.indexOf("href=\"") + 6);
    assertThat(admin.page(link.substring(0, link.indexOf('"'))))
        .contains("Champion <span class=\"to\">→ 1</span>");
    StringBuilder changes = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      changes.append("ALTER MODEL " + model + " ADD VERSION FROM 's3://b/" + i + "';");
    }
    sql(server, changes.toString());
    assertThat(admin.page(page)).contains("1–50 of more", page + "&amp;page=2\"");
    assertThat(admin.page(page + "&page=2")).contains("51–", ">Previous</a>");
  }

  @Test
  void hostileTextsAreInertInThePast() throws Exception {
    TestServer server = server(TestStore.H2);
    String model = movedAlias(server);
    Browser admin = Browser.of(server, "admin");
    String base = "/change/model/" + model + "/";
    for (String text : WebObjectsTest.HOSTILE) {
      admin.submitted(base + "comment", "comment", text);
      admin.submitted(base + "tag", "key", "k", "value", text);
      admin.submitted(base + "versions/1/comment", "comment", text);
      admin.submitted(base + "versions/1/tag", "key", "k", "value", text);
      String at = "?at=" + now(server);
      sql(server, "COMMENT ON MODEL " + model + " IS 'harmless'");
      for (String page :
          List.of(
              "/models/" + model + at,
              "/models/" + model + "/versions/1" + at,
              "/models/" + model + at + "&tab=permissions&why=" + Browser.encoded(text),
              "/models/" + model + "?tab=history")) {
        assertThat(admin.page(page))
            .as(page)
            .doesNotContain("<script>alert", "<img src=x", "=' onmouseover='", "href=\"javascript:")
            .doesNotContain("49 @for");
      }
    }
  }
}
