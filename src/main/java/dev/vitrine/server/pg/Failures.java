package dev.vitrine.server.pg;

import dev.vitrine.error.VitrineException;
import dev.vitrine.memory.MachineErrors;
import java.util.UUID;

/** Errors of any kind as errors that clients may see. */
final class Failures {
  private Failures() {}

  /** Unexpected errors go to the log with an ID, which is all that the client sees. */
  static VitrineException translate(Throwable failure) {
    if (failure instanceof VitrineException known) {
      return known;
    }
    if (failure instanceof VirtualMachineError error) {
      return MachineErrors.translate(error);
    }
    String id = UUID.randomUUID().toString();
    PgListener.LOG.error("Internal error {}", id, failure);
    return VitrineException.internal(id, failure);
  }
}
