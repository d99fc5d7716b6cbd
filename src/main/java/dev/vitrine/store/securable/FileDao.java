package dev.vitrine.store.securable;

import dev.vitrine.catalog.StoredFile;
import dev.vitrine.catalog.VersionStatus;
import dev.vitrine.catalog.text.LikeText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.EmptyHandling;

/** Files of versions: which there are, and which blobs hold their bytes. */
public final class FileDao {
  /** Bound in one statement. */
  private static final int MOST_VALUES = 1_000;

  /** The name of the blob of a file that is fetched when it is read: catalog and checksum. */
  private static final String SHARED_BLOB =
      "'" + StoredFile.SHARED + "' || CAST(catalog_id AS VARCHAR(32)) || ':' || sha256";

  private final Handle handle;

  /** Works in the transaction of a handle. */
  public FileDao(Handle handle) {
    this.handle = handle;
  }

  /** The set of a version; empty if it has no files in Vitrine. */
  public Optional<FileSetRow> setOf(long modelId, long version) {
    return handle
        .createQuery(
            """
            SELECT f.id AS set_id, f.creator_id, f.logged_model_id
            FROM versions v JOIN file_sets f ON f.id = v.file_set_id
            WHERE v.model_id = :model AND v.version = :version""")
        .bind("model", modelId)
        .bind("version", version)
        .map((row, context) -> set(row))
        .findOne();
  }

  static FileSetRow set(ResultSet row) throws SQLException {
    return new FileSetRow(
        row.getLong("set_id"), row.getLong("creator_id"), row.getString("logged_model_id"));
  }

  /**
   * Locks a set until the transaction ends, so that nothing is added to it; false if it is gone.
   */
  public boolean lock(long set) {
    return handle
        .createQuery("SELECT id FROM file_sets WHERE id = :set FOR UPDATE")
        .bind("set", set)
        .mapTo(long.class)
        .findOne()
        .isPresent();
  }

  /** Whether files may still be added to a set, whose lock the caller holds. */
  public boolean isPending(long set) {
    List<String> states =
        handle
            .createQuery("SELECT status FROM versions WHERE file_set_id = :set")
            .bind("set", set)
            .mapTo(String.class)
            .list();
    return !states.isEmpty()
        && states.stream().allMatch(VersionStatus.PENDING_REGISTRATION.name()::equals);
  }

  /** One file. */
  public Optional<StoredFile> find(long set, String path) {
    return handle
        .createQuery(
            """
            SELECT file_path, blob_id, file_size, modified_at FROM stored_files
            WHERE file_set_id = :set AND file_path = :path
            UNION ALL SELECT file_path, {shared}, file_size, modified_at FROM shared_files
            WHERE file_set_id = :set AND file_path = :path"""
                .replace("{shared}", SHARED_BLOB))
        .bind("set", set)
        .bind("path", path)
        .map((row, context) -> file(row))
        .findOne();
  }

  /** All files of a set, by path. */
  public List<StoredFile> all(long set) {
    return handle
        .createQuery(
            """
            SELECT file_path, blob_id, file_size, modified_at FROM stored_files
            WHERE file_set_id = :set
            UNION ALL SELECT file_path, {shared}, file_size, modified_at FROM shared_files
            WHERE file_set_id = :set ORDER BY file_path"""
                .replace("{shared}", SHARED_BLOB))
        .bind("set", set)
        .map((row, context) -> file(row))
        .list();
  }

  /**
   * The paths of files that cannot exist together with a file at this path: it is a directory of
   * theirs, or they are one of its directories.
   *
   * @param directories all directories of the path
   */
  public List<String> inTheWay(long set, String path, List<String> directories) {
    String within = LikeText.escaped(path) + "/%";
    return handle
        .createQuery(
            """
            SELECT file_path FROM stored_files WHERE file_set_id = :set
            AND (file_path LIKE :within ESCAPE '!' OR file_path IN (<directories>))
            ORDER BY file_path FETCH FIRST ROW ONLY""")
        .bind("set", set)
        .bind("within", within)
        .bindList(EmptyHandling.NULL_KEYWORD, "directories", directories)
        .mapTo(String.class)
        .list();
  }

  /** Adds a file, or puts it in the place of the one of that path. */
  public void put(long set, StoredFile file) {
    handle
        .createUpdate("DELETE FROM stored_files WHERE file_set_id = :set AND file_path = :path")
        .bind("set", set)
        .bind("path", file.path())
        .execute();
    handle
        .createUpdate(
            """
            INSERT INTO stored_files (file_set_id, file_path, blob_id, file_size, modified_at)
            VALUES (:set, :path, :blob, :size, :at)""")
        .bind("set", set)
        .bind("path", file.path())
        .bind("blob", file.blob())
        .bind("size", file.size())
        .bind("at", file.modifiedAt())
        .execute();
  }

  /** Sets that neither a version has nor a dropped version that can be restored. */
  public List<Long> unusedSets() {
    return handle
        .createQuery(
            """
            SELECT f.id FROM file_sets f
            WHERE NOT EXISTS (SELECT 1 FROM versions v WHERE v.file_set_id = f.id)
              AND NOT EXISTS (SELECT 1 FROM dropped_versions d WHERE d.file_set_id = f.id)""")
        .mapTo(long.class)
        .list();
  }

  /**
   * Whether neither a version has the set, whose lock the caller holds, nor a dropped version that
   * can be restored.
   */
  public boolean isUnused(long set) {
    return handle
        .createQuery(
            """
            SELECT 1 FROM versions WHERE file_set_id = :set
            UNION ALL SELECT 1 FROM dropped_versions WHERE file_set_id = :set
            FETCH FIRST ROW ONLY""")
        .bind("set", set)
        .mapTo(int.class)
        .findOne()
        .isEmpty();
  }

  /**
   * Deletes a set that no version has, with the rows of its files, and notes that their blobs are
   * to be deleted.
   */
  public void release(long set) {
    handle
        .createUpdate(
            """
            INSERT INTO released_blobs (blob_id)
            SELECT blob_id FROM stored_files WHERE file_set_id = :set""")
        .bind("set", set)
        .execute();
    handle.createUpdate("DELETE FROM file_sets WHERE id = :set").bind("set", set).execute();
  }

  /** Some of the blobs that are to be deleted, in order, after one of them. */
  public List<String> released(String after, int most) {
    return handle
        .createQuery(
            """
            SELECT blob_id FROM released_blobs WHERE blob_id > :after
            ORDER BY blob_id FETCH FIRST :most ROWS ONLY""")
        .bind("after", after)
        .bind("most", most)
        .mapTo(String.class)
        .list();
  }

  /** Forgets that blobs are to be deleted. */
  public void forgetReleased(List<String> blobs) {
    if (!blobs.isEmpty()) {
      handle
          .createUpdate("DELETE FROM released_blobs WHERE blob_id IN (<blobs>)")
          .bindList("blobs", blobs)
          .execute();
    }
  }

  /** Those of these blobs that hold the bytes of a file. */
  public Set<String> known(List<String> blobs) {
    Set<String> known = new HashSet<>();
    for (int first = 0; first < blobs.size(); first += MOST_VALUES) {
      known.addAll(
          handle
              .createQuery(
                  "SELECT blob_id FROM stored_files WHERE blob_id IN (<blobs>)"
                      + " UNION ALL SELECT blob_id FROM shared_blobs WHERE blob_id IN (<blobs>)")
              .bindList("blobs", blobs.subList(first, Math.min(blobs.size(), first + MOST_VALUES)))
              .mapTo(String.class)
              .list());
    }
    return known;
  }

  /** The signing key of all servers of the store: {@code proposed} if there was none. */
  public String signingKey(String proposed) {
    handle
        .createUpdate("UPDATE metastore SET signing_key = :proposed WHERE signing_key IS NULL")
        .bind("proposed", proposed)
        .execute();
    return handle.createQuery("SELECT signing_key FROM metastore").mapTo(String.class).one();
  }

  /** The mark of this registry's storage root. */
  public String rootMark() {
    return handle.createQuery("SELECT metastore_uuid FROM metastore").mapTo(String.class).one();
  }

  /** Whether the registry has a storage root already. */
  public boolean hasRoot() {
    return handle
        .createQuery("SELECT 1 FROM metastore WHERE storage_root_marked")
        .mapTo(int.class)
        .findOne()
        .isPresent();
  }

  /** Notes that the registry has a storage root from now on. */
  public void setRoot() {
    handle.createUpdate("UPDATE metastore SET storage_root_marked = TRUE").execute();
  }

  static StoredFile file(ResultSet row) throws SQLException {
    return new StoredFile(
        row.getString("file_path"),
        row.getString("blob_id"),
        row.getLong("file_size"),
        row.getObject("modified_at", LocalDateTime.class));
  }
}
