package dev.vitrine.server.mlflow.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.catalog.RegisteredModel;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.server.mlflow.search.NameSpelling;
import dev.vitrine.server.mlflow.search.Search;
import dev.vitrine.server.mlflow.search.Search.Found;
import dev.vitrine.server.mlflow.search.Search.Selection;
import dev.vitrine.server.rest.Api;
import dev.vitrine.server.rest.ClientAttributes;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.Json;
import dev.vitrine.server.rest.TagList;
import dev.vitrine.server.rest.view.ModelView;
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
public final class RegistryModelEndpoints {
  private static final String PREFIX = "/api/2.0/mlflow/registered-models";

  /** Default rows per page, as in MLflow. */
  private static final int USUAL_PAGE = 100;

  /** Maximum rows per page, as in MLflow. */
  private static final int LARGEST_PAGE = 1_000;

  private static final String BY_NAME =
      "SELECT m.full_name, m.latest_version AS version FROM models m WHERE m.full_name = ?";

  private final NameSpelling names;
  private final Search search;
  private final RegistryJson json;

  private RegistryModelEndpoints(NameSpelling names) {
    this.names = names;
    this.search = Search.ofRegistry(names);
    this.json = new RegistryJson(names);
  }

  /** Adds them. */
  public static void add(Api api, NameSpelling names) {
    RegistryModelEndpoints endpoints = new RegistryModelEndpoints(names);
    api.answer(HandlerType.POST, PREFIX + "/create", endpoints::create);
    api.answer(HandlerType.POST, PREFIX + "/rename", endpoints::rename);
    api.answer(HandlerType.PATCH, PREFIX + "/update", endpoints::update);
    api.answer(HandlerType.DELETE, PREFIX + "/delete", endpoints::delete);
    api.answer(HandlerType.GET, PREFIX + "/get", endpoints::get);
    for (HandlerType method : List.of(HandlerType.POST, HandlerType.GET)) {
      api.answer(method, PREFIX + "/search", endpoints::search);
      api.answer(method, PREFIX + "/get-latest-versions", endpoints::latest);
    }
    api.answer(HandlerType.POST, PREFIX + "/alias", endpoints::setAlias);
    api.answer(HandlerType.DELETE, PREFIX + "/alias", endpoints::deleteAlias);
    api.answer(HandlerType.GET, PREFIX + "/alias", endpoints::getByAlias);
    api.answer(HandlerType.POST, PREFIX + "/set-tag", endpoints::setTag);
    api.answer(HandlerType.DELETE, PREFIX + "/delete-tag", endpoints::deleteTag);
  }

  private JsonNode create(Exchange exchange) {
    QualifiedName name = name(exchange);
    CreateModel create =
        new CreateModel(
            name,
            false,
            exchange.text("description").filter(text -> !text.isEmpty()),
            Prompts.refuse(TagList.of(exchange.body())));
    List<Runnable> changes = new ArrayList<>();
    changes.add(() -> exchange.run(create));
    changes.addAll(ClientAttributes.changes(securable(name), exchange));
    exchange.runTogether(changes);
    return answer(name, exchange);
  }

  private JsonNode rename(Exchange exchange) {
    QualifiedName name = name(exchange);
    exchange.required("new_name");
    Optional<QualifiedName> newName = exchange.newName(name);
    newName.ifPresent(to -> exchange.run(new RenameModel(name, false, to)));
    return answer(newName.orElse(name), exchange);
  }

  private JsonNode update(Exchange exchange) {
    QualifiedName name = name(exchange);
    List<Runnable> changes = new ArrayList<>();
    exchange
        .text("description")
        .map(text -> new CommentOn(ref(name), Optional.of(text).filter(any -> !any.isEmpty())))
        .ifPresent(change -> changes.add(() -> exchange.run(change)));
    changes.addAll(ClientAttributes.changes(securable(name), exchange));
    exchange.runTogether(changes);
    return answer(name, exchange);
  }

  private JsonNode delete(Exchange exchange) {
    exchange.run(new DropModel(name(exchange), false, false));
    return Json.object();
  }

  private JsonNode get(Exchange exchange) {
    return answer(name(exchange), exchange);
  }

  private JsonNode search(Exchange exchange) {
    Found found = search.models(exchange.pageSize(USUAL_PAGE, LARGEST_PAGE), exchange);
    ObjectNode answer = Json.object();
    List<ModelView> rows = found.page().rows();
    ArrayNode models = json.models(rows, new ListedModels(found.keys(), exchange));
    Map<String, ObjectNode> nodes = new LinkedHashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      nodes.put(rows.get(i).fullName(), (ObjectNode) models.get(i));
    }
    ClientAttributes.addTo(nodes, SecurableType.MODEL, exchange);
    answer.set("registered_models", models);
    found.page().next().ifPresent(token -> answer.put("next_page_token", token));
    return answer;
  }

  /** The latest version, as the only one of the only stage. */
  private JsonNode latest(Exchange exchange) {
    QualifiedName name = name(exchange);
    Stages.requireNone(exchange.texts("stages"));
    JsonNode model = model(name, exchange);
    ArrayNode versions = Json.object().arrayNode();
    model.path("latest_versions").forEach(versions::add);
    return Json.object().set("model_versions", versions);
  }

  private JsonNode setAlias(Exchange exchange) {
    exchange.run(
        new SetAlias(
            name(exchange),
            new VersionRef.ByNumber(exchange.requiredNumber("version")),
            Identifier.of(exchange.required("alias"))));
    return Json.object();
  }

  private JsonNode deleteAlias(Exchange exchange) {
    exchange.run(new UnsetAlias(name(exchange), false, Identifier.of(exchange.required("alias"))));
    return Json.object();
  }

  private JsonNode getByAlias(Exchange exchange) {
    VersionRef alias = new VersionRef.ByAlias(Identifier.of(exchange.required("alias")));
    return Json.object().set("model_version", json.version(exchange.read(name(exchange), alias)));
  }

  private JsonNode setTag(Exchange exchange) {
    TagAssignment tag =
        new TagAssignment(exchange.required("key"), exchange.text("value").orElse(""));
    exchange.run(new SetTags(ref(name(exchange)), Prompts.refuse(List.of(tag))));
    return Json.object();
  }

  private JsonNode deleteTag(Exchange exchange) {
    exchange.run(new UnsetTags(ref(name(exchange)), List.of(exchange.required("key"))));
    return Json.object();
  }

  private JsonNode answer(QualifiedName name, Exchange exchange) {
    return Json.object().set("registered_model", model(name, exchange));
  }

  /** A model with its latest version, if the caller may read versions. */
  private JsonNode model(QualifiedName name, Exchange exchange) {
    RegisteredModel model = exchange.read(name);
    Selection key = new Selection(BY_NAME, List.of(model.fullName()));
    return json.model(model, new ListedModels(key, exchange));
  }

  private QualifiedName name(Exchange exchange) {
    return names.parse(exchange.required("name"));
  }

  private static ObjectRef ref(QualifiedName name) {
    return ObjectRef.of(securable(name));
  }

  private static SecurableRef securable(QualifiedName name) {
    return SecurableRef.of(SecurableType.MODEL, name);
  }
}
