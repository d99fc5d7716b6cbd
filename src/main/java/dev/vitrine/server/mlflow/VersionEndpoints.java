package dev.vitrine.server.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.mlflow.search.Search;
import dev.vitrine.server.rest.Api;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.Json;
import dev.vitrine.server.rest.LineageInfo;
import dev.vitrine.server.rest.Members;
import dev.vitrine.server.rest.NewVersion;
import dev.vitrine.server.rest.TagList;
import dev.vitrine.server.rest.VersionFinalizer;
import dev.vitrine.server.rest.view.Page;
import dev.vitrine.server.rest.view.VersionView;
import dev.vitrine.statement.tree.Call.AddLineage;
import dev.vitrine.statement.tree.Call.OpenFiles;
import dev.vitrine.statement.tree.Call.Registered;
import dev.vitrine.statement.tree.LineageSource;
import dev.vitrine.statement.tree.ModelStatement.DropVersions;
import dev.vitrine.statement.tree.ObjectRef;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.SecurableRef;
import dev.vitrine.statement.tree.SecurableStatement.CommentOn;
import dev.vitrine.statement.tree.SecurableStatement.SetTags;
import dev.vitrine.statement.tree.SecurableStatement.UnsetTags;
import dev.vitrine.statement.tree.VersionRef;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Model versions and their tags. */
public final class VersionEndpoints {
  /** Default rows per page, as in MLflow. */
  private static final int USUAL_PAGE = 1_000;

  /** Maximum rows per page, as in MLflow. */
  private static final int LARGEST_PAGE = 10_000;

  private final VersionFinalizer finalizer;

  private VersionEndpoints(VersionFinalizer finalizer) {
    this.finalizer = finalizer;
  }

  /** Adds them. */
  public static void add(Api api, VersionFinalizer finalizer) {
    VersionEndpoints endpoints = new VersionEndpoints(finalizer);
    String versions = ModelEndpoints.PREFIX + "/model-versions";
    api.answer(HandlerType.POST, versions + "/create", VersionEndpoints::create);
    api.answer(HandlerType.POST, versions + "/finalize", endpoints::finish);
    api.answer(HandlerType.GET, versions + "/get", VersionEndpoints::get);
    api.answer(HandlerType.GET, versions + "/search", VersionEndpoints::search);
    api.answer(HandlerType.PATCH, versions + "/update", VersionEndpoints::update);
    api.answer(HandlerType.DELETE, versions + "/delete", VersionEndpoints::delete);
    api.answer(HandlerType.POST, versions + "/set-tag", VersionEndpoints::setTag);
    api.answer(HandlerType.DELETE, versions + "/delete-tag", VersionEndpoints::deleteTag);
    api.answer(HandlerType.GET, versions + "/get-download-uri", VersionEndpoints::downloadUri);
    api.answer(
        HandlerType.POST,
        versions + "/generate-temporary-credentials",
        VersionEndpoints::credentials);
    api.answer(HandlerType.POST, versions + "/emit-lineage", VersionEndpoints::emitLineage);
    api.answer(
        HandlerType.GET, "/api/2.0/mlflow/logged-models/{id}", VersionEndpoints::loggedModel);
  }

  private static JsonNode create(Exchange exchange) {
    QualifiedName model = exchange.model("name");
    Registered begun =
        NewVersion.begin(
            model,
            ModelEndpoints.comment(exchange, "description").orElse(null),
            TagList.of(exchange.body()),
            exchange);
    return response(model, begun);
  }

  private JsonNode finish(Exchange exchange) {
    QualifiedName model = exchange.model("name");
    long version = exchange.requiredNumber("version");
    return response(model, finalizer.finish(model, version, exchange));
  }

  private static JsonNode get(Exchange exchange) {
    VersionRef version = new VersionRef.ByNumber(exchange.requiredNumber("version"));
    return Json.object()
        .set("model_version", MlflowJson.whole(exchange.read(exchange.model("name"), version)));
  }

  private static JsonNode search(Exchange exchange) {
    int size = exchange.pageSize(USUAL_PAGE, LARGEST_PAGE);
    Page<VersionView> page = Search.OF_UNITY_CATALOG.versions(size, exchange);
    ObjectNode answer = Json.object();
    ArrayNode versions = answer.putArray("model_versions");
    page.rows().forEach(version -> versions.add(MlflowJson.version(version)));
    page.next().ifPresent(token -> answer.put("next_page_token", token));
    return answer;
  }

  private static JsonNode update(Exchange exchange) {
    QualifiedName model = exchange.model("name");
    long version = exchange.requiredNumber("version");
    exchange
        .text("description")
        .ifPresent(
            text ->
                exchange.run(
                    new CommentOn(version(model, version), ModelEndpoints.notEmpty(text))));
    return response(model, new Registered(version, exchange.find(model, version)));
  }

  private static JsonNode delete(Exchange exchange) {
    exchange.run(
        new DropVersions(
            exchange.model("name"), false, List.of(exchange.requiredNumber("version"))));
    return Json.object();
  }

  private static JsonNode setTag(Exchange exchange) {
    exchange.run(new SetTags(version(exchange), List.of(ModelEndpoints.tag(exchange))));
    return Json.object();
  }

  private static JsonNode deleteTag(Exchange exchange) {
    exchange.run(new UnsetTags(version(exchange), List.of(exchange.required("key"))));
    return Json.object();
  }

  private static JsonNode downloadUri(Exchange exchange) {
    QualifiedName model = exchange.model("name");
    long version = exchange.requiredNumber("version");
    exchange.run(new OpenFiles(model, version, OpenFiles.Access.LIST, ""));
    return Json.object().put("artifact_uri", "models:/" + model + "/" + version);
  }

  /** No credentials: URLs are signed one by one, with a privilege check each. */
  private static JsonNode credentials(Exchange exchange) {
    boolean writes = exchange.text("operation").orElse("").contains("WRITE");
    exchange.run(
        new OpenFiles(
            exchange.model("name"),
            exchange.requiredNumber("version"),
            writes ? OpenFiles.Access.WRITE : OpenFiles.Access.READ,
            ""));
    return Json.object().set("credentials", Json.object().put("storage_mode", "DEFAULT_STORAGE"));
  }

  /**
   * Records upstream lineage (direction UPSTREAM). Other directions, which clients send when they
   * load a version, are authorised and ignored; the audit trail already records the read.
   */
  private static JsonNode emitLineage(Exchange exchange) {
    QualifiedName model = exchange.model("name");
    long version = exchange.requiredNumber("version");
    Members info =
        exchange
            .body()
            .object("model_version_lineage_info")
            .orElseGet(() -> Members.of(Json.object()));
    if (!info.text("direction").orElse("").equals("UPSTREAM")) {
      exchange.run(new OpenFiles(model, version, OpenFiles.Access.LIST, ""));
      return Json.object();
    }
    List<LineageSource> sources = new ArrayList<>(LineageInfo.sources(info));
    exchange.body().object("securable").map(LineageInfo::requireSecurable).ifPresent(sources::add);
    exchange.run(new AddLineage(model, version, sources));
    return Json.object();
  }

  /** Requested by clients that also track runs here; they continue without it. */
  private static JsonNode loggedModel(Exchange exchange) {
    throw new VitrineException(
            ErrorCode.MODEL_NOT_FOUND, "There is no logged model '" + exchange.path("id") + "'.")
        .withHint("Vitrine does not track runs and logged models, only registered models.");
  }

  /**
   * The response to a caller who may change a version but not read it contains only the request's
   * data.
   */
  private static JsonNode response(QualifiedName model, Registered version) {
    ObjectNode node =
        version
            .version()
            .map(MlflowJson::whole)
            .orElseGet(
                () ->
                    Json.object()
                        .put("name", model.toString())
                        .put("version", Long.toString(version.number())));
    return Json.object().set("model_version", node);
  }

  private static ObjectRef version(Exchange exchange) {
    return version(exchange.model("name"), exchange.requiredNumber("version"));
  }

  private static ObjectRef version(QualifiedName model, long version) {
    return new ObjectRef(
        SecurableRef.of(SecurableType.MODEL, model), Optional.of(new VersionRef.ByNumber(version)));
  }
}
