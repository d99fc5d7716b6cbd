package dev.vitrine.registry;

import dev.vitrine.statement.tree.OpenFiles;

/** Checks who may see, read or add files of a version, and which set of files that is. */
final class OpenFilesTask implements Task<OpenFiles> {
  @Override
  public TaskResult execute(OpenFiles call, TaskContext context) {
    Target model = context.requireModel(call.model());
    VersionFiles files =
        switch (call.access()) {
          case LIST, READ -> VersionFiles.toRead(model, call.version(), context);
          case WRITE -> VersionFiles.toWrite(model, call.version(), context);
        };
    return new TaskResult.Opened(files.set().id(), !call.reads());
  }
}
