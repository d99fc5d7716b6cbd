package dev.vitrine.server.pg.run;

import dev.vitrine.error.Cancellation;
import dev.vitrine.server.pg.catalog.CatalogSettings;
import dev.vitrine.server.pg.catalog.PgCatalog;
import dev.vitrine.server.pg.sql.CatalogText;
import dev.vitrine.server.pg.sql.SessionStatement.SetVariable;
import dev.vitrine.session.Session;
import dev.vitrine.session.call.Limits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Reads PostgreSQL's catalog for one session. For one thread. */
final class CatalogReader {
  private final PgCatalog catalog;
  private final Session session;
  private final SessionVariables variables;
  private final Supplier<Limits> limits;
  private int processId;
  private Cancellation call = Cancellation.NEVER;

  CatalogReader(
      PgCatalog catalog, Session session, SessionVariables variables, Supplier<Limits> limits) {
    this.catalog = catalog;
    this.session = session;
    this.variables = variables;
    this.limits = limits;
  }

  void processId(int id) {
    processId = id;
  }

  /** Sets the call that cancels the next statement. */
  void under(Cancellation next) {
    call = next;
  }

  PgCatalog.Description describe(CatalogText text) {
    return catalog.describe(text, session.user(), call);
  }

  PgResponse run(CatalogText text, List<Object> values) {
    PgCatalog.Result result =
        catalog.run(text, values, session, facts(), variables.all(), limits.get().timeout(), call);
    for (CatalogSettings.Change change : result.changes()) {
      change
          .value()
          .ifPresentOrElse(
              value -> variables.setText(change.name(), value, change.local()),
              () -> variables.set(new SetVariable(change.name(), List.of(), change.local())));
    }
    return new PgResponse.Result(result.columns(), PgRows.of(result.rows()), "SELECT", true);
  }

  private Map<String, String> facts() {
    Map<String, String> facts = new HashMap<>();
    facts.put("database", session.catalog());
    facts.put("schema", session.schema());
    facts.put("user", session.user());
    facts.put("client", variables.client());
    facts.put("pid", Integer.toString(processId));
    facts.put("version", "PostgreSQL " + variables.get("server_version"));
    return facts;
  }
}
