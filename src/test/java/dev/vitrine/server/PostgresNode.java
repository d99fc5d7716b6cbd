package dev.vitrine.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vitrine.Polling;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of the system's package, whose programs, unlike the binaries that other tests
 * use, can replicate. Its superuser {@code postgres} needs no password.
 */
final class PostgresNode implements AutoCloseable {
  private static final Path PACKAGES = Path.of("/usr/lib/postgresql");

  private final Path programs;
  private final Path data;
  private final int port;

  private PostgresNode(Path programs, Path data, int port) {
    this.programs = programs;
    this.data = data;
    this.port = port;
  }

  /** The directory of the newest PostgreSQL programs of the system; empty without any. */
  static Optional<Path> programs() throws IOException {
    if (!Files.isDirectory(PACKAGES)) {
      return Optional.empty();
    }
    try (Stream<Path> releases = Files.list(PACKAGES)) {
      return releases
          .map(release -> release.resolve("bin"))
          .filter(programs -> Files.isExecutable(programs.resolve("pg_basebackup")))
          .filter(programs -> Files.isExecutable(programs.resolve("initdb")))
          .max(Comparator.naturalOrder());
    }
  }

  /** Starts a primary with an empty database, in a directory that does not exist. */
  static PostgresNode primary(Path programs, Path data) throws Exception {
    PostgresNode node = new PostgresNode(programs, data, freePort());
    node.run("initdb", "-D", data.toString(), "-U", "postgres", "-A", "trust", "-E", "UTF8");
    node.configure("unix_socket_directories = ''", "wal_level = replica");
    node.startProcess();
    return node;
  }

  /** Starts a standby, for which each commit of this node then waits. */
  PostgresNode standby(Path copy) throws Exception {
    PostgresNode node = new PostgresNode(programs, copy, freePort());
    node.run(
        "pg_basebackup",
        "-h",
        "localhost",
        "-p",
        Integer.toString(port),
        "-U",
        "postgres",
        "-D",
        copy.toString(),
        "-R",
        "-X",
        "stream",
        "-c",
        "fast");
    node.startProcess();
    try (Connection connection = DriverManager.getConnection(url() + "?user=postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER SYSTEM SET synchronous_standby_names = '*'");
      statement.execute("SELECT pg_reload_conf()");
      Polling.until("the standby follows", () -> isReplicated(statement));
    }
    return node;
  }

  private static boolean isReplicated(Statement statement) throws SQLException {
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT COUNT(*) FROM pg_stat_replication WHERE sync_state = 'sync'")) {
      rows.next();
      return rows.getInt(1) == 1;
    }
  }

  String url() {
    return "jdbc:postgresql://" + host() + "/postgres";
  }

  /** Host and port, as in a URL. */
  String host() {
    return "localhost:" + port;
  }

  /** Ends all its processes without a chance to do anything about it. */
  void kill() throws IOException {
    long postmaster =
        Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
    ProcessHandle process = ProcessHandle.of(postmaster).orElseThrow();
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(0, process);
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(ended -> ended.onExit().join());
    Files.delete(data.resolve("postmaster.pid"));
  }

  /** Makes a standby the primary. */
  void promote() throws Exception {
    run("pg_ctl", "promote", "-w", "-D", data.toString());
  }

  private void configure(String... lines) throws IOException {
    Files.write(data.resolve("postgresql.conf"), List.of(lines), UTF_8, StandardOpenOption.APPEND);
  }

  private void startProcess() throws Exception {
    run(
        "pg_ctl",
        "start",
        "-w",
        "-D",
        data.toString(),
        "-l",
        data.resolve("server.log").toString(),
        "-o",
        "-p " + port + " -c unix_socket_directories=''");
  }

  /** PostgreSQL refuses to run as root; in a user namespace of its own, root has another name. */
  private void run(String program, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(programs.resolve(program).toString());
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(data.getParent(), program, ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(Duration.ofSeconds(60).toSeconds(), TimeUnit.SECONDS);
    assertThat(ended && process.exitValue() == 0)
        .as("%s: %s", program, Files.readString(output))
        .isTrue();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException {
    if (Files.exists(data.resolve("postmaster.pid"))) {
      kill();
    }
  }
}
