package dev.vitrine.store.h2;

import java.io.IOException;
import java.io.InputStream;
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
 * Opens H2 databases so that no commit is lost that was acknowledged before the process was killed.
 *
 * <p>Each commit appends or reuses a part of the file. Where it reuses one, H2 writes a header that
 * leads to the commit before (org.h2.mvstore.FileStore#storeBuffer sets the last part only after
 * RandomAccessStore#writeChunk wrote the header). After a kill, H2 follows the header and drops the
 * commits that it does not lead to. In recovery mode it looks at the whole file and finds them.
 * Safe for use by several threads.
 */
public final class H2Files {
  private static final Logger LOG = LoggerFactory.getLogger(H2Files.class);

  private static final String FILE_URL = "jdbc:h2:";
  private static final String MEMORY_URL = "jdbc:h2:mem:";

  /** H2 writes this into the header when a database is closed. */
  private static final String CLOSED = ",clean:1";

  private static final int HEADER_BYTES = 4_096;

  /**
   * The databases of this process by file. A file that is open is not touched: to close another
   * descriptor of it would release H2's lock.
   */
  private static final Map<String, MVStore> OPEN = new ConcurrentHashMap<>();

  private H2Files() {}

  /** A connection; it opens the database of its URL if no other connection has it open. */
  public static Connection connect(String url, Properties settings) throws SQLException {
    if (url.startsWith(MEMORY_URL) || url.contains(";ACCESS_MODE_DATA=r")) {
      return new org.h2.Driver().connect(url, settings);
    }
    String file = file(url);
    // One at a time for each file, so that none opens it while another one recovers it.
    Connection[] opened = new Connection[1];
    SQLException[] failed = new SQLException[1];
    OPEN.compute(
        file,
        (name, known) -> {
          if (known == null || known.isClosed()) {
            recover(name);
          }
          try {
            opened[0] = new org.h2.Driver().connect(url, settings);
            return store(opened[0]);
          } catch (SQLException exception) {
            failed[0] = exception;
            return known;
          }
        });
    if (failed[0] != null) {
      throw failed[0];
    }
    return opened[0];
  }

  /** The file of a URL; a name may have the prefix of a file system. */
  private static String file(String url) {
    int end = url.indexOf(';');
    String name = url.substring(FILE_URL.length(), end < 0 ? url.length() : end);
    return (name.startsWith("file:") ? name.substring("file:".length()) : name) + ".mv.db";
  }

  /** The storage of a connection's database. */
  static MVStore store(Connection connection) {
    return ((SessionLocal) ((JdbcConnection) connection).getSession())
        .getDatabase()
        .getStore()
        .getMvStore();
  }

  /** Opens and closes the file in recovery mode if it was not closed. */
  private static void recover(String file) {
    if (!FileUtils.exists(file) || isClosed(file)) {
      return;
    }
    long start = System.nanoTime();
    try {
      new MVStore.Builder().fileName(file).recoveryMode().autoCommitDisabled().open().close();
      LOG.info(
          "The store was not closed; its last commits were recovered in {} ms",
          (System.nanoTime() - start) / 1_000_000);
    } catch (MVStoreException failure) {
      // H2 reports the cause when it opens the file: another process has it, or it is damaged.
      LOG.debug("The file could not be recovered", failure);
    }
  }

  private static boolean isClosed(String file) {
    try (InputStream in = FileUtils.newInputStream(file)) {
      String header = new String(in.readNBytes(HEADER_BYTES), StandardCharsets.ISO_8859_1);
      int end = header.indexOf('\n');
      return end < 0 || header.substring(0, end).contains(CLOSED);
    } catch (IOException exception) {
      LOG.debug("The header of the file could not be read", exception);
      return true;
    }
  }
}
