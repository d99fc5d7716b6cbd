package dev.vitrine.registry.file;

import dev.vitrine.authorization.Authorizer;
import dev.vitrine.authorization.Operation;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.statement.tree.Call.FindFiles;
import java.util.Optional;

/** Finds the files of a READY version for a caller who may read them. */
final class FindFilesTask implements Task<FindFiles, FindFiles.Found> {
  @Override
  public FindFiles.Found execute(FindFiles call, TaskContext context) {
    ResolvedObject model = context.requireModel(call.model());
    if (!Authorizer.permits(Operation.READ_FILES, model.access().orElseThrow())) {
      return new FindFiles.Found(false, Optional.empty());
    }
    return new FindFiles.Found(
        true,
        VersionFiles.findToRead(model, call.version(), context).map(files -> files.set().id()));
  }
}
