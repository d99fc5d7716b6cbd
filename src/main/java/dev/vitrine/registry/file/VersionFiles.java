package dev.vitrine.registry.file;

import dev.vitrine.authorization.Operation;
import dev.vitrine.catalog.VersionStatus;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.VersionLookUp;
import dev.vitrine.registry.task.VersionNumbers;
import dev.vitrine.store.securable.FileSetRow;
import dev.vitrine.store.securable.RegistrationDao.Registration;
import dev.vitrine.store.securable.VersionRow;
import java.util.Optional;

/** A version and its files, for an authorised caller. */
public record VersionFiles(ResolvedObject model, long version, FileSetRow set) {
  /**
   * The files of a READY version.
   *
   * @throws VitrineException also FILE_NOT_FOUND when the version has no files in Vitrine
   */
  public static VersionFiles toRead(ResolvedObject model, long version, TaskContext context) {
    context.authorize(Operation.READ_FILES, model);
    VersionRow row = find(model, version, context);
    return ready(model, version, row, set(model, version, row));
  }

  /** The same; empty when the version has no files in Vitrine. */
  static Optional<VersionFiles> findToRead(
      ResolvedObject model, long version, TaskContext context) {
    context.authorize(Operation.READ_FILES, model);
    VersionRow row = find(model, version, context);
    return row.files().map(set -> ready(model, version, row, set));
  }

  private static VersionFiles ready(
      ResolvedObject model, long version, VersionRow row, FileSetRow set) {
    if (row.status() != VersionStatus.READY) {
      throw new VitrineException(
              ErrorCode.INVALID_VERSION_STATE,
              describe(model, version) + " is not READY, but " + row.status() + ".")
          .withHint("Its files can be read after it is finalized.");
    }
    return new VersionFiles(model, version, set);
  }

  /**
   * The set of files of a version that is PENDING and was begun by the caller, or is of the
   * caller's model.
   */
  public static FileSetRow toWrite(VersionLookUp found, long version, TaskContext context) {
    context.authorize(Operation.WRITE_FILES, found.model());
    Registration row =
        found.version().orElseThrow(() -> VersionNumbers.notFound(found.model(), version));
    return requireWritable(found.model(), version, row, context);
  }

  /** The same for a version that exists, and a caller who may write files of the model. */
  public static FileSetRow requireWritable(
      ResolvedObject model, long version, Registration row, TaskContext context) {
    FileSetRow set =
        row.files().orElseThrow(() -> noFiles(model, version, row.source().orElse("")));
    if (!mayAdd(model, set, context)) {
      throw new VitrineException(
              ErrorCode.INSUFFICIENT_PRIVILEGES,
              "User '"
                  + context.caller().name()
                  + "' neither began "
                  + describe(model, version)
                  + " nor owns the model.")
          .withHint("Register another version.");
    }
    if (row.status() != VersionStatus.PENDING_REGISTRATION) {
      throw new VitrineException(
              ErrorCode.INVALID_VERSION_STATE,
              describe(model, version) + " is " + row.status() + "; its files cannot change.")
          .withHint("Register a new version.");
    }
    return set;
  }

  /** Whether the caller began the version, or owns its model. */
  public static boolean mayAdd(ResolvedObject model, FileSetRow set, TaskContext context) {
    return set.creatorId() == context.caller().id() || model.access().orElseThrow().owns();
  }

  private static VersionRow find(ResolvedObject model, long version, TaskContext context) {
    return context
        .versions()
        .find(model.id(), version)
        .orElseThrow(() -> VersionNumbers.notFound(model, version));
  }

  private static FileSetRow set(ResolvedObject model, long version, VersionRow row) {
    return row.files().orElseThrow(() -> noFiles(model, version, row.source().orElse("")));
  }

  private static VitrineException noFiles(ResolvedObject model, long version, String source) {
    return new VitrineException(
            ErrorCode.FILE_NOT_FOUND,
            describe(model, version)
                + " has no files in Vitrine: it was registered from '"
                + source
                + "'.")
        .withHint("Load it from there, or register it with an MLflow client.");
  }

  private static String describe(ResolvedObject model, long version) {
    return "Version " + version + " of model '" + model.fullName() + "'";
  }
}
