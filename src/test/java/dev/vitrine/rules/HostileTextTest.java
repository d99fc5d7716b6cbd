package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestRegistry.Failure;
import dev.vitrine.TestStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every text is stored unchanged or refused with a readable error. */
final class HostileTextTest {
  private static final long SEED = 20260901;

  private static final List<String> TEXTS =
      List.of(
          "plain",
          " padded ",
          "it's \"quoted\" `thrice`",
          "''; DROP CATALOG c CASCADE; --",
          "*/ /* -- \r\n\t\u000b line",
          "\\' \\u0041 \\0 %_*|!? :n ${x} {fn now()} $$",
          "ä ß İ ı ſ \u212a \u0301 \u200b \u202e \ufeff",
          "漢字 \ud83d\ude00 \ud835\udd4f",
          "nul \0 inside",
          "lone \ud800 high",
          "lone \udc00 low",
          "\uffff\ufffe\ufffd",
          "x".repeat(70_000),
          "\ud83d\ude00".repeat(40_000));

  /** A statement that stores a text, and a query that returns it. */
  private record Place(String write, String read) {}

  private static final List<Place> PLACES =
      List.of(
          new Place("COMMENT ON CATALOG c IS ?", "SELECT comment FROM catalogs WHERE owner <> ''"),
          new Place("COMMENT ON SCHEMA c.s IS ?", "SELECT comment FROM schemas"),
          new Place("COMMENT ON MODEL c.s.m IS ?", "SELECT comment FROM models"),
          new Place(
              "COMMENT ON MODEL c.s.m VERSION 1 IS ?",
              "SELECT comment FROM versions WHERE version = 1"),
          new Place(
              "ALTER MODEL c.s.m SET TAGS ('k' = ?)",
              "SELECT tag_value FROM tags WHERE tag_name = 'k'"),
          new Place(
              "ALTER MODEL c.s.m VERSION 1 SET TAGS ('k' = ?)",
              "SELECT tag_value FROM version_tags WHERE tag_name = 'k' AND version = 1"),
          new Place(
              "ALTER MODEL c.s.m ADD VERSION FROM ?",
              "SELECT source FROM versions ORDER BY version DESC LIMIT 1"),
          new Place(
              "ALTER MODEL c.s.m ADD VERSION FROM 'x' RUN ID ?",
              "SELECT run_id FROM versions ORDER BY version DESC LIMIT 1"),
          new Place(
              "ALTER MODEL c.s.m ADD VERSION FROM 'x' SIGNATURE ?",
              "SELECT signature FROM versions ORDER BY version DESC LIMIT 1"));

  /** A statement that stores a name, a query that returns it, and one that removes it. */
  private record Named(String write, String read, String undo) {}

  private static final List<Named> NAMES =
      List.of(
          new Named(
              "CREATE MODEL c.s.N",
              "SELECT model_name FROM models WHERE model_name <> 'm'",
              "DROP MODEL c.s.N"),
          new Named(
              "CREATE USER N",
              "SELECT name FROM principals WHERE name NOT IN ('admin', 'account users')",
              "DROP USER N"),
          new Named(
              "SET TAG ON SCHEMA c.s N",
              "SELECT tag_name FROM tags WHERE tag_name <> 'k'",
              "UNSET TAG ON SCHEMA c.s N"),
          new Named(
              "ALTER MODEL c.s.m VERSION 1 SET ALIAS N",
              "SELECT alias FROM aliases",
              "ALTER MODEL c.s.m UNSET ALIAS N"));

  private static Client admin(TestStore store) {
    Client admin = TestRegistry.emptied(store).admin();
    admin.run("CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m");
    admin.run("ALTER MODEL c.s.m ADD VERSION FROM 'x'");
    return admin;
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static void assertRefused(Failure failure, String what) {
    assertThat(failure.condition())
        .as("%s: %s", what, failure.message())
        .isIn("INVALID_PARAMETER_VALUE", "INVALID_IDENTIFIER", "PARSE_SYNTAX_ERROR");
    assertThat(failure.message()).contains(" Hint: ").hasSizeLessThan(2_200);
  }

  private static String shown(String text) {
    return text.length() > 60 ? text.substring(0, 60) + "…" : text;
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void textsAreKeptToTheLetterOrRefused(TestStore store) {
    Client admin = admin(store);
    for (Place place : PLACES) {
      for (String text : TEXTS) {
        String what = place.write() + " with " + shown(text);
        Optional<Failure> bound = admin.attempt(place.write(), text);
        if (bound.isEmpty()) {
          assertThat(admin.value(place.read())).as(what).isEqualTo(text);
        } else {
          assertRefused(bound.get(), what);
        }
        Optional<Failure> written = admin.attempt(place.write().replace("?", literal(text)));
        assertThat(written.isEmpty()).as(what).isEqualTo(bound.isEmpty());
        if (written.isEmpty()) {
          assertThat(admin.value(place.read())).as(what).isEqualTo(text);
        } else {
          assertRefused(written.get(), what);
        }
      }
    }
    assertThat(admin.column("SELECT full_name FROM models")).containsExactly("c.s.m");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void namesAreKeptOrRefused(TestStore store) {
    Client admin = admin(store);
    List<String> names = new ArrayList<>(TEXTS);
    TEXTS.forEach(text -> names.add(text.replaceAll("[\\s./\\p{Cntrl}]", "")));
    for (Named named : NAMES) {
      for (String name : names) {
        String quoted = "`" + name.replace("`", "``") + "`";
        String what = named.write() + " with " + shown(name);
        Optional<Failure> bound = admin.attempt(ending(named.write(), "IDENTIFIER(?)"), name);
        if (bound.isEmpty()) {
          assertThat(admin.column(named.read()))
              .as(what)
              .first()
              .matches(kept -> kept.equals(name) || kept.equals(lower(name)));
          admin.run(ending(named.undo(), "IDENTIFIER(?)"), name);
        } else if (!bound.get().condition().equals("INVALID_IDENTIFIER")) {
          assertRefused(bound.get(), what);
        }
        Optional<Failure> written = admin.attempt(ending(named.write(), quoted));
        if (written.isPresent()) {
          assertRefused(written.get(), what);
        } else {
          assertThat(admin.column(named.read())).as(what).hasSize(1);
          admin.run(ending(named.undo(), quoted));
        }
      }
    }
    assertThat(admin.column("SELECT full_name FROM models")).containsExactly("c.s.m");
  }

  /** The statement with this in place of the N at its end. */
  private static String ending(String statement, String name) {
    return statement.substring(0, statement.length() - 1) + name;
  }

  private static String lower(String name) {
    return name.toLowerCase(java.util.Locale.ROOT);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void textsInQueriesAreCompared(TestStore store) {
    Client admin = admin(store);
    for (String text : TEXTS) {
      for (String sql :
          List.of(
              "SELECT * FROM models WHERE comment = ?",
              "SELECT * FROM models WHERE comment LIKE ?",
              "SELECT full_name || ? FROM models",
              "SHOW MODELS IN c.s LIKE ?",
              "SELECT * FROM models WHERE has_privilege('EXECUTE', 'MODEL', ?)")) {
        admin.attempt(sql, text).ifPresent(failure -> assertPlain(failure, sql + shown(text)));
        admin
            .attempt(sql.replace("?", literal(text)))
            .ifPresent(failure -> assertPlain(failure, sql + shown(text)));
      }
    }
  }

  private static void assertPlain(Failure failure, String what) {
    assertThat(failure.condition())
        .as("%s: %s", what, failure.message())
        .doesNotStartWith("NO_CONDITION")
        .isNotIn("INTERNAL_ERROR", "STORE_UNREACHABLE", "SERIALIZATION_FAILURE");
    assertThat(failure.message()).startsWith("[" + failure.condition() + "]");
    assertThat(failure.message()).doesNotContain("org.", "java.", "PSQLException");
  }

  private static final List<String> SEEDS =
      List.of(
          "SELECT * FROM models WHERE owner = 'eve' ORDER BY full_name LIMIT 3",
          "SELECT owner, COUNT(*) AS n FROM models GROUP BY owner HAVING COUNT(*) > 1",
          "SELECT m.full_name, v.version FROM models m JOIN versions v ON v.full_name = m.full_name",
          "WITH x AS (SELECT version FROM own.s.m) SELECT MAX(version) FROM x",
          "SELECT CASE WHEN version > 1 THEN 'a' ELSE NULL END, CAST(version AS VARCHAR) FROM own.s.m",
          "SELECT has_privilege('EXECUTE', 'MODEL', 'own.s.m'), current_user(), is_member('g')",
          "SELECT * FROM system.access.audit WHERE event_time > TIMESTAMP '2020-01-01 00:00:00'",
          "SELECT UPPER(full_name) || '-' || SUBSTRING(owner FROM 1 FOR 2) FROM models",
          "VALUES (1, 'a'), (2, 'b')",
          "EXPLAIN PLAN FOR SELECT version, ROW_NUMBER() OVER (ORDER BY version) FROM own.s.m",
          "SELECT full_name FROM models UNION ALL SELECT name FROM principals EXCEPT VALUES ('a')",
          "SELECT * FROM own.information_schema.models WHERE model_name LIKE 'm%' ESCAPE '!'",
          "CREATE MODEL IF NOT EXISTS own.s.n COMMENT 'x' TAGS ('k' = 'v', 'l' = '')",
          "ALTER MODEL own.s.m ADD VERSION FROM 'u' RUN ID 'r' SIGNATURE '{}' INPUTS (a.b, c)",
          "ALTER MODEL own.s.m VERSION LATEST SET ALIAS champion",
          "GRANT EXECUTE, CREATE MODEL ON SCHEMA own.s TO `account users`",
          "REVOKE ALL PRIVILEGES ON CATALOG own FROM eve",
          "SHOW MODELS IN own.s LIKE 'm*|n'",
          "SHOW EFFECTIVE GRANTS eve ON MODEL own.s.m",
          "DESCRIBE MODEL EXTENDED own.s.m VERSION 1",
          "SET TAG ON MODEL own.s.m VERSION 1 k = v",
          "COMMENT ON SCHEMA IDENTIFIER('own.s') IS NULL",
          "USE CATALOG own; USE SCHEMA s; SELECT current_schema()",
          "BEGIN; COMMENT ON MODEL own.s.m IS 'x'; ROLLBACK");

  private static final List<String> PIECES =
      List.of(
          "'",
          "`",
          "\"",
          "(",
          ")",
          ",",
          ".",
          ";",
          "?",
          "--",
          "/*",
          "*/",
          "\0",
          "\ud800",
          "😀",
          "0",
          "1e400",
          "99999999999999999999",
          "-",
          "NULL",
          "SELECT",
          "FROM",
          "*",
          "||",
          "own.s.m",
          "models",
          "version",
          "CAST(",
          "ROW",
          "ARRAY[1]",
          "INTERVAL '1' DAY",
          "DATE 'x'",
          "X'zz'",
          "U&'\\zzzz'",
          "{fn NOW()}",
          "{d 'x'}",
          "OVER",
          "LATERAL",
          "UNNEST",
          "TABLE",
          "@",
          "\\",
          "[",
          "]",
          ":",
          "::",
          "$$",
          "=>",
          "GROUPING SETS",
          "MATCH_RECOGNIZE",
          "PIVOT",
          "FOR JSON");

  /** Through the driver, as a user with own objects only. */
  @ParameterizedTest
  @EnumSource(TestStore.class)
  void brokenTextsCauseReadableErrors(TestStore store) {
    TestRegistry registry = TestRegistry.emptied(store);
    registry
        .admin()
        .run(
            """
            CREATE USER eve; CREATE CATALOG own; CREATE SCHEMA own.s; CREATE MODEL own.s.m;
            ALTER MODEL own.s.m ADD VERSION FROM 'x'; ALTER CATALOG own SET OWNER TO eve;
            GRANT ALL PRIVILEGES ON CATALOG own TO eve
            """);
    Random random = new Random(SEED);
    List<String> problems = new ArrayList<>();
    try (Client eve = registry.as("eve")) {
      for (String text : texts(random)) {
        eve.attempt("ROLLBACK");
        Optional<Failure> failure;
        try {
          failure = eve.attempt(text);
        } catch (RuntimeException | Error thrown) {
          problems.add(shown(text) + " threw " + thrown);
          continue;
        }
        failure
            .filter(
                refusal ->
                    refusal.condition().startsWith("NO_CONDITION")
                        || Set.of("INTERNAL_ERROR", "STORE_UNREACHABLE", "SERIALIZATION_FAILURE")
                            .contains(refusal.condition())
                        || refusal.message().length() > 2_200)
            .ifPresent(refusal -> problems.add(shown(text) + " said " + shown(refusal.message())));
      }
      eve.attempt("ROLLBACK");
      assertThat(eve.value("SELECT 1")).isEqualTo(1);
    }
    assertThat(problems).isEmpty();
  }

  private static List<String> texts(Random random) {
    List<String> texts = new ArrayList<>();
    for (String seed : SEEDS) {
      for (int cut = 0; cut < 8; cut++) {
        int at = random.nextInt(seed.length());
        texts.add(cut % 2 == 0 ? seed.substring(0, at) : seed.substring(at));
      }
      for (int change = 0; change < 14; change++) {
        List<String> words = new ArrayList<>(Arrays.asList(seed.split("\\b")));
        int at = random.nextInt(words.size());
        String piece = PIECES.get(random.nextInt(PIECES.size()));
        switch (change % 4) {
          case 0 -> words.remove(at);
          case 1 -> words.add(at, " " + piece + " ");
          case 2 -> Collections.swap(words, at, random.nextInt(words.size()));
          default -> words.set(at, piece);
        }
        texts.add(String.join("", words));
      }
      for (String quote : List.of("'", "`", "\"", "/*", "(", "--\0")) {
        texts.add(seed + quote);
        texts.add(quote + seed);
      }
    }
    for (int i = 0; i < 200; i++) {
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      texts.add(new String(bytes, StandardCharsets.UTF_8));
      texts.add("SELECT " + new String(bytes, StandardCharsets.ISO_8859_1));
    }
    for (String[] nested :
        new String[][] {
          {"(", "1", ")"},
          {"CASE WHEN 1 = 1 THEN ", "1", " END"},
          {"NOT ", "TRUE", ""},
          {"- ", "1", ""},
          {"", "1", " + 1"},
          {"CAST(", "1", " AS BIGINT)"},
          {"(SELECT ", "1", ")"},
          {"'a' || ", "'b'", ""}
        }) {
      for (int depth : new int[] {100, 3_000}) {
        texts.add("SELECT " + nested[0].repeat(depth) + nested[1] + nested[2].repeat(depth));
      }
    }
    texts.add("SELECT '" + "x".repeat(1_000_000) + "'");
    texts.add("SELECT 1 /*" + "x".repeat(1_000_000) + "*/");
    texts.add("SELECT " + "x".repeat(1_000_000));
    texts.add("SELECT * FROM models WHERE owner IN ('a'" + ", 'b'".repeat(20_000) + ")");
    texts.add("COMMENT ON MODEL own.s.m IS '" + "y".repeat(1_000_000) + "'");
    texts.add("DROP MODEL " + "z".repeat(1_000_000));
    return texts;
  }
}
