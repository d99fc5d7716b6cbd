package dev.vitrine.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The largest memory, in MiB, that a server and any one PostgreSQL backend of its database had when
 * it was looked at. Reads {@code /proc}, so it needs Linux and the processes on this machine.
 */
final class ProcessMemory implements AutoCloseable {
  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");
  private static final Pattern ANONYMOUS = Pattern.compile("(?m)^RssAnon:\\s+(\\d+) kB");

  private final long server;
  private final Connection store;
  private long largestServer;
  private long largestBackend;

  ProcessMemory(long server, String storeUrl) throws SQLException {
    this.server = server;
    this.store = DriverManager.getConnection(storeUrl);
  }

  /** Looks at all processes once. */
  void look() throws IOException, SQLException {
    largestServer = Math.max(largestServer, megabytes(server, RESIDENT));
    try (Statement statement = store.createStatement();
        ResultSet backends =
            statement.executeQuery(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database()")) {
      while (backends.next()) {
        largestBackend = Math.max(largestBackend, megabytes(backends.getLong(1), ANONYMOUS));
      }
    }
  }

  private static long megabytes(long process, Pattern line) throws IOException {
    try {
      Matcher matcher =
          line.matcher(Files.readString(Path.of("/proc", Long.toString(process), "status")));
      return matcher.find() ? Long.parseLong(matcher.group(1)) >> 10 : 0;
    } catch (NoSuchFileException ended) {
      return 0;
    }
  }

  /** The resident set of the server. */
  long server() {
    return largestServer;
  }

  /** The anonymous memory of the largest backend, which leaves out shared buffers. */
  long backend() {
    return largestBackend;
  }

  @Override
  public void close() throws SQLException {
    store.close();
  }
}
