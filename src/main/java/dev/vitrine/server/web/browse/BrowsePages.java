package dev.vitrine.server.web.browse;

import dev.vitrine.artifact.FileStorage;
import dev.vitrine.artifact.SignedUrls;
import dev.vitrine.server.web.Pages;

/** Registers the pages that show objects. */
public final class BrowsePages {
  private BrowsePages() {}

  /**
   * Adds them.
   *
   * @param urls for downloads
   */
  public static void add(Pages pages, FileStorage files, SignedUrls urls) {
    pages.get("/", HomeView::of);
    pages.get("/search", SearchView::of);
    pages.get("/catalogs/{catalog}", ContainerPage::catalog);
    pages.get("/catalogs/{catalog}/{schema}", ContainerPage::schema);
    pages.get("/models/{model}", ModelPage::show);
    new VersionPage(files, urls).add(pages);
    pages.get("/audit", AuditView::of);
  }
}
