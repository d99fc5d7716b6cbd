package dev.vitrine.store.share;

import dev.vitrine.catalog.StoredFile;
import dev.vitrine.catalog.share.Published;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** Files of shared versions, with their checksums. */
public final class PublishedFileDao {
  private final Handle handle;

  /** Works in the transaction of a handle. */
  public PublishedFileDao(Handle handle) {
    this.handle = handle;
  }

  /** The files of a set, by path. */
  public List<Published.File> files(long set) {
    return handle
        .createQuery(
            """
            SELECT file_path, blob_id, file_size, modified_at, sha256 FROM stored_files
            WHERE file_set_id = :set ORDER BY file_path""")
        .bind("set", set)
        .map(PublishedFileDao::fileRow)
        .list();
  }

  /** One file of a set. */
  public Optional<Published.File> file(long set, String path) {
    return handle
        .createQuery(
            """
            SELECT file_path, blob_id, file_size, modified_at, sha256 FROM stored_files
            WHERE file_set_id = :set AND file_path = :path""")
        .bind("set", set)
        .bind("path", path)
        .map(PublishedFileDao::fileRow)
        .findOne();
  }

  private static Published.File fileRow(ResultSet row, StatementContext context)
      throws SQLException {
    return new Published.File(
        new StoredFile(
            row.getString("file_path"),
            row.getString("blob_id"),
            row.getLong("file_size"),
            row.getObject("modified_at", LocalDateTime.class)),
        Optional.ofNullable(row.getString("sha256")));
  }

  /** Keeps the checksum of a file. */
  public void setChecksum(String blob, String sha256) {
    handle
        .createUpdate("UPDATE stored_files SET sha256 = :sha256 WHERE blob_id = :blob")
        .bind("sha256", sha256)
        .bind("blob", blob)
        .execute();
  }
}
