package dev.vitrine.server.mlflow.registry;

import dev.vitrine.catalog.ModelVersion;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.mlflow.search.NameSpelling;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.PublicUrl;
import dev.vitrine.statement.tree.Call.OpenFiles;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.VersionRef;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The URIs by which MLflow's clients download the files of versions. */
public final class DownloadUris {
  /** Maximum number of copies of copies that are followed to the source. */
  private static final int MOST_COPIES = 20;

  /** The source of a copy. */
  private static final Pattern OTHER_VERSION = Pattern.compile("models:/([^/@]+)/([0-9]{1,18})");

  /** Characters that MLflow's client does not encode in URIs, although they must be. */
  private static final Pattern UNSAFE = Pattern.compile("[%#?]");

  private final NameSpelling names;
  private final PublicUrl server;
  private final String path;

  /**
   * @param path the path of the files of all versions
   */
  public DownloadUris(NameSpelling names, PublicUrl server, String path) {
    this.names = names;
    this.server = server;
    this.path = path;
  }

  /** The version of a registered model that a source names; empty for other sources. */
  static Optional<Registered> registered(String source, NameSpelling names) {
    Matcher matcher = OTHER_VERSION.matcher(source);
    return matcher.matches() && !matcher.group(1).startsWith("m-")
        ? Optional.of(
            new Registered(names.parse(matcher.group(1)), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  /** A version of a registered model. */
  record Registered(QualifiedName model, long version) {}

  /**
   * An address on this server if the files are here, otherwise the source, which the client opens
   * with its own rights. A copy of a version that has no files here has the source of the original.
   *
   * @throws VitrineException as READ of the version, or of the original of a copy
   */
  String of(QualifiedName model, long version, Exchange exchange) {
    Registered found = new Registered(model, version);
    ModelVersion row = read(found, exchange);
    for (int copies = 0; copies <= MOST_COPIES; copies++) {
      if (row.storageLocation().isPresent()) {
        return onServer(row, found, exchange);
      }
      String source =
          row.source()
              .orElseThrow(() -> Exchange.invalid("The version has neither files nor a source."));
      Optional<Registered> original = registered(source, names);
      if (original.isEmpty()) {
        return source;
      }
      found = original.get();
      row = readOriginal(found, exchange);
    }
    throw Exchange.invalid("The version is a copy of more than " + MOST_COPIES + " copies.");
  }

  private static ModelVersion read(Registered version, Exchange exchange) {
    return exchange.read(version.model(), new VersionRef.ByNumber(version.version()));
  }

  private static ModelVersion readOriginal(Registered original, Exchange exchange) {
    try {
      return read(original, exchange);
    } catch (VitrineException exception) {
      throw new VitrineException(
              exception.code(),
              "The version is a copy of version "
                  + original.version()
                  + " of '"
                  + original.model()
                  + "', whose source cannot be read. "
                  + exception.problem())
          .withHint(exception.hint())
          .withCause(exception);
    }
  }

  private String onServer(ModelVersion row, Registered version, Exchange exchange) {
    exchange.run(new OpenFiles(version.model(), version.version(), OpenFiles.Access.LIST, ""));
    if (UNSAFE.matcher(row.model()).find()) {
      throw Exchange.invalid(
              "MLflow's client for this API cannot download files of a model whose name has a"
                  + " percent sign, a number sign or a question mark.")
          .withHint("Use the registry URI databricks-uc.");
    }
    return server.of(exchange.context())
        + path
        + "/Models/"
        + row.model().replace('.', '/')
        + "/"
        + version.version();
  }
}
