package dev.vitrine.server.web.change;

import dev.vitrine.artifact.FileStorage;
import dev.vitrine.server.web.Pages;

/** Registers the forms that change catalogs, schemas, models and versions. */
public final class ChangePages {
  private ChangePages() {}

  /**
   * Adds them.
   *
   * @param files of versions
   */
  public static void add(Pages pages, FileStorage files) {
    DescriptionChanges.add(pages, files);
    AliasChanges.add(pages);
    AccessChanges.add(pages);
    Creations.add(pages);
    Removals.add(pages);
  }
}
