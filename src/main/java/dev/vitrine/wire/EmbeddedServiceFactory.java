package dev.vitrine.wire;

import dev.vitrine.error.VitrineException;
import dev.vitrine.session.Engine;
import org.apache.calcite.avatica.AvaticaConnection;
import org.apache.calcite.avatica.remote.Service;

/** Opens the engine in this process for the driver, which finds this class by its name. */
public final class EmbeddedServiceFactory implements Service.Factory {
  /** For Avatica, which makes plug-ins by their class name. */
  public EmbeddedServiceFactory() {}

  @Override
  public Service create(AvaticaConnection connection) {
    try {
      Engine engine = Engine.open(connection.config().url());
      return new InProcessService(new VitrineMeta(engine, engine::close));
    } catch (VitrineException e) {
      throw InProcessService.translate(WireErrors.from(e));
    }
  }
}
