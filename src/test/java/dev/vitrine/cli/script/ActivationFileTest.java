package dev.vitrine.cli.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clause USING FILE, which the shell replaces. */
final class ActivationFileTest {
  @Test
  void theClauseBecomesAParameter() {
    assertThat(ActivationFile.of("CREATE PROVIDER p USING FILE 'a''b.share' COMMENT 'x'"))
        .contains(new ActivationFile("a'b.share", "CREATE PROVIDER p USING TEXT ? COMMENT 'x'"));
    assertThat(ActivationFile.of("alter /* FILE */ provider p\n  using file /* x */ 'dir/x'"))
        .contains(new ActivationFile("dir/x", "alter /* FILE */ provider p\n  using TEXT ?"));
    assertThat(ActivationFile.of("CREATE PROVIDER p USING FILE E'a\\'b' COMMENT $$'$$"))
        .contains(new ActivationFile("a'b", "CREATE PROVIDER p USING TEXT ? COMMENT $$'$$"));
    assertThat(ActivationFile.of("CREATE PROVIDER file USING FILE 'x'"))
        .contains(new ActivationFile("x", "CREATE PROVIDER file USING TEXT ?"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE PROVIDER p USING TEXT '{}'",
        "CREATE PROVIDER p USING FILE",
        "CREATE PROVIDER p USING FILE 'a",
        "CREATE PROVIDER p USING FILE E'\\u1'",
        "COMMENT ON PROVIDER p IS 'USING FILE x'",
        "CREATE CATALOG c COMMENT 'x' USING FILE 'x'",
        "-- CREATE PROVIDER p USING FILE 'x'",
        ""
      })
  void otherStatementsRemain(String sql) {
    assertThat(ActivationFile.of(sql)).isEmpty();
  }

  @Test
  void theTextOfAnActivationFileIsMasked() {
    assertThat(Passwords.maskSql("CREATE PROVIDER p USING TEXT '{secret}' COMMENT 'x'"))
        .isEqualTo("CREATE PROVIDER p USING TEXT '********' COMMENT 'x'");
    assertThat(Passwords.maskSql("SELECT text 'x'")).isEqualTo("SELECT text 'x'");
  }
}
