package dev.vitrine.store;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * Who asks, as the store knows it at the moment of asking.
 *
 * @param id of the user
 * @param name of the user, as it was created
 * @param holders ids of the user, of every group the user is in, directly or through groups, and of
 *     {@code account users}
 * @param admin whether the metastore's owner is among {@code holders}
 */
public record Caller(long id, String name, Set<Long> holders, boolean admin) {
  public Caller {
    requireNonNull(name);
    holders = Set.copyOf(holders);
  }
}
