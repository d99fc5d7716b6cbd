package dev.vitrine.registry.shared;

import dev.vitrine.authorization.Access;
import dev.vitrine.authorization.Authorizer;
import dev.vitrine.authorization.Level;
import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.store.StoreTransaction;
import dev.vitrine.store.share.OwnerRights;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides which models the owner of a share may pass on: those whose files the owner may read.
 * Memberships in external groups are not stored and do not count.
 */
public final class OwnerAccess {
  private OwnerAccess() {}

  /** Those of the models that recipients may read. */
  public static Set<Long> readable(long ownerId, List<Long> models, StoreTransaction work) {
    return models.isEmpty()
        ? Set.of()
        : work.sharedContent().rights(ownerId, models).entrySet().stream()
            .filter(entry -> Authorizer.permits(Operation.READ_FILES, access(entry.getValue())))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
  }

  private static Access access(OwnerRights rights) {
    List<Level> levels =
        Arrays.stream(SecurableType.values())
            .map(type -> new Level(type, "", rights.owns(type), rights.granted(type)))
            .toList();
    return new Access(rights.owns(SecurableType.METASTORE), levels);
  }
}
