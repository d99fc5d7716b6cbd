package dev.vitrine.authorization;

import static dev.vitrine.catalog.SecurableType.CATALOG;
import static dev.vitrine.catalog.SecurableType.METASTORE;
import static dev.vitrine.catalog.SecurableType.SCHEMA;

import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.SecurableType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rights of one caller on one securable: the terms of docs/privileges.md, under the same names,
 * computed from the levels between the metastore and the securable.
 *
 * @param admin whether the caller owns the metastore, directly or through a group
 * @param levels from the metastore down to the securable itself; never empty
 */
public record Access(boolean admin, List<Level> levels) {
  /** A privilege in this set makes an object of the kind visible, given usage of its containers. */
  private static final Set<Privilege> MODEL_RIGHTS =
      Set.of(
          Privilege.EXECUTE, Privilege.APPLY_TAG, Privilege.CREATE_MODEL_VERSION, Privilege.MANAGE);

  private static final Set<Privilege> SCHEMA_RIGHTS =
      Set.of(
          Privilege.USE_SCHEMA,
          Privilege.CREATE_MODEL,
          Privilege.EXECUTE,
          Privilege.APPLY_TAG,
          Privilege.MANAGE);

  public Access {
    levels = List.copyOf(levels);
  }

  /** The securable itself. */
  public Level object() {
    return levels.get(levels.size() - 1);
  }

  /** The type of the securable itself. */
  public SecurableType type() {
    return object().type();
  }

  /** Whether the caller, or a group of the caller's, owns the securable itself. */
  public boolean owns() {
    return object().owned();
  }

  /** Whether the caller owns a container of the securable, below the metastore. */
  public boolean ownsAncestor() {
    return levels.size() > 1 && ownedUpTo(levels.size() - 2);
  }

  /** Whether a grant on the securable or above it, below the metastore, gives the privilege. */
  public boolean held(Privilege privilege) {
    return heldAt(levels.size() - 1, privilege);
  }

  /** Admin, owner of the securable itself, or held. */
  public boolean may(Privilege privilege) {
    return admin || owns() || held(privilege);
  }

  /**
   * Whether the caller can use the privilege on the securable, in whichever way it was come by.
   * BROWSE is the one that needs no gate.
   */
  public boolean has(Privilege privilege) {
    return switch (privilege) {
      case MANAGE -> manage();
      case BROWSE -> admin || held(privilege) || (usage() && owns());
      case CREATE_CATALOG,
          CREATE_SHARE,
          CREATE_RECIPIENT,
          CREATE_PROVIDER,
          USE_CATALOG,
          CREATE_SCHEMA,
          USE_SCHEMA,
          CREATE_MODEL,
          CREATE_MODEL_VERSION,
          EXECUTE,
          APPLY_TAG,
          ALL_PRIVILEGES ->
          usage() && may(privilege);
    };
  }

  /** Whether the gates of every container above the securable are open. */
  public boolean usage() {
    return admin || closedGate(levels.size() - 1).isEmpty();
  }

  /** Whether the caller has usage of the securable and its containers. */
  public boolean usageInside() {
    return admin || closedGate(levels.size()).isEmpty();
  }

  /** Whether the caller manages the securable: owner of it or above it, or MANAGE held. */
  public boolean manage() {
    return admin || (usage() && (owns() || ownsAncestor() || held(Privilege.MANAGE)));
  }

  /** Whether the caller was given any right that concerns the securable, gates aside. */
  public boolean right() {
    return switch (type()) {
      case METASTORE -> true;
      case CATALOG -> !object().granted().isEmpty();
      case SCHEMA -> SCHEMA_RIGHTS.stream().anyMatch(this::held);
      case MODEL -> MODEL_RIGHTS.stream().anyMatch(this::held);
    };
  }

  /** Whether the caller may know that the securable exists. */
  public boolean visible() {
    return type() == METASTORE || admin || held(Privilege.BROWSE) || !browseOnly();
  }

  /** Whether the securable, which is visible, is so by BROWSE and by nothing else. */
  public boolean browseOnly() {
    return !admin && !(usage() && (owns() || ownsAncestor() || right()));
  }

  /** Whether the caller owns the securable or has a privilege on it, regardless of usage. */
  public boolean known() {
    return owns() || right();
  }

  /** The outermost container whose gate is closed, seen from the securable. */
  public Optional<Level> closedGate() {
    return admin ? Optional.empty() : closedGate(levels.size() - 1);
  }

  /** The outermost closed gate, the securable's own included. */
  public Optional<Level> closedGateInside() {
    return admin ? Optional.empty() : closedGate(levels.size());
  }

  /** The USE privilege of a type of container. */
  public static Privilege gateOf(SecurableType container) {
    return switch (container) {
      case CATALOG -> Privilege.USE_CATALOG;
      case SCHEMA -> Privilege.USE_SCHEMA;
      case METASTORE, MODEL -> throw new IllegalArgumentException(container + " has no gate");
    };
  }

  private Optional<Level> closedGate(int end) {
    for (int i = 0; i < end; i++) {
      Level container = levels.get(i);
      boolean gated = container.type() == CATALOG || container.type() == SCHEMA;
      if (gated && !ownedUpTo(i) && !heldAt(i, gateOf(container.type()))) {
        return Optional.of(container);
      }
    }
    return Optional.empty();
  }

  private boolean ownedUpTo(int index) {
    return levels.subList(0, index + 1).stream()
        .anyMatch(level -> level.type() != METASTORE && level.owned());
  }

  private boolean heldAt(int index, Privilege privilege) {
    SecurableType object = levels.get(index).type();
    for (Level level : levels.subList(0, index + 1)) {
      boolean counts = level.type() != METASTORE || object == METASTORE;
      if (counts
          && privilege.givenBy(level.type(), object).stream().anyMatch(level.granted()::contains)) {
        return true;
      }
    }
    return false;
  }
}
