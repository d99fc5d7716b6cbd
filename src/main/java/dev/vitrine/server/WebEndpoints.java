package dev.vitrine.server;

import dev.vitrine.artifact.FileStorage;
import dev.vitrine.artifact.SignedUrls;
import dev.vitrine.server.rest.VersionFinalizer;
import dev.vitrine.server.web.Pages;
import dev.vitrine.server.web.account.AccountPages;
import dev.vitrine.server.web.browse.BrowsePages;
import dev.vitrine.server.web.change.ChangePages;
import dev.vitrine.server.web.change.UploadPages;
import dev.vitrine.server.web.detail.ContentPages;
import dev.vitrine.server.web.draft.Drafts;
import dev.vitrine.server.web.past.PastContainerPage;
import dev.vitrine.server.web.past.PastModelPage;
import dev.vitrine.server.web.past.PastVersionPage;
import dev.vitrine.server.web.sql.SqlPages;
import java.time.Clock;

/** The web pages of one server. */
final class WebEndpoints {
  private WebEndpoints() {}

  /** Adds all pages. */
  static void add(Pages pages, FileStorage files, VersionFinalizer finalizer, Drafts drafts) {
    SignedUrls urls = new SignedUrls(files, Clock.systemUTC());
    pages.addLayout();
    AccountPages.add(pages);
    BrowsePages.add(
        pages, files, urls, PastContainerPage::show, PastModelPage::show, PastVersionPage::show);
    ChangePages.add(pages, files, drafts);
    UploadPages.add(pages, files, urls, finalizer);
    ContentPages.add(pages, files);
    SqlPages.add(pages);
  }
}
