package dev.vitrine.wire;

import dev.vitrine.error.VitrineException;
import dev.vitrine.protocol.SqlService;
import dev.vitrine.protocol.SqlServiceFactory;
import dev.vitrine.session.Engine;

/** Opens the engine in this process for the driver, which finds this class as a service. */
public final class EmbeddedServiceFactory implements SqlServiceFactory {
  /** For the service loader. */
  public EmbeddedServiceFactory() {}

  @Override
  public SqlService open(String url) {
    try {
      Engine engine = Engine.open(url);
      return new InProcessService(new VitrineMeta(engine, engine::close));
    } catch (VitrineException e) {
      throw InProcessService.translate(WireErrors.from(e));
    }
  }
}
