package dev.vitrine.server.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.artifact.FileStorage;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.rest.Api;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.Json;
import dev.vitrine.statement.tree.Call.OpenFiles;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * Files of versions for MLflow's client of {@code http} artifact locations: lists directories and
 * sends files. Each request needs the same rights as the file endpoints; files cannot be added.
 */
public final class ArtifactEndpoints {
  /** The path of the files of all versions. */
  public static final String PATH = "/api/2.0/mlflow-artifacts/artifacts";

  /** Characters that the client does not encode in paths of files, although they must be. */
  private static final Pattern UNSAFE = Pattern.compile("[%#?]");

  private final FileStorage files;
  private final FileResponse response;

  private ArtifactEndpoints(FileStorage files) {
    this.files = files;
    this.response = new FileResponse(files);
  }

  /** Adds them. */
  public static void add(Api api, FileStorage files) {
    ArtifactEndpoints endpoints = new ArtifactEndpoints(files);
    api.answerOfFiles(HandlerType.GET, PATH, endpoints::list);
    api.stream(HandlerType.GET, PATH + "/<path>", endpoints::send);
  }

  /** The entries of a directory; none if the path is that of a file. */
  private JsonNode list(Exchange exchange) {
    ArtifactPath path = ArtifactPath.parse("/" + exchange.required("path"));
    long set = FileEndpoints.open(path, OpenFiles.Access.LIST, exchange);
    ObjectNode answer = Json.object();
    ArrayNode entries = answer.putArray("files");
    if (path.file().isEmpty() || files.find(set, path.requireFile()).isEmpty()) {
      new DirectoryListing(path, files.list(set)).addTo(entries, "");
      entries.forEach(entry -> requireSafe(entry.path("path").asText()));
    }
    return answer;
  }

  /**
   * The client would request another file.
   *
   * @throws VitrineException INVALID_PARAMETER_VALUE for such a name
   */
  private static void requireSafe(String name) {
    if (UNSAFE.matcher(name).find()) {
      throw Exchange.invalid(
              "MLflow's client for this API cannot download the file '"
                  + name
                  + "', because its name has a percent sign, a number sign or a question mark.")
          .withHint("Use the registry URI databricks-uc.");
    }
  }

  private void send(Exchange exchange) throws IOException {
    ArtifactPath path = FileEndpoints.after(PATH, exchange);
    long set = FileEndpoints.open(path, OpenFiles.Access.READ, exchange);
    response.send(FileEndpoints.require(files, set, path.requireFile()), exchange.context());
  }
}
