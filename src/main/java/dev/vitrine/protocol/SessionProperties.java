package dev.vitrine.protocol;

import java.util.Optional;

/** Properties of a session: all of them in a response, only the changed ones in a request. */
public record SessionProperties(
    Optional<Boolean> autoCommit,
    Optional<Boolean> readOnly,
    Optional<String> catalog,
    Optional<String> schema) {
  /** None, to ask how things are. */
  public static final SessionProperties NONE =
      new SessionProperties(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** These, with this one changed. */
  public SessionProperties withAutoCommit(boolean wanted) {
    return new SessionProperties(Optional.of(wanted), readOnly, catalog, schema);
  }

  /** These, with this one changed. */
  public SessionProperties withReadOnly(boolean wanted) {
    return new SessionProperties(autoCommit, Optional.of(wanted), catalog, schema);
  }

  /** These, with this one changed. */
  public SessionProperties withCatalog(String wanted) {
    return new SessionProperties(autoCommit, readOnly, Optional.of(wanted), schema);
  }

  /** These, with this one changed. */
  public SessionProperties withSchema(String wanted) {
    return new SessionProperties(autoCommit, readOnly, catalog, Optional.of(wanted));
  }
}
