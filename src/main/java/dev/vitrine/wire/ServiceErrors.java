package dev.vitrine.wire;

import dev.vitrine.error.VitrineException;
import dev.vitrine.memory.MachineErrors;
import dev.vitrine.protocol.ServiceException;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Errors of sessions as errors of the protocol. */
final class ServiceErrors {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceErrors.class);

  private ServiceErrors() {}

  /** Runs work; its errors become errors of the protocol, without their causes. */
  static <T> T translating(Supplier<T> work) {
    try {
      return work.get();
    } catch (ServiceException known) {
      throw known;
    } catch (VitrineException known) {
      throw translate(known);
    } catch (VirtualMachineError error) {
      throw translate(MachineErrors.translate(error));
    } catch (RuntimeException failure) {
      String id = UUID.randomUUID().toString();
      LOG.error("Internal error {}", id, failure);
      throw translate(VitrineException.internal(id, failure));
    }
  }

  private static ServiceException translate(VitrineException failure) {
    return new ServiceException(
        String.valueOf(failure.getMessage()),
        failure.code().sqlState(),
        failure.code().vendorCode());
  }
}
