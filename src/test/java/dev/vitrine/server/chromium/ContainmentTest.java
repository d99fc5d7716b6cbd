package dev.vitrine.server.chromium;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.vitrine.Effort;
import dev.vitrine.TestStore;
import dev.vitrine.server.TestServer;
import dev.vitrine.server.chromium.StoryServer.Stage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Attacks on a signed-in browser: texts of other users, forms and frames of other sites. */
final class ContainmentTest {
  private static final StoryServer SERVERS = new StoryServer();

  /** Each of them sets {@code window.hostile} or opens a dialog where it is not inert. */
  private static final List<String> HOSTILE =
      List.of(
          "<script>window.hostile=1;alert(1)</script>",
          "</textarea></title></style><script>window.hostile=1</script>",
          "\"><img src=x onerror=window.hostile=1>",
          "' onmouseover='window.hostile=1' autofocus onfocus='window.hostile=1",
          "<svg onload=window.hostile=1>",
          "<iframe srcdoc='<script>parent.hostile=1</script>'>",
          "[click](javascript:window.hostile=1) ![x](javascript:window.hostile=1)",
          "<javascript:window.hostile=1>",
          "[click](JaVaScRiPt&colon;window.hostile=1 \"' onclick='window.hostile=1\")",
          "<a href=\"data:text/html,<script>window.hostile=1</script>\" hx-get=/account>x</a>",
          "<div hx-on:load=window.hostile=1 hx-trigger=load hx-post=/signout>x</div>",
          "${window.hostile=1} @if(true) !{hostile} {{constructor.constructor('hostile=1')()}}",
          "#{7*7} %{7*7} <%= 7*7 %>",
          "\u202Egnp.exe\u202C \u2066x\u2069 \u200F");

  @AfterAll
  static void stop() {
    SERVERS.close();
  }

  @Test
  void hostileTextsAreInert() throws Exception {
    Stage stage = SERVERS.stage(TestStore.H2);
    Chromium chromium = stage.chromium();
    String model = stage.newModel("hostile");
    int version = 0;
    for (String text : HOSTILE) {
      version++;
      String literal = "'" + text.replace("'", "''") + "'";
      String long64k = "'" + text.replace("'", "''") + " " + "x".repeat(60_000) + "'";
      stage.sql(
          """
          ALTER MODEL %1$s ADD VERSION FROM %2$s RUN ID 'run' TAGS ('k' = %2$s) COMMENT %3$s;
          COMMENT ON MODEL %1$s IS %3$s;
          COMMENT ON CATALOG hostile IS %2$s;
          COMMENT ON SCHEMA hostile.s IS %2$s;
          ALTER MODEL %1$s SET TAGS ('k%4$d' = %2$s)
          """
              .formatted(model, literal, version % 2 == 0 ? literal : long64k, version));
    }
    for (int i = 0; i < HOSTILE.size(); i++) {
      nameByUserInput(stage, model, i);
    }
    chromium.signIn("admin", TestServer.PASSWORD);
    chromium.complaints();
    for (int i = 1; i <= HOSTILE.size(); i++) {
      requireInert(chromium, "/models/" + model + "/versions/" + i);
    }
    for (String address :
        List.of(
            "/",
            "/search?q=script",
            "/catalogs/hostile",
            "/catalogs/hostile?tab=activity",
            "/catalogs/hostile/s",
            "/models/" + model,
            "/models/" + model + "?tab=permissions",
            "/models/" + model + "?tab=lineage",
            "/models/" + model + "?tab=activity",
            "/models/" + model + "?tab=use",
            "/models/" + model + "/compare?versions=1,2",
            "/models/" + model + "/compare?versions=7,8",
            "/models/" + model + "/versions/1?tab=lineage",
            "/models/" + model + "/versions/1?tab=files",
            "/models/" + model + "/versions/1?tab=activity",
            "/change/model/" + model + "/comment",
            "/change/model/" + model + "/tag",
            "/change/model/" + model + "/alias",
            "/change/model/" + model + "/grant",
            "/audit",
            "/audit?object=hostile",
            "/people",
            "/sql")) {
      requireInert(chromium, address);
    }
    for (String text : HOSTILE) {
      String encoded = URLEncoder.encode(text, UTF_8);
      List<String> echoing =
          List.of(
              "/search?q=" + encoded,
              "/audit?user=" + encoded + "&object=" + encoded,
              "/sql?q=" + encoded,
              "/people?q=" + encoded,
              "/change/model/" + model + "/unalias?alias=" + encoded,
              "/change/model/" + model + "/untag?key=" + encoded);
      // A build opens one of them for each text, a nightly run opens all.
      int from = Effort.NIGHTLY ? 0 : HOSTILE.indexOf(text) % echoing.size();
      for (String address : echoing.subList(from, Effort.NIGHTLY ? echoing.size() : from + 1)) {
        requireInert(chromium, address);
      }
    }
  }

  /** Aliases and names of users, where the text is permitted as one. */
  private static void nameByUserInput(Stage stage, String model, int i) throws Exception {
    String name = "`" + HOSTILE.get(i).replace("`", "``") + "`";
    for (String sql :
        List.of(
            "ALTER MODEL " + model + " VERSION " + (i + 1) + " SET ALIAS " + name,
            "CREATE USER " + name,
            "CREATE MODEL hostile.s." + name,
            "ALTER MODEL "
                + model
                + " SET TAGS ('"
                + HOSTILE.get(i).replace("'", "''")
                + "' = 'v')")) {
      stage.attempt(sql);
    }
  }

  private static void requireInert(Chromium chromium, String address) {
    // A dialog of the page makes the next command of the driver fail.
    chromium.open(address);
    assertThat(chromium.driver().executeScript("return window.hostile === undefined"))
        .as(address)
        .isEqualTo(true);
    assertThat(
            chromium.count(
                "main script, main iframe, main img, main [onload], main [onclick], main [onfocus],"
                    + " main [onerror], main [hx-on\\:load], main a[href^='javascript' i],"
                    + " main a[href^='data' i]"))
        .as(address)
        .isZero();
    assertThat(chromium.complaints()).as("the console at " + address).isEmpty();
  }

  @Test
  void formsOfOtherSitesAreRefused() throws Exception {
    Stage stage = SERVERS.stage(TestStore.H2);
    Chromium chromium = stage.chromium();
    String model = stage.newModel("forged");
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext(
        "/",
        exchange -> {
          byte[] page =
              ("<form id=f method=post action='"
                      + stage.server().httpUrl()
                      + "/change/model/"
                      + model
                      + "/comment'><input name=comment value=forged><input name=csrf value=x></form>"
                      + "<iframe src='"
                      + stage.server().httpUrl()
                      + "/account'></iframe>")
                  .getBytes(UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, page.length);
          try (exchange) {
            exchange.getResponseBody().write(page);
          } catch (IOException gone) {
            // The browser has closed the connection.
          }
        });
    other.start();
    try {
      chromium.complaints();
      chromium.driver().get("http://127.0.0.1:" + other.getAddress().getPort() + "/");
      assertThat(chromium.complaints())
          .as("the frame is refused")
          .anyMatch(complaint -> complaint.contains("frame"));
      chromium.leave(
          () -> chromium.driver().executeScript("document.getElementById('f').submit()"));
      assertThat(chromium.driver().getCurrentUrl()).startsWith(stage.server().httpUrl());
      assertThat(chromium.text()).doesNotContain("The description was saved");
      assertThat(stage.rows("SELECT comment FROM models WHERE full_name = '" + model + "'"))
          .doesNotContain("forged");
      chromium.open("/account");
      assertThat(chromium.path()).as("the session is untouched").isEqualTo("/account");
    } finally {
      other.stop(0);
    }
  }

  @Test
  void goingBackAfterAChangeShowsThePresentState() throws Exception {
    Stage stage = SERVERS.stage(TestStore.H2);
    Chromium chromium = stage.chromium();
    String model = stage.newModel("back");
    chromium.open("/catalogs/back/s");
    chromium.open("/models/" + model);
    chromium.dialog("Add description");
    chromium.fill("comment", "Written once");
    chromium.submit();
    assertThat(chromium.text()).contains("Written once");
    chromium.driver().navigate().back();
    chromium.await("the text", () -> chromium.text().contains("Written once"));
    chromium.driver().navigate().forward();
    chromium.await("the model", () -> chromium.path().equals("/models/" + model));
    chromium.driver().navigate().refresh();
    assertThat(chromium.text()).contains("Written once").doesNotContain("COMMENT ON MODEL");
    assertThat(
            stage.rows(
                "SELECT COUNT(*) FROM system.access.audit WHERE request_params LIKE '%Written once%'"))
        .as("the change ran once")
        .containsExactly("1");
    chromium.driver().executeCdpCommand("Network.clearBrowserCookies", Map.of());
    chromium.driver().navigate().back();
    chromium.await("the sign-in", () -> chromium.path().startsWith("/signin"));
  }
}
