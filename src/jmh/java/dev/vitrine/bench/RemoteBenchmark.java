package dev.vitrine.bench;

import dev.vitrine.server.FileSettings;
import dev.vitrine.server.ServerSettings;
import dev.vitrine.server.VitrineServer;
import dev.vitrine.session.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a server between the driver and the store costs: the same questions through pgjdbc, through
 * the engine in this process, and through a server on this machine.
 */
final class RemoteBenchmark implements AutoCloseable {
  /** Ten versions a model, so that a registry of ten thousand models has as many. */
  private static final int ROWS = 100_000;

  private static final Question MANY_ROWS =
      new Question(
          "100,000 rows",
          "SELECT full_name, version, status, source, run_id, created_at FROM versions LIMIT "
              + ROWS,
          HandWritten.RIGHTS
              + "SELECT m.full_name, v.version, v.status, v.source, v.run_id, v.created_at"
              + " FROM versions v JOIN models m ON m.id = v.model_id WHERE "
              + HandWritten.READABLE
              + " LIMIT "
              + ROWS,
          List.of());

  private static final String PASSWORD = "a password for the benchmark";
  private static final int WARM_ROUNDS = 14;
  private static final int MIN_ROUNDS = 11;
  private static final int MAX_ROUNDS = 400;
  private static final long MEASURED_NANOS = 4_000_000_000L;

  private final Report report;
  private final Engine engine;
  private final VitrineServer server;
  private final Connection plain;
  private final Connection embedded;
  private final Connection remote;
  private final long me;

  /** How a question is asked. */
  private enum Way {
    PGJDBC,
    EMBEDDED,
    REMOTE
  }

  /** One way to ask a question once; answers the number of rows. */
  private interface Asking {
    int ask() throws SQLException;
  }

  private RemoteBenchmark(Report report, String url, Path files) throws SQLException, IOException {
    String vitrineUrl = BenchmarkServer.vitrineUrl(url);
    this.report = report;
    this.engine = Engine.open(vitrineUrl);
    this.embedded = DriverManager.getConnection(vitrineUrl, Reader.ADMIN.user(), "");
    try (Statement statement = embedded.createStatement()) {
      statement.execute("ALTER USER admin SET PASSWORD '" + PASSWORD + "'");
    }
    this.server =
        VitrineServer.start(
            ServerSettings.local(), FileSettings.under(files), engine, engine.authenticator());
    this.remote = DriverManager.getConnection(server.jdbcUrl(), Reader.ADMIN.user(), PASSWORD);
    this.plain = BenchmarkServer.plain(url);
    this.me = Sides.id(plain, Reader.ADMIN);
  }

  /**
   * Measures on the registry in this database.
   *
   * @param files directory for files of versions, the same for all servers of the registry
   */
  static void run(Report report, String url, Path files) throws SQLException, IOException {
    try (RemoteBenchmark benchmark = new RemoteBenchmark(report, url, files)) {
      benchmark.run();
    }
  }

  private void run() throws SQLException, IOException {
    report.heading("### Through a server, as admin");
    report.line(
        "| question | rows | pgjdbc, ms | embedded | remote | remote to embedded | rounds |");
    report.line("|---|---:|---:|---:|---:|---:|---:|");
    prepared(ListQuestions.RESOLVE_ALIAS);
    plain(ListQuestions.RESOLVE_ALIAS);
    prepared(MANY_ROWS);
  }

  private void prepared(Question question) throws SQLException, IOException {
    try (PreparedStatement byHand = plain.prepareStatement(question.plainSql());
        PreparedStatement inProcess = embedded.prepareStatement(question.vitrine());
        PreparedStatement served = remote.prepareStatement(question.vitrine())) {
      question.bindPlain(byHand, me);
      question.bindVitrine(inProcess);
      question.bindVitrine(served);
      measure(
          question.name() + ", prepared",
          Map.of(
              Way.PGJDBC, () -> execute(byHand),
              Way.EMBEDDED, () -> execute(inProcess),
              Way.REMOTE, () -> execute(served)));
    }
  }

  private void plain(Question question) throws SQLException, IOException {
    String byHand = question.plainLiteral(me);
    String vitrine = question.literal();
    measure(
        question.name() + ", a statement of its own",
        Map.of(
            Way.PGJDBC, () -> execute(plain, byHand),
            Way.EMBEDDED, () -> execute(embedded, vitrine),
            Way.REMOTE, () -> execute(remote, vitrine)));
  }

  private static int execute(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      return Answers.drain(rows);
    }
  }

  private static int execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return Answers.drain(rows);
    }
  }

  private void measure(String name, Map<Way, Asking> ways) throws SQLException, IOException {
    int expected = ways.get(Way.PGJDBC).ask();
    for (Way way : Way.values()) {
      for (int round = 0; round < WARM_ROUNDS; round++) {
        if (ways.get(way).ask() != expected) {
          throw new IllegalStateException(way + " has another number of rows: " + name);
        }
      }
    }
    Map<Way, Samples> samples = new EnumMap<>(Way.class);
    List.of(Way.values()).forEach(way -> samples.put(way, new Samples()));
    int rounds = 0;
    long start = System.nanoTime();
    while (rounds < MAX_ROUNDS
        && (rounds < MIN_ROUNDS || System.nanoTime() - start < MEASURED_NANOS)) {
      for (int i = 0; i < Way.values().length; i++) {
        Way way = Way.values()[(i + rounds) % Way.values().length];
        long before = System.nanoTime();
        ways.get(way).ask();
        samples.get(way).add(System.nanoTime() - before);
      }
      rounds++;
    }
    double direct = samples.get(Way.PGJDBC).medianMicros();
    double embedding = samples.get(Way.EMBEDDED).medianMicros();
    double serving = samples.get(Way.REMOTE).medianMicros();
    report.line(
        "| %s | %d | %.3f | %.2f × | %.2f × | %.2f × | %d |",
        name,
        expected,
        direct / 1_000,
        embedding / direct,
        serving / direct,
        serving / embedding,
        rounds);
  }

  @Override
  public void close() throws SQLException {
    plain.close();
    embedded.close();
    remote.close();
    server.close();
    engine.close();
  }
}
