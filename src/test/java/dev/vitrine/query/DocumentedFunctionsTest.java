package dev.vitrine.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.query.pushdown.Operators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The README names the functions of each store, all of them and no others. */
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

  private static SortedSet<String> documented(String heading) throws IOException {
    String line =
        Files.readString(Path.of("README.md"))
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
