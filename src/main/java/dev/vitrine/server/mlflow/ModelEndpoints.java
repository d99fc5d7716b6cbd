package dev.vitrine.server.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.server.mlflow.search.Search;
import dev.vitrine.server.rest.Api;
import dev.vitrine.server.rest.ClientAttributes;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.Json;
import dev.vitrine.server.rest.TagList;
import dev.vitrine.server.rest.view.ModelView;
import dev.vitrine.server.rest.view.Page;
import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.statement.tree.ModelStatement.CreateModel;
import dev.vitrine.statement.tree.ModelStatement.DropModel;
import dev.vitrine.statement.tree.ModelStatement.RenameModel;
import dev.vitrine.statement.tree.ModelStatement.SetAlias;
import dev.vitrine.statement.tree.ModelStatement.UnsetAlias;
import dev.vitrine.statement.tree.ObjectRef;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.SecurableRef;
import dev.vitrine.statement.tree.SecurableStatement.CommentOn;
import dev.vitrine.statement.tree.SecurableStatement.SetTags;
import dev.vitrine.statement.tree.SecurableStatement.UnsetTags;
import dev.vitrine.statement.tree.TagAssignment;
import dev.vitrine.statement.tree.VersionRef;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Registered models, their aliases and tags. */
public final class ModelEndpoints {
  static final String PREFIX = "/api/2.0/mlflow/unity-catalog";

  /** Default rows per page, as in MLflow. */
  private static final int USUAL_PAGE = 100;

  /** Maximum rows per page, as in MLflow. */
  private static final int LARGEST_PAGE = 1_000;

  private ModelEndpoints() {}

  /** Adds them. */
  public static void add(Api api) {
    String models = PREFIX + "/registered-models";
    api.answer(HandlerType.POST, models + "/create", ModelEndpoints::create);
    api.answer(HandlerType.PATCH, models + "/update", ModelEndpoints::update);
    api.answer(HandlerType.DELETE, models + "/delete", ModelEndpoints::delete);
    api.answer(HandlerType.GET, models + "/get", ModelEndpoints::get);
    api.answer(HandlerType.GET, models + "/search", ModelEndpoints::search);
    api.answer(HandlerType.POST, models + "/alias", ModelEndpoints::setAlias);
    api.answer(HandlerType.DELETE, models + "/alias", ModelEndpoints::deleteAlias);
    api.answer(HandlerType.GET, models + "/alias", ModelEndpoints::getByAlias);
    api.answer(HandlerType.POST, models + "/set-tag", ModelEndpoints::setTag);
    api.answer(HandlerType.DELETE, models + "/delete-tag", ModelEndpoints::deleteTag);
  }

  private static JsonNode create(Exchange exchange) {
    QualifiedName name = exchange.model("name");
    CreateModel create =
        new CreateModel(name, false, comment(exchange, "description"), TagList.of(exchange.body()));
    List<Runnable> changes = new ArrayList<>();
    changes.add(() -> exchange.run(create));
    changes.addAll(attributes(name, exchange));
    exchange.runTogether(changes);
    return answer(name, exchange);
  }

  private static JsonNode update(Exchange exchange) {
    QualifiedName name = exchange.model("name");
    List<Runnable> changes = new ArrayList<>();
    exchange
        .text("description")
        .map(text -> new CommentOn(model(name), notEmpty(text)))
        .ifPresent(comment -> changes.add(() -> exchange.run(comment)));
    changes.addAll(attributes(name, exchange));
    Optional<QualifiedName> newName = exchange.newName(name);
    newName.ifPresent(to -> changes.add(() -> exchange.run(new RenameModel(name, false, to))));
    exchange.runTogether(changes);
    return answer(newName.orElse(name), exchange);
  }

  private static JsonNode delete(Exchange exchange) {
    exchange.run(new DropModel(exchange.model("name"), false, false));
    return Json.object();
  }

  private static JsonNode get(Exchange exchange) {
    return answer(exchange.model("name"), exchange);
  }

  private static JsonNode search(Exchange exchange) {
    Page<ModelView> page =
        Search.OF_UNITY_CATALOG
            .models(exchange.pageSize(USUAL_PAGE, LARGEST_PAGE), exchange)
            .page();
    ObjectNode answer = Json.object();
    ArrayNode models = answer.putArray("registered_models");
    Map<String, ObjectNode> nodes = new LinkedHashMap<>();
    page.rows().forEach(model -> nodes.put(model.fullName(), MlflowJson.model(model)));
    ClientAttributes.addTo(nodes, SecurableType.MODEL, exchange);
    nodes.values().forEach(models::add);
    page.next().ifPresent(token -> answer.put("next_page_token", token));
    return answer;
  }

  private static JsonNode setAlias(Exchange exchange) {
    exchange.run(
        new SetAlias(
            exchange.model("name"),
            new VersionRef.ByNumber(exchange.requiredNumber("version")),
            Identifier.of(exchange.required("alias"))));
    return Json.object();
  }

  private static JsonNode deleteAlias(Exchange exchange) {
    exchange.run(
        new UnsetAlias(exchange.model("name"), false, Identifier.of(exchange.required("alias"))));
    return Json.object();
  }

  private static JsonNode getByAlias(Exchange exchange) {
    VersionRef alias = new VersionRef.ByAlias(Identifier.of(exchange.required("alias")));
    return Json.object()
        .set("model_version", MlflowJson.whole(exchange.read(exchange.model("name"), alias)));
  }

  private static JsonNode setTag(Exchange exchange) {
    exchange.run(new SetTags(model(exchange.model("name")), List.of(tag(exchange))));
    return Json.object();
  }

  private static JsonNode deleteTag(Exchange exchange) {
    exchange.run(new UnsetTags(model(exchange.model("name")), List.of(exchange.required("key"))));
    return Json.object();
  }

  private static JsonNode answer(QualifiedName name, Exchange exchange) {
    return Json.object().set("registered_model", MlflowJson.whole(exchange.read(name)));
  }

  static ObjectRef model(QualifiedName name) {
    return ObjectRef.of(SecurableRef.of(SecurableType.MODEL, name));
  }

  static Optional<String> comment(Exchange exchange, String member) {
    return exchange.text(member).flatMap(ModelEndpoints::notEmpty);
  }

  static Optional<String> notEmpty(String text) {
    return Optional.of(text).filter(any -> !any.isEmpty());
  }

  static TagAssignment tag(Exchange exchange) {
    return new TagAssignment(exchange.required("key"), exchange.text("value").orElse(""));
  }

  private static List<Runnable> attributes(QualifiedName name, Exchange exchange) {
    return ClientAttributes.changes(SecurableRef.of(SecurableType.MODEL, name), exchange);
  }
}
