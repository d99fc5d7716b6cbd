package dev.vitrine.store.principal;

import dev.vitrine.catalog.PrincipalKind;

/**
 * A user or group.
 *
 * @param external whether it is a group whose members come from an identity provider
 */
public record PrincipalRow(long id, String name, PrincipalKind kind, boolean external) {
  /** The id of {@code account users}, which means everyone. */
  public static final long ACCOUNT_USERS = 1;
}
