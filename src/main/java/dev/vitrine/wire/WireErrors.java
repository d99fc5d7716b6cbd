package dev.vitrine.wire;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.memory.MachineErrors;
import java.util.List;
import java.util.UUID;
import org.apache.calcite.avatica.AvaticaSeverity;
import org.apache.calcite.avatica.NoSuchConnectionException;
import org.apache.calcite.avatica.remote.AvaticaRuntimeException;
import org.apache.calcite.avatica.remote.Service.ErrorResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Errors in the one form that crosses Avatica's wire with its SQLSTATE. They carry no stack trace,
 * because Avatica would send it to the client.
 */
final class WireErrors {
  private static final Logger LOG = LoggerFactory.getLogger(WireErrors.class);

  private WireErrors() {}

  static AvaticaRuntimeException of(ErrorCode code, String problem) {
    return translate(new VitrineException(code, problem));
  }

  static RuntimeException from(Throwable failure) {
    if (failure instanceof VirtualMachineError error) {
      return translate(MachineErrors.translate(error));
    }
    if (failure instanceof VitrineException known) {
      return translate(known);
    }
    // Avatica's own: clients know a missing connection by this class.
    if (failure instanceof AvaticaRuntimeException
        || failure instanceof NoSuchConnectionException) {
      return (RuntimeException) failure;
    }
    String id = UUID.randomUUID().toString();
    LOG.error("Internal error {}", id, failure);
    return translate(VitrineException.internal(id, failure));
  }

  /** The form sent to a client of a server. */
  static ErrorResponse response(VitrineException failure) {
    return new ErrorResponse(
        List.of(),
        failure.getMessage(),
        failure.code().vendorCode(),
        failure.code().sqlState(),
        AvaticaSeverity.ERROR,
        null);
  }

  static VitrineException noConnection() {
    return new VitrineException(ErrorCode.CONNECTION_CLOSED, "The connection is closed.")
        .withHint("It was closed or idle for too long. Open a new one.");
  }

  private static AvaticaRuntimeException translate(VitrineException failure) {
    AvaticaRuntimeException translated =
        new AvaticaRuntimeException(
            failure.getMessage(),
            failure.code().vendorCode(),
            failure.code().sqlState(),
            AvaticaSeverity.ERROR);
    translated.setStackTrace(new StackTraceElement[0]);
    return translated;
  }
}
