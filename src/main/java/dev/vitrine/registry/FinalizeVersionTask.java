package dev.vitrine.registry;

import dev.vitrine.catalog.StoredFile;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.statement.tree.FinalizeVersion;
import dev.vitrine.store.FileDao;
import java.util.Optional;

/** Makes a version READY; after that nothing can be added to its files. */
final class FinalizeVersionTask implements Task<FinalizeVersion> {
  @Override
  public TaskResult execute(FinalizeVersion call, TaskContext context) {
    Target model = context.requireModel(call.model());
    VersionFiles known = VersionFiles.toWrite(model, call.version(), context);
    context.transaction().writing();
    context.transaction().securables().lock(model.type(), model.id());
    FileDao files = context.transaction().files();
    files.lock(known.set().id());
    // Asked again: another call may have finalized it, or an upload changed it, before the locks.
    VersionFiles current = VersionFiles.toWrite(model, call.version(), context);
    Optional<String> description =
        files.find(current.set().id(), FinalizeVersion.DESCRIPTION).map(StoredFile::blob);
    if (!description.equals(call.description())) {
      throw new VitrineException(
              ErrorCode.SERIALIZATION_FAILURE, "The version's files were changed meanwhile.")
          .withHint("Finalize it again, when nothing is uploaded any more.");
    }
    Texts.RUN_ID
        .check(call.loggedModelId())
        .ifPresent(id -> files.setLoggedModelId(current.set().id(), id));
    context
        .transaction()
        .versions()
        .ready(
            model.id(), call.version(), Texts.SIGNATURE.check(call.signature()), context.stamp());
    context.transaction().securables().touch(model.type(), model.id(), context.stamp());
    return TaskResult.changed(1);
  }
}
