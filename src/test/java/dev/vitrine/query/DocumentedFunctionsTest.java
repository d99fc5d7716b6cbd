package dev.vitrine.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.query.plan.Dialect;
import dev.vitrine.query.pushdown.function.Operators;
import dev.vitrine.query.pushdown.function.SessionFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlOperator;
import org.junit.jupiter.api.Test;

/** docs/dialect.md lists the functions of each store, and no others. */
class DocumentedFunctionsTest {
  private static final Pattern NAME = Pattern.compile("`([A-Z_0-9]+)`");

  @Test
  void functionsOfBothStores() throws IOException {
    assertThat(documented("**On both stores:**")).isEqualTo(Operators.of(Dialect.H2).functions());
  }

  @Test
  void functionsOfPostgresqlOnly() throws IOException {
    SortedSet<String> only = new TreeSet<>(Operators.of(Dialect.POSTGRESQL).functions());
    only.removeAll(Operators.of(Dialect.H2).functions());

    assertThat(documented("**On PostgreSQL only:**")).isEqualTo(only);
  }

  @Test
  void functionsOfTheSession() throws IOException {
    SortedSet<String> expected = new TreeSet<>();
    for (SqlOperator operator : Operators.of(Dialect.H2).table().getOperatorList()) {
      if (operator instanceof SessionFunction) {
        expected.add(operator.getName());
      }
    }
    expected.addAll(Set.of("HAS_PRIVILEGE", "IS_ACCOUNT_GROUP_MEMBER", "IS_MEMBER"));

    assertThat(documented("**Of the session:**")).isEqualTo(expected);
  }

  private static SortedSet<String> documented(String heading) throws IOException {
    String line =
        Files.readString(Path.of("docs/dialect.md"))
            .lines()
            .filter(text -> text.startsWith(heading))
            .findFirst()
            .orElseThrow();
    SortedSet<String> names = new TreeSet<>();
    Matcher name = NAME.matcher(line);
    while (name.find()) {
      names.add(name.group(1));
    }
    return names;
  }
}
