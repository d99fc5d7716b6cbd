package dev.vitrine.store.provider;

import java.time.LocalDateTime;

/**
 * A catalog that follows a share.
 *
 * @param ownerId owner of the catalog
 * @param share name of the share at the provider
 * @param revision of its content; empty to read all of it
 * @param checkedAt time of the last attempt to read the share, UTC
 */
public record SharedCatalogRow(
    long catalogId,
    String catalog,
    long ownerId,
    ProviderRow provider,
    String share,
    String revision,
    State state,
    LocalDateTime refreshedAt,
    LocalDateTime checkedAt) {
  /** The result of the last attempt to read the share. */
  public enum State {
    CURRENT,
    /** The content is the last that the provider sent. */
    UNREACHABLE,
    /** The provider sent something invalid; the content is older. */
    INVALID,
    /** The provider does not share it any more. No file can be read. */
    REFUSED
  }
}
