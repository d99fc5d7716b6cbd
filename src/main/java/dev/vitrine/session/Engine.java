package dev.vitrine.session;

/** An open registry store, shared by its sessions. Safe for use by several threads. */
public final class Engine implements AutoCloseable {
  private Engine() {}

  /**
   * Opens the store at an embedded URL and migrates it if it is older: {@code
   * jdbc:vitrine:mem:NAME}, {@code jdbc:vitrine:file:PATH} or {@code
   * jdbc:vitrine:postgresql://HOST[:PORT]/DB[?…]}. Engines are shared: the same URL in the same JVM
   * is the same engine, closed when it has been closed as often as opened (a {@code mem:} one lives
   * as long as the JVM).
   *
   * @throws dev.vitrine.error.VitrineException CANNOT_CONNECT when the store cannot be opened
   */
  public static Engine open(String url) {
    throw new UnsupportedOperationException(url);
  }

  /**
   * A session of {@code user}, whom the caller has authenticated or, embedded, is trusted to be. On
   * an empty registry the user is created and becomes the metastore's owner.
   *
   * @throws dev.vitrine.error.VitrineException AUTHENTICATION_FAILED when there is no such user
   */
  public Session connect(String user) {
    throw new UnsupportedOperationException(user);
  }

  /** Product name and version of the store, for DatabaseMetaData: {@code "PostgreSQL 18.1"}. */
  public String storeVersion() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
