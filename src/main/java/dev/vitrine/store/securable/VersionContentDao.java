package dev.vitrine.store.securable;

import dev.vitrine.catalog.VersionMetric;
import dev.vitrine.catalog.VersionParam;
import dev.vitrine.store.signature.SignatureReader;
import dev.vitrine.store.signature.SignatureRows;
import java.util.Collection;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Signature columns, parameters and metrics of versions. The caller holds the lock of the model's
 * row.
 */
public final class VersionContentDao {
  private final Handle handle;

  /** Works in the transaction of a handle. */
  public VersionContentDao(Handle handle) {
    this.handle = handle;
  }

  /** Inserts the columns of the signature of a version that has none. */
  public void insertSignature(long modelId, long version, String signature, Authorship stamp) {
    try (SignatureRows rows = new SignatureRows(handle)) {
      rows.add(modelId, version, SignatureReader.columns(signature), stamp.at(), stamp.by());
      rows.flush();
    }
  }

  /** Inserts parameters of a version, whose names differ. */
  public void insertParams(
      long modelId, long version, Collection<VersionParam> params, Authorship stamp) {
    if (params.isEmpty()) {
      return;
    }
    try (PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO version_params (model_id, version, param_name, param_value, valid_from,
              changed_by)
            VALUES (:model, :version, :name, :value, :at, :by)""")) {
      for (VersionParam param : params) {
        batch
            .bind("model", modelId)
            .bind("version", version)
            .bind("name", param.name())
            .bind("value", param.value())
            .bind("at", stamp.at())
            .bind("by", stamp.by())
            .add();
      }
      batch.execute();
    }
  }

  /** Inserts metrics of a version, or replaces those of the same name, dataset and step. */
  public void putMetrics(
      long modelId, long version, Collection<VersionMetric> metrics, Authorship stamp) {
    if (metrics.isEmpty()) {
      return;
    }
    try (PreparedBatch batch =
        handle.prepareBatch(
            """
            DELETE FROM version_metrics
            WHERE model_id = :model AND version = :version AND metric_name = :name
              AND dataset = :dataset AND step = :step""")) {
      metrics.forEach(metric -> key(batch, modelId, version, metric).add());
      batch.execute();
    }
    try (PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO version_metrics (model_id, version, metric_name, dataset, step,
              metric_value, recorded_at, valid_from, changed_by)
            VALUES (:model, :version, :name, :dataset, :step, :value, :recorded, :at, :by)""")) {
      for (VersionMetric metric : metrics) {
        key(batch, modelId, version, metric)
            .bind("value", metric.value())
            .bind("recorded", metric.recordedAt())
            .bind("at", stamp.at())
            .bind("by", stamp.by())
            .add();
      }
      batch.execute();
    }
  }

  private static PreparedBatch key(
      PreparedBatch batch, long modelId, long version, VersionMetric metric) {
    return batch
        .bind("model", modelId)
        .bind("version", version)
        .bind("name", metric.name())
        .bind("dataset", metric.dataset())
        .bind("step", metric.step());
  }

  /** Number of metrics of a version. */
  public int metricCount(long modelId, long version) {
    return handle
        .createQuery(
            "SELECT COUNT(*) FROM version_metrics WHERE model_id = :model AND version = :version")
        .bind("model", modelId)
        .bind("version", version)
        .mapTo(int.class)
        .one();
  }

  /** Copies all of a version to another, which has none. */
  public void copy(
      long fromModel, long fromVersion, long toModel, long toVersion, Authorship stamp) {
    copy(
        "signature_columns",
        "direction, column_position, column_name, column_type, column_shape, is_required,"
            + " default_value",
        fromModel,
        fromVersion,
        toModel,
        toVersion,
        stamp);
    copy(
        "version_params",
        "param_name, param_value",
        fromModel,
        fromVersion,
        toModel,
        toVersion,
        stamp);
    copy(
        "version_metrics",
        "metric_name, dataset, step, metric_value, recorded_at",
        fromModel,
        fromVersion,
        toModel,
        toVersion,
        stamp);
  }

  private void copy(
      String table,
      String columns,
      long fromModel,
      long fromVersion,
      long toModel,
      long toVersion,
      Authorship stamp) {
    handle
        .createUpdate(
            "INSERT INTO "
                + table
                + " (model_id, version, "
                + columns
                + ", valid_from, changed_by) SELECT CAST(:toModel AS BIGINT),"
                + " CAST(:toVersion AS BIGINT), "
                + columns
                + ", CAST(:at AS TIMESTAMP(3)), CAST(:by AS VARCHAR(255)) FROM "
                + table
                + " WHERE model_id = :model AND version = :version")
        .bind("toModel", toModel)
        .bind("toVersion", toVersion)
        .bind("at", stamp.at())
        .bind("by", stamp.by())
        .bind("model", fromModel)
        .bind("version", fromVersion)
        .execute();
  }
}
