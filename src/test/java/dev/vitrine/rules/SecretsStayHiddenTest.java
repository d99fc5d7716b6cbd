package dev.vitrine.rules;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.vitrine.TestRegistry;
import dev.vitrine.TestRegistry.Client;
import dev.vitrine.TestStore;
import dev.vitrine.server.pg.PgServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.util.PSQLException;
import org.slf4j.LoggerFactory;

/** No password and no token of a provider can be read anywhere, however a statement writes it. */
final class SecretsStayHiddenTest {
  private static final String SECRET = "hunter2hunter2";

  private static final List<String> LITERALS =
      List.of(
          "'it''s " + SECRET + "'",
          "E'it\\'s " + SECRET + "'",
          "$$it's " + SECRET + "$$",
          "$t$it's " + SECRET + "$t$",
          "N'" + SECRET + "'",
          "U&'" + SECRET + "'",
          "\"" + SECRET + "\"",
          "`" + SECRET + "`",
          SECRET,
          "'x'" + SECRET + "'y'",
          "'" + SECRET,
          "E'" + SECRET + "\\",
          "$$" + SECRET,
          "E'" + SECRET + "\\u1'");

  private static final List<String> STATEMENTS =
      List.of(
          "CREATE USER u WITH PASSWORD %s",
          "ALTER USER u SET PASSWORD %s",
          "ALTER USER u SET PASSWORD %s OLD PASSWORD %<s KEEP TOKENS",
          "ALTER USER missing SET PASSWORD %s",
          "CREATE USER v PASSWORD %s",
          "CREATE USER v WITH PASSWORD %s COMMENT",
          "CREATE PROVIDER p USING TEXT %s",
          "CREATE PROVIDER p USING TEXT %s COMMENT 'c' x",
          "ALTER PROVIDER p USING TEXT %s",
          "SELECT 1; ALTER USER u SET PASSWORD %s; SELECT FROM",
          "EXPLAIN ALTER USER u SET PASSWORD %s");

  private static final List<String> RELATIONS =
      List.of(
          "system.access.audit", "sessions", "plan_cache", "history", "principals", "providers");

  @ParameterizedTest
  @EnumSource(TestStore.class)
  void nothingShowsASecret(TestStore store) throws SQLException {
    TestRegistry registry = TestRegistry.open(store);
    List<String> seen = new ArrayList<>();
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger("dev.vitrine");
    Level level = logger.getLevel();
    log.start();
    logger.addAppender(log);
    logger.setLevel(Level.TRACE);
    try (PgServer server = PgServer.start(registry.url());
        Client admin = registry.as("admin");
        Connection client = server.connect("admin")) {
      for (String statement : STATEMENTS) {
        for (String literal : LITERALS) {
          String sql = statement.formatted(literal);
          admin.attempt(sql).ifPresent(failure -> seen.add(failure.message()));
          try (Statement simple = client.createStatement()) {
            simple.execute(sql);
          } catch (SQLException failure) {
            // The driver itself refuses quotes that are not closed, and shows the statement.
            if (failure instanceof PSQLException error && error.getServerErrorMessage() != null) {
              seen.add(error.getServerErrorMessage().toString());
            }
          }
        }
      }
      assertThat(seen).hasSizeGreaterThan(STATEMENTS.size() * LITERALS.size());
      for (String relation : RELATIONS) {
        admin.rows("SELECT * FROM " + relation).forEach(row -> seen.add(row.toString()));
      }
      assertThat(admin.rows("SELECT 1 FROM system.access.audit")).isNotEmpty();
    } finally {
      logger.setLevel(level);
      logger.detachAppender(log);
    }
    for (ILoggingEvent event : List.copyOf(log.list)) {
      seen.add(event.getFormattedMessage());
      if (event.getThrowableProxy() != null) {
        seen.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
      }
    }
    assertThat(seen).noneMatch(text -> text.contains("hunter2"));
  }
}
