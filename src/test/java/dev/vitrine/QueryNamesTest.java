package dev.vitrine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry.Client;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which words can be names in queries without quotes. */
final class QueryNamesTest {
  private static final List<String> OURS =
      List.of(
          "model",
          "version",
          "alias",
          "tag",
          "owner",
          "comment",
          "source",
          "status",
          "name",
          "key",
          "principal",
          "privilege",
          "catalog_name",
          "metastore");

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void wordsOfTheDomainAreNamesEverywhere(TestStore store) {
    Client admin = TestRegistry.emptied(store).admin();
    for (String word : OURS) {
      String query = "SELECT %1$s.%1$s AS %1$s FROM (VALUES (1)) AS %1$s(%1$s) ORDER BY %1$s";
      assertThat(admin.value(query.formatted(word))).as(word).isEqualTo(1);
      assertThat(admin.value("WITH %1$s AS (SELECT 2 %1$s) SELECT %1$s FROM %1$s".formatted(word)))
          .as(word)
          .isEqualTo(2);
    }
    String all = String.join(", ", OURS);
    String values = OURS.stream().map(word -> "1").collect(Collectors.joining(", "));
    assertThat(admin.rows("SELECT " + all + " FROM (VALUES (" + values + ")) AS t(" + all + ")"))
        .hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void wordsThatAreReservedMayFollowAs(TestStore store) {
    Client admin = TestRegistry.emptied(store).admin();
    assertThat(
            admin.rows(
                "SELECT 1 AS one, 2 AS value, 3 AS result, 4 AS user, CAST('5' AS INTEGER) AS date"))
        .containsExactly(List.of(1, 2, 3, 4, 5));
    assertThat(
            admin.value(
                "SELECT result.value + result.day FROM (VALUES (1, 2)) AS result(value, day)"))
        .isEqualTo(3);
    assertThat(admin.value("SELECT row.value FROM (SELECT 7 AS value) AS row")).isEqualTo(7);
    assertThat(admin.failsWith("PARSE_SYNTAX_ERROR", "SELECT 1 AS FROM models"))
        .contains("line 1, column 13");
  }
}
