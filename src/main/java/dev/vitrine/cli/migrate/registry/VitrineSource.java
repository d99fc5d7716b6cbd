package dev.vitrine.cli.migrate.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.cli.migrate.file.FilesApi;
import dev.vitrine.cli.migrate.http.RegistryClient;
import dev.vitrine.cli.migrate.http.SqlClient;
import dev.vitrine.cli.migrate.http.SqlStatement;
import dev.vitrine.cli.migrate.source.ImportTags;
import dev.vitrine.cli.migrate.source.RegistrySource;
import dev.vitrine.cli.migrate.source.SourceDetails;
import dev.vitrine.cli.migrate.source.SourceFiles;
import dev.vitrine.cli.migrate.source.SourceGrant;
import dev.vitrine.cli.migrate.source.SourceMetric;
import dev.vitrine.cli.migrate.source.SourceModel;
import dev.vitrine.cli.migrate.source.SourcePermissions;
import dev.vitrine.cli.migrate.source.SourceVersion;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Another server of Vitrine. Authors and times of versions that it imported are those of the
 * registry where they were created.
 */
final class VitrineSource implements RegistrySource {
  private final SqlClient sql;
  private final SourceScope scope;
  private final SourceFiles files;

  /**
   * @param scope models that are imported
   */
  VitrineSource(RegistryClient client, SourceScope scope) {
    this.sql = new SqlClient(client);
    this.scope = scope;
    this.files = new FilesApi(client);
  }

  @Override
  public List<String> names() throws IOException {
    SqlStatement query = new SqlStatement("SELECT full_name FROM models");
    String separator = " WHERE ";
    List<String> columns = List.of("catalog_name", "schema_name");
    for (int i = 0; i < scope.parts().size(); i++) {
      query.sql(separator + columns.get(i) + " = LOWER(").value(scope.parts().get(i)).sql(")");
      separator = " AND ";
    }
    List<String> names = new ArrayList<>();
    for (JsonNode row : sql.rows(query.sql(" ORDER BY full_name"))) {
      names.add(scope.relative(row.path(0).asText()));
    }
    return names;
  }

  @Override
  public String plainName(String name) {
    return SourceScope.lastPart(name);
  }

  private List<JsonNode> rows(String select, String model) throws IOException {
    return sql.rows(new SqlStatement(select + " WHERE full_name = LOWER(").value(model).sql(")"));
  }

  @Override
  public SourceModel model(String name) throws IOException {
    String model = scope.fullName(name);
    String comment = "";
    for (JsonNode row : rows("SELECT comment FROM models", model)) {
      comment = SqlClient.text(row.path(0));
    }
    Map<String, String> tags = new HashMap<>();
    for (JsonNode row : rows("SELECT tag_name, tag_value FROM tags", model)) {
      tags.put(row.path(0).asText(), row.path(1).asText());
    }
    Map<String, Long> aliases = new HashMap<>();
    for (JsonNode row : rows("SELECT alias, version FROM aliases", model)) {
      aliases.put(row.path(0).asText(), row.path(1).asLong());
    }
    return new SourceModel(name, model, comment, tags, aliases, versions(model));
  }

  private List<SourceVersion> versions(String model) throws IOException {
    Map<Long, Map<String, String>> tags = new HashMap<>();
    for (JsonNode row : rows("SELECT version, tag_name, tag_value FROM version_tags", model)) {
      if (!row.path(1).asText().equals(ImportTags.UNVERIFIED)) {
        tags.computeIfAbsent(row.path(0).asLong(), version -> new LinkedHashMap<>())
            .put(row.path(1).asText(), row.path(2).asText());
      }
    }
    List<SourceVersion> versions = new ArrayList<>();
    SqlStatement query =
        new SqlStatement(
                "SELECT version, COALESCE(imported_by, created_by),"
                    + " COALESCE(imported_at, created_at), comment, source, run_id, status"
                    + " FROM versions WHERE full_name = LOWER(")
            .value(model)
            .sql(") ORDER BY version");
    for (JsonNode row : sql.rows(query)) {
      long number = row.path(0).asLong();
      versions.add(
          new SourceVersion(
              number,
              SqlClient.text(row.path(1)),
              time(row.path(2)),
              SqlClient.text(row.path(3)),
              SqlClient.text(row.path(4)),
              SqlClient.text(row.path(5)),
              "None",
              row.path(6).asText().equals("READY"),
              tags.getOrDefault(number, Map.of()),
              ""));
    }
    return versions;
  }

  private static Instant time(JsonNode value) {
    String text = value.asText().replace(' ', 'T').replaceAll("Z$", "");
    return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
  }

  @Override
  public SourceDetails details(SourceModel model, SourceVersion version) throws IOException {
    Map<String, String> params = new LinkedHashMap<>();
    for (JsonNode row : ofVersion("SELECT name, \"value\" FROM version_params", model, version)) {
      params.put(row.path(0).asText(), row.path(1).asText());
    }
    List<SourceMetric> metrics = new ArrayList<>();
    for (JsonNode row :
        ofVersion(
            "SELECT name, \"value\", recorded_at, step, dataset FROM version_metrics",
            model,
            version)) {
      metrics.add(
          new SourceMetric(
              row.path(0).asText(),
              row.path(1).asDouble(),
              time(row.path(2)).toEpochMilli(),
              row.path(3).asLong(),
              SqlClient.text(row.path(4))));
    }
    return new SourceDetails(version, params, metrics, "");
  }

  private List<JsonNode> ofVersion(String select, SourceModel model, SourceVersion version)
      throws IOException {
    return sql.rows(
        new SqlStatement(
                select + " WHERE version = " + version.number() + " AND full_name = LOWER(")
            .value(model.fullName())
            .sql(")"));
  }

  @Override
  public SourceFiles files() {
    return files;
  }

  @Override
  public Optional<SourcePermissions> permissions() {
    return Optional.of(this::grants);
  }

  private List<SourceGrant> grants(String model, boolean inherited) throws IOException {
    String own = inherited ? "" : " AND inherited_from_type IS NULL";
    SqlStatement query =
        new SqlStatement(
                "SELECT DISTINCT principal, privilege FROM grants WHERE object_type = 'MODEL'"
                    + own
                    + " AND full_name = LOWER(")
            .value(model)
            .sql(") ORDER BY principal, privilege");
    List<SourceGrant> grants = new ArrayList<>();
    for (JsonNode row : sql.rows(query)) {
      grants.add(new SourceGrant(row.path(0).asText(), row.path(1).asText()));
    }
    return grants;
  }
}
