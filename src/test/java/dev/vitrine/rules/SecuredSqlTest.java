package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.SqlLayout;
import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import dev.vitrine.session.OpenStores;
import dev.vitrine.store.StatementTrace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The whole SQL that typical queries send to each database, for reviewers: a change of the text
 * that hides rows shows as a difference of src/test/resources/secured-sql. After an intended change
 * copy target/secured-sql there.
 */
final class SecuredSqlTest {
  private static final Path EXPECTED = Path.of("src/test/resources/secured-sql");
  private static final Path SENT = Path.of("target/secured-sql");

  private static final Map<String, String> QUERIES =
      new TreeMap<>(
          Map.of(
              "models", "SELECT full_name, owner FROM models",
              "model", "SELECT version, tags FROM c.s.m",
              "named_version", "SELECT source FROM versions WHERE full_name = 'c.s.m'",
              "audit", "SELECT action_name FROM system.access.audit",
              "effective_grants", "SELECT principal, privilege, via FROM effective_grants"));

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void theSqlIsAsReviewed(TestStore store) throws IOException {
    String vendor = store.name().toLowerCase(Locale.ROOT);
    Map<String, String> sent = new TreeMap<>();
    Map<String, String> reviewed = new TreeMap<>();
    TestRegistry registry = TestRegistry.open(store);
    Client admin = registry.admin();
    admin.run("CREATE USER eve; CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m");
    admin.run("GRANT USE CATALOG, USE SCHEMA, EXECUTE ON CATALOG c TO eve");
    try (Client eve = registry.as("eve");
        StatementTrace trace = new StatementTrace(OpenStores.at(registry.url()))) {
      for (Map.Entry<String, String> query : QUERIES.entrySet()) {
        trace.take();
        eve.rows(query.getValue());
        String name = vendor + "/" + query.getKey() + ".sql";
        String text = "-- " + query.getValue() + "\n" + SqlLayout.of(whole(trace.take()));
        sent.put(name, text);
        Files.createDirectories(SENT.resolve(vendor));
        Files.writeString(SENT.resolve(name), text);
        Path file = EXPECTED.resolve(name);
        reviewed.put(name, Files.exists(file) ? Files.readString(file) : "");
      }
    }
    assertThat(sent).isEqualTo(reviewed);
  }

  /** The one statement that reads a secured relation. */
  private static String whole(List<String> sent) {
    List<String> secured = sent.stream().filter(text -> text.contains(" v_")).toList();
    assertThat(secured).as("in %s", sent).hasSize(1);
    return secured.get(0);
  }
}
