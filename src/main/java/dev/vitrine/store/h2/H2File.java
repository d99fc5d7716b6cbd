package dev.vitrine.store.h2;

import dev.vitrine.store.vendor.StoreLocation;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.store.fs.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of an H2 database, opened so that no commit is lost that was acknowledged before the
 * process was killed.
 *
 * <p>Each commit appends or reuses a part of the file. Where it reuses one, H2 writes a header that
 * leads to the commit before (org.h2.mvstore.FileStore#storeBuffer sets the last part only after
 * RandomAccessStore#writeChunk wrote the header). After a kill, H2 follows the header and drops the
 * commits that it does not lead to. In recovery mode it looks at the whole file and finds them.
 * Safe for use by several threads.
 */
public final class H2File {
  private static final Logger LOG = LoggerFactory.getLogger(H2File.class);

  private static final String URL = "jdbc:h2:";
  private static final String SUFFIX = ".mv.db";

  /** Opens a database for reading only, behind a URL. */
  private static final String READING = ";ACCESS_MODE_DATA=r";

  /** H2 writes this into the header when a database is closed. */
  private static final String CLOSED = ",clean:1";

  /** Bytes; one block of the file (FileStore#BLOCK_SIZE of H2). */
  private static final int HEADER_BYTES = 4_096;

  /** The files of this process by their real paths; each is a few hundred bytes. */
  private static final Map<String, H2File> FILES = new ConcurrentHashMap<>();

  private final String path;

  /**
   * The database of this process, open or closed; guarded by this. While it is open, the file must
   * not be touched: to close another descriptor of it would release H2's lock.
   */
  private WeakReference<MVStore> database = new WeakReference<>(null);

  private H2File(String path) {
    this.path = path;
  }

  /**
   * A connection to the H2 database at a location, which no other connection needs to have open.
   *
   * @throws SQLException as H2's driver
   */
  public static Connection connect(StoreLocation location, Properties settings)
      throws SQLException {
    return location.inMemory()
        ? new org.h2.Driver().connect(location.jdbcUrl(), settings)
        : of(location).connect(location.jdbcUrl(), settings, false);
  }

  /** The file of a location that is not in memory. */
  static H2File of(StoreLocation location) {
    String url = location.jdbcUrl();
    String name = url.substring(URL.length(), url.indexOf(';'));
    // Other prefixes are file systems of H2.
    String path = (name.startsWith("file:") ? name.substring("file:".length()) : name) + SUFFIX;
    return FILES.computeIfAbsent(real(path), H2File::new);
  }

  /** The same for all links to a file, before it is created, too. */
  private static String real(String path) {
    if (FileUtils.exists(path)) {
      return FileUtils.toRealPath(path);
    }
    String folder = FileUtils.getParent(path);
    FileUtils.createDirectories(folder);
    return FileUtils.toRealPath(folder) + "/" + FileUtils.getName(path);
  }

  /** A connection; for reading only, an unclosed file stays as it is. */
  synchronized Connection connect(String url, Properties settings, boolean reading)
      throws SQLException {
    MVStore known = database.get();
    if (!reading && (known == null || known.isClosed())) {
      recover();
    }
    Connection connection = new org.h2.Driver().connect(reading ? url + READING : url, settings);
    database = new WeakReference<>(database(connection));
    return connection;
  }

  /** The storage of a connection's database. */
  static MVStore database(Connection connection) {
    return ((SessionLocal) ((JdbcConnection) connection).getSession())
        .getDatabase()
        .getStore()
        .getMvStore();
  }

  /** The path with the suffix of H2, as H2's file functions take it. */
  String path() {
    return path;
  }

  /** Opens and closes the file in recovery mode if it was not closed. */
  private void recover() {
    if (!FileUtils.exists(path) || isClosed()) {
      return;
    }
    long start = System.nanoTime();
    try {
      new MVStore.Builder().fileName(path).recoveryMode().autoCommitDisabled().open().close();
      LOG.info(
          "The store was not closed; its last commits were recovered in {} ms",
          (System.nanoTime() - start) / 1_000_000);
    } catch (MVStoreException failure) {
      // H2 reports the cause when it opens the file: another process has it, or it is damaged.
      LOG.debug("The file could not be recovered", failure);
    }
  }

  private boolean isClosed() {
    try (InputStream in = FileUtils.newInputStream(path)) {
      String header = new String(in.readNBytes(HEADER_BYTES), StandardCharsets.ISO_8859_1);
      int end = header.indexOf('\n');
      return end < 0 || header.substring(0, end).contains(CLOSED);
    } catch (IOException exception) {
      LOG.debug("The header of the file could not be read", exception);
      return true;
    }
  }
}
