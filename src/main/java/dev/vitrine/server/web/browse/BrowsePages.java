package dev.vitrine.server.web.browse;

import dev.vitrine.artifact.FileStorage;
import dev.vitrine.artifact.SignedUrls;
import dev.vitrine.server.web.Pages;
import dev.vitrine.server.web.PointInTime;
import dev.vitrine.server.web.UserRequest;
import dev.vitrine.server.web.WebResponse;
import java.util.function.Function;

/** Registers the pages that show objects. */
public final class BrowsePages {
  private BrowsePages() {}

  /**
   * Adds them.
   *
   * @param urls for downloads
   * @param pastContainer page of a catalog or schema at a past time
   * @param pastModel page of a model at a past time
   * @param pastVersion page of a version at a past time
   */
  public static void add(
      Pages pages,
      FileStorage files,
      SignedUrls urls,
      Function<UserRequest, WebResponse> pastContainer,
      Function<UserRequest, WebResponse> pastModel,
      Function<UserRequest, WebResponse> pastVersion) {
    pages.get("/", HomeView::of);
    pages.get("/search", SearchView::of);
    pages.getAt("/catalogs/{catalog}", timed(ContainerPage::show, pastContainer));
    pages.getAt("/catalogs/{catalog}/{schema}", timed(ContainerPage::show, pastContainer));
    pages.getAt("/models/{model}", timed(ModelPage::show, pastModel));
    VersionPage version = new VersionPage(files, urls);
    pages.getAt(VersionPage.PATH, timed(version::show, pastVersion));
    pages.get(VersionPage.PATH + "/files/<path>", version::download);
    pages.get("/audit", AuditView::of);
  }

  /** The page of the past if the request has a point in time, otherwise that of the present. */
  private static Function<UserRequest, WebResponse> timed(
      Function<UserRequest, WebResponse> present, Function<UserRequest, WebResponse> past) {
    return request ->
        (request.text(PointInTime.PARAMETER).isPresent() ? past : present).apply(request);
  }
}
