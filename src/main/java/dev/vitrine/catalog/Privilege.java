package dev.vitrine.catalog;

import static dev.vitrine.catalog.SecurableType.CATALOG;
import static dev.vitrine.catalog.SecurableType.METASTORE;
import static dev.vitrine.catalog.SecurableType.MODEL;
import static dev.vitrine.catalog.SecurableType.SCHEMA;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The privileges, the securables they can be granted on, and their inheritance (docs/privileges.md,
 * "Privileges"). {@code grantable} are the kinds of securable it may be granted on; on {@code
 * inherited} ones it also flows down to present and future children.
 */
public enum Privilege {
  CREATE_CATALOG(EnumSet.of(METASTORE), EnumSet.noneOf(SecurableType.class)),
  CREATE_SHARE(EnumSet.of(METASTORE), EnumSet.noneOf(SecurableType.class)),
  CREATE_RECIPIENT(EnumSet.of(METASTORE), EnumSet.noneOf(SecurableType.class)),
  CREATE_PROVIDER(EnumSet.of(METASTORE), EnumSet.noneOf(SecurableType.class)),
  USE_CATALOG(EnumSet.of(CATALOG), EnumSet.noneOf(SecurableType.class)),
  BROWSE(EnumSet.of(CATALOG), EnumSet.of(CATALOG)),
  CREATE_SCHEMA(EnumSet.of(CATALOG), EnumSet.noneOf(SecurableType.class)),
  USE_SCHEMA(EnumSet.of(CATALOG, SCHEMA), EnumSet.of(CATALOG)),
  CREATE_MODEL(EnumSet.of(CATALOG, SCHEMA), EnumSet.of(CATALOG)),
  CREATE_MODEL_VERSION(EnumSet.of(MODEL), EnumSet.noneOf(SecurableType.class)),
  EXECUTE(EnumSet.of(CATALOG, SCHEMA, MODEL), EnumSet.of(CATALOG, SCHEMA)),
  APPLY_TAG(EnumSet.of(CATALOG, SCHEMA, MODEL), EnumSet.of(CATALOG, SCHEMA)),
  MANAGE(EnumSet.of(CATALOG, SCHEMA, MODEL), EnumSet.of(CATALOG, SCHEMA)),
  ALL_PRIVILEGES(EnumSet.of(CATALOG, SCHEMA, MODEL), EnumSet.of(CATALOG, SCHEMA));

  private final Set<SecurableType> grantable;
  private final Set<SecurableType> inherited;

  Privilege(Set<SecurableType> grantable, Set<SecurableType> inherited) {
    this.grantable = grantable;
    this.inherited = inherited;
  }

  /** Whether it may be granted on a securable of this kind. */
  public boolean grantableOn(SecurableType type) {
    return grantable.contains(type);
  }

  /** Whether a grant on a securable of this kind is inherited by its content. */
  public boolean inheritsFrom(SecurableType type) {
    return inherited.contains(type);
  }

  /**
   * Whether ALL PRIVILEGES granted on {@code level} gives this privilege: it is neither MANAGE nor
   * BROWSE, and may be granted on {@code level} or on a kind below it.
   */
  public boolean impliedByAllOn(SecurableType level) {
    return this != MANAGE
        && this != BROWSE
        && this != ALL_PRIVILEGES
        && grantable.stream().anyMatch(type -> type == level || level.contains(type));
  }

  /**
   * The grants on a securable of kind {@code level} that give this privilege on an object of kind
   * {@code object} there or inside it.
   */
  public Set<Privilege> givenBy(SecurableType level, SecurableType object) {
    EnumSet<Privilege> grants = EnumSet.noneOf(Privilege.class);
    if (grantableOn(level) && (level == object || inheritsFrom(level))) {
      grants.add(this);
    }
    if (ALL_PRIVILEGES.grantableOn(level) && impliedByAllOn(level)) {
      grants.add(ALL_PRIVILEGES);
    }
    return grants;
  }

  /**
   * The privileges that can be held on a securable of the type: the grantable ones, and inherited
   * BROWSE.
   */
  public static List<Privilege> on(SecurableType type) {
    return Arrays.stream(values())
        .filter(
            privilege -> privilege.grantableOn(type) || (privilege == BROWSE && type != METASTORE))
        .toList();
  }

  /** The name in SQL, with spaces: {@code CREATE MODEL}. */
  public String sql() {
    return name().replace('_', ' ');
  }

  /** The privilege of this name, in any case, its words separated by {@code _} or one space. */
  public static Optional<Privilege> named(String text) {
    String wanted = text.toUpperCase(Locale.ROOT).replace(' ', '_');
    return Arrays.stream(values()).filter(privilege -> privilege.name().equals(wanted)).findFirst();
  }
}
