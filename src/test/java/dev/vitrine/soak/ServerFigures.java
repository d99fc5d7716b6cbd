package dev.vitrine.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resources of a server: live objects after a collection in megabytes, resident megabytes, store
 * connections.
 */
record ServerFigures(long heap, long resident, int storeConnections) {
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");
  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");

  /** Of the process, whose store has this pgjdbc URL. */
  static ServerFigures of(long pid, String storeUrl) throws IOException, SQLException {
    long heap = number(TOTAL, histogram(pid)) >> 20;
    long resident = number(RESIDENT, Files.readString(Path.of("/proc/" + pid + "/status"))) >> 10;
    return new ServerFigures(heap, resident, connections(storeUrl));
  }

  /** The histogram of live objects collects the garbage first. */
  private static String histogram(long pid) throws IOException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process =
        new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }

  private static long number(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("No " + pattern + " in: " + text);
    }
    return Long.parseLong(matcher.group(1));
  }

  private static int connections(String storeUrl) throws SQLException {
    try (Connection connection = DriverManager.getConnection(storeUrl);
        Statement statement = connection.createStatement();
        ResultSet count =
            statement.executeQuery(
                "SELECT COUNT(*) FROM pg_stat_activity"
                    + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()")) {
      count.next();
      return count.getInt(1);
    }
  }

  @Override
  public String toString() {
    return "heap %d MB, resident set %d MB, %d store connections"
        .formatted(heap, resident, storeConnections);
  }
}
