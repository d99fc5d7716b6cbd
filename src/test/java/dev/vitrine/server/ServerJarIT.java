package dev.vitrine.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.TestJvm;
import java.io.BufferedReader;
import java.io.File;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server in the packaged jar, as a separate process. */
@Timeout(300)
final class ServerJarIT {
  private static final Path JAR = Path.of(System.getProperty("vitrine.jar"));
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  @TempDir private Path directory;

  private File errors() {
    return directory.resolve("errors.txt").toFile();
  }

  private Process start(Map<String, String> environment, String... arguments) throws Exception {
    List<String> command = TestJvm.serverCommand();
    command.addAll(TestJvm.jarOptions());
    command.add("-Duser.home=" + directory);
    command.addAll(List.of("-jar", JAR.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors());
    builder.environment().putAll(environment);
    return builder.start();
  }

  @Test
  void servesUntilASignalStopsIt() throws Exception {
    Process server =
        start(
            Map.of("VITRINE_ADMIN_PASSWORD", "given secret"),
            "server",
            "--port",
            "0",
            "--store",
            "jdbc:vitrine:mem:x");
    try (BufferedReader out = server.inputReader(UTF_8)) {
      String url = out.readLine();
      assertThat(url).startsWith("jdbc:vitrine://127.0.0.1:");
      try (Connection admin = DriverManager.getConnection(url, "admin", "given secret");
          Statement statement = admin.createStatement();
          ResultSet user = statement.executeQuery("SELECT current_user()")) {
        assertThat(user.next()).isTrue();
        assertThat(user.getString(1)).isEqualTo("admin");
        server.destroy();
        assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(admin.isValid(5)).isFalse();
      }
    } finally {
      server.destroyForcibly();
    }
    assertThat(server.exitValue()).isZero();
    assertThat(Files.readString(errors().toPath()))
        .contains("Listening on http://127.0.0.1:", "Stopped listening")
        .doesNotContain("given secret", "\tat ");
  }

  @Test
  void makesUpAPasswordOnceForANewRegistry() throws Exception {
    String store = "jdbc:vitrine:file:" + directory.resolve("registry");
    Process first = start(Map.of(), "server", "--port", "0", "--pg-port", "off", "--store", store);
    String password;
    try (BufferedReader out = first.inputReader(UTF_8)) {
      String url = out.readLine();
      List<String> lines = Files.readAllLines(errors().toPath());
      assertThat(lines.get(0)).contains("Sign in as admin");
      password = lines.get(1).strip();
      DriverManager.getConnection(url, "admin", password).close();
      first.destroy();
      assertThat(first.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      first.destroyForcibly();
    }
    Process second = start(Map.of(), "server", "--port", "0", "--pg-port", "off", "--store", store);
    try (BufferedReader out = second.inputReader(UTF_8)) {
      DriverManager.getConnection(out.readLine(), "admin", password).close();
      assertThat(Files.readString(errors().toPath())).doesNotContain("Sign in", password);
    } finally {
      second.destroy();
      assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(second.exitValue()).isZero();
  }

  @Test
  void refusesUnsafeOptionsAndUsedPorts() throws Exception {
    Process open = start(Map.of(), "server", "--host", "0.0.0.0", "--store", "jdbc:vitrine:mem:x");
    assertThat(open.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(open.exitValue()).isEqualTo(2);
    assertThat(Files.readString(errors().toPath())).contains("--tls-cert", "--trusted-proxy");

    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      Process late = start(Map.of(), "server", "--port", port, "--store", "jdbc:vitrine:mem:x");
      assertThat(late.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(late.exitValue()).isOne();
      assertThat(Files.readString(errors().toPath())).contains("cannot listen", "--port 0");
    }
  }

  @Test
  void theShellLoadsNothingOfTheServer() throws Exception {
    List<String> command =
        List.of(
            JAVA,
            "-Xlog:class+load:file=" + directory.resolve("classes.txt"),
            "-jar",
            JAR.toString(),
            "-u",
            "jdbc:vitrine:mem:x",
            "-e",
            "SELECT 1");
    Process shell = new ProcessBuilder(command).redirectError(errors()).start();
    shell.inputReader(UTF_8).transferTo(Writer.nullWriter());
    assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(shell.exitValue()).isZero();
    List<String> loaded = Files.readAllLines(directory.resolve("classes.txt"));
    assertThat(loaded).anyMatch(line -> line.contains("dev.vitrine.session.Engine"));
    assertThat(loaded.stream().filter(ServerJarIT::isOfHttp)).isEmpty();
  }

  private static boolean isOfHttp(String line) {
    return Stream.of(
            " org.eclipse.jetty.",
            " io.javalin.",
            " jakarta.servlet.",
            " kotlin.",
            " java.net.http.",
            " dev.vitrine.server.VitrineServer")
        .anyMatch(line::contains);
  }
}
