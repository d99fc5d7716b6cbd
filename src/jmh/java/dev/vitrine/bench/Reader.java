package dev.vitrine.bench;

/** Who asks. */
public enum Reader {
  /** The owner of the metastore, who sees everything. */
  ADMIN,
  /** Reads 20 of the 50 catalogs through nested groups. */
  BROAD,
  /** Reads 1,000 models by a grant on each. */
  SINGLE;

  /** The user's name. */
  String user() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
