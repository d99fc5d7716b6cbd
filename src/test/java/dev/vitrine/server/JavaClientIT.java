package dev.vitrine.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestJvm;
import dev.vitrine.TestStore;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** MLflow's released client for Java, in a process of its own. */
@Timeout(300)
final class JavaClientIT {
  private static final Path CLIENT = Path.of("target", "tools", "mlflow-client");

  @TempDir private Path folder;

  @Test
  void modelsAreRegisteredAndRead() throws Exception {
    try (TestServer server = TestServer.start(TestStore.POSTGRESQL.newUrl())) {
      RestTest.sql(server, "CREATE CATALOG main; CREATE SCHEMA main.ml");
      List<String> lines = run(server.httpUrl(), token(server), "main.ml");
      String third = "main.ml.churn 3 s3://bucket/3 run3 None READY";
      String stages = "501 {\"error_code\":\"NOT_IMPLEMENTED\"";
      assertThat(lines).hasSize(12);
      assertThat(lines.subList(0, 9))
          .containsExactly(
              "main.ml.churn Champion",
              "main.ml.churn 2 s3://bucket/2 run2 None READY",
              "s3://bucket/2",
              third,
              third,
              "name = 'main.ml.churn': " + third,
              "name = 'main.ml.churn': main.ml.churn 2 s3://bucket/2 run2 None READY",
              "name = 'main.ml.churn': main.ml.churn 1 s3://bucket/1 run1 None READY",
              "run_id = 'run3': " + third);
      assertThat(lines.get(9)).startsWith(stages).contains("aliases");
      assertThat(lines.get(10)).startsWith("404 {\"error_code\":\"RESOURCE_DOES_NOT_EXIST\"");
      assertThat(lines.get(11)).startsWith(stages);
    }
  }

  private static String token(TestServer server) throws SQLException {
    try (Connection admin = DriverManager.getConnection(server.storeUrl(), "admin", "");
        Statement statement = admin.createStatement();
        ResultSet token = statement.executeQuery("CREATE TOKEN")) {
      token.next();
      return token.getString("token");
    }
  }

  /** The lines that the program prints. */
  private List<String> run(String... arguments) throws Exception {
    List<String> command = TestJvm.shortCommand();
    String classPath =
        CLIENT.resolve("classes")
            + File.pathSeparator
            + Files.readString(CLIENT.resolve("classpath.txt"), UTF_8);
    command.addAll(List.of("-cp", classPath, "RegisteredModels"));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("the client ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(err)).isZero();
    return Files.readAllLines(out);
  }
}
