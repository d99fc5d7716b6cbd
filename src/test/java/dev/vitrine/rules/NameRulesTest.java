package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Names, tags and parameters, with hostile input. */
final class NameRulesTest {
  private static final List<String> HOSTILE =
      List.of(
          "'; DROP CATALOG c CASCADE; --",
          "' OR '1'='1",
          "\"; DELETE FROM models; --",
          "`; GRANT ALL PRIVILEGES ON CATALOG c TO eve; --",
          "$$; $1 ? :name {fn now()} ${x} %s {0}",
          "\\'; x \\\\",
          "/* */ -- \n second line",
          "</script><b>ä漢😀");

  private static Client admin(TestStore store) {
    Client admin = TestRegistry.emptied(store).admin();
    admin.run("CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m");
    admin.run("ALTER MODEL c.s.m ADD VERSION FROM 'x'");
    return admin;
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void namesAreChecked(TestStore store) {
    Client admin = admin(store);
    for (String name :
        List.of(
            "``",
            "`a b`",
            "`a.b`",
            "`a/b`",
            "`a\tb`",
            "`a\nb`",
            "`a\u0001b`",
            "`a\u007fb`",
            "`" + "a".repeat(256) + "`",
            "IDENTIFIER('')",
            "IDENTIFIER('a b')")) {
      admin.failsWith("INVALID_IDENTIFIER", "CREATE CATALOG " + name);
      if (!name.startsWith("IDENTIFIER")) {
        admin.failsWith("INVALID_IDENTIFIER", "CREATE SCHEMA c." + name);
        admin.failsWith("INVALID_IDENTIFIER", "CREATE MODEL c.s." + name);
      }
    }
    for (String name :
        List.of("`a-b`", "`" + "a".repeat(255) + "`", "`ä漢`", "a1_", "`it's`", "`x``y`", "\"q\"")) {
      admin.run("CREATE CATALOG " + name + "; DROP CATALOG " + name);
      admin.run("CREATE MODEL c.s." + name + "; DROP MODEL c.s." + name);
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void namesMatchInAnyCaseAndAreStoredInLowerCase(TestStore store) {
    Client admin = admin(store);
    admin.run("CREATE MODEL C.S.`Modell_Ä`");
    assertThat(admin.column("SELECT full_name FROM models WHERE full_name <> 'c.s.m'"))
        .containsExactly("c.s.modell_ä");
    admin.failsWith("MODEL_ALREADY_EXISTS", "CREATE MODEL c.s.`MODELL_ä`");
    admin.run("DESCRIBE MODEL c.S.\"modell_Ä\"");
    admin.failsWith("CATALOG_ALREADY_EXISTS", "CREATE CATALOG C");
    admin.failsWith("SCHEMA_ALREADY_EXISTS", "CREATE DATABASE c.S");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void reservedNamesCannotBeMadeNorDropped(TestStore store) {
    Client admin = admin(store);
    for (String statement :
        List.of(
            "CREATE CATALOG system",
            "CREATE CATALOG IF NOT EXISTS SYSTEM",
            "CREATE SCHEMA c.information_schema",
            "CREATE SCHEMA c.registry",
            "CREATE SCHEMA c.`Access`",
            "CREATE SCHEMA system.mine",
            "CREATE MODEL system.registry.mine",
            "CREATE MODEL c.information_schema.mine",
            "DROP CATALOG system CASCADE",
            "DROP SCHEMA system.registry CASCADE",
            "DROP SCHEMA c.information_schema CASCADE")) {
      if (statement.contains("IF NOT EXISTS")) {
        assertThat(admin.attempt(statement).map(failure -> failure.condition()).orElse(""))
            .isNotEqualTo("INTERNAL_ERROR");
      } else {
        assertThat(admin.fails(statement).condition())
            .as(statement)
            .isNotIn("INTERNAL_ERROR", "PARSE_SYNTAX_ERROR");
      }
    }
    assertThat(admin.rows("SELECT * FROM system.registry.models")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void allUsersReadTheRelationsByTheirBareNames(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
    registry.admin().run("CREATE USER alice; CREATE CATALOG c; CREATE SCHEMA c.s");
    registry.admin().run("CREATE MODEL c.s.versions; CREATE MODEL c.s.models");
    registry.admin().run("USE CATALOG c; USE SCHEMA s");
    assertThat(registry.admin().column("SELECT full_name FROM models ORDER BY 1"))
        .containsExactly("c.s.models", "c.s.versions");
    assertThat(registry.admin().rows("SELECT full_name, source FROM versions")).isEmpty();
    try (Client alice = registry.as("alice")) {
      alice.run("USE CATALOG system; USE SCHEMA registry");
      for (String relation :
          List.of("models", "registry.models", "system.registry.models", "REGISTRY.Models")) {
        assertThat(alice.rows("SELECT * FROM " + relation)).as(relation).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void tagKeysAndValuesAreChecked(TestStore store) {
    Client admin = admin(store);
    for (String target : List.of("c.s.m", "c.s.m VERSION 1")) {
      for (String key :
          List.of("", "a.b", "a,b", "a-b", "a=b", "a/b", "a:b", " a", "a ", "a".repeat(256))) {
        assertThat(
                admin
                    .fails("ALTER MODEL " + target + " SET TAGS (" + literal(key) + " = 'v')")
                    .condition())
            .as("key '%s'", key)
            .isIn("INVALID_PARAMETER_VALUE", "INVALID_IDENTIFIER");
      }
      admin.failsWith(
          "INVALID_PARAMETER_VALUE",
          "ALTER MODEL " + target + " SET TAGS ('k' = " + literal("x".repeat(1001)) + ")");
      admin.run("ALTER MODEL " + target + " SET TAGS ('k' = " + literal("x".repeat(1000)) + ")");
      admin.run("ALTER MODEL " + target + " SET TAGS ('K' = '', 'k' = 'v', 'a b' = 'c')");
      admin.run("ALTER MODEL " + target + " UNSET TAGS ('absent', 'a b')");
    }
    assertThat(
            admin.rows(
                "SELECT tag_name, tag_value FROM tags WHERE object_type = 'MODEL'"
                    + " ORDER BY tag_value"))
        .containsExactly(List.of("K", ""), List.of("k", "v"));
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void fiftyTagsAreTheLimit(TestStore store) {
    Client admin = admin(store);
    for (String target : List.of("c.s.m", "c.s.m VERSION 1")) {
      for (int tag = 0; tag < 50; tag++) {
        admin.run("ALTER MODEL " + target + " SET TAGS ('t" + tag + "' = 'v')");
      }
      admin.failsWith("TAG_LIMIT_EXCEEDED", "ALTER MODEL " + target + " SET TAGS ('u' = 'v')");
      admin.run("ALTER MODEL " + target + " SET TAGS ('t7' = 'w')");
      admin.run("ALTER MODEL " + target + " UNSET TAGS ('t8')");
      admin.run("ALTER MODEL " + target + " SET TAGS ('u' = 'v')");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void setTagAndUnsetTagAreStrict(TestStore store) {
    Client admin = admin(store);
    for (String target :
        List.of("CATALOG c", "SCHEMA c.s", "MODEL c.s.m", "MODEL c.s.m VERSION 1")) {
      admin.run("SET TAG ON " + target + " k = v");
      admin.failsWith("TAG_ALREADY_EXISTS", "SET TAG ON " + target + " k = w");
      admin.run("SET TAG ON " + target + " bare");
      admin.run("UNSET TAG ON " + target + " k");
      admin.failsWith("TAG_NOT_FOUND", "UNSET TAG ON " + target + " k");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void hostileTextIsStoredVerbatim(TestStore store) {
    Client admin = admin(store);
    admin.run("CREATE USER eve");
    for (String text : HOSTILE) {
      String literal = literal(text);
      admin.run("COMMENT ON MODEL c.s.m IS " + literal);
      assertThat(admin.value("SELECT comment FROM models")).isEqualTo(text);
      admin.run("ALTER MODEL c.s.m SET TAGS ('k' = " + literal + ")");
      assertThat(admin.value("SELECT tag_value FROM tags")).isEqualTo(text);
      admin.run("ALTER MODEL c.s.m VERSION 1 SET TAGS ('k' = " + literal + ")");
      assertThat(admin.value("SELECT tag_value FROM version_tags WHERE tag_value = ?", text))
          .isEqualTo(text);
      assertThat(admin.value("SELECT COUNT(*) FROM models WHERE comment = " + literal))
          .isEqualTo(1L);
      admin.run("ALTER MODEL c.s.m ADD VERSION FROM " + literal + " COMMENT " + literal);
      assertThat(
              admin.rows(
                  "SELECT source FROM versions WHERE source = ? AND comment = ?", text, text))
          .hasSize(1);
      assertThat(admin.rows("SHOW MODELS IN c.s LIKE " + literal)).isEmpty();
    }
    assertThat(admin.rows("SHOW GRANTS ON CATALOG c")).isEmpty();
    assertThat(admin.column("SELECT full_name FROM models")).containsExactly("c.s.m");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void hostileNamesAreNames(TestStore store) {
    Client admin = admin(store);
    for (String name :
        List.of("x'or'1'='1", "x\"or\"1\"=\"1", "x`y", "';drop--", "$1", "?", "%", "_", "x;y")) {
      String model = "c.s." + quoted(name);
      admin.run("CREATE MODEL " + model + "; ALTER MODEL " + model + " ADD VERSION FROM 'y'");
      assertThat(admin.value("SELECT COUNT(*) FROM versions WHERE model_name = ?", name))
          .isEqualTo(1L);
      assertThat(admin.rows("SHOW VERSIONS IN MODEL " + model)).hasSize(1);
      admin.run("DROP MODEL " + model);
      admin.run("CREATE USER " + quoted(name));
      admin.run("GRANT USE CATALOG ON CATALOG c TO " + quoted(name));
      assertThat(admin.column("SHOW GRANTS ON CATALOG c")).containsExactly(name);
      admin.run("DROP USER " + quoted(name));
    }
    assertThat(admin.column("SELECT full_name FROM models")).containsExactly("c.s.m");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void parametersStandForNamesStringsAndNumbers(TestStore store) {
    Client admin = admin(store);
    String text = HOSTILE.get(0);
    admin.run("CREATE MODEL IDENTIFIER(?) COMMENT ?", "c.s.p", text);
    assertThat(admin.value("SELECT comment FROM models WHERE full_name = ?", "c.s.p"))
        .isEqualTo(text);
    assertThat(admin.addVersion("ALTER MODEL IDENTIFIER(?) ADD VERSION FROM ?", "c.s.p", text))
        .isEqualTo(1);
    admin.run("ALTER MODEL IDENTIFIER(?) VERSION ? SET ALIAS IDENTIFIER(?)", "c.s.p", 1L, "best");
    assertThat(admin.rows("SELECT alias, version FROM aliases"))
        .containsExactly(List.of("best", 1L));
    admin.run("ALTER MODEL c.s.p SET TAGS (? = ?)", "k", text);
    assertThat(admin.value("SELECT tag_value FROM tags")).isEqualTo(text);
    admin.run("CREATE USER IDENTIFIER(?)", "Eve Adams' \"x\"");
    admin.run("GRANT EXECUTE ON MODEL IDENTIFIER(?) TO IDENTIFIER(?)", "c.s.p", "Eve Adams' \"x\"");
    assertThat(admin.rows("SHOW GRANTS ON MODEL IDENTIFIER(?)", "c.s.p")).hasSize(1);
    assertThat(admin.rows("SELECT * FROM IDENTIFIER('models')")).hasSize(2);
    admin.fails("DROP MODEL IDENTIFIER(?)", "c.s.p; DROP CATALOG c CASCADE");
    admin.fails("DROP MODEL IDENTIFIER(?); DROP MODEL c.s.m", "c.s.p");
    assertThat(admin.rows("SELECT * FROM models")).hasSize(2);
  }
}
