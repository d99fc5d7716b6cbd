package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What all pages have in common: sign-in, headers, tokens, assets, errors. */
final class WebPagesTest extends RestTest {
  private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"(/assets/[^\"]+)\"");

  private static final List<String> OBJECT_PAGES =
      List.of(
          "/catalogs/CATALOG",
          "/catalogs/CATALOG?tab=permissions&why=admin",
          "/catalogs/CATALOG/s",
          "/catalogs/CATALOG/s?tab=activity",
          "/models/CATALOG.s.m",
          "/models/CATALOG.s.m?tab=lineage",
          "/models/CATALOG.s.m?tab=use",
          "/models/CATALOG.s.m/upload",
          "/models/CATALOG.s.m/compare?versions=1,2",
          "/models/CATALOG.s.m/versions/1",
          "/models/CATALOG.s.m/versions/1?tab=files",
          "/models/CATALOG.s.m/versions/1/files/MLmodel",
          "/models/CATALOG.s.m/versions/1/files.zip");

  private static final List<String> OBJECT_FORMS =
      List.of(
          "/tree/CATALOG",
          "/tree/CATALOG/s",
          "/change/catalog/CATALOG/drop",
          "/change/schema/CATALOG.s/grant",
          "/change/model/CATALOG.s.m/comment",
          "/change/model/CATALOG.s.m/comment?suggest=true",
          "/change/model/CATALOG.s.m/alias",
          "/change/model/CATALOG.s.m/drop",
          "/change/model/CATALOG.s.m/versions/1/comment",
          "/change/model/CATALOG.s.m/versions/1/drop");

  @Test
  void pagesLeadToTheSignInAndBack() throws Exception {
    Browser browser = new Browser(server(TestStore.H2));
    HttpResponse<String> answer = browser.get("/models/a.b.c?q=iris%20x");
    assertThat(answer.statusCode()).isEqualTo(303);
    String signIn = answer.headers().firstValue("Location").orElseThrow();
    assertThat(signIn).isEqualTo("/signin?next=%2Fmodels%2Fa.b.c%3Fq%3Diris%2520x");
    assertThat(browser.page(signIn)).contains("name=\"next\" value=\"/models/a.b.c?q=iris%20x\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"//evil.example", "/\\evil.example", "https://evil.example", "x"})
  void theSignInLeadsToPagesOfThisServerOnly(String next) throws Exception {
    Browser browser = new Browser(server(TestStore.H2));
    HttpResponse<String> answer =
        browser.submit("/signin", "user", "admin", "password", TestServer.PASSWORD, "next", next);
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location")).contains("/");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aWrongPasswordShowsTheSameErrorAsElsewhere(TestStore store) throws Exception {
    Browser browser = new Browser(server(store));
    HttpResponse<String> answer =
        browser.submit("/signin", "user", "admin", "password", "wrong <b>");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body())
        .contains("The user name or the password is wrong.", "SQLSTATE 28000")
        .doesNotContain("wrong <b>");
    assertThat(browser.cookies()).doesNotContainKey("vitrine");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void pagesAreContained(TestStore store) throws Exception {
    Browser browser = Browser.of(server(store), "admin");
    HttpResponse<String> answer = browser.get("/");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    Map<String, String> expected =
        Map.of(
            "Content-Type", "text/html;charset=utf-8",
            "Cache-Control", "no-store",
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "same-origin",
            "X-Frame-Options", "DENY");
    expected.forEach(
        (name, value) -> assertThat(answer.headers().firstValue(name)).as(name).contains(value));
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none';")
        .contains("frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'")
        .doesNotContain("unsafe", "*", "data:", "http");
    assertThat(answer.body())
        .doesNotContainPattern("<script(?![^>]*src=)")
        .doesNotContain("<style", " style=\"", " onclick");
  }

  @Test
  void cookiesCannotBeReadByScriptsOrSentByOtherSites() throws Exception {
    Browser browser = new Browser(server(TestStore.H2));
    HttpResponse<String> answer =
        browser.submit("/signin", "user", "admin", "password", TestServer.PASSWORD);
    assertThat(answer.headers().allValues("Set-Cookie"))
        .anyMatch(
            cookie ->
                cookie.matches("vitrine=vts_[A-Za-z0-9_-]{43}; Path=/; HttpOnly; SameSite=Lax"));
  }

  @Test
  void assetsAreKeptForEver() throws Exception {
    Browser browser = Browser.of(server(TestStore.H2), "admin");
    Matcher asset = ASSET.matcher(browser.page("/"));
    int assets = 0;
    while (asset.find()) {
      HttpResponse<String> answer = browser.get(asset.group(1));
      assertThat(answer.statusCode()).as(asset.group(1)).isEqualTo(200);
      assertThat(answer.headers().firstValue("Cache-Control"))
          .contains("public, max-age=31536000, immutable");
      HttpResponse<String> compressed = browser.get(asset.group(1), "Accept-Encoding", "gzip");
      assertThat(compressed.headers().firstValue("Content-Encoding")).contains("gzip");
      HttpResponse<String> refused =
          browser.get(asset.group(1), "Accept-Encoding", "br, gzip;q=0, x-gzip");
      assertThat(refused.headers().firstValue("Content-Encoding")).isEmpty();
      assets++;
    }
    assertThat(assets).isGreaterThanOrEqualTo(4);
    assertThat(browser.get("/assets/other/vitrine.css").statusCode()).isEqualTo(404);
  }

  @Test
  void importsOfScriptsHaveAddresses() throws Exception {
    Browser browser = Browser.of(server(TestStore.H2), "admin");
    Matcher css = Pattern.compile("(/assets/[^/]+/)vitrine.css").matcher(browser.page("/"));
    assertThat(css.find()).isTrue();
    HttpResponse<String> view = browser.get(css.group(1) + "codemirror/view.js");
    assertThat(view.statusCode()).isEqualTo(200);
    Matcher imported =
        Pattern.compile("(?m)^(?:import|export)[^;]*from ['\"]([^'\"]+)['\"]").matcher(view.body());
    int imports = 0;
    while (imported.find()) {
      assertThat(imported.group(1)).startsWith("../codemirror/");
      assertThat(browser.get(css.group(1) + imported.group(1).substring(3)).statusCode())
          .as(imported.group(1))
          .isEqualTo(200);
      imports++;
    }
    assertThat(imports).isGreaterThan(2);
  }

  @Test
  void changesNeedATokenAndTheSameOrigin() throws Exception {
    TestServer server = server(TestStore.H2);
    Browser browser = Browser.of(server, "admin");
    String token = browser.token("/");
    String form = "csrf=" + Browser.encoded(token);
    assertThat(browser.post("/signout", "not.a.token").statusCode()).isEqualTo(403);
    assertThat(browser.post("/signout", Browser.of(server, "admin").token("/")).statusCode())
        .isEqualTo(403);
    assertThat(browser.post("/signout", form, Map.of()).statusCode()).isEqualTo(403);
    assertThat(
            browser.post("/signout", form, Map.of("Origin", "https://evil.example")).statusCode())
        .isEqualTo(403);
    assertThat(browser.post("/signout", form, Map.of("Origin", "null")).statusCode())
        .isEqualTo(403);
    assertThat(browser.get("/").statusCode()).isEqualTo(200);
    assertThat(browser.get("/signout").statusCode()).isEqualTo(405);
    assertThat(browser.post("/signout", token).statusCode()).isEqualTo(303);
    assertThat(browser.get("/").statusCode()).isEqualTo(303);
  }

  @Test
  void programsIgnoreTheCookie() throws Exception {
    Browser browser = Browser.of(server(TestStore.H2), "admin");
    assertThat(browser.get("/api/2.1/unity-catalog/catalogs").statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aHiddenModelIsAsOneThatDoesNotExist(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    String user = newUser();
    as(server, user);
    Browser browser = Browser.of(server, user);
    new Rest(server, "admin").version(model);
    String catalog = catalog(model);
    String absent = catalog.substring(0, catalog.length() - 1) + "_";
    for (String page : OBJECT_PAGES) {
      HttpResponse<String> hidden = browser.get(page.replace("CATALOG", catalog));
      HttpResponse<String> missing = browser.get(page.replace("CATALOG", absent));
      assertThat(missing.statusCode()).as(page).isEqualTo(404);
      assertThat(hidden.statusCode()).as(page).isEqualTo(404);
      assertThat(constant(hidden.body(), catalog))
          .as(page)
          .isEqualTo(constant(missing.body(), absent));
    }
    for (String form : OBJECT_FORMS) {
      HttpResponse<String> hidden = browser.get(form.replace("CATALOG", catalog));
      HttpResponse<String> missing = browser.get(form.replace("CATALOG", absent));
      assertThat(hidden.statusCode()).as(form).isEqualTo(missing.statusCode());
      assertThat(constant(hidden.body(), catalog))
          .as(form)
          .isEqualTo(constant(missing.body(), absent));
    }
  }

  private static String constant(String page, String name) {
    return page.replace(name, "NAME").replaceAll("(csrf\" (?:content|value)=)\"[^\"]*\"", "$1");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aModelHasAPage(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    assertThat(Browser.of(server, "admin").page("/models/" + model))
        .contains("<title>" + model + " · Vitrine</title>");
  }

  @Test
  void errorsOfPagesAreHtmlAndThoseOfProgramsJson() throws Exception {
    Browser browser = Browser.of(server(TestStore.H2), "admin");
    HttpResponse<String> page = browser.get("/nothing");
    assertThat(page.statusCode()).isEqualTo(404);
    assertThat(page.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
    assertThat(page.body()).contains("The path does not exist.");
    HttpResponse<String> api = browser.get("/api/nothing");
    assertThat(api.statusCode()).isEqualTo(404);
    assertThat(api.headers().firstValue("Content-Type")).contains("application/json");
  }
}
