package dev.vitrine.registry.file;

import dev.vitrine.registry.task.TaskDefinition;
import dev.vitrine.statement.tree.Call.FindFiles;
import dev.vitrine.statement.tree.Call.ListPendingFiles;
import dev.vitrine.statement.tree.Call.LocateFiles;
import dev.vitrine.statement.tree.Call.OpenFiles;
import java.util.List;

/** The tasks on the files of versions. */
public final class FileTasks {
  private FileTasks() {}

  public static List<TaskDefinition<?, ?>> all() {
    return List.of(
        TaskDefinition.ofCall(FindFiles.class, "listModelVersionFiles", new FindFilesTask()),
        TaskDefinition.ofCall(
            ListPendingFiles.class, "finalizeModelVersion", new ListPendingFilesTask()),
        TaskDefinition.ofCall(
            LocateFiles.class, "generateTemporaryModelVersionCredential", new LocateFilesTask()),
        TaskDefinition.ofCall(
            OpenFiles.class, "generateTemporaryModelVersionCredential", new OpenFilesTask()));
  }
}
