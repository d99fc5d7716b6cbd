package dev.vitrine.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.vitrine.Effort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;

/** A Python script that is run against a server, and asks for SQL and tokens on its output. */
final class PythonScript {
  private static final JsonMapper JSON = new JsonMapper();

  /** The position of the script in the command, after the interpreter and its options. */
  private static final int SCRIPT = 3;

  private final TestServer server;
  private final ProcessBuilder builder;
  private final List<String> output = new ArrayList<>();

  PythonScript(
      TestServer server,
      Path python,
      String script,
      List<String> arguments,
      Map<String, String> environment) {
    this.server = server;
    List<String> command = new ArrayList<>();
    command.addAll(List.of(python.toAbsolutePath().toString(), "-W", "ignore"));
    command.add(Path.of(script).toAbsolutePath().toString());
    command.addAll(arguments);
    this.builder = new ProcessBuilder(command).redirectErrorStream(true);
    // Directory of MLflow's run data.
    builder.directory(Path.of("target").toFile());
    setEnvironment(builder.environment());
    builder.environment().put("DATABRICKS_HOST", server.httpUrl());
    builder.environment().putAll(environment);
  }

  /** Sets the variables that do not depend on a server. */
  static void setEnvironment(Map<String, String> environment) {
    environment.keySet().removeIf(name -> name.startsWith("DATABRICKS_"));
    // The first script compiles the modules for the others.
    environment.remove("PYTHONDONTWRITEBYTECODE");
    environment.putAll(
        Map.of(
            "VITRINE_NIGHTLY", String.valueOf(Effort.NIGHTLY),
            "MLFLOW_DISABLE_TELEMETRY", "true",
            "GIT_PYTHON_REFRESH", "quiet"));
  }

  /** The installations of the property {@code vitrine.python}, newest first; a build uses one. */
  static List<Path> releases() {
    return Arrays.stream(System.getProperty("vitrine.python").split(","))
        .limit(Effort.times(1, Integer.MAX_VALUE))
        .map(Path::of)
        .toList();
  }

  /**
   * Runs it to its end.
   *
   * @return its exit status
   */
  int run() throws Exception {
    builder.environment().put("DATABRICKS_TOKEN", token("admin"));
    Process process = builder.start();
    try (BufferedReader out = process.inputReader(UTF_8);
        PrintWriter in = new PrintWriter(process.outputWriter(UTF_8), true)) {
      serve(out, in);
      return process.waitFor();
    } finally {
      process.destroyForcibly();
    }
  }

  /**
   * Runs it to its end in a fork of a Python process that has imported its libraries.
   *
   * @return its exit status
   */
  int runForked() throws Exception {
    builder.environment().put("DATABRICKS_TOKEN", token("admin"));
    return PythonForks.of(builder.command().get(0)).run(this);
  }

  /** What {@code forks.py} runs it by. */
  String job() throws IOException {
    List<String> command = builder.command();
    return JSON.writeValueAsString(
        Map.of(
            "script", command.get(SCRIPT),
            "arguments", command.subList(SCRIPT + 1, command.size()),
            "environment", builder.environment()));
  }

  /**
   * Responds to its requests until its output ends.
   *
   * @return the status in the last line, if there is one
   */
  OptionalInt serve(BufferedReader out, PrintWriter in) throws Exception {
    try (Connection admin = server.connect("admin");
        Connection embedded = DriverManager.getConnection(server.storeUrl(), "admin", "")) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        String request = line;
        if (line.startsWith("SQL ")) {
          in.println(answer(() -> rows(admin, request.substring("SQL ".length()))));
        } else if (line.startsWith("EMBEDDED ")) {
          in.println(answer(() -> rows(embedded, request.substring("EMBEDDED ".length()))));
        } else if (line.startsWith("TOKEN ")) {
          in.println(answer(() -> token(request.substring("TOKEN ".length()))));
        } else if (line.startsWith("EXIT ")) {
          return OptionalInt.of(Integer.parseInt(line.substring("EXIT ".length())));
        } else {
          output.add(line);
        }
      }
      return OptionalInt.empty();
    }
  }

  /** Its output. */
  String output() {
    return String.join("\n", output);
  }

  private static String answer(Callable<?> work) throws Exception {
    Map<String, Object> answer = new HashMap<>();
    try {
      answer.put("result", work.call());
    } catch (SQLException e) {
      answer.put("error", e.getMessage());
    }
    return JSON.writeValueAsString(answer);
  }

  private static List<List<Object>> rows(Connection connection, String sql) throws SQLException {
    List<List<Object>> last = List.of();
    try (Statement statement = connection.createStatement()) {
      boolean answers = statement.execute(sql);
      while (answers || statement.getUpdateCount() >= 0) {
        last = answers ? rows(statement.getResultSet()) : List.of();
        answers = statement.getMoreResults();
      }
    }
    return last;
  }

  private static List<List<Object>> rows(ResultSet set) throws SQLException {
    List<List<Object>> rows = new ArrayList<>();
    while (set.next()) {
      List<Object> row = new ArrayList<>();
      for (int i = 1; i <= set.getMetaData().getColumnCount(); i++) {
        Object value = set.getObject(i);
        row.add(value instanceof Number || value == null ? value : value.toString());
      }
      rows.add(row);
    }
    return rows;
  }

  private String token(String user) throws SQLException {
    try (Connection embedded = DriverManager.getConnection(server.storeUrl(), user, "");
        Statement statement = embedded.createStatement();
        ResultSet token = statement.executeQuery("CREATE TOKEN")) {
      token.next();
      return token.getString("token");
    }
  }
}
