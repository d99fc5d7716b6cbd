package dev.vitrine.server.unitycatalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.artifact.s3.TemporaryCredentials;
import dev.vitrine.catalog.ModelVersion;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.server.rest.Api;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.Json;
import dev.vitrine.server.rest.NewVersion;
import dev.vitrine.server.rest.TagList;
import dev.vitrine.server.rest.VersionFinalizer;
import dev.vitrine.server.rest.view.Page;
import dev.vitrine.server.rest.view.VersionView;
import dev.vitrine.statement.tree.Call.OpenFiles;
import dev.vitrine.statement.tree.Call.ReadDependencies;
import dev.vitrine.statement.tree.Call.Registered;
import dev.vitrine.statement.tree.ModelStatement.DropVersions;
import dev.vitrine.statement.tree.ObjectRef;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.SecurableRef;
import dev.vitrine.statement.tree.SecurableStatement.CommentOn;
import dev.vitrine.statement.tree.VersionRef;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Model versions. */
public final class ModelVersionEndpoints {
  /** Default rows per page. */
  private static final int USUAL_PAGE = 100;

  /** Maximum rows per page. */
  private static final int LARGEST_PAGE = 10_000;

  private final VersionFinalizer finalizer;

  private final FileLocations locations;

  private ModelVersionEndpoints(VersionFinalizer finalizer, FileLocations locations) {
    this.finalizer = finalizer;
    this.locations = locations;
  }

  /** Adds them. */
  public static void add(Api api, VersionFinalizer finalizer, FileLocations locations) {
    ModelVersionEndpoints endpoints = new ModelVersionEndpoints(finalizer, locations);
    String versions = ContainerEndpoints.PREFIX + "/models/{full_name}/versions";
    String version = versions + "/{version}";
    api.answer(HandlerType.POST, ContainerEndpoints.PREFIX + "/models/versions", endpoints::create);
    api.answer(HandlerType.PATCH, version + "/finalize", endpoints::finish);
    api.answer(HandlerType.GET, versions, ModelVersionEndpoints::list);
    api.answer(HandlerType.GET, version, endpoints::get);
    api.answer(HandlerType.PATCH, version, ModelVersionEndpoints::update);
    api.answer(HandlerType.DELETE, version, ModelVersionEndpoints::delete);
    api.answer(
        HandlerType.POST,
        ContainerEndpoints.PREFIX + "/temporary-model-version-credentials",
        endpoints::credentials);
  }

  private JsonNode create(Exchange exchange) {
    locations.requireForNewVersion(exchange);
    QualifiedName model = RegisteredModelEndpoints.inParts("model_name", exchange);
    Registered begun =
        NewVersion.begin(
            model, exchange.comment().orElse(null), TagList.of(exchange.body()), exchange);
    return located(model, begun, exchange);
  }

  private JsonNode finish(Exchange exchange) {
    QualifiedName model = RegisteredModelEndpoints.inPath("model_name", exchange);
    long version = exchange.pathVersion();
    return response(model, finalizer.finish(model, version, exchange));
  }

  private static JsonNode list(Exchange exchange) {
    int size = exchange.pageSize(USUAL_PAGE, LARGEST_PAGE);
    QualifiedName model = exchange.pathModel();
    Page<VersionView> page = VersionView.page(model, size, exchange);
    Map<Long, String> dependencies =
        page.rows().isEmpty() ? Map.of() : exchange.run(new ReadDependencies(model));
    return UnityCatalogJson.list(
        "model_versions", page, version -> UnityCatalogJson.version(version, dependencies));
  }

  private JsonNode get(Exchange exchange) {
    QualifiedName model = exchange.pathModel();
    long version = exchange.pathVersion();
    ModelVersion found = exchange.read(model, new VersionRef.ByNumber(version));
    return located(model, new Registered(version, Optional.of(found)), exchange);
  }

  private ObjectNode located(QualifiedName model, Registered version, Exchange exchange) {
    ObjectNode response = response(model, version);
    locations
        .of(model, version, exchange)
        .ifPresent(location -> response.put("storage_location", location));
    return response;
  }

  private static JsonNode update(Exchange exchange) {
    QualifiedName model = RegisteredModelEndpoints.inPath("model_name", exchange);
    long version = exchange.pathVersion();
    if (exchange.text("comment").isPresent()) {
      exchange.run(
          new CommentOn(
              new ObjectRef(
                  SecurableRef.of(SecurableType.MODEL, model),
                  Optional.of(new VersionRef.ByNumber(version))),
              exchange.comment()));
    }
    return response(model, new Registered(version, exchange.find(model, version)));
  }

  private static JsonNode delete(Exchange exchange) {
    exchange.run(
        new DropVersions(
            RegisteredModelEndpoints.inPath("model_name", exchange),
            false,
            List.of(exchange.pathVersion())));
    return Json.object();
  }

  /**
   * The response makes clients that support signed URLs use them, because each URL is signed after
   * a privilege check. Others ignore this field and use the credentials.
   */
  private JsonNode credentials(Exchange exchange) {
    QualifiedName model = RegisteredModelEndpoints.inParts("model_name", exchange);
    long version = exchange.requiredNumber("version");
    boolean writes = exchange.text("operation").orElse("").contains("WRITE");
    OpenFiles.Access access = writes ? OpenFiles.Access.WRITE : OpenFiles.Access.READ;
    exchange.run(new OpenFiles(model, version, access, ""));
    ObjectNode answer = Json.object().put("storage_mode", "DEFAULT_STORAGE");
    Optional<TemporaryCredentials> credentials =
        locations.credentials(model, version, access, exchange);
    if (credentials.isEmpty()) {
      locations.requireOtherWay(exchange);
      return answer;
    }
    answer
        .putObject("aws_temp_credentials")
        .put("access_key_id", credentials.get().accessKeyId())
        .put("secret_access_key", credentials.get().secretAccessKey())
        .put("session_token", credentials.get().sessionToken());
    return answer.put("expiration_time", credentials.get().expiry().toEpochMilli());
  }

  /**
   * The response to a caller who may change a version but not read it contains only the request's
   * data.
   */
  private static ObjectNode response(QualifiedName model, Registered version) {
    return version
        .version()
        .map(UnityCatalogJson::whole)
        .orElseGet(() -> known(model, version.number()));
  }

  private static ObjectNode known(QualifiedName model, long version) {
    return Json.object()
        .put("catalog_name", model.parts().get(0).value())
        .put("schema_name", model.parts().get(1).value())
        .put("model_name", model.last().value())
        .put("version", version);
  }
}
