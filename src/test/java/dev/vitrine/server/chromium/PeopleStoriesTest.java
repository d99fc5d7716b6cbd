package dev.vitrine.server.chromium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import dev.vitrine.server.TestServer;
import dev.vitrine.server.chromium.StoryServer.Stage;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openqa.selenium.WebElement;

/** Privileges, people and tokens in the browser, and what users with few or no rights see. */
final class PeopleStoriesTest {
  private static final StoryServer SERVERS = new StoryServer();

  @AfterAll
  static void stop() {
    SERVERS.close();
  }

  static List<TestStore> stores() {
    return StoryServer.stores();
  }

  @ParameterizedTest
  @MethodSource("stores")
  void privilegesAreGrantedExplainedAndRevoked(TestStore store) throws Exception {
    Stage stage = SERVERS.stage(store);
    Chromium chromium = stage.chromium();
    String model = stage.newModel("rights");
    stage.sql("CREATE USER reader; CREATE GROUP readers WITH USER reader");
    String grants = "SELECT principal, privilege FROM grants WHERE full_name = '";
    chromium.open("/models/" + model + "?tab=permissions");
    chromium.dialog("Grant");
    chromium.fill("principal", "readers");
    chromium.field("privilege.EXECUTE").click();
    chromium.awaitPreview("GRANT EXECUTE ON MODEL " + model + " TO readers");
    chromium.submit();
    assertThat(stage.rows(grants + model + "'")).containsExactly("readers | EXECUTE");
    assertThat(chromium.path()).isEqualTo("/models/" + model + "?tab=permissions");
    chromium.open("/models/" + model + "?tab=permissions&why=reader");
    assertThat(chromium.text()).contains("Why", "readers");
    chromium.open("/models/" + model + "?tab=permissions");
    chromium.control("Why?").click();
    chromium.await("the paths", () -> chromium.path().contains("why=readers"));
    chromium.dialog("Revoke");
    chromium.awaitPreview("REVOKE EXECUTE ON MODEL " + model + " FROM readers");
    chromium.submit();
    assertThat(stage.rows(grants + model + "'")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("stores")
  void aUserIsCreatedAndSignsInWithATokenThatIsShownOnce(TestStore store) throws Exception {
    Stage stage = SERVERS.stage(store);
    Chromium chromium = stage.chromium();
    chromium.open("/people");
    chromium.dialog("Create group");
    chromium.fill("name", "team");
    chromium.submit();
    chromium.open("/people");
    chromium.dialog("Create user");
    chromium.fill("name", "newcomer");
    chromium.fill("password", TestServer.PASSWORD);
    chromium.awaitPreview("CREATE USER newcomer");
    assertThat(chromium.find("dialog[open]").getText()).doesNotContain(TestServer.PASSWORD);
    chromium.submit();
    assertThat(chromium.text()).doesNotContain(TestServer.PASSWORD);
    chromium.open("/people/team");
    chromium.dialog("Add member");
    chromium.fill("member", "newcomer");
    chromium.submit();
    assertThat(
            stage.rows(
                "SELECT group_name, member_name FROM group_members WHERE group_name = 'team'"))
        .containsExactly("team | newcomer");

    chromium.signIn("newcomer", TestServer.PASSWORD);
    chromium.open("/account");
    chromium.dialog("Create token");
    chromium.fill("comment", "laptop");
    chromium.awaitPreview("CREATE TOKEN");
    chromium.find("dialog[open] .buttons button[type='submit']").click();
    chromium.await(
        "the token", () -> chromium.find("dialog[open]").getText().contains("not shown again"));
    String token = chromium.find("dialog[open] [data-copy^='vtr_']").getDomAttribute("data-copy");
    chromium.open("/account");
    assertThat(chromium.text()).contains("laptop");
    assertThat(chromium.driver().getPageSource()).doesNotContain(token);
    try (Connection connection = stage.server().connectWith(token)) {
      assertThat(connection.getMetaData().getUserName()).isEqualTo("newcomer");
    }
    chromium.signIn("", token);
    chromium.open("/account");
    assertThat(chromium.find(".lead").getText()).contains("newcomer");
    chromium.dialog("Drop");
    chromium.submit();
    chromium.open("/account");
    assertThat(chromium.path()).as("the session ends with its token").startsWith("/signin");
  }

  @ParameterizedTest
  @MethodSource("stores")
  void controlsOfAUserWithFewRightsNameWhatIsMissing(TestStore store) throws Exception {
    Stage stage = SERVERS.stage(store);
    Chromium chromium = stage.chromium();
    String model = stage.newModel("visible");
    stage.newUser("visitor");
    stage.sql(
        "ALTER MODEL %s ADD VERSION FROM 's3://b/1'; GRANT EXECUTE ON MODEL %1$s TO visitor;"
                .formatted(model)
            + " GRANT USE CATALOG ON CATALOG visible TO visitor;"
            + " GRANT USE SCHEMA ON SCHEMA visible.s TO visitor");
    chromium.signIn("visitor", TestServer.PASSWORD);
    chromium.open("/models/" + model);
    for (String label : List.of("Set alias", "Add tag", "Add description", "Rename")) {
      WebElement control = chromium.control(label);
      assertThat(control.getDomAttribute("aria-disabled")).as(label).isEqualTo("true");
      assertThat(control.getDomAttribute("title"))
          .as(label)
          .startsWith("You need ")
          .endsWith(" on model " + model + ". Its owner is admin.");
    }
    assertThat(chromium.control("1").getDomAttribute("href")).endsWith("/versions/1");
    // A form that is opened by its address is refused by the statement.
    chromium.open("/change/model/" + model + "/alias");
    chromium.fill("alias", "Mine");
    chromium.leave(chromium.find("main .buttons button[type='submit']")::click);
    assertThat(chromium.text()).contains("SQLSTATE 42501", "MANAGE");
    assertThat(stage.rows("SELECT 1 FROM aliases WHERE full_name = '" + model + "'")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("stores")
  void aHiddenObjectLooksLikeAnAbsentOne(TestStore store) throws Exception {
    Stage stage = SERVERS.stage(store);
    Chromium chromium = stage.chromium();
    String model = stage.newModel("secluded");
    stage.newUser("stranger");
    stage.sql("ALTER MODEL " + model + " ADD VERSION FROM 's3://b/1'");
    chromium.signIn("stranger", TestServer.PASSWORD);
    for (String address :
        List.of(
            "/catalogs/secluded",
            "/catalogs/secluded/s",
            "/models/secluded.s.m",
            "/models/secluded.s.m?tab=permissions",
            "/models/secluded.s.m?tab=activity",
            "/models/secluded.s.m?tab=lineage",
            "/models/secluded.s.m/versions/1",
            "/models/secluded.s.m/versions/1?tab=files",
            "/models/secluded.s.m/compare?versions=1,1",
            "/models/secluded.s.m/upload",
            "/change/model/secluded.s.m/alias",
            "/change/model/secluded.s.m/drop",
            "/search?q=secluded")) {
      String shown = page(chromium, address);
      String absent = page(chromium, address.replace("secluded", "missing_"));
      assertThat(shown.replace("secluded", "missing_")).as(address).isEqualTo(absent);
    }
  }

  /** The document without random values and without the part that a script fills in later. */
  private static String page(Chromium chromium, String address) {
    chromium.open(address);
    return (String)
        chromium
            .driver()
            .executeScript(
                "document.querySelectorAll('[name=csrf], .preview').forEach((field) => field.remove());"
                    + " return document.documentElement.outerHTML;");
  }
}
