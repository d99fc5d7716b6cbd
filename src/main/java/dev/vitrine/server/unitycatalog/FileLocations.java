package dev.vitrine.server.unitycatalog;

import static java.util.Objects.requireNonNull;

import dev.vitrine.artifact.DirectFiles;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.session.Outcome;
import dev.vitrine.statement.tree.LocateFiles;
import dev.vitrine.statement.tree.QualifiedName;
import io.javalin.http.Header;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/** Where clients that bring no way of their own find the files of a version. */
public final class FileLocations {
  /**
   * How MLflow's {@code uc:} scheme introduces itself. All else that comes here is Databricks' SDK
   * or built on it, and reaches files by signed urls or their paths; {@code uc:} cannot, and takes
   * the answer that they need for one of a server that is newer than it.
   */
  private static final String UC_SCHEME = "mlflow-python-client/";

  private final Optional<DirectFiles> direct;

  /**
   * @param direct directories that may be told to clients; empty for none
   */
  public FileLocations(Optional<DirectFiles> direct) {
    this.direct = requireNonNull(direct);
  }

  /** A directory that the caller may write the version's files to, or read them from. */
  Optional<String> of(QualifiedName model, long version, Exchange exchange) {
    if (direct.isEmpty()) {
      return Optional.empty();
    }
    Outcome.Located located = (Outcome.Located) exchange.run(new LocateFiles(model, version));
    return located
        .files()
        .flatMap(found -> directory(found, direct.get()))
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
    if (direct.isEmpty()) {
      requireOtherWay(exchange);
    }
  }

  /**
   * When a client asks for credentials.
   *
   * @throws VitrineException UNSUPPORTED_FEATURE when it has no other way to files
   */
  void requireOtherWay(Exchange exchange) {
    String client = exchange.context().header(Header.USER_AGENT);
    if (client != null && client.startsWith(UC_SCHEME)) {
      throw new VitrineException(
              ErrorCode.UNSUPPORTED_FEATURE,
              direct.isEmpty()
                  ? "The files of this server are out of reach of MLflow's uc: scheme."
                  : "The paths of the version's files cannot be laid out as a directory.")
          .withHint(
              "Use mlflow.set_registry_uri(\"databricks-uc\") with DATABRICKS_HOST and"
                  + " DATABRICKS_TOKEN, which reaches them as it is; or have the server started"
                  + " with --allow-direct-files, for clients on the same machine.");
    }
  }
}
