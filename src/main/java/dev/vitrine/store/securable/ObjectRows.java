package dev.vitrine.store.securable;

import dev.vitrine.catalog.ChangeHistory;
import dev.vitrine.catalog.ModelVersion;
import dev.vitrine.catalog.ModelVersion.VersionMetric;
import dev.vitrine.catalog.ModelVersion.VersionParam;
import dev.vitrine.catalog.RegisteredModel;
import dev.vitrine.catalog.VersionStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects a model or a version from the rows of {@link LookUpSql}, one for each part of it. */
final class ObjectRows {
  private final Map<String, Long> aliases = new LinkedHashMap<>();
  private final Map<String, String> tags = new LinkedHashMap<>();
  private final List<VersionParam> params = new ArrayList<>();
  private final List<VersionMetric> metrics = new ArrayList<>();
  private @Nullable RegisteredModel model;
  private @Nullable ModelVersion version;

  void add(ResultSet row) throws SQLException {
    String name = row.getString("name");
    switch (row.getString("part")) {
      case "ALIAS" -> aliases.put(name, row.getLong("number"));
      case "TAG" -> tags.put(name, row.getString("content"));
      case "PARAM" -> params.add(new VersionParam(name, row.getString("content")));
      case "METRIC" ->
          metrics.add(
              new VersionMetric(
                  name,
                  Double.parseDouble(row.getString("content")),
                  row.getString("comment"),
                  row.getLong("number"),
                  row.getObject("created_at", LocalDateTime.class)));
      case "MODEL" ->
          model =
              new RegisteredModel(
                  name,
                  row.getString("content"),
                  text(row, "comment"),
                  text(row, "deployment_job_id"),
                  edits(row),
                  false,
                  Map.of(),
                  Map.of());
      case "VERSION" ->
          version =
              new ModelVersion(
                  name,
                  row.getLong("number"),
                  VersionStatus.valueOf(row.getString("content")),
                  text(row, "source"),
                  text(row, "run_id"),
                  text(row, "comment"),
                  text(row, "storage_location"),
                  text(row, "logged_model_id"),
                  text(row, "dependencies"),
                  text(row, "deployment_job_id"),
                  edits(row),
                  List.of(),
                  Map.of(),
                  List.of(),
                  List.of());
      default -> throw new IllegalStateException(row.getString("part"));
    }
  }

  /** The model, if its row was among them. */
  Optional<RegisteredModel> model() {
    return Optional.ofNullable(model).map(row -> row.with(aliases, tags));
  }

  /** The version, if its row was among them. */
  Optional<ModelVersion> version() {
    return Optional.ofNullable(version)
        .map(row -> row.with(new ArrayList<>(aliases.keySet()), tags, params, metrics));
  }

  private static Optional<String> text(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }

  private static ChangeHistory edits(ResultSet row) throws SQLException {
    return new ChangeHistory(
        row.getObject("created_at", LocalDateTime.class),
        row.getString("created_by"),
        row.getObject("updated_at", LocalDateTime.class),
        row.getString("updated_by"));
  }
}
