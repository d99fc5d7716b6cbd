package dev.vitrine.server.web.browse;

import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.View;
import dev.vitrine.server.web.Visit;
import dev.vitrine.server.web.rights.Rights;
import java.util.List;

/** The first page: models changed recently, models of the user, catalogs. */
public record HomeView(List<Row> recent, List<Row> own, List<Row> catalogs, Rights rights)
    implements View {
  /** Number of models in each list. */
  private static final int MODELS = 10;

  /** Query of the models changed last. */
  public static final String RECENT =
      "SELECT full_name, comment, updated_at, updated_by FROM system.registry.models"
          + " ORDER BY updated_at DESC, full_name LIMIT "
          + MODELS;

  private static final String OWN =
      "SELECT full_name, comment, updated_at, updated_by FROM system.registry.models"
          + " WHERE owner = ? ORDER BY updated_at DESC, full_name LIMIT "
          + MODELS;

  private static final String CATALOGS =
      "SELECT catalog_name, comment, owner FROM system.registry.catalogs ORDER BY catalog_name"
          + " LIMIT 50";

  static HomeView of(Visit visit) {
    return new HomeView(
        visit.rows(RECENT),
        visit.rows(OWN, visit.user()),
        visit.rows(CATALOGS),
        Rights.ofMetastore(visit));
  }

  @Override
  public String template() {
    return "browse/home.jte";
  }

  @Override
  public String title() {
    return "Models";
  }
}
