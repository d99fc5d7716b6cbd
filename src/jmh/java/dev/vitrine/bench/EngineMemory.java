package dev.vitrine.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A process with the engine and nothing else: asks every question as every reader, reads a large
 * result, and says how much memory it has.
 */
final class EngineMemory {
  private static final String ALL_MODELS = "SELECT full_name, owner, comment FROM models";

  private EngineMemory() {}

  /** Runs in a JVM of its own; {@code arguments} are the database's pgjdbc URL. */
  public static void main(String[] arguments) throws SQLException, IOException {
    String url = BenchmarkServer.vitrineUrl(arguments[0]);
    List<Connection> connections = new ArrayList<>();
    for (Reader reader : Reader.values()) {
      Connection connection = DriverManager.getConnection(url, reader.user(), "");
      connections.add(connection);
      try (Statement statement = connection.createStatement()) {
        for (List<Question> questions : List.of(ListQuestions.ALL, BiQuestions.ALL)) {
          for (Question question : questions) {
            drain(statement, question.literal());
          }
        }
        drain(statement, ALL_MODELS);
      }
    }
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    System.out.printf(
        "heap after collection %d MB, resident set %s, at most %s%n",
        heap >> 20, status("VmRSS"), status("VmHWM"));
    for (Connection connection : connections) {
      connection.close();
    }
  }

  private static void drain(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      Answers.drain(rows);
    }
  }

  private static String status(String key) throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return "unknown";
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith(key + ":"))
        .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024 + " MB")
        .findFirst()
        .orElse("unknown");
  }
}
