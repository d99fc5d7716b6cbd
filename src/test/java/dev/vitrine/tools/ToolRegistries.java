package dev.vitrine.tools;

import dev.vitrine.TestStore;
import dev.vitrine.server.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Registries with the same content: on H2 and on PostgreSQL, opened by the tools' processes or
 * served to them.
 */
final class ToolRegistries implements AutoCloseable {
  static final String USER = "admin";
  static final String PASSWORD = "correct horse";

  private static final String SCRIPT =
      """
      CREATE CATALOG prod COMMENT 'What production loads';
      CREATE SCHEMA prod.ml_team COMMENT 'The team''s models';
      CREATE SCHEMA prod.vision;
      CREATE MODEL prod.ml_team.iris_model COMMENT 'Flowers' TAGS ('task' = 'classification');
      ALTER MODEL prod.ml_team.iris_model ADD VERSION FROM 's3://bucket/1';
      ALTER MODEL prod.ml_team.iris_model ADD VERSION FROM 's3://bucket/2' RUN ID 'run2';
      ALTER MODEL prod.ml_team.iris_model ADD VERSION FROM 's3://bucket/3';
      ALTER MODEL prod.ml_team.iris_model VERSION 2 SET ALIAS champion;
      ALTER MODEL prod.ml_team.iris_model VERSION 3 SET ALIAS challenger;
      CREATE MODEL prod.ml_team.plain_model;
      CREATE MODEL prod.vision.faces COMMENT 'It''s ünïcode';
      ALTER MODEL prod.vision.faces ADD VERSION FROM 's3://faces/1';
      ALTER MODEL prod.vision.faces VERSION 1 SET ALIAS champion;
      CREATE CATALOG tools;
      CREATE USER alice; CREATE USER sqlline; CREATE USER hikaricp; CREATE USER dbcp2;
      CREATE USER c3p0; CREATE USER tomcat;
      GRANT EXECUTE ON MODEL prod.ml_team.iris_model TO alice;
      ALTER USER admin SET PASSWORD '%s'
      """
          .formatted(PASSWORD);

  private final Path directory;
  private final String postgresql = TestStore.POSTGRESQL.newUrl();
  private final List<ServerProcess> servers;

  private ToolRegistries(Path directory) throws IOException, SQLException {
    this.directory = directory;
    fill("jdbc:vitrine:file:" + directory.resolve("registry"));
    fill(postgresql);
    String served = TestStore.POSTGRESQL.newUrl();
    fill(served);
    servers =
        List.of(
            ServerProcess.start(copy("served"), directory.resolve("server-h2.txt")),
            ServerProcess.start(served, directory.resolve("server-postgresql.txt")));
  }

  static ToolRegistries open(Path directory) throws IOException, SQLException {
    return new ToolRegistries(directory);
  }

  /** URLs for one process, whose stores are in H2 and in PostgreSQL. */
  List<String> urls(String tool, Way way) throws IOException {
    return switch (way) {
      case EMBEDDED -> List.of(copy(tool), postgresql);
      case REMOTE -> List.of(servers.get(0).url(), servers.get(1).url());
    };
  }

  /** A file is open to one process at a time. */
  private String copy(String name) throws IOException {
    Files.copy(directory.resolve("registry.mv.db"), directory.resolve(name + ".mv.db"));
    return "jdbc:vitrine:file:" + directory.resolve(name);
  }

  private static void fill(String url) throws SQLException {
    try (Connection admin = DriverManager.getConnection(url, USER, "");
        Statement statement = admin.createStatement()) {
      statement.execute(SCRIPT);
    }
  }

  @Override
  public void close() {
    servers.forEach(ServerProcess::close);
  }
}
