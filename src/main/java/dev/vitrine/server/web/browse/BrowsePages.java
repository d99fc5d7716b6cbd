package dev.vitrine.server.web.browse;

import dev.vitrine.server.web.Pages;

/** Registers the pages that show objects. */
public final class BrowsePages {
  private BrowsePages() {}

  /** Adds them. */
  public static void add(Pages pages) {
    pages.get("/", HomeView::of);
    pages.get("/models/{model}", ModelPage::show);
  }
}
