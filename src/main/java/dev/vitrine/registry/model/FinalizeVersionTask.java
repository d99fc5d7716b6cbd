package dev.vitrine.registry.model;

import dev.vitrine.authorization.Operation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.file.VersionFiles;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.Texts;
import dev.vitrine.registry.task.VersionLookUp;
import dev.vitrine.statement.tree.Call.FinalizeVersion;
import dev.vitrine.statement.tree.Call.Registered;
import dev.vitrine.store.securable.RegistrationDao;
import dev.vitrine.store.securable.RegistrationDao.Completed;
import dev.vitrine.store.securable.RegistrationDao.LockedVersion;
import dev.vitrine.store.vendor.StoreConflictException;
import java.util.Optional;

/** Makes a version READY; after that nothing can be added to its files. */
final class FinalizeVersionTask implements Task<FinalizeVersion, Registered> {
  @Override
  public Registered execute(FinalizeVersion call, TaskContext context) {
    ResolvedObject model = context.requireRecentModel(call.model());
    context.authorize(Operation.WRITE_FILES, model);
    context.transaction().writing();
    RegistrationDao registrations = context.registrations();
    Optional<LockedVersion> found = registrations.lock(model.id(), call.version());
    if (found.isEmpty()) {
      throw missing(call, context);
    }
    // Uploads are excluded from here on.
    LockedVersion locked = found.get();
    VersionFiles.requireWritable(model, call.version(), locked.version(), context);
    Completed completed =
        registrations.complete(
            locked,
            call.signature().map(Texts.SIGNATURE::check).orElse(null),
            call.loggedModelId().map(Texts.RUN_ID::check).orElse(null),
            FinalizeVersion.DESCRIPTION,
            context.stamp(),
            context.takeAuditRow());
    // A file may have been replaced since it was read. This error undoes the change.
    if (!completed.description().equals(call.description())) {
      throw new VitrineException(
              ErrorCode.SERIALIZATION_FAILURE, "The version's files changed during finalization.")
          .withHint("Finalize it again when all uploads have ended.");
    }
    return new Registered(
        call.version(),
        Optional.of(completed.version()).filter(any -> ReadVersionTask.readable(model)));
  }

  /** The error for a version that has gone, or has no files in Vitrine. */
  private static RuntimeException missing(FinalizeVersion call, TaskContext context) {
    VersionLookUp now = context.requireVersion(call.model(), call.version());
    VersionFiles.toWrite(now, call.version(), context);
    // It has been there in between: the statement is repeated.
    return new StoreConflictException();
  }
}
