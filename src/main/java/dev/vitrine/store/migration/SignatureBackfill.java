package dev.vitrine.store.migration;

import dev.vitrine.catalog.UtcTime;
import dev.vitrine.store.signature.SignatureReader;
import dev.vitrine.store.signature.SignatureRows;
import java.sql.Connection;
import java.time.LocalDateTime;
import java.util.List;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Reads the signatures of existing versions after the migration that makes the table of their
 * columns, and in its transaction: if it is interrupted, the table is gone, and the next start
 * begins again. Holds at most {@value #BATCH} signatures in memory.
 */
final class SignatureBackfill implements Callback {
  /** The migration that makes the table. */
  private static final String VERSION = "15";

  /** Signatures that are read at once. */
  private static final int BATCH = 200;

  private record Signed(long modelId, long version, String signature) {}

  @Override
  public boolean supports(Event event, Context context) {
    return event == Event.AFTER_EACH_MIGRATE;
  }

  @Override
  public boolean canHandleInTransaction(Event event, Context context) {
    return true;
  }

  @Override
  public void handle(Event event, Context context) {
    if (context.getMigrationInfo().getVersion() != null
        && context.getMigrationInfo().getVersion().getVersion().equals(VERSION)) {
      fill(context.getConnection());
    }
  }

  @Override
  public String getCallbackName() {
    return "signature columns";
  }

  // Closing the handle would close the connection, which is Flyway's.
  @SuppressWarnings("MustBeClosedChecker")
  private static void fill(Connection connection) {
    Handle handle = Jdbi.create(connection).open();
    LocalDateTime now = UtcTime.now();
    try (SignatureRows rows = new SignatureRows(handle)) {
      List<Signed> page = page(handle, new Signed(0, 0, ""));
      while (!page.isEmpty()) {
        for (Signed signed : page) {
          rows.add(
              signed.modelId(),
              signed.version(),
              SignatureReader.columns(signed.signature()),
              now,
              null);
        }
        page = page(handle, page.get(page.size() - 1));
      }
      rows.flush();
    }
  }

  /** The next signatures, in the order of the primary key. */
  private static List<Signed> page(Handle handle, Signed last) {
    return handle
        .createQuery(
            """
            SELECT model_id, version, signature FROM versions
            WHERE (model_id > :model OR (model_id = :model AND version > :version))
              AND model_id >= :model AND signature IS NOT NULL
            ORDER BY model_id, version FETCH FIRST :batch ROWS ONLY""")
        .bind("model", last.modelId())
        .bind("version", last.version())
        .bind("batch", BATCH)
        .map(
            (row, context) ->
                new Signed(
                    row.getLong("model_id"), row.getLong("version"), row.getString("signature")))
        .list();
  }
}
