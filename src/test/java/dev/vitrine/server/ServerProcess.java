package dev.vitrine.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.TestJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server in a separate process, on a free port of this machine: from the packaged jar, or from
 * the class path of the tests if {@code vitrine.jar} is not set.
 */
public final class ServerProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;
  private final Path errors;
  private String url;

  private ServerProcess(Process process, Path errors) {
    this.process = process;
    this.output = process.inputReader(UTF_8);
    this.errors = errors;
  }

  /** Starts to serve a store; the log is written to the file. */
  public static ServerProcess start(String storeUrl, Path errors, String... jvmArguments)
      throws IOException {
    List<String> command = TestJvm.serverCommand();
    command.add("-Duser.home=" + errors.toAbsolutePath().getParent());
    command.addAll(List.of(jvmArguments));
    command.addAll(program());
    command.addAll(List.of("server", "--port", "0", "--pg-port", "off", "--store", storeUrl));
    return new ServerProcess(
        new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
  }

  /** The arguments of a JVM that name the program: the packaged jar or the main class. */
  static List<String> program() {
    String jar = System.getProperty("vitrine.jar");
    return jar == null
        ? List.of("-cp", System.getProperty("java.class.path"), "dev.vitrine.cli.Main")
        : fromJar(jar);
  }

  private static List<String> fromJar(String jar) {
    List<String> program = TestJvm.jarOptions();
    program.addAll(List.of("-jar", jar));
    return program;
  }

  /** The JDBC URL; waits until the server listens. */
  public synchronized String url() throws IOException {
    if (url == null) {
      url = output.readLine();
      if (url == null) {
        throw new IOException("The server has ended: " + log());
      }
    }
    return url;
  }

  /** The process's number. */
  public long pid() {
    return process.pid();
  }

  /** The log of the server. */
  public String log() throws IOException {
    return Files.readString(errors);
  }

  /** Stops the server and waits for its end. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      output.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
