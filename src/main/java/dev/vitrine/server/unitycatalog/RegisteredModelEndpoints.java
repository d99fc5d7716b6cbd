package dev.vitrine.server.unitycatalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.catalog.SecurableType;
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
import dev.vitrine.statement.tree.SecurableStatement.TransferOwnership;
import dev.vitrine.statement.tree.VersionRef;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Registered models and their aliases. */
public final class RegisteredModelEndpoints {
  /** Default rows per page. */
  private static final int USUAL_PAGE = 100;

  /** Maximum rows per page. */
  private static final int LARGEST_PAGE = 1_000;

  private RegisteredModelEndpoints() {}

  /** Adds them. */
  public static void add(Api api) {
    String models = ContainerEndpoints.PREFIX + "/models";
    String model = models + "/{full_name}";
    api.answer(HandlerType.GET, models, RegisteredModelEndpoints::list);
    api.answer(HandlerType.POST, models, RegisteredModelEndpoints::create);
    api.answer(HandlerType.GET, model, RegisteredModelEndpoints::get);
    api.answer(HandlerType.PATCH, model, RegisteredModelEndpoints::update);
    api.answer(HandlerType.DELETE, model, RegisteredModelEndpoints::delete);
    api.answer(HandlerType.GET, model + "/aliases/{alias}", RegisteredModelEndpoints::getByAlias);
    api.answer(HandlerType.PUT, model + "/aliases/{alias}", RegisteredModelEndpoints::setAlias);
    api.answer(
        HandlerType.DELETE, model + "/aliases/{alias}", RegisteredModelEndpoints::deleteAlias);
  }

  private static JsonNode list(Exchange exchange) {
    Optional<String> catalog = exchange.text("catalog_name");
    Optional<String> schema = exchange.text("schema_name");
    if (catalog.isPresent() != schema.isPresent()) {
      throw Exchange.invalid("'catalog_name' and 'schema_name' must be sent together.");
    }
    int size = exchange.pageSize(USUAL_PAGE, LARGEST_PAGE);
    return UnityCatalogJson.list(
        "registered_models",
        ModelView.page(catalog.orElse(null), schema.orElse(null), size, exchange),
        UnityCatalogJson::model,
        SecurableType.MODEL,
        exchange);
  }

  private static JsonNode create(Exchange exchange) {
    QualifiedName name = inParts("name", exchange);
    UnsupportedMembers.checkModel(exchange);
    CreateModel create =
        new CreateModel(name, false, exchange.comment(), TagList.of(exchange.body()));
    List<Runnable> changes = new ArrayList<>();
    changes.add(() -> exchange.run(create));
    changes.addAll(ClientAttributes.changes(SecurableRef.of(SecurableType.MODEL, name), exchange));
    exchange.runTogether(changes);
    return answer(name, exchange);
  }

  private static JsonNode get(Exchange exchange) {
    return answer(exchange.pathModel(), exchange);
  }

  private static JsonNode update(Exchange exchange) {
    QualifiedName name = inPath("name", exchange);
    SecurableRef model = SecurableRef.of(SecurableType.MODEL, name);
    UnsupportedMembers.checkModel(exchange);
    List<Runnable> changes = new ArrayList<>();
    if (exchange.text("comment").isPresent()) {
      CommentOn comment = new CommentOn(ObjectRef.of(model), exchange.comment());
      changes.add(() -> exchange.run(comment));
    }
    changes.addAll(ClientAttributes.changes(model, exchange));
    Optional<QualifiedName> newName = exchange.newName(name);
    newName.ifPresent(to -> changes.add(() -> exchange.run(new RenameModel(name, false, to))));
    QualifiedName after = newName.orElse(name);
    // Last, because the change can remove the caller's rights.
    exchange
        .text("owner")
        .map(
            owner ->
                new TransferOwnership(
                    SecurableRef.of(SecurableType.MODEL, after), Identifier.of(owner)))
        .ifPresent(transfer -> changes.add(() -> exchange.run(transfer)));
    exchange.runTogether(changes);
    return answer(after, exchange);
  }

  private static JsonNode delete(Exchange exchange) {
    exchange.run(new DropModel(inPath("name", exchange), false, false));
    return Json.object();
  }

  private static JsonNode getByAlias(Exchange exchange) {
    return UnityCatalogJson.whole(
        exchange.read(
            exchange.pathModel(), new VersionRef.ByAlias(Identifier.of(exchange.path("alias")))));
  }

  private static JsonNode setAlias(Exchange exchange) {
    QualifiedName model = exchange.pathModel();
    String alias = exchange.agreed("alias");
    long version = exchange.requiredNumber("version_num");
    exchange.run(new SetAlias(model, new VersionRef.ByNumber(version), Identifier.of(alias)));
    return Json.object().put("alias_name", alias).put("version_num", version);
  }

  private static JsonNode deleteAlias(Exchange exchange) {
    exchange.run(
        new UnsetAlias(exchange.pathModel(), false, Identifier.of(exchange.agreed("alias"))));
    return Json.object();
  }

  private static JsonNode answer(QualifiedName name, Exchange exchange) {
    return UnityCatalogJson.whole(exchange.read(name));
  }

  /** The name of the model in the path, with which the parts of it agree that the body repeats. */
  static QualifiedName inPath(String lastPart, Exchange exchange) {
    QualifiedName model = exchange.pathModel();
    List<String> members = List.of("catalog_name", "schema_name", lastPart);
    for (int i = 0; i < members.size(); i++) {
      String part = model.parts().get(i).value();
      if (exchange.body().has(members.get(i))
          && !exchange.required(members.get(i)).equalsIgnoreCase(part)) {
        throw Exchange.invalid("'" + members.get(i) + "' differs between the path and the body.");
      }
    }
    return model;
  }

  /** The name of a model whose parts the request has one by one. */
  static QualifiedName inParts(String lastPart, Exchange exchange) {
    return Exchange.modelName(
        exchange.required("catalog_name")
            + "."
            + exchange.required("schema_name")
            + "."
            + exchange.required(lastPart));
  }
}
