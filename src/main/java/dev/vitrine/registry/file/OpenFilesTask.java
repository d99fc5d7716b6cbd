package dev.vitrine.registry.file;

import dev.vitrine.catalog.FileRight;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.VersionLookUp;
import dev.vitrine.statement.tree.Call.OpenFiles;
import dev.vitrine.store.principal.Caller;
import java.util.List;

/** Checks whether the caller may see, read or add files of a version, and finds their set. */
final class OpenFilesTask implements Task<OpenFiles, OpenFiles.Opened> {
  @Override
  public OpenFiles.Opened execute(OpenFiles call, TaskContext context) {
    VersionFiles files =
        switch (call.access()) {
          case LIST, READ ->
              VersionFiles.toRead(context.requireModel(call.model()), call.version(), context);
          case WRITE -> toWrite(call, context);
        };
    return new OpenFiles.Opened(files.set().id(), right(files, context));
  }

  private static VersionFiles toWrite(OpenFiles call, TaskContext context) {
    VersionLookUp found = context.requireVersion(call.model(), call.version());
    return new VersionFiles(
        found.model(), call.version(), VersionFiles.toWrite(found, call.version(), context));
  }

  private static FileRight right(VersionFiles files, TaskContext context) {
    Caller caller = context.caller();
    boolean owner =
        files
            .model()
            .chain()
            .link(SecurableType.METASTORE)
            .map(metastore -> caller.holders().contains(metastore.ownerId()))
            .orElse(false);
    return new FileRight(
        caller.id(),
        List.copyOf(caller.claimed()),
        caller.admin() && !owner,
        files.model().id(),
        files.version());
  }
}
