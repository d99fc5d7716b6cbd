package dev.vitrine.store.securable;

import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.SecurableType;
import java.util.Map;
import java.util.Set;

/**
 * The stored rights for files of a version, if user, model and version exist.
 *
 * @param set ID of the version's files
 * @param creatorId ID of the creator of the version
 * @param claimedExist whether all external groups of the right still exist
 * @param owned securables from the metastore to the model that the user owns, also through a group
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
    granted = Map.copyOf(granted);
  }
}
