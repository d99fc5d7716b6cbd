package dev.vitrine.server.unitycatalog;

import static java.util.Objects.requireNonNull;

import dev.vitrine.artifact.DirectFiles;
import dev.vitrine.artifact.LentFiles;
import dev.vitrine.artifact.TemporaryCredentials;
import dev.vitrine.catalog.ModelVersion;
import dev.vitrine.catalog.VersionStatus;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.session.call.Outcome;
import dev.vitrine.statement.tree.Call.LocateFiles;
import dev.vitrine.statement.tree.Call.OpenFiles;
import dev.vitrine.statement.tree.QualifiedName;
import io.javalin.http.Header;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where clients that bring no way of their own find the files of a version. */
public final class FileLocations {
  /**
   * How MLflow's {@code uc:} scheme introduces itself. All else that comes here is Databricks' SDK
   * or built on it, and reaches files by signed urls or their paths; {@code uc:} cannot, and takes
   * the answer that they need for one of a server that is newer than it.
   */
  private static final String UC_SCHEME = "mlflow-python-client/";

  /** Of Databricks' SDK, which never uses credentials that it does not need. */
  private static final String DATABRICKS = "databricks-sdk";

  /** Where the store says the files of a version are: in this set. */
  private static final Pattern SET = Pattern.compile("vitrine:/files/([0-9]{1,18})");

  private final Optional<DirectFiles> direct;
  private final Optional<LentFiles> lent;

  /**
   * @param direct directories that may be told to clients; empty for none
   * @param lent prefixes in S3 that credentials can be had for; empty for none
   */
  public FileLocations(Optional<DirectFiles> direct, Optional<LentFiles> lent) {
    this.direct = requireNonNull(direct);
    this.lent = requireNonNull(lent);
  }

  /**
   * A directory that the caller may write the version's files to, or read them from; or where in S3
   * they are, for who gets credentials.
   */
  Optional<String> of(
      QualifiedName model, long number, Optional<ModelVersion> version, Exchange exchange) {
    if (lent.isPresent()) {
      return version.flatMap(found -> inS3(found, lent.get()));
    }
    return direct.flatMap(directories -> directory(model, number, directories, exchange));
  }

  private static Optional<String> inS3(ModelVersion version, LentFiles lent) {
    Matcher matcher = SET.matcher(version.storageLocation().orElse(""));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long set = Long.parseLong(matcher.group(1));
    return Optional.of(
        version.status() == VersionStatus.READY ? lent.export(set) : lent.staging(set));
  }

  private static Optional<String> directory(
      QualifiedName model, long version, DirectFiles direct, Exchange exchange) {
    Outcome.Located located = (Outcome.Located) exchange.run(new LocateFiles(model, version));
    return located
        .files()
        .flatMap(found -> directory(found, direct))
        .map(directory -> directory.toUri().toString());
  }

  private static Optional<Path> directory(LocateFiles.Found found, DirectFiles direct) {
    try {
      return switch (found.access()) {
        case WRITE -> Optional.of(direct.staging(found.set()));
        case READ -> direct.export(found.set());
        case LIST -> Optional.empty();
      };
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  /**
   * Before a version is begun whose files could not follow.
   *
   * @throws VitrineException UNSUPPORTED_FEATURE when the client cannot send them
   */
  void requireForNewVersion(Exchange exchange) {
    if (direct.isEmpty() && lent.isEmpty()) {
      requireOtherWay(exchange);
    }
  }

  /**
   * Credentials that are good for the files of the version and nothing else, for a client that has
   * use for them. The rights were asked; that they were made use of so is for the trail.
   */
  Optional<TemporaryCredentials> credentials(
      QualifiedName model, long version, OpenFiles.Access access, Exchange exchange) {
    String client = exchange.context().header(Header.USER_AGENT);
    if (lent.isEmpty() || (client != null && client.contains(DATABRICKS))) {
      return Optional.empty();
    }
    Outcome.Located located = (Outcome.Located) exchange.run(new LocateFiles(model, version));
    LocateFiles.Found found =
        located
            .files()
            .filter(any -> any.access() == access)
            .orElseThrow(
                () ->
                    new VitrineException(
                            ErrorCode.SERIALIZATION_FAILURE,
                            "The version changed at the same time.")
                        .withHint("Try again."));
    if (access == OpenFiles.Access.WRITE) {
      return Optional.of(lent.get().toWrite(found.set(), exchange.user()));
    }
    try {
      return Optional.of(lent.get().toRead(found.set(), exchange.user()));
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  /**
   * When a client asks for credentials, and there are none.
   *
   * @throws VitrineException UNSUPPORTED_FEATURE when it has no other way to files
   */
  void requireOtherWay(Exchange exchange) {
    String client = exchange.context().header(Header.USER_AGENT);
    if (client != null && client.startsWith(UC_SCHEME)) {
      throw new VitrineException(
              ErrorCode.UNSUPPORTED_FEATURE,
              direct.isEmpty()
                  ? "MLflow's uc: scheme cannot access the files of this server."
                  : "The paths of the version's files cannot be stored as a directory.")
          .withHint(
              "Use mlflow.set_registry_uri(\"databricks-uc\") with DATABRICKS_HOST and"
                  + " DATABRICKS_TOKEN, which needs no option; or start the server"
                  + " with --allow-direct-files, for clients on the same machine, or with files in"
                  + " S3 and --storage-role.");
    }
  }
}
