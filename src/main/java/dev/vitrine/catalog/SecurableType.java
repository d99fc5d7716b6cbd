package dev.vitrine.catalog;

/** The kinds of object that privileges can be granted on, from the outside in. */
public enum SecurableType {
  METASTORE,
  CATALOG,
  SCHEMA,
  MODEL;

  /** The name of the one metastore that a registry has; nothing renames it. */
  public static final String METASTORE_NAME = "metastore";

  /** Whether this kind may contain {@code other}, at any depth. */
  public boolean contains(SecurableType other) {
    return compareTo(other) < 0;
  }

  /** The word for people, in the middle of a sentence: {@code "model"}. */
  public String noun() {
    return switch (this) {
      case METASTORE -> "metastore";
      case CATALOG -> "catalog";
      case SCHEMA -> "schema";
      case MODEL -> "model";
    };
  }
}
