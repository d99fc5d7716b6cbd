package dev.vitrine.wire;

import dev.vitrine.protocol.SqlService;
import dev.vitrine.protocol.SqlServiceFactory;
import dev.vitrine.session.Engine;

/** Opens the engine in this process for the driver, which finds this class as a service. */
public final class EmbeddedServiceFactory implements SqlServiceFactory {
  /** For the service loader. */
  public EmbeddedServiceFactory() {}

  @Override
  public SqlService open(String url) {
    Engine engine = ServiceErrors.translating(() -> Engine.open(url));
    return new SessionService(
        engine,
        ClientContext.embedded(engine::close),
        new OpenConnections(),
        RequestContext.inProcess());
  }
}
