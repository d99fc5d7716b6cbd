package dev.vitrine.server.pg;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.pg.catalog.PgCatalog;
import dev.vitrine.server.pg.run.PgSession;
import dev.vitrine.server.pg.run.SessionVariables;
import dev.vitrine.session.Engine;
import dev.vitrine.session.RemoteUser;
import dev.vitrine.session.Session;
import dev.vitrine.wire.ConnectionLimits;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opens the session of a user who has signed in. */
final class SessionStart {
  /** The database for tools that are not about one catalog. */
  static final String SYSTEM = "system";

  /** Parameters of the startup message that are not run-time parameters. */
  private static final Set<String> OTHER = Set.of("user", "database", "options", "replication");

  /** {@code -c name=value} or {@code --name=value} in the parameter {@code options}. */
  private static final Pattern OPTION =
      Pattern.compile("(?:-c\\s*|--)([A-Za-z_.-]+)=((?:\\\\.|[^\\s\\\\])*)");

  private final Engine engine;
  private final ConnectionLimits limits;
  private final String product;
  private final PgCatalog catalog;

  SessionStart(Engine engine, ConnectionLimits limits, String product, PgCatalog catalog) {
    this.catalog = catalog;
    this.engine = engine;
    this.limits = limits;
    this.product = product;
  }

  /**
   * The session, in the database that the client named.
   *
   * @throws VitrineException CATALOG_NOT_FOUND when the database does not exist
   */
  PgSession open(RemoteUser user, Map<String, String> parameters) {
    SessionVariables variables = new SessionVariables(product, user.name());
    Matcher options = OPTION.matcher(parameters.getOrDefault("options", ""));
    while (options.find()) {
      variables.start(
          options.group(1).replace('-', '_'), options.group(2).replaceAll("\\\\(.)", "$1"));
    }
    parameters.forEach(
        (name, value) -> {
          if (!OTHER.contains(name)) {
            variables.start(name, value);
          }
        });
    String client = variables.client();
    Session session = engine.connect(user, client.isEmpty() ? null : client);
    variables.recordClients(name -> engine.clientChanged(user, session, name));
    try {
      String wanted = parameters.getOrDefault("user", "");
      String database = parameters.getOrDefault("database", "");
      enter(session, database.isEmpty() ? wanted : database, wanted);
      return new PgSession(session, variables, limits, catalog);
    } catch (RuntimeException failure) {
      session.close();
      throw failure;
    }
  }

  /** Clients send the user's name as the database when none is given. */
  private static void enter(Session session, String database, String user) {
    if (database.toLowerCase(Locale.ROOT).equals(SYSTEM)) {
      return;
    }
    try {
      session.useCatalog(database);
    } catch (VitrineException failure) {
      if (database.equals(user)) {
        return;
      }
      boolean hidden =
          failure.code() == ErrorCode.CATALOG_NOT_FOUND
              || failure.code() == ErrorCode.INVALID_IDENTIFIER
              || failure.code() == ErrorCode.INSUFFICIENT_PRIVILEGES;
      throw hidden
          ? new VitrineException(
                  ErrorCode.CATALOG_NOT_FOUND, "The database '" + database + "' does not exist.")
              .withCause(failure)
              .withHint("Databases are catalogs; 'system' has the whole registry.")
          : failure;
    }
  }
}
