package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import java.net.http.HttpResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The SQL page without scripts, and the Statement API with the cookie of a browser. */
final class SqlPageTest extends RestTest {
  private static final String API = "/api/2.0/sql/statements";

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theAddressFillsTheEditorAndRunsNothing(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    Browser browser = Browser.of(server, "admin");
    String page = browser.page("/sql?q=" + Browser.encoded("DROP MODEL " + model + " -- <b>"));
    assertThat(page)
        .contains("DROP MODEL " + model + " -- &lt;b&gt;")
        .doesNotContain("<b>")
        .contains("&#34;SHOW&#34;", "search_terms");
    assertThat(column(server, "SELECT full_name FROM models WHERE full_name = '" + model + "'"))
        .hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aFormRunsStatementsAndShowsRows(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    Browser browser = Browser.of(server, "admin");
    String text =
        "COMMENT ON MODEL "
            + model
            + " IS '<i>x</i>'; SELECT comment, CAST(NULL AS BIGINT) AS n"
            + " FROM models WHERE full_name = '"
            + model
            + "'";
    HttpResponse<String> answer = browser.submit("/sql", "q", text);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("<td dir=\"auto\">&lt;i&gt;x&lt;/i&gt;</td>", ">NULL</td>");
    assertThat(browser.submit("/sql", "q", "SELECT 1 +").body()).contains("SQLSTATE 42601");
    assertThat(browser.submit("/sql", "q", "SELECT nothing FROM models").body())
        .contains("SQLSTATE 42703", "Line 1, column 8.");
    assertThat(browser.post("/sql", "not.a.token", "q", "SELECT 1").statusCode()).isEqualTo(403);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theStatementApiTakesACookieWithATokenOnly(TestStore store) throws Exception {
    TestServer server = server(store);
    Browser browser = Browser.of(server, "admin");
    String token = browser.token("/sql");
    String body = "{\"statement\": \"SELECT current_user() AS u\", \"wait_timeout\": \"30s\"}";
    HttpResponse<String> answer = browser.json(API, body, "X-Vitrine-Csrf", token);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("[[\"admin\"]]", "SUCCEEDED");
    String id = answer.body().replaceFirst(".*\"statement_id\" ?: ?\"([^\"]+)\".*", "$1");
    assertThat(browser.get(API + "/" + id, "X-Vitrine-Csrf", token).statusCode()).isEqualTo(200);
    assertThat(browser.get(API + "/" + id).statusCode()).isEqualTo(401);
    assertThat(browser.json(API, body).statusCode()).isEqualTo(401);
    assertThat(browser.json(API, body, "X-Vitrine-Csrf", "wrong").statusCode()).isEqualTo(401);
    String ofOther = Browser.of(server, "admin").token("/sql");
    assertThat(browser.json(API, body, "X-Vitrine-Csrf", ofOther).statusCode()).isEqualTo(401);
    assertThat(
            browser
                .json(API, body, "X-Vitrine-Csrf", token, "Origin", "https://evil.example")
                .statusCode())
        .isEqualTo(403);
    assertThat(browser.get("/api/2.1/unity-catalog/catalogs", "X-Vitrine-Csrf", token).statusCode())
        .isEqualTo(401);
  }
}
