package dev.vitrine.bench;

import dev.vitrine.store.migration.EmptyStore;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The migration of a registry without history, and then point questions about the present and the
 * past in turn. Each model has ten closed rows, its alias Champion ten, and each version one.
 */
final class PastBenchmark {
  /** The last version of the schema without history. */
  private static final int WITHOUT_HISTORY = 13;

  private static final int WARM_ROUNDS = 40;
  private static final int ROUNDS = 300;
  private static final long SEED = 20261130;

  /** Changes were made once a day, the first of them at this time. */
  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

  private static final int CHANGES = 10;

  private static final List<String> CHANGED =
      List.of(
          "UPDATE metastore SET history_since = TIMESTAMP '2026-01-01', valid_from = TIMESTAMP"
              + " '2026-01-01'",
          """
          INSERT INTO models_history (id, catalog_id, schema_id, name, full_name, last_version,
            latest_version, owner_id, comment, storage_location, created_at, created_by,
            updated_at, updated_by, valid_from, valid_to, closed_by)
          SELECT m.id, m.catalog_id, m.schema_id, m.name, m.full_name, m.last_version,
            m.latest_version, m.owner_id, 'Comment ' || c, m.storage_location, m.created_at,
            m.created_by, m.updated_at, m.updated_by,
            TIMESTAMP '2026-01-01' + (c - 1) * INTERVAL '1 day',
            TIMESTAMP '2026-01-01' + c * INTERVAL '1 day', 'admin'
          FROM models m, generate_series(1, 10) c""",
          """
          INSERT INTO aliases_history (model_id, alias_key, alias, version, valid_from, valid_to,
            closed_by)
          SELECT a.model_id, a.alias_key, a.alias, 1 + c % 10,
            TIMESTAMP '2026-01-01' + (c - 1) * INTERVAL '1 day',
            TIMESTAMP '2026-01-01' + c * INTERVAL '1 day', 'admin'
          FROM aliases a, generate_series(1, 10) c WHERE a.alias_key = 'champion'""",
          """
          INSERT INTO versions_history (model_id, version, status, comment, updated_at, updated_by,
            valid_from, valid_to, closed_by)
          SELECT model_id, version, 'PENDING_REGISTRATION', NULL, updated_at, updated_by,
            TIMESTAMP '2026-01-01', TIMESTAMP '2026-01-05', 'admin' FROM versions""",
          "UPDATE models SET valid_from = TIMESTAMP '2026-01-11'",
          "UPDATE aliases SET valid_from = TIMESTAMP '2026-01-11' WHERE alias_key = 'champion'",
          "UPDATE versions SET valid_from = TIMESTAMP '2026-01-05'",
          """
          UPDATE catalogs SET valid_from = TIMESTAMP '2026-01-01'""",
          "UPDATE schemas SET valid_from = TIMESTAMP '2026-01-01'",
          "UPDATE principals SET valid_from = TIMESTAMP '2026-01-01'",
          "UPDATE model_grants SET valid_from = TIMESTAMP '2026-01-01'");

  /** A question about one model, with a hole for the time. */
  private record PointQuestion(String name, String sql) {
    String present() {
      return sql.replace("{time}", "");
    }

    String past() {
      return sql.replace("{time}", "FOR SYSTEM_TIME AS OF ?");
    }
  }

  private static final List<PointQuestion> QUESTIONS =
      List.of(
          new PointQuestion(
              "aliases of a model",
              "SELECT alias, version FROM system.registry.aliases {time} WHERE full_name = ?"),
          new PointQuestion(
              "a model",
              "SELECT owner, comment FROM system.registry.models {time} WHERE full_name = ?"),
          new PointQuestion(
              "a version",
              "SELECT status, source FROM system.registry.versions {time}"
                  + " WHERE full_name = ? AND version = 3"),
          new PointQuestion(
              "grants on a model",
              "SELECT principal, privilege FROM system.registry.grants {time}"
                  + " WHERE full_name = ?"));

  private final Report report;

  private PastBenchmark(Report report) {
    this.report = report;
  }

  /** Measures with a registry of this many models. */
  static void run(Report report, BenchmarkServer server, int models)
      throws SQLException, IOException {
    String database = "past_" + models;
    String url = server.create(database);
    report.heading(String.format("## The past of %,d models", models));
    PastBenchmark benchmark = new PastBenchmark(report);
    benchmark.migrate(url, models);
    for (Reader reader : List.of(Reader.ADMIN, Reader.SINGLE)) {
      benchmark.ask(url, reader, models);
    }
    server.drop(database);
  }

  private void migrate(String url, int models) throws SQLException, IOException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    EmptyStore.create(source, WITHOUT_HISTORY);
    try (Connection connection = BenchmarkServer.plain(url)) {
      RegistryData.load(connection, models);
    }
    long start = System.nanoTime();
    DriverManager.getConnection(BenchmarkServer.vitrineUrl(url), Reader.ADMIN.user(), "").close();
    report.line("Migrated from schema version %d in %.1f s.", WITHOUT_HISTORY, seconds(start));
    start = System.nanoTime();
    try (Connection connection = BenchmarkServer.plain(url);
        Statement statement = connection.createStatement()) {
      statement.execute("SET session_replication_role = replica");
      for (String sql : CHANGED) {
        statement.execute(sql);
      }
      statement.execute("SET session_replication_role = origin");
      statement.execute("VACUUM ANALYZE");
      statement.execute("CHECKPOINT");
    }
    report.line("Closed rows written in %.0f s.", seconds(start));
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private void ask(String url, Reader reader, int models) throws SQLException, IOException {
    report.heading("### As " + reader.user());
    report.line("| question | now, ms | as of, ms | ratio |");
    report.line("|---|---:|---:|---:|");
    try (Connection connection =
        DriverManager.getConnection(BenchmarkServer.vitrineUrl(url), reader.user(), "")) {
      for (PointQuestion question : QUESTIONS) {
        Random random = new Random(SEED);
        Samples now = new Samples();
        Samples then = new Samples();
        try (PreparedStatement present = connection.prepareStatement(question.present());
            PreparedStatement past = connection.prepareStatement(question.past())) {
          for (int round = 0; round < WARM_ROUNDS + ROUNDS; round++) {
            String name = name(random.nextInt(1, RegistryData.SINGLE_GRANTS), models);
            long hours = random.nextLong(1, CHANGES * 24L);
            present.setString(1, name);
            past.setObject(1, FIRST.plus(hours, ChronoUnit.HOURS));
            past.setString(2, name);
            long presentTime = time(present);
            long pastTime = time(past);
            if (round >= WARM_ROUNDS) {
              now.add(presentTime);
              then.add(pastTime);
            }
          }
        }
        report.line(
            "| %s | %.2f | %.2f | %.1f |",
            question.name(),
            now.medianMicros() / 1_000,
            then.medianMicros() / 1_000,
            then.medianMicros() / now.medianMicros());
      }
    }
  }

  /** The full name of the k-th model that {@link Reader#SINGLE} may read. */
  private static String name(int k, int models) {
    int model = k * 10 % (models + 1);
    int schema = 1 + model % 1_000;
    return "catalog_%02d.schema_%04d.model_%07d".formatted(1 + (schema - 1) / 20, schema, model);
  }

  private static long time(PreparedStatement statement) throws SQLException {
    long start = System.nanoTime();
    int rows = 0;
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        rows++;
      }
    }
    if (rows == 0) {
      throw new IllegalStateException("A question found nothing.");
    }
    return System.nanoTime() - start;
  }
}
