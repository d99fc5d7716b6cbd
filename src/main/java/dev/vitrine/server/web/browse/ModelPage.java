package dev.vitrine.server.web.browse;

import dev.vitrine.catalog.RegisteredModel;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.web.Visit;
import dev.vitrine.server.web.WebResponse;
import dev.vitrine.statement.tree.Call.ReadModel;

/** The page of a model. */
final class ModelPage {
  private ModelPage() {}

  static WebResponse show(Visit visit) {
    RegisteredModel model = visit.run(new ReadModel(Exchange.modelName(visit.path("model"))));
    return new ModelDetails(
        model,
        visit.rows(
            "SELECT version, status, source, created_at, created_by FROM system.registry.versions"
                + " WHERE full_name = ? ORDER BY version DESC LIMIT 50",
            model.fullName()));
  }
}
