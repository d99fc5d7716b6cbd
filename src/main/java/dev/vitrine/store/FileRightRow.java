package dev.vitrine.store;

import static java.util.Objects.requireNonNull;

import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.SecurableType;
import java.util.Map;
import java.util.Set;

/**
 * What the store says of a right to files at this moment. Only of a user, a model and a version
 * that exist.
 *
 * @param set of the version's files
 * @param creatorId of the user who began the version
 * @param claimedExist whether all external groups of the right still exist
 * @param owned which securables, from the metastore to the model, the user owns, also through a
 *     group
 * @param granted privileges granted to the user, also through a group
 */
public record FileRightRow(
    long set,
    long creatorId,
    boolean claimedExist,
    Set<SecurableType> owned,
    Map<SecurableType, Set<Privilege>> granted) {
  public FileRightRow {
    owned = Set.copyOf(owned);
    granted = Map.copyOf(requireNonNull(granted));
  }
}
