package dev.vitrine.store.signature;

import java.time.LocalDateTime;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Inserts rows of the table {@code signature_columns}. Used by one thread. */
public final class SignatureRows implements AutoCloseable {
  /** Rows that are sent at once. */
  private static final int BATCH = 500;

  private final PreparedBatch batch;

  /** Works in the transaction of a handle. */
  public SignatureRows(Handle handle) {
    batch =
        handle.prepareBatch(
            """
            INSERT INTO signature_columns (model_id, version, direction, column_position,
              column_name, column_type, column_shape, is_required, default_value, valid_from,
              changed_by)
            VALUES (:model, :version, :direction, :position, :name, :type, :shape, :required,
              :default, :from, :by)""");
  }

  /**
   * Adds the columns of a version's signature.
   *
   * @param from time in UTC since when they hold
   * @param by name of the user; null if unknown
   */
  public void add(
      long modelId,
      long version,
      List<SignatureColumn> columns,
      LocalDateTime from,
      @Nullable String by) {
    for (SignatureColumn column : columns) {
      batch
          .bind("model", modelId)
          .bind("version", version)
          .bind("direction", column.direction().name())
          .bind("position", column.position())
          .bind("name", column.name())
          .bind("type", column.type())
          .bind("shape", column.shape())
          .bind("required", column.required())
          .bind("default", column.defaultValue())
          .bind("from", from)
          .bind("by", by)
          .add();
      if (batch.size() >= BATCH) {
        flush();
      }
    }
  }

  /** Sends the rows that have not been sent. */
  public void flush() {
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  @Override
  public void close() {
    batch.close();
  }
}
