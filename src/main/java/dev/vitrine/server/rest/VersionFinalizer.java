package dev.vitrine.server.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.artifact.ClientFiles;
import dev.vitrine.artifact.FileStorage;
import dev.vitrine.artifact.ModelDescription;
import dev.vitrine.catalog.StoredFile;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.statement.tree.Call.FinalizeVersion;
import dev.vitrine.statement.tree.Call.ListPendingFiles;
import dev.vitrine.statement.tree.Call.Registered;
import dev.vitrine.statement.tree.QualifiedName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finalizing a version, the same on every surface. */
public final class VersionFinalizer {
  private final FileStorage files;
  private final @Nullable ClientFiles written;
  private final boolean signatureRequired;

  /**
   * @param written where clients may have written files directly; null if they cannot
   * @param signatureRequired whether a version must have the signature that a governed model needs
   */
  public VersionFinalizer(
      FileStorage files, @Nullable ClientFiles written, boolean signatureRequired) {
    this.files = files;
    this.written = written;
    this.signatureRequired = signatureRequired;
  }

  /** Makes a version READY. */
  public Registered finish(QualifiedName model, long version, CallRunner calls) {
    ListPendingFiles.Pending pending = calls.run(new ListPendingFiles(model, version));
    long set = pending.set();
    List<StoredFile> all = written != null ? takeIn(written, set) : pending.files();
    Optional<StoredFile> file =
        all.stream().filter(any -> any.path().equals(ModelDescription.PATH.value())).findFirst();
    ModelDescription description = file.map(this::read).orElseGet(ModelDescription::none);
    if (signatureRequired && !description.isSigned()) {
      throw new VitrineException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              file.isEmpty()
                  ? "The version has no file MLmodel."
                  : "The version's MLmodel has no signature of both inputs and outputs.")
          .withHint(
              written != null && file.isEmpty()
                  ? written.advice()
                  : "Log the model with an input example or a signature.");
    }
    files.requireComplete(set, all);
    Registered finished =
        calls.run(
            new FinalizeVersion(
                model,
                version,
                signature(description.signature()),
                description.loggedModelId(),
                file.map(StoredFile::blob)));
    if (written != null) {
      written.discard(set);
    }
    return finished;
  }

  /** All files of a set, with those that clients have written. */
  private List<StoredFile> takeIn(ClientFiles written, long set) {
    try {
      written.takeIn(set);
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
    return files.list(set);
  }

  private ModelDescription read(StoredFile file) {
    ModelDescription.requireSize(file.size());
    try (InputStream bytes = files.read(file)) {
      return ModelDescription.read(bytes);
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  private static Optional<String> signature(Map<String, String> parts) {
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode node = Json.object();
    for (String part : new String[] {"inputs", "outputs", "params"}) {
      node.put(part, parts.get(part));
    }
    return Optional.of(node.toString());
  }
}
