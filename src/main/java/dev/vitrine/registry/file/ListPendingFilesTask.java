package dev.vitrine.registry.file;

import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.VersionLookUp;
import dev.vitrine.statement.tree.Call.ListPendingFiles;
import dev.vitrine.store.securable.FileSetRow;

/** Lists the files of a PENDING version for a caller who may finalize it. */
final class ListPendingFilesTask implements Task<ListPendingFiles, ListPendingFiles.Pending> {
  @Override
  public ListPendingFiles.Pending execute(ListPendingFiles call, TaskContext context) {
    VersionLookUp found = context.requireVersionWithFiles(call.model(), call.version());
    FileSetRow set = VersionFiles.toWrite(found, call.version(), context);
    return new ListPendingFiles.Pending(set.id(), found.files());
  }
}
