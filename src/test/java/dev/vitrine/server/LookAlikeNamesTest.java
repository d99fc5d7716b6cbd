package dev.vitrine.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import dev.vitrine.authentication.TestProvider;
import dev.vitrine.catalog.text.LookAlikes;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Names that can be taken for others are not made into users by an identity provider; SQL warns of
 * them.
 */
final class LookAlikeNamesTest {
  private static final List<String> STRANGE =
      List.of(
          "\u0430dmin",
          "adm\u0456n",
          "\u0391dmin",
          "admin\u200b",
          "ad\u200dmin",
          "\ufeffadmin",
          "ad\u00admin",
          "\u202enimda",
          "admin\u2066",
          "\uff41\uff44\uff4d\uff49\uff4e",
          "\ud835\udc1admin",
          "admin\u3164",
          "admin\u034f",
          "admin\ufe0f",
          "admin\u00a0",
          "ad\u2003min",
          "\u2170admin",
          "user1\u0661",
          "\u13aadmin");

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void anIdentityProviderMakesNoSuchUser(TestStore store) throws Exception {
    TestProvider idp = new TestProvider(folder);
    try (TestServer server =
            TestServer.start(
                store.newUrl(),
                TestServer.SETTINGS,
                own -> own.accepting(idp.provider().creatingUsers()));
        Client admin = TestRegistry.on(server.connect("admin"))) {
      for (String name : STRANGE) {
        Rest client = new Rest(server.httpUrl(), "Bearer " + idp.token(name, null));
        assertThat(client.get(Rest.CATALOG + "/catalogs").refused(401, "UNAUTHENTICATED"))
            .as(name)
            .contains("can be confused with another name");
      }
      Rest plain =
          new Rest(server.httpUrl(), "Bearer " + idp.token("Zoë O'Neil-2@example.com", null));
      plain.get(Rest.CATALOG + "/catalogs").ok();
      assertThat(admin.column("SELECT name FROM principals WHERE kind = 'USER' ORDER BY 1"))
          .containsExactlyInAnyOrder("admin", "Zoë O'Neil-2@example.com");
      // A user created by an admin with such a name can sign in.
      admin.run("CREATE USER `\u0430dmin`");
      new Rest(server.httpUrl(), "Bearer " + idp.token("\u0430dmin", null))
          .get(Rest.CATALOG + "/catalogs")
          .ok();
    }
  }

  @Test
  void strangeNamesHaveAFlaw() {
    assertThat(STRANGE).allSatisfy(name -> assertThat(LookAlikes.flaw(name)).as(name).isPresent());
  }

  @Test
  void strangeNamesGiveAWarningThatShowsTheirCharacters() {
    assertThat(STRANGE)
        .allSatisfy(
            name ->
                assertThat(LookAlikes.warning(name).orElseThrow())
                    .contains("can be confused with another name")
                    .matches("[ -~]+"));
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void createUserAndCreateGroupWarn(TestStore store) throws Exception {
    try (Connection admin = DriverManager.getConnection(store.newUrl(), "admin", "");
        Statement statement = admin.createStatement()) {
      for (String name : STRANGE) {
        // A space at the end is not allowed in names of principals.
        for (String sql : List.of("CREATE USER `" + name + "`", "CREATE GROUP `" + name + " g`")) {
          assertThat(statement.executeUpdate(sql)).as(sql).isEqualTo(1);
          assertThatObject(statement.getWarnings()).as(sql).isNotNull();
        }
      }
      for (String sql : List.of("CREATE USER `Zoë`", "CREATE GROUP `Андрей` WITH USER admin")) {
        assertThat(statement.executeUpdate(sql)).as(sql).isEqualTo(1);
        assertThatObject(statement.getWarnings()).as(sql).isNull();
      }
    }
  }

  /** Ordinary names are among them, so an identity provider may make such users. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u043e\u0440\u0455",
        "\u0440\u0430\u0443\u0440\u0430\u04cf-2",
        "\u0421\u0401\u041e",
        "\u0412\u0435\u0440\u0430",
        "\u039f\u03a1\u0391",
        "\u03bd\u03b9\u03b1"
      })
  void namesInOneScriptThatImitateLatinGiveAWarningOnly(String name) {
    assertThat(LookAlikes.warning(name)).isPresent();
    assertThat(LookAlikes.flaw(name)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "admin",
        "alice@example.com",
        "Zoë",
        "Zoe\u0308",
        "O'Neil, Ann-Marie (ops) #2",
        "Łukasz",
        "Ελένη",
        "Андрей",
        "王小明",
        "山田タロウ",
        "山田 taro",
        "김민수 kim",
        "محمد",
        "דוד",
        "नेहा",
        ""
      })
  void ordinaryNamesOfAllLanguagesHaveNone(String name) {
    assertThat(LookAlikes.flaw(name)).isEmpty();
    assertThat(LookAlikes.warning(name)).isEmpty();
  }
}
