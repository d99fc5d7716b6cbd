package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestStore;
import dev.vitrine.store.vendor.StoreLocation;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Details of pages: events, privileges of a principal, previews, aliases of a version. */
final class PageDetailsTest extends RestTest {
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theUnitOfTheAuditChartDependsOnTheAgeOfTheFirstEvent(TestStore store) throws Exception {
    TestServer server = server(store);
    String user = newUser();
    Browser admin = Browser.of(server, "admin");
    String page = "/audit?user=" + user;
    assertThat(admin.page(page)).doesNotContain("<svg");
    event(server, user, Instant.now().minusSeconds(20));
    assertThat(admin.page(page)).contains("at most 1 in 1 s");
    event(server, user, Instant.now().minus(1, ChronoUnit.HOURS));
    assertThat(admin.page(page)).contains("at most 1 in 120 s");
    event(server, user, Instant.now().minus(5, ChronoUnit.HOURS));
    assertThat(admin.page(page)).contains("an hour", ": 3, of which 3 were refused");
    event(server, user, Instant.now().minus(5, ChronoUnit.DAYS));
    assertThat(admin.page(page)).contains("a day", ": 4, of which 4 were refused");
    event(server, user, Instant.now().minus(50, ChronoUnit.DAYS));
    assertThat(admin.page(page)).contains("a day", ": 4, of which 4 were refused");
  }

  /** The first second of the earliest hour that has the shortest periods. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theChartOfAPastDayBeginsWithItsFirstEvent(TestStore store) throws Exception {
    TestServer server = server(store);
    String user = newUser();
    LocalDate yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1);
    event(server, user, yesterday.atTime(22, 0).toInstant(ZoneOffset.UTC));
    assertThat(Browser.of(server, "admin").page("/audit?user=" + user + "&to=" + yesterday))
        .contains("at most 1 in 120 s", ": 1, of which 1 were refused");
  }

  /** The source of a version is any text; it need not name a version that there can be. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aSourceWithALongNumberIsNoLink(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    String source = "models:/" + model + "/99999999999999999999";
    sql(server, "ALTER MODEL " + model + " ADD VERSION FROM '" + source + "'");
    Browser admin = Browser.of(server, "admin");
    assertThat(admin.page("/models/" + model + "/versions/1")).contains(source);
    assertThat(admin.page("/models/" + model + "?tab=lineage")).contains(source);
  }

  private static void event(TestServer server, String user, Instant time) throws SQLException {
    String url = StoreLocation.parse(server.storeUrl()).jdbcUrl();
    try (Connection connection = DriverManager.getConnection(url);
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO vitrine.audit_log (event_time, user_identity, service_name,"
                    + " action_name, request_params, response_code, session_id)"
                    + " VALUES (?, ?, 'test', 'test', 'no JSON', 403, 's')")) {
      insert.setTimestamp(1, Timestamp.valueOf(time.atOffset(ZoneOffset.UTC).toLocalDateTime()));
      insert.setString(2, user);
      insert.executeUpdate();
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void eventsNameTheirObjectAndParameters(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    new Rest(server, "admin").version(model);
    sql(server, "ALTER MODEL " + model + " VERSION 1 SET ALIAS Champion");
    Browser admin = Browser.of(server, "admin");
    assertThat(admin.page("/audit?object=" + model + "&action=setRegisteredModelAlias"))
        .contains(
            model + " version 1</span>", "alias: Champion", "<dt>alias</dt><dd>Champion</dd>");
    String user = newUser();
    event(server, user, Instant.now());
    assertThat(admin.page("/audit?user=" + user)).contains("<dd>no JSON</dd>");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void whyNamesThePrincipalAndAcceptsAnyName(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    String user = newUser();
    as(server, user);
    sql(server, "GRANT EXECUTE ON MODEL " + model + " TO `" + user + "`");
    Browser admin = Browser.of(server, "admin");
    String page = "/models/" + model + "?tab=permissions";
    assertThat(admin.page(page)).contains("name=\"why\"").doesNotContain("id=\"why\"");
    assertThat(admin.page(page + "&why=" + user))
        .contains("Why " + user + " has privileges on this model", "effective_grants");
    assertThat(admin.page(page + "&why=no+such+user"))
        .contains("No privileges of no such user that you may see.");
    assertThat(admin.page(page + "&why=%3Cscript%3E")).doesNotContain("<script>");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aDescriptionIsPreviewedWithFormat(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    Browser admin = Browser.of(server, "admin");
    String form = "/change/model/" + model + "/comment";
    String preview =
        admin
            .post(
                form + "/preview",
                admin.token(form),
                "comment",
                "It is *new* <script>alert(1)</script>")
            .body();
    assertThat(preview)
        .contains("<em>new</em>", "COMMENT ON MODEL " + model)
        .doesNotContain("<script>");
    String empty = admin.post(form + "/preview", admin.token(form), "comment", "").body();
    assertThat(empty).contains("COMMENT ON MODEL " + model).doesNotContain("rendered");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void anAliasIsRemovedOnThePageOfItsVersion(TestStore store) throws Exception {
    TestServer server = server(store);
    String model = newModel(server);
    Rest rest = new Rest(server, "admin");
    rest.version(model);
    sql(server, "ALTER MODEL " + model + " VERSION 1 SET ALIAS Champion");
    String copy = model + "_copy";
    sql(server, "CREATE MODEL " + copy);
    sql(server, "ALTER MODEL " + copy + " ADD VERSION FROM MODEL " + model + " VERSION 1");
    Browser admin = Browser.of(server, "admin");
    assertThat(admin.page("/models/" + copy + "/versions/1"))
        .contains("<a href=\"/models/" + model + "/versions/1\">models:/" + model + "/1</a>");
    String version = "/models/" + model + "/versions/1";
    assertThat(admin.page(version)).contains("Remove alias Champion");
    String done =
        admin.submitted(
            "/change/model/" + model + "/versions/1/unalias?alias=Champion", "alias", "Champion");
    assertThat(done)
        .contains("The alias was removed.", "<h1>Version 1</h1>")
        .doesNotContain("Remove alias Champion");
  }
}
