package dev.vitrine.store.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A table of current state whose rows are copied to a table of closed rows before they are changed
 * or deleted.
 */
public enum HistoryTable {
  METASTORE(List.of("id"), List.of("name", "owner_id")),
  PRINCIPALS(List.of("id"), List.of("name", "name_key", "kind", "is_external")),
  GROUP_MEMBERS(List.of("group_id", "member_id"), List.of()),
  EFFECTIVE_PRINCIPALS(List.of("principal_id", "holder_id"), List.of("path")),
  CATALOGS(
      List.of("id"),
      List.of(
          "name",
          "owner_id",
          "comment",
          "storage_location",
          "created_at",
          "created_by",
          "updated_at",
          "updated_by")),
  CATALOG_TAGS(List.of("catalog_id", "tag_key"), List.of("tag_value")),
  CATALOG_GRANTS(
      List.of("catalog_id", "principal_id", "privilege"), List.of("grantor", "granted_at")),
  SCHEMAS(
      List.of("id"),
      List.of(
          "catalog_id",
          "name",
          "owner_id",
          "comment",
          "storage_location",
          "created_at",
          "created_by",
          "updated_at",
          "updated_by")),
  SCHEMA_TAGS(List.of("schema_id", "tag_key"), List.of("tag_value")),
  SCHEMA_GRANTS(
      List.of("schema_id", "principal_id", "privilege"), List.of("grantor", "granted_at")),
  MODELS(
      List.of("id"),
      List.of(
          "catalog_id",
          "schema_id",
          "name",
          "full_name",
          "last_version",
          "latest_version",
          "owner_id",
          "comment",
          "storage_location",
          "deployment_job_id",
          "created_at",
          "created_by",
          "updated_at",
          "updated_by")),
  MODEL_TAGS(List.of("model_id", "tag_key"), List.of("tag_value")),
  MODEL_GRANTS(List.of("model_id", "principal_id", "privilege"), List.of("grantor", "granted_at")),
  METASTORE_GRANTS(
      List.of("metastore_id", "principal_id", "privilege"), List.of("grantor", "granted_at")),
  /** The columns that can change while a version exists. */
  VERSIONS(
      List.of("model_id", "version"), List.of("status", "comment", "updated_at", "updated_by")),
  VERSION_TAGS(List.of("model_id", "version", "tag_key"), List.of("tag_value")),
  ALIASES(List.of("model_id", "alias_key"), List.of("alias", "version")),
  MODEL_LINEAGE(
      List.of("model_id", "version", "source_table_full_name"),
      List.of("run_id", "created_by", "event_time")),
  SIGNATURE_COLUMNS(
      List.of("model_id", "version", "direction", "column_position"),
      List.of("column_name", "column_type", "column_shape", "is_required", "default_value")),
  VERSION_PARAMS(List.of("model_id", "version", "param_name"), List.of("param_value")),
  VERSION_METRICS(
      List.of("model_id", "version", "metric_name", "dataset", "step"),
      List.of("metric_value", "recorded_at"));

  /** Tables whose rows are deleted with a version, which their {@code version} names. */
  public static final List<HistoryTable> OF_VERSIONS =
      List.of(
          ALIASES,
          VERSION_TAGS,
          MODEL_LINEAGE,
          SIGNATURE_COLUMNS,
          VERSION_PARAMS,
          VERSION_METRICS,
          VERSIONS);

  /** Tables whose rows are deleted with a model, which their {@code model_id} names. */
  public static final List<HistoryTable> OF_MODELS =
      Stream.concat(Stream.of(MODEL_TAGS, MODEL_GRANTS), OF_VERSIONS.stream()).toList();

  /** Tables of grants, which their {@code principal_id} names. */
  public static final List<HistoryTable> GRANTS =
      List.of(METASTORE_GRANTS, CATALOG_GRANTS, SCHEMA_GRANTS, MODEL_GRANTS);

  private final List<String> keys;
  private final List<String> values;

  HistoryTable(List<String> keys, List<String> values) {
    this.keys = keys;
    this.values = values;
  }

  /** The name of the table of current rows. */
  public String table() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The name of the table of closed rows. */
  public String closedRows() {
    return table() + "_history";
  }

  /** The columns that identify a row. */
  public List<String> keys() {
    return keys;
  }

  /** The columns of a closed row without those of its interval. */
  public List<String> columns() {
    List<String> columns = new ArrayList<>(keys);
    columns.addAll(values);
    return columns;
  }

  /** Whether transactions change rows without a lock on the object that the row belongs to. */
  boolean locksItself() {
    return this == METASTORE
        || this == PRINCIPALS
        || this == CATALOGS
        || this == SCHEMAS
        || this == MODELS;
  }
}
