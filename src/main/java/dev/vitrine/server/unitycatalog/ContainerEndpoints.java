package dev.vitrine.server.unitycatalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.server.rest.Api;
import dev.vitrine.server.rest.ClientAttributes;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.Json;
import dev.vitrine.server.rest.view.ContainerView;
import dev.vitrine.statement.tree.ContainerStatement.CreateCatalog;
import dev.vitrine.statement.tree.ContainerStatement.CreateSchema;
import dev.vitrine.statement.tree.ContainerStatement.DropCatalog;
import dev.vitrine.statement.tree.ContainerStatement.DropSchema;
import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.statement.tree.ObjectRef;
import dev.vitrine.statement.tree.ProviderStatement.CreateSharedCatalog;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.SecurableRef;
import dev.vitrine.statement.tree.SecurableStatement.CommentOn;
import dev.vitrine.statement.tree.SecurableStatement.TransferOwnership;
import dev.vitrine.statement.tree.Statement;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Catalogs and schemas. */
public final class ContainerEndpoints {
  static final String PREFIX = "/api/2.1/unity-catalog";

  /** Default rows per page. */
  private static final int USUAL_PAGE = 100;

  /** Maximum rows per page. */
  private static final int LARGEST_PAGE = 1_000;

  private ContainerEndpoints() {}

  /** Adds them. */
  public static void add(Api api) {
    String catalogs = PREFIX + "/catalogs";
    api.answer(HandlerType.GET, catalogs, ContainerEndpoints::listCatalogs);
    api.answer(HandlerType.POST, catalogs, ContainerEndpoints::createCatalog);
    api.answer(HandlerType.GET, catalogs + "/{name}", ContainerEndpoints::getCatalog);
    api.answer(HandlerType.PATCH, catalogs + "/{name}", ContainerEndpoints::updateCatalog);
    api.answer(HandlerType.DELETE, catalogs + "/{name}", ContainerEndpoints::deleteCatalog);
    String schemas = PREFIX + "/schemas";
    api.answer(HandlerType.GET, schemas, ContainerEndpoints::listSchemas);
    api.answer(HandlerType.POST, schemas, ContainerEndpoints::createSchema);
    api.answer(HandlerType.GET, schemas + "/{full_name}", ContainerEndpoints::getSchema);
    api.answer(HandlerType.PATCH, schemas + "/{full_name}", ContainerEndpoints::updateSchema);
    api.answer(HandlerType.DELETE, schemas + "/{full_name}", ContainerEndpoints::deleteSchema);
  }

  private static JsonNode listCatalogs(Exchange exchange) {
    int size = exchange.pageSize(USUAL_PAGE, LARGEST_PAGE);
    return UnityCatalogJson.list(
        "catalogs",
        ContainerView.catalogs(size, exchange),
        UnityCatalogJson::catalog,
        SecurableType.CATALOG,
        exchange);
  }

  private static JsonNode createCatalog(Exchange exchange) {
    UnsupportedMembers.checkCatalog(exchange);
    String name = exchange.required("name");
    Optional<String> provider = exchange.text("provider_name").filter(text -> !text.isEmpty());
    if (provider.isPresent()) {
      return createSharedCatalog(name, provider.get(), exchange);
    }
    CreateCatalog create =
        new CreateCatalog(
            Identifier.of(name), false, exchange.comment(), exchange.text("storage_root"));
    create(create, catalogRef(name), exchange);
    return catalog(name, exchange);
  }

  /** By itself, because a provider cannot be asked inside a transaction. */
  private static JsonNode createSharedCatalog(String name, String provider, Exchange exchange) {
    exchange.run(
        new CreateSharedCatalog(
            Identifier.of(name),
            false,
            Identifier.of(provider),
            Identifier.of(exchange.required("share_name")),
            exchange.comment()));
    ClientAttributes.changes(catalogRef(name), exchange).forEach(Runnable::run);
    return catalog(name, exchange);
  }

  private static void create(Statement create, SecurableRef securable, Exchange exchange) {
    List<Runnable> changes = new ArrayList<>();
    changes.add(() -> exchange.run(create));
    changes.addAll(ClientAttributes.changes(securable, exchange));
    exchange.runTogether(changes);
  }

  private static SecurableRef catalogRef(String name) {
    return SecurableRef.of(SecurableType.CATALOG, QualifiedName.of(name));
  }

  private static JsonNode catalog(String name, Exchange exchange) {
    return ClientAttributes.addTo(
        UnityCatalogJson.catalog(ContainerView.catalog(name, exchange)),
        catalogRef(name),
        exchange);
  }

  private static JsonNode schema(QualifiedName name, Exchange exchange) {
    return ClientAttributes.addTo(
        UnityCatalogJson.schema(ContainerView.schema(name, exchange)),
        SecurableRef.of(SecurableType.SCHEMA, name),
        exchange);
  }

  private static JsonNode getCatalog(Exchange exchange) {
    return catalog(exchange.path("name"), exchange);
  }

  private static JsonNode updateCatalog(Exchange exchange) {
    UnsupportedMembers.checkCatalog(exchange);
    if (exchange.body().has("provider_name") || exchange.body().has("share_name")) {
      throw UnsupportedMembers.unsupported("A catalog cannot follow another share.");
    }
    String name = exchange.agreed("name");
    update(catalogRef(name), exchange);
    return catalog(name, exchange);
  }

  private static JsonNode deleteCatalog(Exchange exchange) {
    String name = exchange.agreed("name");
    exchange.run(new DropCatalog(Identifier.of(name), false, isForced(exchange)));
    return Json.object();
  }

  private static JsonNode listSchemas(Exchange exchange) {
    int size = exchange.pageSize(USUAL_PAGE, LARGEST_PAGE);
    String catalog = exchange.required("catalog_name");
    return UnityCatalogJson.list(
        "schemas",
        ContainerView.schemas(catalog, size, exchange),
        UnityCatalogJson::schema,
        SecurableType.SCHEMA,
        exchange);
  }

  private static JsonNode createSchema(Exchange exchange) {
    QualifiedName name =
        QualifiedName.of(exchange.required("catalog_name"), exchange.required("name"));
    UnsupportedMembers.checkContainer(exchange);
    create(
        new CreateSchema(name, false, exchange.comment(), exchange.text("storage_root")),
        SecurableRef.of(SecurableType.SCHEMA, name),
        exchange);
    return schema(name, exchange);
  }

  private static JsonNode getSchema(Exchange exchange) {
    return schema(schema(exchange), exchange);
  }

  private static JsonNode updateSchema(Exchange exchange) {
    UnsupportedMembers.checkContainer(exchange);
    QualifiedName name = schema(exchange);
    update(SecurableRef.of(SecurableType.SCHEMA, name), exchange);
    return schema(name, exchange);
  }

  private static JsonNode deleteSchema(Exchange exchange) {
    exchange.run(new DropSchema(schema(exchange), false, isForced(exchange)));
    return Json.object();
  }

  private static QualifiedName schema(Exchange exchange) {
    String[] parts = exchange.agreed("full_name").split("\\.", -1);
    if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
      throw Exchange.invalid("'" + exchange.path("full_name") + "' is not the name of a schema.")
          .withHint("The form is catalog.schema.");
    }
    return QualifiedName.of(parts);
  }

  private static void update(SecurableRef securable, Exchange exchange) {
    if (exchange.text("new_name").filter(name -> !name.isEmpty()).isPresent()) {
      throw UnsupportedMembers.unsupported("Catalogs and schemas cannot be renamed.");
    }
    List<Runnable> changes = new ArrayList<>();
    if (exchange.text("comment").isPresent()) {
      CommentOn comment = new CommentOn(ObjectRef.of(securable), exchange.comment());
      changes.add(() -> exchange.run(comment));
    }
    changes.addAll(ClientAttributes.changes(securable, exchange));
    // Last, because the caller may lose the right to the other changes by it.
    exchange
        .text("owner")
        .map(owner -> new TransferOwnership(securable, Identifier.of(owner)))
        .ifPresent(transfer -> changes.add(() -> exchange.run(transfer)));
    exchange.runTogether(changes);
  }

  private static boolean isForced(Exchange exchange) {
    return exchange.flag("force", false);
  }
}
