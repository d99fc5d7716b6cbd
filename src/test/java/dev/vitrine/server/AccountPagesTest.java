package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pages of the account and of people. */
final class AccountPagesTest extends RestTest {
  private static final Pattern TOKEN = Pattern.compile("vtr_[A-Za-z0-9_-]{43}");
  private static final String MASK = "********";

  private static void user(TestServer server, String name) throws Exception {
    Browser admin = Browser.of(server, "admin");
    admin.submitted("/new/user", "name", name, "password", TestServer.PASSWORD);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aTokenIsShownOnceAndDropped(TestStore store) throws Exception {
    TestServer server = server(store);
    user(server, "tom");
    Browser tom = Browser.of(server, "tom");
    HttpResponse<String> made =
        tom.submit("/account/token", "comment", "<i>nightly</i>", "days", "7");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
    Matcher token = TOKEN.matcher(made.body());
    assertThat(token.find()).isTrue();
    assertThat(made.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(made.body()).contains("CREATE TOKEN COMMENT");
    String page = tom.page("/account");
    assertThat(page)
        .doesNotContain(token.group())
        .contains("&lt;i&gt;nightly")
        .doesNotContain("<i>nightly");

    // The token signs a browser in, without a name.
    Browser other = new Browser(server);
    assertThat(other.submit("/signin", "user", "", "password", token.group()).statusCode())
        .isEqualTo(303);
    assertThat(other.page("/account")).contains("tom");
    Matcher number = Pattern.compile("/account/tokens/(\\d+)/drop").matcher(page);
    assertThat(number.find()).isTrue();
    assertThat(tom.submitted("/account/tokens/" + number.group(1) + "/drop"))
        .contains("The token was dropped.", "DROP TOKEN " + number.group(1));
    assertThat(other.get("/account").statusCode()).isEqualTo(303);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aChangeOfTheOwnPasswordEndsTheSessions(TestStore store) throws Exception {
    TestServer server = server(store);
    user(server, "paula");
    Browser paula = Browser.of(server, "paula");
    Browser elsewhere = Browser.of(server, "paula");
    String form = "/account/password";
    String preview =
        paula
            .post(
                form + "/preview",
                paula.token(form),
                "old",
                TestServer.PASSWORD,
                "new",
                "n3w-secret",
                "again",
                "n3w-secret")
            .body();
    assertThat(preview)
        .contains("ALTER USER paula SET PASSWORD", MASK)
        .doesNotContain("n3w-secret", TestServer.PASSWORD);

    HttpResponse<String> unequal =
        paula.submit(form, "old", TestServer.PASSWORD, "new", "n3w-secret", "again", "x");
    assertThat(unequal.statusCode()).isEqualTo(400);
    assertThat(unequal.body()).contains("not equal").doesNotContain("n3w-secret");
    HttpResponse<String> wrong =
        paula.submit(form, "old", "wrong-old", "new", "n3w-secret", "again", "n3w-secret");
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(wrong.body()).contains("The old password is wrong.").doesNotContain("n3w-secret");

    HttpResponse<String> changed =
        paula.submit(form, "old", TestServer.PASSWORD, "new", "n3w-secret", "again", "n3w-secret");
    assertThat(changed.statusCode()).as(changed.body()).isEqualTo(303);
    assertThat(paula.page(changed.headers().firstValue("Location").orElseThrow()))
        .contains("Your password was changed.");
    assertThat(paula.get("/account").statusCode()).isEqualTo(303);
    assertThat(elsewhere.get("/account").statusCode()).isEqualTo(303);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void anAdminManagesUsersAndGroups(TestStore store) throws Exception {
    TestServer server = server(store);
    Browser admin = Browser.of(server, "admin");
    assertThat(admin.submitted("/new/user", "name", "una", "password", TestServer.PASSWORD))
        .contains("CREATE USER una WITH PASSWORD", MASK)
        .doesNotContain(TestServer.PASSWORD);
    assertThat(admin.submitted("/new/group", "name", "R&D/east <b>"))
        .contains("R&amp;D/east &lt;b&gt;")
        .doesNotContain("<b>");
    String group = "/people/R%26D%252feast%20%3Cb%3E";
    assertThat(admin.page("/people?q=r%26d")).contains(group);
    assertThat(admin.submitted(group + "/members", "member", "UNA"))
        .contains("ADD USER una", "/people/una");
    assertThat(admin.page("/people/una")).contains(group);
    assertThat(admin.submitted(group + "/members/una/drop")).contains("DROP USER una");
    HttpResponse<String> unknown = admin.submit(group + "/members", "member", "nemo");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("User or group 'nemo' does not exist.");

    Browser una = Browser.of(server, "una");
    assertThat(una.page("/people")).contains("Only admins can do this.");
    HttpResponse<String> refused = una.submit("/new/group", "name", "mine");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("SQLSTATE 42501");

    assertThat(admin.submitted("/people/una/password", "password", "an0ther-secret"))
        .contains("ALTER USER una SET PASSWORD", MASK)
        .doesNotContain("an0ther-secret");
    assertThat(una.get("/people").statusCode()).isEqualTo(303);
    assertThat(admin.submitted(group + "/drop")).contains("DROP GROUP");
    assertThat(admin.submitted("/people/una/drop")).contains("DROP USER una");
    assertThat(admin.get("/people/una").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aPageOfAPersonShowsWhatItOwnsAndWasGranted(TestStore store) throws Exception {
    TestServer server = server(store);
    user(server, "olga");
    try (Client admin = TestRegistry.on(server.connect("admin"))) {
      admin.run("CREATE CATALOG shown; ALTER CATALOG shown SET OWNER TO olga");
      admin.run("GRANT CREATE CATALOG ON METASTORE TO olga");
    }
    sql(
        server,
        "CREATE SCHEMA shown.s; CREATE MODEL shown.s.m; ALTER SCHEMA shown.s SET OWNER TO olga;"
            + " ALTER MODEL shown.s.m SET OWNER TO olga");
    Browser admin = Browser.of(server, "admin");
    String page = admin.page("/people/OLGA");
    assertThat(page)
        .contains("href=\"/catalogs/shown\"", "CREATE CATALOG")
        .contains("href=\"/catalogs/shown/s\"", "href=\"/models/shown.s.m\"")
        .contains("/sql?q=SELECT+privilege%2C")
        .doesNotContain("Only admins can do this.");
    for (String link : List.of("/catalogs/shown", "/catalogs/shown/s", "/models/shown.s.m")) {
      assertThat(admin.page(link)).as(link).contains("href=\"/people/olga\"");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void linksToPrincipalsWorkForAllNames(TestStore store) throws Exception {
    TestServer server = server(store);
    Browser admin = Browser.of(server, "admin");
    String catalog = catalog(newModel(server));
    String group = "a/b & c#d+" + catalog;
    admin.submitted("/new/group", "name", group);
    sql(
        server,
        "GRANT BROWSE ON CATALOG %1$s TO `%2$s`; ALTER CATALOG %1$s SET OWNER TO `%2$s`"
            .formatted(catalog, group));
    String page = admin.page("/catalogs/" + catalog + "?tab=permissions");
    String title = "<h1>" + group.replace("&", "&amp;") + "</h1>";
    assertThat(links(page, "/people/"))
        .hasSize(2)
        .allSatisfy(link -> assertThat(admin.page(link)).contains(title));
    assertThat(links(page, "/catalogs/" + catalog + "?tab=permissions&amp;why="))
        .singleElement()
        .satisfies(link -> assertThat(admin.page(link)).contains("<h2 id=\"why\">"));
    assertThat(links(page, "/change/catalog/" + catalog + "/revoke"))
        .singleElement()
        .satisfies(
            link ->
                assertThat(admin.page(link))
                    .contains("Revoke BROWSE from " + group.replace("&", "&amp;")));
  }

  /** The addresses in a page that begin with a text, except those of the page's frame. */
  private static List<String> links(String page, String start) {
    return Pattern.compile(" href=\"(" + Pattern.quote(start) + "[^\"]+)\"")
        .matcher(page.substring(page.indexOf("<main")))
        .results()
        .map(link -> link.group(1).replace("&amp;", "&"))
        .toList();
  }

  @Test
  void behindAProxyWithTlsCookiesAreSecure() throws Exception {
    TestRegistry registry = TestRegistry.open(TestStore.H2);
    ServerSettings settings =
        TestServer.SETTINGS.withProxies(TrustedProxies.of(List.of("127.0.0.1")));
    try (TestServer server = TestServer.start(registry.url(), settings)) {
      HttpResponse<String> answer =
          new Browser(server)
              .get("/signin", "X-Forwarded-Proto", "https", "X-Forwarded-For", "192.0.2.1");
      assertThat(answer.headers().allValues("Set-Cookie"))
          .isNotEmpty()
          .allSatisfy(cookie -> assertThat(cookie).startsWith("__Host-").contains("; Secure"));
    }
  }
}
