package dev.vitrine.jdbc.transport;

import dev.vitrine.protocol.Condition;
import dev.vitrine.protocol.ServiceException;
import dev.vitrine.protocol.SqlService;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The source of a connection's sessions. */
public interface SessionSource {
  /** The property with the name of the driver, for the list of sessions. */
  String CLIENT = "client";

  /** The value of that property. */
  String NAME = "Vitrine JDBC driver " + DriverVersion.CURRENT.text();

  /**
   * Begins a session.
   *
   * @param time time limit of each engine
   */
  SessionHandle open(Duration time);

  /** Whether another engine could take over. */
  boolean hasAlternatives();

  /** Those of the engine in this process. */
  record Embedded(SqlService service, String user) implements SessionSource {
    @Override
    public SessionHandle open(Duration time) {
      return SessionHandle.open(service, Map.of("user", user, CLIENT, NAME), time);
    }

    @Override
    public boolean hasAlternatives() {
      return false;
    }
  }

  /** Servers of one store: the first that responds is used. */
  record Remote(ServerAddress servers, HttpClient client) implements SessionSource {
    @Override
    public SessionHandle open(Duration time) {
      Optional<ServiceException> refusal = Optional.empty();
      for (URI endpoint : servers.endpoints()) {
        try {
          return SessionHandle.open(
              new HttpService(servers, endpoint, client), Map.of(CLIENT, NAME), time);
        } catch (ServiceException e) {
          if (!e.is(Condition.CANNOT_CONNECT)) {
            throw e;
          }
          refusal = Optional.of(e);
        }
      }
      ServiceException last = refusal.orElseThrow();
      throw hasAlternatives()
          ? ServiceException.unsent(
              Condition.CANNOT_CONNECT,
              "None of the servers at " + servers.places() + " can be reached.",
              last)
          : last;
    }

    @Override
    public boolean hasAlternatives() {
      return servers.endpoints().size() > 1;
    }
  }
}
