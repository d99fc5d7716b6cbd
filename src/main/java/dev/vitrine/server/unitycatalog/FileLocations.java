package dev.vitrine.server.unitycatalog;

import dev.vitrine.artifact.DirectFiles;
import dev.vitrine.artifact.S3ClientFiles;
import dev.vitrine.artifact.s3.TemporaryCredentials;
import dev.vitrine.catalog.ModelVersion;
import dev.vitrine.catalog.VersionStatus;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.statement.tree.Call.LocateFiles;
import dev.vitrine.statement.tree.Call.OpenFiles;
import dev.vitrine.statement.tree.Call.Registered;
import dev.vitrine.statement.tree.QualifiedName;
import io.javalin.http.Header;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The location of a version's files for clients that access the storage directly. */
public final class FileLocations {
  /**
   * User-Agent prefix of MLflow's {@code uc:} scheme. Other clients use the Databricks SDK and
   * access files by signed URLs or paths; {@code uc:} cannot, and misinterprets the response that
   * they need.
   */
  private static final String UC_SCHEME = "mlflow-python-client/";

  /** For the Databricks SDK, which does not use credentials that it does not need. */
  private static final String DATABRICKS = "databricks-sdk";

  /** The storage location of a version in the store: this set. */
  private static final Pattern SET = Pattern.compile("vitrine:/files/([0-9]{1,18})");

  private final @Nullable DirectFiles direct;
  private final @Nullable S3ClientFiles lent;

  /**
   * @param direct directories for direct access; null if disabled
   * @param lent S3 prefixes for temporary credentials; null if disabled
   */
  public FileLocations(@Nullable DirectFiles direct, @Nullable S3ClientFiles lent) {
    this.direct = direct;
    this.lent = lent;
  }

  /**
   * A directory to which the caller may write the version's files, or from which the caller may
   * read them; or their S3 location, for callers who get credentials.
   */
  Optional<String> of(QualifiedName model, Registered version, Exchange exchange) {
    S3ClientFiles prefixes = lent;
    if (prefixes != null) {
      return version.version().flatMap(found -> inS3(found, prefixes));
    }
    return direct == null ? Optional.empty() : directory(model, version.number(), direct, exchange);
  }

  private static Optional<String> inS3(ModelVersion version, S3ClientFiles lent) {
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
    return exchange
        .run(new LocateFiles(model, version))
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
    if (direct == null && lent == null) {
      requireOtherWay(exchange);
    }
  }

  /**
   * Temporary credentials for the files of the version only. The privileges were checked; issuing
   * the credentials is recorded in the audit trail.
   */
  Optional<TemporaryCredentials> credentials(
      QualifiedName model, long version, OpenFiles.Access access, Exchange exchange) {
    String client = exchange.context().header(Header.USER_AGENT);
    if (lent == null || (client != null && client.contains(DATABRICKS))) {
      return Optional.empty();
    }
    LocateFiles.Found found =
        exchange
            .run(new LocateFiles(model, version))
            .filter(any -> any.access() == access)
            .orElseThrow(
                () ->
                    new VitrineException(
                            ErrorCode.SERIALIZATION_FAILURE,
                            "The version changed at the same time.")
                        .withHint("Try again."));
    if (access == OpenFiles.Access.WRITE) {
      return Optional.of(lent.toWrite(found.set(), exchange.user()));
    }
    try {
      return Optional.of(lent.toRead(found.set(), exchange.user()));
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
              direct == null
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
