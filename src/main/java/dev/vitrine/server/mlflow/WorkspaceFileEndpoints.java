package dev.vitrine.server.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.artifact.FilePath;
import dev.vitrine.artifact.FileStorage;
import dev.vitrine.artifact.SignedUrls.Method;
import dev.vitrine.catalog.StoredFile;
import dev.vitrine.server.mlflow.search.NameSpelling;
import dev.vitrine.server.rest.Api;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.Json;
import dev.vitrine.server.rest.PublicUrl;
import dev.vitrine.statement.tree.Call.OpenFiles;
import dev.vitrine.statement.tree.QualifiedName;
import io.javalin.http.HandlerType;
import java.util.Optional;

/**
 * Files of versions for clients with the registry URI {@code databricks}, which is that of a
 * workspace's own registry: lists directories and signs URLs for downloads.
 */
final class WorkspaceFileEndpoints {
  private static final String PREFIX = "/api/2.0/mlflow/model-versions";

  private final FileStorage files;
  private final SignedRights rights;
  private final PublicUrl server;
  private final NameSpelling names;

  WorkspaceFileEndpoints(
      FileStorage files, SignedRights rights, PublicUrl server, NameSpelling names) {
    this.files = files;
    this.rights = rights;
    this.server = server;
    this.names = names;
  }

  void add(Api api) {
    api.answerOfFiles(HandlerType.GET, PREFIX + "/list-artifacts", this::list);
    api.answerOfFiles(HandlerType.GET, PREFIX + "/get-signed-download-uri", this::sign);
  }

  /** The entries of a directory, with their paths in the version; of a file, the file itself. */
  private JsonNode list(Exchange exchange) {
    ArtifactPath path = path(exchange);
    long set = FileEndpoints.open(path, OpenFiles.Access.LIST, exchange);
    ObjectNode answer = Json.object();
    ArrayNode entries = answer.putArray("files");
    Optional<StoredFile> file = path.file().flatMap(name -> files.find(set, name));
    if (file.isPresent()) {
      entries
          .addObject()
          .put("path", path.relative())
          .put("is_dir", false)
          .put("file_size", file.get().size());
    } else {
      String parent = path.relative().isEmpty() ? "" : path.relative() + "/";
      new DirectoryListing(path, files.list(set)).addTo(entries, parent);
    }
    return answer;
  }

  private JsonNode sign(Exchange exchange) {
    ArtifactPath path = path(exchange);
    OpenFiles.Opened opened = FileEndpoints.opened(path, OpenFiles.Access.READ, exchange);
    FilePath file = path.requireFile();
    FileEndpoints.require(files, opened.set(), file);
    ObjectNode answer = Json.object();
    answer.put(
        "signed_uri",
        server.of(exchange.context())
            + FileEndpoints.SIGNED
            + rights.sign(Method.GET, opened, file, ""));
    answer.putArray("headers");
    return answer;
  }

  private ArtifactPath path(Exchange exchange) {
    QualifiedName model = names.parse(exchange.required("name"));
    long version = exchange.requiredNumber("version");
    return new ArtifactPath(
        model,
        version,
        "/Models/" + model.toString().replace('.', '/') + "/" + version,
        exchange.text("path").filter(text -> !text.isEmpty()).map(FilePath::new));
  }
}
