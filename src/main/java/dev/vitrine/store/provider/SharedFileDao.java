package dev.vitrine.store.provider;

import dev.vitrine.store.provider.SharedCatalogRow.State;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Files of shared versions, and the cache of their bytes. */
public final class SharedFileDao {
  /** Rows that are evicted in one transaction. */
  private static final int BATCH = 100;

  private final Handle handle;

  /** Works in the transaction of a handle. */
  public SharedFileDao(Handle handle) {
    this.handle = handle;
  }

  /** A file of a version, as the provider listed it. */
  public record ListedFile(String path, long size, String sha256) {}

  /** Creates a set of files; returns its ID. */
  public long insertSet(long ownerId, String loggedModelId, LocalDateTime now) {
    return handle
        .createUpdate(
            """
            INSERT INTO file_sets (creator_id, logged_model_id, created_at)
            VALUES (:owner, :model, :at)""")
        .bind("owner", ownerId)
        .bind("model", loggedModelId)
        .bind("at", now)
        .executeAndReturnGeneratedKeys("id")
        .mapTo(long.class)
        .one();
  }

  /** Inserts the files of a set. */
  public void insert(long catalogId, long set, List<ListedFile> files, LocalDateTime modifiedAt) {
    if (files.isEmpty()) {
      return;
    }
    try (PreparedBatch batch =
        handle.prepareBatch(
            """
            INSERT INTO shared_files (file_set_id, file_path, catalog_id, sha256, file_size,
              modified_at)
            VALUES (:set, :path, :catalog, :sha256, :size, :at)""")) {
      for (ListedFile file : files) {
        batch
            .bind("set", set)
            .bind("path", file.path())
            .bind("catalog", catalogId)
            .bind("sha256", file.sha256())
            .bind("size", file.size())
            .bind("at", modifiedAt)
            .add();
      }
      batch.execute();
    }
  }

  /**
   * Where a file is at the provider, and the state of its catalog.
   *
   * @param catalog what it belongs to
   * @param schema name of the schema at the provider
   * @param model name of the model at the provider
   */
  public record Origin(
      SharedCatalogRow catalog, String schema, String model, long version, String path) {}

  /** The version that has a file of this content; empty if no version has one any more. */
  public Optional<Origin> origin(long catalogId, String sha256) {
    return new SharedCatalogDao(handle)
        .find(catalogId)
        .flatMap(
            catalog ->
                handle
                    .createQuery(
                        """
                        SELECT s.name AS schema_name, m.name AS model_name, v.version, f.file_path
                        FROM shared_files f JOIN versions v ON v.file_set_id = f.file_set_id
                        JOIN models m ON m.id = v.model_id JOIN schemas s ON s.id = m.schema_id
                        WHERE f.catalog_id = :catalog AND f.sha256 = :sha256
                          AND m.catalog_id = :catalog
                        FETCH FIRST ROW ONLY""")
                    .bind("catalog", catalogId)
                    .bind("sha256", sha256)
                    .map(
                        (row, context) ->
                            new Origin(
                                catalog,
                                row.getString("schema_name"),
                                row.getString("model_name"),
                                row.getLong("version"),
                                row.getString("file_path")))
                    .findOne());
  }

  /**
   * The cached bytes of a content.
   *
   * @param refreshedAt last time when the content of the catalog was that of the provider, UTC
   * @param checkedAt time of the last attempt to read the share, UTC
   * @param blob name of the blob; empty if it is not in the cache
   * @param lastUsedAt last use of the blob, UTC
   */
  public record Cached(
      State state,
      LocalDateTime refreshedAt,
      LocalDateTime checkedAt,
      Optional<String> blob,
      Optional<LocalDateTime> lastUsedAt) {}

  /** The cached bytes, and the state of the catalog; empty if the catalog is gone. */
  public Optional<Cached> cached(long catalogId, String sha256) {
    return handle
        .createQuery(
            """
            SELECT s.state, s.refreshed_at, s.checked_at, b.blob_id, b.last_used_at
            FROM shared_catalogs s
            LEFT JOIN shared_blobs b ON b.catalog_id = s.catalog_id AND b.sha256 = :sha256
            WHERE s.catalog_id = :catalog""")
        .bind("catalog", catalogId)
        .bind("sha256", sha256)
        .map(
            (row, context) ->
                new Cached(
                    State.valueOf(row.getString("state")),
                    row.getObject("refreshed_at", LocalDateTime.class),
                    row.getObject("checked_at", LocalDateTime.class),
                    Optional.ofNullable(row.getString("blob_id")),
                    Optional.ofNullable(row.getObject("last_used_at", LocalDateTime.class))))
        .findOne();
  }

  /** Whether the files of a set are those of a catalog whose provider has refused it. */
  public boolean isRefused(long set) {
    return handle
        .createQuery(
            """
            SELECT 1 FROM shared_files f JOIN shared_catalogs s ON s.catalog_id = f.catalog_id
            WHERE f.file_set_id = :set AND s.state = 'REFUSED' FETCH FIRST ROW ONLY""")
        .bind("set", set)
        .mapTo(int.class)
        .findOne()
        .isPresent();
  }

  /** Adds bytes to the cache; false if they are there already. */
  public boolean add(long catalogId, String sha256, String blob, long size, LocalDateTime now) {
    return handle
            .createUpdate(
                """
                INSERT INTO shared_blobs (catalog_id, sha256, blob_id, file_size, last_used_at)
                SELECT CAST(:catalog AS BIGINT), CAST(:sha256 AS VARCHAR(64)),
                  CAST(:blob AS VARCHAR(64)), CAST(:size AS BIGINT), CAST(:now AS TIMESTAMP(3))
                WHERE NOT EXISTS (SELECT 1 FROM shared_blobs b
                    WHERE b.catalog_id = :catalog AND b.sha256 = :sha256)
                  AND EXISTS (SELECT 1 FROM shared_catalogs s
                    WHERE s.catalog_id = :catalog AND s.state <> 'REFUSED')""")
            .bind("catalog", catalogId)
            .bind("sha256", sha256)
            .bind("blob", blob)
            .bind("size", size)
            .bind("now", now)
            .execute()
        > 0;
  }

  /**
   * Records the use of cached bytes.
   *
   * @param before only if the last use is older
   */
  public void used(String blob, LocalDateTime now, LocalDateTime before) {
    handle
        .createUpdate(
            """
            UPDATE shared_blobs SET last_used_at = :now
            WHERE blob_id = :blob AND last_used_at < :before""")
        .bind("now", now)
        .bind("blob", blob)
        .bind("before", before)
        .execute();
  }

  /** Total size of the cache in bytes. */
  public long cacheBytes() {
    return handle
        .createQuery("SELECT COALESCE(CAST(SUM(file_size) AS BIGINT), 0) FROM shared_blobs")
        .mapTo(long.class)
        .one();
  }

  /**
   * Removes bytes from the cache, the least recently used first, until it has room.
   *
   * @param most maximum size of the cache in bytes
   * @return the blobs, which are noted for deletion
   */
  public List<String> evict(long most) {
    List<String> evicted = new ArrayList<>();
    long bytes = cacheBytes();
    while (bytes > most) {
      List<String> oldest =
          handle
              .createQuery(
                  "SELECT blob_id FROM shared_blobs ORDER BY last_used_at, blob_id"
                      + " FETCH FIRST :most ROWS ONLY")
              .bind("most", BATCH)
              .mapTo(String.class)
              .list();
      if (oldest.isEmpty()) {
        return evicted;
      }
      for (String blob : oldest) {
        if (bytes <= most) {
          return evicted;
        }
        bytes -= release("blob_id = :key", blob);
        evicted.add(blob);
      }
    }
    return evicted;
  }

  /** Notes blobs for deletion and forgets them; returns their size in bytes. */
  private long release(String condition, Object key) {
    long size =
        handle
            .createQuery(
                "SELECT COALESCE(CAST(SUM(file_size) AS BIGINT), 0) FROM shared_blobs WHERE "
                    + condition)
            .bind("key", key)
            .mapTo(long.class)
            .one();
    handle
        .createUpdate(
            "INSERT INTO released_blobs (blob_id) SELECT blob_id FROM shared_blobs WHERE "
                + condition)
        .bind("key", key)
        .execute();
    handle.createUpdate("DELETE FROM shared_blobs WHERE " + condition).bind("key", key).execute();
    return size;
  }

  /** Removes bytes from the cache, if they are there. */
  public void forget(String blob) {
    release("blob_id = :key", blob);
  }

  /** Removes all cached bytes of a catalog. */
  public void releaseAll(long catalogId) {
    release("catalog_id = :key", catalogId);
  }

  /** Removes cached bytes that no version has any more. */
  public void releaseUnused() {
    List<String> unused =
        handle
            .createQuery(
                """
                SELECT b.blob_id FROM shared_blobs b
                WHERE NOT EXISTS (SELECT 1 FROM shared_catalogs s
                    WHERE s.catalog_id = b.catalog_id)
                  OR NOT EXISTS (SELECT 1 FROM shared_files f
                    WHERE f.catalog_id = b.catalog_id AND f.sha256 = b.sha256)""")
            .mapTo(String.class)
            .list();
    unused.forEach(blob -> release("blob_id = :key", blob));
  }
}
