package dev.vitrine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An archive (class data sharing of the JVM) of the classes that a server of the packaged jar
 * loads, made once for a build. A process that starts with it needs about half of the CPU time.
 */
final class ClassArchive {
  private static final Path ARCHIVE = Path.of("target", "vitrine.jsa").toAbsolutePath();

  /** No warnings on the standard output: without a fitting archive, the JVM loads from the jar. */
  private static final List<String> QUIET = List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off");

  private static final String PASSWORD = "password-of-the-archive";

  private ClassArchive() {}

  /** The options for a process whose class path begins with the jar. */
  static synchronized List<String> options(List<String> java, Path jar) {
    try {
      Files.createDirectories(ARCHIVE.getParent());
      // The JVMs of a build share it.
      try (FileChannel channel =
              FileChannel.open(
                  ARCHIVE.resolveSibling("vitrine.jsa.lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (lock.isValid() && !isCurrent(jar)) {
          make(java, jar);
        }
      }
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
    List<String> options = new ArrayList<>(QUIET);
    options.add("-XX:SharedArchiveFile=" + ARCHIVE);
    return options;
  }

  private static boolean isCurrent(Path jar) throws IOException {
    return Files.exists(ARCHIVE)
        && Files.getLastModifiedTime(ARCHIVE).compareTo(Files.getLastModifiedTime(jar)) > 0;
  }

  /** The JVM writes the archive when it ends. */
  private static void make(List<String> java, Path jar) throws IOException {
    Files.deleteIfExists(ARCHIVE);
    Path directory = Files.createTempDirectory(ARCHIVE.getParent(), "archive");
    List<String> command = new ArrayList<>(java);
    command.addAll(QUIET);
    command.add("-XX:ArchiveClassesAtExit=" + ARCHIVE);
    command.addAll(List.of("-Duser.home=" + directory, "-jar", jar.toString()));
    command.addAll(List.of("server", "--port", "0", "--pg-port", "off"));
    command.addAll(List.of("--store", "jdbc:vitrine:mem:archive"));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(directory.resolve("errors.txt").toFile());
    builder.environment().put("VITRINE_ADMIN_PASSWORD", PASSWORD);
    Process process = builder.start();
    try (BufferedReader output = process.inputReader(UTF_8)) {
      String url = output.readLine();
      if (url == null) {
        throw new IOException(
            "The server has ended: " + Files.readString(directory.resolve("errors.txt")));
      }
      use(url);
      process.destroy();
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        throw new IOException("The server does not end");
      }
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
      throw new IOException(exception);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Loads the classes of statements and queries. */
  private static void use(String url) throws IOException {
    try (Connection connection = DriverManager.getConnection(url, "admin", PASSWORD);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE CATALOG c; CREATE SCHEMA c.s; CREATE MODEL c.s.m");
      statement.execute("SELECT full_name FROM models WHERE owner = 'admin' ORDER BY full_name");
    } catch (SQLException exception) {
      throw new IOException(exception);
    }
  }
}
