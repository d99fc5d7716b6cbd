package dev.vitrine.cli.shell;

import dev.vitrine.cli.script.ActivationFile;
import dev.vitrine.statement.text.SqlScanner;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs one statement at a time and prints results to {@code out} and warnings to {@code err}, so
 * that they do not mix with CSV or JSON.
 */
final class StatementRunner {
  /** These change the session and have no useful update count. */
  private static final Set<String> SESSION_STATEMENTS =
      Set.of("use", "begin", "start", "commit", "rollback");

  /** Bytes of the largest activation file. */
  private static final long MOST_ACTIVATION_BYTES = 65_536;

  private final Settings settings;
  private final PrintStream out;
  private final PrintStream err;
  private volatile @Nullable Statement running;

  StatementRunner(Settings settings, PrintStream out, PrintStream err) {
    this.settings = settings;
    this.out = out;
    this.err = err;
  }

  void run(Connection connection, String sql) throws SQLException, IOException {
    long started = System.nanoTime();
    Optional<ActivationFile> file = ActivationFile.of(sql);
    try (Statement statement = prepared(connection, file.orElse(null))) {
      running = statement;
      if (executed(statement, sql)) {
        try (ResultSet rows = statement.getResultSet()) {
          settings.format().printer(settings::width).print(rows, out);
        }
      } else if (settings.format().isForPeople()) {
        out.println(changed(sql, statement));
      }
      printWarnings(statement);
    } finally {
      running = null;
    }
    if (settings.timing()) {
      out.println("Time: " + (System.nanoTime() - started) / 1_000_000 + " ms");
    }
  }

  /** With the content of the activation file, if the statement names one. */
  private static Statement prepared(Connection connection, @Nullable ActivationFile file)
      throws SQLException, IOException {
    if (file == null) {
      return connection.createStatement();
    }
    String content = content(LocaleCheck.path(file.path()));
    PreparedStatement statement = connection.prepareStatement(file.sql());
    statement.setString(1, content);
    return statement;
  }

  private static String content(Path file) throws IOException {
    if (Files.size(file) > MOST_ACTIVATION_BYTES) {
      throw new IOException(file + " is too large for an activation file.");
    }
    return Files.readString(file);
  }

  private static boolean executed(Statement statement, String sql) throws SQLException {
    return statement instanceof PreparedStatement ready
        ? ready.execute()
        : statement.execute(sql, Statement.RETURN_GENERATED_KEYS);
  }

  /** May be called by another thread. */
  void cancel() throws SQLException {
    Statement statement = running;
    if (statement != null) {
      statement.cancel();
    }
  }

  private static String changed(String sql, Statement statement) throws SQLException {
    if (isSessionStatement(sql)) {
      return "OK.";
    }
    try (ResultSet keys = statement.getGeneratedKeys()) {
      if (keys.next() && keys.getMetaData().getColumnLabel(1).equalsIgnoreCase("version")) {
        return "OK, version " + keys.getLong(1) + ".";
      }
    }
    long count = statement.getLargeUpdateCount();
    return count == 0 ? "OK, nothing changed." : "OK, " + count + " changed.";
  }

  private static boolean isSessionStatement(String sql) {
    String[] words = new String[] {"", ""};
    int count = 0;
    SqlScanner scanner = new SqlScanner(sql);
    while (count < words.length && scanner.next()) {
      if (scanner.isCode()) {
        words[count++] = scanner.token().toLowerCase(Locale.ROOT);
      }
    }
    return SESSION_STATEMENTS.contains(words[0])
        || (words[0].equals("set") && words[1].equals("catalog"));
  }

  private void printWarnings(Statement statement) throws SQLException {
    for (SQLWarning warning = statement.getWarnings();
        warning != null;
        warning = warning.getNextWarning()) {
      err.println("Warning: " + warning.getMessage());
    }
    err.flush();
  }
}
