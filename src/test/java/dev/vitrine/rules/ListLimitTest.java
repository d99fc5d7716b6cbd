package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lists in statements are checked for their number of elements before any work is done. */
class ListLimitTest {
  private static final int MORE_THAN_THE_LIMIT = 1_001;

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void aListLongerThanTheLimitIsRefusedAndChangesNothing(TestStore store) {
    Client admin = TestRegistry.emptied(store).admin();
    admin.run(
        "CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m TAGS ('k' = 'v');"
            + "ALTER MODEL c.s.m ADD VERSION FROM 'x'; CREATE GROUP g; CREATE USER u0");
    requireLimit(admin, "CREATE MODEL c.s.n TAGS (" + list(i -> "'k' = 'v'") + ")");
    requireLimit(admin, "ALTER MODEL c.s.m SET TAGS (" + list(i -> "'t" + i + "' = 'v'") + ")");
    requireLimit(admin, "ALTER MODEL c.s.m UNSET TAGS (" + list(i -> "'k'") + ")");
    requireLimit(admin, "ALTER MODEL c.s.m DROP VERSION IF EXISTS " + list(i -> "" + i));
    requireLimit(
        admin, "ALTER MODEL c.s.m ADD VERSION FROM 'y' INPUTS (" + list(i -> "a.b.t" + i) + ")");
    requireLimit(admin, "ALTER GROUP g ADD USER " + list(i -> "u0"));
    requireLimit(
        admin,
        "SELECT " + list(i -> "has_privilege('EXECUTE', 'MODEL', 'c.s.m" + i + "') AS p" + i));
    assertThat(admin.run("SELECT * FROM models")).isEqualTo(1);
    assertThat(admin.run("SELECT * FROM versions")).isEqualTo(1);
    assertThat(admin.run("SELECT * FROM tags")).isEqualTo(1);
    assertThat(admin.run("SELECT * FROM group_members")).isZero();
  }

  private static void requireLimit(Client client, String sql) {
    assertThat(client.fails(sql).condition())
        .as(sql.substring(0, 60))
        .isEqualTo("STATEMENT_TOO_COMPLEX");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void equalTagsAreOneTagWithTheLastValue(TestStore store) {
    Client admin = TestRegistry.emptied(store).admin();
    admin.run("CREATE CATALOG c; CREATE SCHEMA c.s");
    admin.run(
        "CREATE MODEL c.s.m TAGS ("
            + IntStream.range(0, 1_000)
                .mapToObj(i -> "'k' = 'v" + i + "'")
                .collect(Collectors.joining(", "))
            + ")");
    assertThat(admin.run("SELECT * FROM tags WHERE tag_name = 'k' AND tag_value = 'v999'"))
        .isEqualTo(1);
    assertThat(admin.run("SELECT * FROM tags")).isEqualTo(1);
  }

  private static String list(IntFunction<String> element) {
    return IntStream.range(0, MORE_THAN_THE_LIMIT)
        .mapToObj(element)
        .collect(Collectors.joining(", "));
  }
}
