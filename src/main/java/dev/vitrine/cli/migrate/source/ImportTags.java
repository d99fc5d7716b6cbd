package dev.vitrine.cli.migrate.source;

/** Tags of versions in Vitrine that belong to the import itself. */
public final class ImportTags {
  /** Tag of a version whose copied files have not been compared yet. */
  public static final String UNVERIFIED = "vitrine_import_unverified";

  private ImportTags() {}
}
