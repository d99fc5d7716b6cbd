package dev.vitrine.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.TestJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * A server in a separate process with a small heap: from the packaged jar, or from the class path
 * of the tests if {@code vitrine.jar} is not set.
 */
final class SmallServer implements AutoCloseable {
  private final Process process;
  private final Path log;
  private final String url;

  private SmallServer(Process process, Path log, String url) {
    this.process = process;
    this.log = log;
    this.url = url;
  }

  /** Starts a server of a store; {@code arguments} are those of the JVM, such as -Xmx256m. */
  static SmallServer start(String storeUrl, String... arguments) throws IOException {
    Path directory = Files.createTempDirectory(Path.of("target"), "small").toAbsolutePath();
    Path log = directory.resolve("log");
    List<String> command = TestJvm.serverCommand();
    command.add("-Duser.home=" + directory);
    command.addAll(List.of(arguments));
    command.addAll(ServerProcess.program());
    command.addAll(List.of("server", "--port", "0", "--pg-port", "off", "--store", storeUrl));
    command.addAll(List.of("--storage", directory.resolve("files").toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
    builder.environment().put("VITRINE_ADMIN_PASSWORD", TestServer.PASSWORD);
    Process process = builder.start();
    BufferedReader out = process.inputReader(UTF_8);
    String url = out.readLine();
    if (url == null) {
      throw new IOException("The server has ended: " + Files.readString(log));
    }
    return new SmallServer(process, log, url);
  }

  Connection connect(String user) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", TestServer.PASSWORD);
    return DriverManager.getConnection(url, properties);
  }

  String url() {
    return url;
  }

  String httpUrl() {
    return url.replace("jdbc:vitrine:", "http:");
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** The exit status; waits for the end of the process. */
  int exit() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new IllegalStateException("The server is still running.");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
