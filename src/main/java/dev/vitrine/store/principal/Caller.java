package dev.vitrine.store.principal;

import java.util.HashSet;
import java.util.Set;

/**
 * The caller, as read from the store.
 *
 * @param id of the user
 * @param name of the user, as it was created
 * @param holders ids of the user, of every group the user is in, directly or through groups, of the
 *     claimed groups, and of {@code account users}
 * @param claimed IDs of the external groups that the user's token claims
 * @param admin whether the metastore's owner is among {@code holders}, or one of {@code claimed}
 *     makes admin
 */
public record Caller(long id, String name, Set<Long> holders, Set<Long> claimed, boolean admin) {
  public Caller {
    holders = Set.copyOf(holders);
    claimed = Set.copyOf(claimed);
  }

  /** The same with groups that a token names, and whether these make admin. */
  Caller claiming(Set<Long> groups, boolean makeAdmin) {
    Set<Long> all = new HashSet<>(holders);
    all.addAll(groups);
    return new Caller(id, name, all, groups, admin || makeAdmin);
  }
}
