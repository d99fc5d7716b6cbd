package dev.vitrine.server.rest.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vitrine.catalog.ModelVersion;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.Json;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.ShowStatement.ShowVersions;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A version of a model, as its reader sees it.
 *
 * @param storageLocation the URI by which MLflow's clients load the version; empty if its files are
 *     not here
 * @param loggedModelId ID of MLflow's logged model; empty if its files are not here
 */
public record VersionView(
    String catalog,
    String schema,
    String model,
    String fullName,
    long version,
    String status,
    Optional<String> source,
    Optional<String> runId,
    Optional<String> comment,
    Optional<String> storageLocation,
    long createdAt,
    String createdBy,
    long updatedAt,
    String updatedBy,
    Optional<String> loggedModelId) {
  private static final String SELECT =
      "SELECT v.catalog_name, v.schema_name, v.model_name, v.full_name, v.version, v.status,"
          + " v.source, v.run_id, v.comment, v.storage_location, v.created_at, v.created_by,"
          + " v.updated_at, v.updated_by, f.model_id FROM versions v LEFT JOIN version_files f"
          + " ON f.full_name = v.full_name AND f.version = v.version";

  private static final String OF_MODEL =
      SELECT
          + " WHERE v.full_name = ? AND v.version < ? ORDER BY v.version DESC"
          + " FETCH FIRST ? ROWS ONLY";

  public VersionView {
    // The registry's own address of the files means nothing to a client.
    String uri = "models:/" + fullName + "/" + version;
    storageLocation = storageLocation.map(any -> uri);
  }

  /** A version that was read. */
  public static VersionView of(ModelVersion version) {
    String[] names = version.model().split("\\.", 3);
    return new VersionView(
        names[0],
        names[1],
        names[2],
        version.model(),
        version.version(),
        version.status().name(),
        version.source(),
        version.runId(),
        version.comment(),
        version.storageLocation(),
        Json.millis(version.edits().createdAt()),
        version.edits().createdBy(),
        Json.millis(version.edits().updatedAt()),
        version.edits().updatedBy(),
        version.loggedModelId());
  }

  /** A page of a model's versions, the newest first. */
  public static Page<VersionView> page(QualifiedName model, int size, Exchange exchange) {
    long before = PageToken.key(exchange).map(Exchange::version).orElse(Long.MAX_VALUE);
    List<VersionView> found =
        exchange.rows(OF_MODEL, ModelView.key(model), before, size + 1L).stream()
            .map(VersionView::of)
            .toList();
    if (found.isEmpty()) {
      // No rows can mean that the caller may not read them.
      exchange.run(new ShowVersions(model, Optional.empty()));
    }
    return Page.of(found, size, version -> Long.toString(version.version()));
  }

  /**
   * Versions by additional conditions on the relation {@code versions}, with the alias {@code v},
   * and further clauses.
   *
   * @param clauses empty, or the text after a condition
   */
  public static List<VersionView> list(String clauses, List<?> parameters, Exchange exchange) {
    return exchange.rows(SELECT + " WHERE TRUE" + clauses, parameters).stream()
        .map(VersionView::of)
        .toList();
  }

  /**
   * The versions that a query selects.
   *
   * @param keys a query with the columns {@code full_name} and {@code version}
   */
  public static List<VersionView> selected(String keys, List<?> parameters, Exchange exchange) {
    return exchange
        .rows(
            SELECT
                + " JOIN ("
                + keys
                + ") k ON k.full_name = v.full_name AND k.version = v.version",
            parameters)
        .stream()
        .map(VersionView::of)
        .toList();
  }

  private static VersionView of(Object[] row) {
    return new VersionView(
        (String) row[0],
        (String) row[1],
        (String) row[2],
        (String) row[3],
        (Long) row[4],
        (String) row[5],
        Optional.ofNullable((String) row[6]),
        Optional.ofNullable((String) row[7]),
        Optional.ofNullable((String) row[8]),
        Optional.ofNullable((String) row[9]),
        Json.millis(row[10]),
        (String) row[11],
        Json.millis(row[12]),
        (String) row[13],
        Optional.ofNullable((String) row[14]));
  }

  /**
   * ID of MLflow's logged model, which clients for Unity Catalog require. For a version registered
   * by its source it is made of the source and the time of creation: stable, also across renames.
   */
  public String modelId() {
    return loggedModelId.orElseGet(() -> madeUp(source.orElse(null), createdAt));
  }

  private static String madeUp(@Nullable String source, long createdAt) {
    String facts = source + "\n" + createdAt;
    return "m-" + UUID.nameUUIDFromBytes(facts.getBytes(UTF_8)).toString().replace("-", "");
  }
}
