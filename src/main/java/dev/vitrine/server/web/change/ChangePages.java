package dev.vitrine.server.web.change;

import dev.vitrine.server.web.Pages;

/** Registers the forms that change catalogs, schemas, models and versions. */
public final class ChangePages {
  private ChangePages() {}

  /** Adds them. */
  public static void add(Pages pages) {
    DescriptionChanges.add(pages);
    AliasChanges.add(pages);
    AccessChanges.add(pages);
    Creations.add(pages);
    Removals.add(pages);
  }
}
