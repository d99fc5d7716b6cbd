package dev.vitrine.server;

import dev.vitrine.server.web.Pages;
import dev.vitrine.server.web.account.SignInPages;
import dev.vitrine.server.web.browse.BrowsePages;

/** The web pages of one server. */
final class WebEndpoints {
  private WebEndpoints() {}

  /** Adds all pages. */
  static void add(Pages pages) {
    pages.assets();
    SignInPages.add(pages);
    BrowsePages.add(pages);
  }
}
