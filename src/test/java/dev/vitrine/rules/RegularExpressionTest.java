package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both stores refuse the patterns and replacements that they would understand differently. */
final class RegularExpressionTest {
  private static final String REPLACE = "SELECT REGEXP_REPLACE(name, 'd', '%s') FROM principals";
  private static final String MATCH = "SELECT 1 FROM principals WHERE REGEXP_LIKE(name, '%s')";

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void referencesAreRefused(TestStore store) {
    Client admin = TestRegistry.emptied(store).admin();
    for (String text : List.of("\\1", "x\n\\0y\nz", "\\a\\1", "\\\\\\&", "\n\\9\n")) {
      admin.failsWith("UNSUPPORTED_FEATURE", REPLACE.formatted(text));
    }
    for (String pattern : List.of("(a)\\1", "(a)[\\1]", "(?=a)", "\\ba")) {
      admin.failsWith("UNSUPPORTED_FEATURE", MATCH.formatted(pattern));
    }
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void backslashesAndLongTextsAreReplacements(TestStore store) {
    Client admin = TestRegistry.emptied(store).admin();
    String longText = "y\n".repeat(10_000);
    assertThat(admin.column(REPLACE.formatted(longText))).contains("a" + longText + "min");
    assertThat(admin.column(REPLACE.formatted("\\\\1"))).contains("a\\1min");
    assertThat(admin.column(REPLACE.formatted("$1"))).contains("a$1min");
  }

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void deepGroupsAreRefused(TestStore store) {
    Client admin = TestRegistry.emptied(store).admin();
    for (int depth : List.of(60, 499)) {
      String pattern = "(".repeat(depth) + "a" + ")".repeat(depth);
      admin.failsWith("STATEMENT_TOO_COMPLEX", MATCH.formatted(pattern));
    }
    if (store == TestStore.H2) {
      admin.failsWith("STATEMENT_TOO_COMPLEX", MATCH.formatted("(a+)+(a+)+(a+)+$"));
    }
  }
}
