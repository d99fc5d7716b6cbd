package dev.vitrine.store.securable;

import dev.vitrine.catalog.ModelVersion.VersionMetric;
import dev.vitrine.catalog.ModelVersion.VersionParam;
import dev.vitrine.store.history.HistoryTable;
import dev.vitrine.store.history.HistoryWriter;
import dev.vitrine.store.signature.SignatureReader;
import dev.vitrine.store.signature.SignatureRows;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * Signature columns, parameters and metrics of versions. The caller holds the lock of the model's
 * row.
 */
public final class VersionContentDao {
  private static final String VERSION = "model_id = :model AND version = :version";

  private final Handle handle;
  private final HistoryWriter history;

  /** Works in the transaction of a handle. */
  public VersionContentDao(Handle handle, HistoryWriter history) {
    this.handle = handle;
    this.history = history;
  }

  /** Inserts the columns of the signature of a version that has none. */
  public void insertSignature(long modelId, long version, String signature, Authorship stamp) {
    try (SignatureRows rows = new SignatureRows(handle)) {
      LocalDateTime since = insert(HistoryTable.SIGNATURE_COLUMNS, modelId, version);
      rows.add(modelId, version, SignatureReader.columns(signature), since, stamp.by());
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
            VALUES (:model, :version, :name, :value, :since, :by)""")) {
      LocalDateTime since = insert(HistoryTable.VERSION_PARAMS, modelId, version);
      for (VersionParam param : params) {
        batch
            .bind("model", modelId)
            .bind("version", version)
            .bind("name", param.name())
            .bind("value", param.value())
            .bind("since", since)
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
    closeMetrics(modelId, version, metrics);
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
            VALUES (:model, :version, :name, :dataset, :step, :value, :recorded, :since, :by)""")) {
      LocalDateTime since = insert(HistoryTable.VERSION_METRICS, modelId, version);
      for (VersionMetric metric : metrics) {
        key(batch, modelId, version, metric)
            .bind("value", metric.value())
            .bind("recorded", metric.recordedAt())
            .bind("since", since)
            .bind("by", stamp.by())
            .add();
      }
      batch.execute();
    }
  }

  private void closeMetrics(long modelId, long version, Collection<VersionMetric> metrics) {
    handle
        .createQuery("SELECT MAX(valid_from) FROM version_metrics WHERE " + VERSION)
        .bind("model", modelId)
        .bind("version", version)
        .mapTo(LocalDateTime.class)
        .findOne()
        .ifPresent(
            newest ->
                history.closeAll(
                    HistoryTable.VERSION_METRICS,
                    newest,
                    metrics.stream()
                        .<List<?>>map(
                            metric ->
                                List.of(
                                    modelId,
                                    version,
                                    metric.name(),
                                    metric.dataset(),
                                    metric.step()))
                        .toList(),
                    VERSION,
                    Map.of("model", modelId, "version", version)));
  }

  private LocalDateTime insert(HistoryTable table, long modelId, long version) {
    return history.insert(table, VERSION, Map.of("model", modelId, "version", version));
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
        HistoryTable.SIGNATURE_COLUMNS,
        "direction, column_position, column_name, column_type, column_shape, is_required,"
            + " default_value",
        fromModel,
        fromVersion,
        toModel,
        toVersion,
        stamp);
    copy(
        HistoryTable.VERSION_PARAMS,
        "param_name, param_value",
        fromModel,
        fromVersion,
        toModel,
        toVersion,
        stamp);
    copy(
        HistoryTable.VERSION_METRICS,
        "metric_name, dataset, step, metric_value, recorded_at",
        fromModel,
        fromVersion,
        toModel,
        toVersion,
        stamp);
  }

  private void copy(
      HistoryTable table,
      String columns,
      long fromModel,
      long fromVersion,
      long toModel,
      long toVersion,
      Authorship stamp) {
    handle
        .createUpdate(
            "INSERT INTO "
                + table.table()
                + " (model_id, version, "
                + columns
                + ", valid_from, changed_by) SELECT CAST(:toModel AS BIGINT),"
                + " CAST(:toVersion AS BIGINT), "
                + columns
                + ", CAST(:at AS TIMESTAMP(3)), CAST(:by AS VARCHAR(255)) FROM "
                + table.table()
                + " WHERE model_id = :model AND version = :version")
        .bind("toModel", toModel)
        .bind("toVersion", toVersion)
        .bind("at", insert(table, toModel, toVersion))
        .bind("by", stamp.by())
        .bind("model", fromModel)
        .bind("version", fromVersion)
        .execute();
  }
}
