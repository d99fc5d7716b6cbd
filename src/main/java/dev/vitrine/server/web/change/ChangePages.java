package dev.vitrine.server.web.change;

import dev.vitrine.artifact.FileStorage;
import dev.vitrine.server.web.Pages;
import dev.vitrine.server.web.draft.Drafts;
import java.util.List;

/** Registers the forms that change catalogs, schemas, models and versions. */
public final class ChangePages {
  private ChangePages() {}

  /**
   * Adds them.
   *
   * @param files of versions
   * @param drafts of descriptions
   */
  public static void add(Pages pages, FileStorage files, Drafts drafts) {
    DescriptionChange description = new DescriptionChange(files, drafts);
    for (String prefix : List.of(ChangeTarget.OBJECT, ChangeTarget.VERSION)) {
      pages.change(prefix + "comment", description);
    }
    TagChanges.add(pages);
    AliasChanges.add(pages);
    AccessChanges.add(pages);
    Creations.add(pages);
    Removals.add(pages);
    Restorations.add(pages);
  }
}
