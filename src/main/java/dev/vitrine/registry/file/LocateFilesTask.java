package dev.vitrine.registry.file;

import dev.vitrine.authorization.Authorizer;
import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.VersionStatus;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.statement.tree.Call.LocateFiles;
import dev.vitrine.statement.tree.Call.OpenFiles;
import dev.vitrine.store.securable.FileSetRow;
import dev.vitrine.store.securable.VersionRow;
import java.util.Optional;

/**
 * Locates the files of a version for a caller who may use them, and records it in the audit trail.
 */
final class LocateFilesTask implements Task<LocateFiles, Optional<LocateFiles.Found>> {
  @Override
  public Optional<LocateFiles.Found> execute(LocateFiles call, TaskContext context) {
    ResolvedObject model = context.resolver().lookModel(call.model());
    if (!model.visible() || model.reserved()) {
      return Optional.empty();
    }
    context.require(model, call.model());
    Optional<LocateFiles.Found> files =
        context
            .versions()
            .find(model.id(), call.version())
            .flatMap(row -> opened(row, model, call, context));
    files.ifPresent(found -> context.addAuditParameter("access", found.access().name()));
    return files;
  }

  private static Optional<LocateFiles.Found> opened(
      VersionRow row, ResolvedObject model, LocateFiles call, TaskContext context) {
    return context
        .files()
        .setOf(model.id(), call.version())
        .flatMap(
            set ->
                access(row, set, model, context)
                    .map(access -> new LocateFiles.Found(set.id(), access)));
  }

  private static Optional<OpenFiles.Access> access(
      VersionRow row, FileSetRow set, ResolvedObject model, TaskContext context) {
    if (row.status() == VersionStatus.READY && permits(Operation.READ_FILES, model)) {
      return Optional.of(OpenFiles.Access.READ);
    }
    boolean writable =
        row.status() == VersionStatus.PENDING_REGISTRATION
            && permits(Operation.WRITE_FILES, model)
            && VersionFiles.mayAdd(model, set, context);
    return writable ? Optional.of(OpenFiles.Access.WRITE) : Optional.empty();
  }

  private static boolean permits(Operation operation, ResolvedObject model) {
    return Authorizer.permits(operation, model.access().orElseThrow());
  }
}
