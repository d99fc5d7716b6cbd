package dev.vitrine.server.mlflow.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.catalog.ModelVersion;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.server.mlflow.search.NameSpelling;
import dev.vitrine.server.mlflow.search.Search;
import dev.vitrine.server.rest.Api;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.Json;
import dev.vitrine.server.rest.view.Page;
import dev.vitrine.server.rest.view.VersionView;
import dev.vitrine.statement.tree.ModelStatement.DropVersions;
import dev.vitrine.statement.tree.ObjectRef;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.SecurableRef;
import dev.vitrine.statement.tree.SecurableStatement.CommentOn;
import dev.vitrine.statement.tree.SecurableStatement.SetTags;
import dev.vitrine.statement.tree.SecurableStatement.UnsetTags;
import dev.vitrine.statement.tree.TagAssignment;
import dev.vitrine.statement.tree.VersionRef;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Optional;

/** Versions of registered models and their tags. */
public final class RegistryVersionEndpoints {
  private static final String PREFIX = "/api/2.0/mlflow/model-versions";

  /** Default rows per page; the same as the maximum, because many clients do not page. */
  private static final int LARGEST_PAGE = 10_000;

  private final NameSpelling names;
  private final Search search;
  private final RegistryJson json;
  private final NewRegistryVersion newVersion;
  private final DownloadUris uris;

  private RegistryVersionEndpoints(NameSpelling names, DownloadUris uris) {
    this.names = names;
    this.search = Search.ofRegistry(names);
    this.json = new RegistryJson(names);
    this.newVersion = new NewRegistryVersion(names);
    this.uris = uris;
  }

  /**
   * Adds them.
   *
   * @param uris where clients download the files of versions
   */
  public static void add(Api api, NameSpelling names, DownloadUris uris) {
    RegistryVersionEndpoints endpoints = new RegistryVersionEndpoints(names, uris);
    api.answer(HandlerType.POST, PREFIX + "/create", endpoints::create);
    api.answer(HandlerType.GET, PREFIX + "/get", endpoints::get);
    for (HandlerType method : List.of(HandlerType.POST, HandlerType.GET)) {
      api.answer(method, PREFIX + "/search", endpoints::search);
    }
    api.answer(HandlerType.PATCH, PREFIX + "/update", endpoints::update);
    api.answer(HandlerType.DELETE, PREFIX + "/delete", endpoints::delete);
    api.answer(HandlerType.POST, PREFIX + "/transition-stage", RegistryVersionEndpoints::stage);
    api.answer(HandlerType.POST, PREFIX + "/set-tag", endpoints::setTag);
    api.answer(HandlerType.DELETE, PREFIX + "/delete-tag", endpoints::deleteTag);
    api.answer(HandlerType.GET, PREFIX + "/get-download-uri", endpoints::downloadUri);
  }

  private JsonNode create(Exchange exchange) {
    QualifiedName model = name(exchange);
    long version = newVersion.add(model, exchange);
    return answer(model, version, exchange);
  }

  private JsonNode get(Exchange exchange) {
    VersionRef version = new VersionRef.ByNumber(number(exchange));
    return Json.object().set("model_version", json.version(exchange.read(name(exchange), version)));
  }

  private JsonNode search(Exchange exchange) {
    Page<VersionView> page =
        search.versions(exchange.pageSize(LARGEST_PAGE, LARGEST_PAGE), exchange);
    ObjectNode answer = Json.object();
    answer.set("model_versions", json.versions(page.rows(), new ListedVersions(exchange)));
    page.next().ifPresent(token -> answer.put("next_page_token", token));
    return answer;
  }

  private JsonNode update(Exchange exchange) {
    QualifiedName model = name(exchange);
    long version = number(exchange);
    exchange
        .text("description")
        .ifPresent(
            text ->
                exchange.run(
                    new CommentOn(
                        ref(model, version), Optional.of(text).filter(any -> !any.isEmpty()))));
    return answer(model, version, exchange);
  }

  private JsonNode delete(Exchange exchange) {
    exchange.run(new DropVersions(name(exchange), false, List.of(number(exchange))));
    return Json.object();
  }

  private static JsonNode stage(Exchange exchange) {
    throw Stages.unsupported();
  }

  private JsonNode setTag(Exchange exchange) {
    TagAssignment tag =
        new TagAssignment(exchange.required("key"), exchange.text("value").orElse(""));
    exchange.run(new SetTags(ref(name(exchange), number(exchange)), Prompts.refuse(List.of(tag))));
    return Json.object();
  }

  private JsonNode deleteTag(Exchange exchange) {
    exchange.run(
        new UnsetTags(ref(name(exchange), number(exchange)), List.of(exchange.required("key"))));
    return Json.object();
  }

  private JsonNode downloadUri(Exchange exchange) {
    return Json.object().put("artifact_uri", uris.of(name(exchange), number(exchange), exchange));
  }

  /**
   * The response to a caller who may change a version but not read it contains only the request's
   * data.
   */
  private JsonNode answer(QualifiedName model, long number, Exchange exchange) {
    Optional<ModelVersion> version = exchange.find(model, number);
    return Json.object()
        .set(
            "model_version",
            version
                .map(json::version)
                .orElseGet(() -> json.named(model.toString(), number).put("status", "READY")));
  }

  private QualifiedName name(Exchange exchange) {
    return names.parse(exchange.required("name"));
  }

  private static long number(Exchange exchange) {
    return exchange.requiredNumber("version");
  }

  private static ObjectRef ref(QualifiedName model, long version) {
    return new ObjectRef(
        SecurableRef.of(SecurableType.MODEL, model), Optional.of(new VersionRef.ByNumber(version)));
  }
}
