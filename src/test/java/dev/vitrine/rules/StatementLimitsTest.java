package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestRegistry.Failure;
import dev.vitrine.TestStore;
import dev.vitrine.query.Repeated;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A statement of any shape and size is answered, or refused with 54001. */
final class StatementLimitsTest {
  private static final int[] SIZES = {7, 60, 950};

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void everyQueryReturnsRowsOrIsTooComplex(TestStore store) {
    TestRegistry registry = TestRegistry.open(store);
    registry.admin().run("CREATE USER nobody");
    try (Client nobody = registry.as("nobody")) {
      for (Repeated shape : Repeated.values()) {
        for (int size : SIZES) {
          Optional<Failure> failure = nobody.attempt(shape.text(size));
          failure.ifPresent(
              refused ->
                  assertThat(refused.condition())
                      .as("%s × %d: %s", shape, size, refused.message())
                      .isIn("STATEMENT_TOO_COMPLEX", "DATATYPE_MISMATCH"));
        }
      }
      assertThat(nobody.value("SELECT COUNT(*) FROM models")).isEqualTo(0L);
    }
  }

  /**
   * H2 plans each level several times for each plan of the level around it, so that 8 levels would
   * take 20,000 plans and 10 levels would take hours.
   */
  @Test
  void nestedJoinsAreRefusedOnH2AfterALimitedNumberOfPlans() {
    Client admin = TestRegistry.open(TestStore.H2).admin();
    assertThat(admin.value(nestedJoins(3))).isEqualTo(0L);
    assertThat(admin.failsWith("STATEMENT_TOO_COMPLEX", nestedJoins(10)))
        .contains("needs more than 5,000 plans of relations and sub-queries");
    assertThat(admin.value("SELECT COUNT(*) FROM models")).isEqualTo(0L);
  }

  private static String nestedJoins(int levels) {
    String from = "models";
    for (int i = 0; i < levels; i++) {
      from =
          "(SELECT DISTINCT t.full_name, t.owner, t.comment FROM "
              + from
              + " t JOIN schemas s ON s.owner = t.owner"
              + " JOIN principals p ON p.name = t.comment)";
    }
    return "SELECT COUNT(*) FROM " + from + " t";
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void chainsOfSetOperationsKeepTheirMeaning(TestStore store) {
    Client admin = TestRegistry.emptied(store).admin();
    String count = "SELECT COUNT(*) FROM (%s) t";
    String ones = "VALUES 1, 1, 2, 3";
    assertThat(admin.value(count.formatted(ones + " UNION ALL VALUES 1, 4 UNION VALUES 2, 4")))
        .isEqualTo(4L);
    assertThat(admin.value(count.formatted(ones + " UNION VALUES 1, 4 UNION ALL VALUES 2, 4")))
        .isEqualTo(6L);
    assertThat(
            admin.value(
                count.formatted(
                    ones + " UNION ALL (VALUES 1, 4 UNION VALUES 4) UNION ALL VALUES 1")))
        .isEqualTo(7L);
    assertThat(admin.value(count.formatted(ones + " INTERSECT VALUES 1, 2 INTERSECT VALUES 2, 5")))
        .isEqualTo(1L);
    assertThat(admin.value(count.formatted(ones + " EXCEPT VALUES 1 EXCEPT VALUES 3, 5")))
        .isEqualTo(1L);
    assertThat(admin.value(count.formatted(ones + " EXCEPT (VALUES 1, 2 EXCEPT VALUES 2)")))
        .isEqualTo(2L);
    assertThat(admin.value(count.formatted(ones + " EXCEPT ALL VALUES 1 EXCEPT ALL VALUES 1, 5")))
        .isEqualTo(2L);
    assertThat(
            admin.value(count.formatted("VALUES 1, 2 INTERSECT VALUES 2.5, 2 INTERSECT VALUES 2")))
        .isEqualTo(1L);
  }

  private static String numbers(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(", "));
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void longListsKeepTheirMeaning(TestStore store) {
    Client admin = TestRegistry.open(store).admin();
    admin.run("CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m; CREATE MODEL c.s.empty");
    for (int i = 0; i < 4; i++) {
      admin.addVersion("ALTER MODEL c.s.m ADD VERSION FROM 'x'");
    }
    String versions = "SELECT COUNT(*) FROM versions WHERE ";
    assertThat(admin.value(versions + "version IN (" + numbers(2, 10_000) + ")")).isEqualTo(3L);
    assertThat(admin.value(versions + "version NOT IN (" + numbers(2, 900) + ")")).isEqualTo(1L);
    assertThat(admin.value(versions + "version <> ALL (" + numbers(3, 900) + ")")).isEqualTo(2L);
    assertThat(admin.value(versions + "version = ANY (" + numbers(3, 900) + ")")).isEqualTo(2L);
    assertThat(admin.value(versions + "NOT (version IN (1, 2) OR version = 3)")).isEqualTo(1L);
    assertThat(admin.value(versions + "version IN (1, NULL, 2)")).isEqualTo(2L);
    assertThat(admin.value(versions + "version NOT IN (1, NULL)")).isEqualTo(0L);
    assertThat(admin.value(versions + "version = 1 OR source = 'x' OR version = 2")).isEqualTo(4L);
    assertThat(admin.value(versions + "version IN (1, 2.0, 2.5)")).isEqualTo(2L);
    assertThat(admin.value(versions + "version <> 1 AND version <> 2")).isEqualTo(2L);
    assertThat(admin.value(versions + "(version, status) IN ((1, 'READY'), (2, 'x'))"))
        .isEqualTo(1L);
    assertThat(admin.value(versions + "(version, status) NOT IN ((1, 'READY'), (2, 'READY'))"))
        .isEqualTo(2L);
    assertThat(admin.value(versions + "version IN (?, ?)", 1, 4)).isEqualTo(2L);
    assertThat(admin.value("SELECT COUNT(*) FROM models WHERE latest_version IN (4, 5)"))
        .isEqualTo(1L);
    assertThat(admin.value("SELECT COUNT(*) FROM models WHERE latest_version NOT IN (5, 6)"))
        .isEqualTo(1L);
    String many =
        IntStream.range(0, 40)
            .mapToObj(i -> "latest_version > " + (4 + i))
            .collect(Collectors.joining(" OR "));
    assertThat(admin.value("SELECT COUNT(*) FROM models WHERE " + many)).isEqualTo(0L);
    assertThat(admin.value("SELECT COUNT(*) FROM models WHERE latest_version = 4 OR " + many))
        .isEqualTo(1L);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void noGovernanceStatementIsAnInternalError(TestStore store) {
    Client admin = TestRegistry.emptied(store).admin();
    admin.run("CREATE CATALOG c; CREATE SCHEMA c.s");
    String tags =
        IntStream.range(0, 5_000)
            .mapToObj(i -> "'k" + i + "' = 'v'")
            .collect(Collectors.joining(","));
    String name = "a.".repeat(20_000) + "b";
    for (String sql :
        new String[] {
          "CREATE MODEL c.s.m TAGS (" + tags + ")",
          "CREATE MODEL c.s.m COMMENT '" + "x".repeat(900_000) + "'",
          "DROP MODEL " + name,
          "SHOW MODELS IN " + name,
          "GRANT " + "SELECT, ".repeat(20_000) + "EXECUTE ON MODEL c.s.m TO admin",
          "SHOW CATALOGS " + "(".repeat(90) + ")".repeat(90),
          "EXPLAIN " + Repeated.SUM.text(5_000),
          "SHOW CATALOGS;".repeat(40) + Repeated.CTES_JOINED_WITH_THEMSELVES.text(19)
        }) {
      assertThat(admin.fails(sql).condition())
          .as(sql.substring(0, Math.min(60, sql.length())))
          .isNotIn("INTERNAL_ERROR", "STORE_UNREACHABLE");
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void longTextsAreRefusedBeforeTheyAreRead(TestStore store) {
    Client admin = TestRegistry.emptied(store).admin();
    String blanks = " ".repeat((1 << 20) - 8);
    assertThat(admin.run("SELECT 1" + blanks)).isEqualTo(1);
    assertThat(admin.failsWith("STATEMENT_TOO_COMPLEX", "SELECT 1 " + blanks)).contains("1 MiB");
    assertThat(admin.failsWith("STATEMENT_TOO_COMPLEX", "CREATE CATALOG c" + blanks))
        .contains("1 MiB");
    assertThat(admin.failsWith("STATEMENT_TOO_COMPLEX", "SELECT ? " + blanks, 1)).contains("1 MiB");
    assertThat(admin.failsWith("STATEMENT_TOO_COMPLEX", "SHOW CATALOGS;".repeat(80_000)))
        .contains("1 MiB");
    assertThat(admin.failsWith("STATEMENT_TOO_COMPLEX", "SELECT " + "1,".repeat(150_000) + "1"))
        .contains("200,000");
  }
}
