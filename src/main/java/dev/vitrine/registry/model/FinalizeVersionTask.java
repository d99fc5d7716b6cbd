package dev.vitrine.registry.model;

import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.StoredFile;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.file.VersionFiles;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.Texts;
import dev.vitrine.statement.tree.Call.FinalizeVersion;
import dev.vitrine.statement.tree.Call.Registered;
import dev.vitrine.store.securable.FileDao;
import java.util.Optional;

/** Makes a version READY; after that nothing can be added to its files. */
final class FinalizeVersionTask implements Task<FinalizeVersion, Registered> {
  @Override
  public Registered execute(FinalizeVersion call, TaskContext context) {
    ResolvedObject model = context.requireModel(call.model());
    context.authorize(Operation.WRITE_FILES, model);
    context.lock(model);
    VersionFiles current = VersionFiles.toWrite(model, call.version(), context);
    FileDao files = context.files();
    files.lock(current.set().id());
    // Only now uploads are excluded; a file may have been replaced since it was read.
    Optional<String> description =
        files.find(current.set().id(), FinalizeVersion.DESCRIPTION).map(StoredFile::blob);
    if (!description.equals(call.description())) {
      throw new VitrineException(
              ErrorCode.SERIALIZATION_FAILURE, "The version's files changed during finalization.")
          .withHint("Finalize it again when all uploads have ended.");
    }
    Texts.RUN_ID
        .check(call.loggedModelId())
        .ifPresent(id -> files.setLoggedModelId(current.set().id(), id));
    Optional<String> signature = Texts.SIGNATURE.check(call.signature());
    context.versions().ready(model.id(), call.version(), signature.orElse(null), context.stamp());
    signature.ifPresent(
        text ->
            context
                .versionContents()
                .insertSignature(model.id(), call.version(), text, context.stamp()));
    return new Registered(call.version(), ReadVersionTask.find(model, call.version(), context));
  }
}
