package dev.vitrine.server.unitycatalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.server.rest.Api;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.Json;
import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.statement.tree.ProviderStatement.AlterProvider;
import dev.vitrine.statement.tree.ProviderStatement.CommentOnProvider;
import dev.vitrine.statement.tree.ProviderStatement.CreateProvider;
import dev.vitrine.statement.tree.ProviderStatement.DescribeProvider;
import dev.vitrine.statement.tree.ProviderStatement.DropProvider;
import dev.vitrine.statement.tree.ProviderStatement.ShowProviderShares;
import dev.vitrine.statement.tree.ProviderStatement.TransferProvider;
import dev.vitrine.statement.tree.Secret;
import dev.vitrine.statement.tree.Statement;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Providers of shares. No response contains a token. */
public final class ProviderEndpoints {
  private static final String PROVIDERS = ContainerEndpoints.PREFIX + "/providers";
  private static final String ROWS =
      "SELECT name, owner, endpoint, comment, created_at, created_by, updated_at, updated_by"
          + " FROM providers";

  private ProviderEndpoints() {}

  /** Adds them. */
  public static void add(Api api) {
    api.answer(HandlerType.GET, PROVIDERS, ProviderEndpoints::list);
    api.answer(HandlerType.POST, PROVIDERS, ProviderEndpoints::create);
    api.answer(HandlerType.GET, PROVIDERS + "/{name}", ProviderEndpoints::get);
    api.answer(HandlerType.PATCH, PROVIDERS + "/{name}", ProviderEndpoints::update);
    api.answer(HandlerType.DELETE, PROVIDERS + "/{name}", ProviderEndpoints::delete);
    api.answer(HandlerType.GET, PROVIDERS + "/{name}/shares", ProviderEndpoints::shares);
  }

  /** All of them in one page, of which there are at most 1,000. */
  private static JsonNode list(Exchange exchange) {
    ObjectNode answer = Json.object();
    ArrayNode providers = answer.putArray("providers");
    exchange.rows(ROWS + " ORDER BY name").forEach(row -> providers.add(provider(row)));
    return answer;
  }

  private static JsonNode create(Exchange exchange) {
    String type = exchange.text("authentication_type").orElse("TOKEN").toUpperCase(Locale.ROOT);
    if (!type.equals("TOKEN")) {
      throw UnsupportedMembers.unsupported("Providers are authenticated by TOKEN only.");
    }
    String name = exchange.required("name");
    exchange.run(
        new CreateProvider(
            Identifier.of(name),
            false,
            new Secret(exchange.required("recipient_profile_str")),
            exchange.comment()));
    return provider(name, exchange);
  }

  private static JsonNode get(Exchange exchange) {
    return provider(exchange.path("name"), exchange);
  }

  private static JsonNode update(Exchange exchange) {
    String name = exchange.agreed("name");
    if (exchange.text("new_name").filter(other -> !other.isEmpty()).isPresent()) {
      throw UnsupportedMembers.unsupported("Providers cannot be renamed.");
    }
    Identifier provider = Identifier.of(name);
    List<Statement> changes = new ArrayList<>();
    exchange
        .text("recipient_profile_str")
        .ifPresent(text -> changes.add(new AlterProvider(provider, new Secret(text))));
    if (exchange.text("comment").isPresent()) {
      changes.add(new CommentOnProvider(provider, exchange.comment()));
    }
    // Last, because the caller may lose the right to the other changes by it.
    exchange
        .text("owner")
        .ifPresent(owner -> changes.add(new TransferProvider(provider, Identifier.of(owner))));
    exchange.run(changes);
    return exchange.rows(ROWS + " WHERE name = ?", name.toLowerCase(Locale.ROOT)).stream()
        .findFirst()
        .map(ProviderEndpoints::provider)
        // The caller has given it away.
        .orElseGet(() -> Json.object().put("name", name));
  }

  private static JsonNode delete(Exchange exchange) {
    exchange.run(new DropProvider(Identifier.of(exchange.path("name")), false));
    return Json.object();
  }

  private static JsonNode shares(Exchange exchange) {
    ObjectNode answer = Json.object();
    ArrayNode shares = answer.putArray("shares");
    exchange
        .rows(new ShowProviderShares(Identifier.of(exchange.path("name"))))
        .forEach(
            row -> {
              ObjectNode share = shares.addObject().put("name", (String) row[0]);
              if (row[1] != null) {
                share.put("comment", (String) row[1]);
              }
            });
    return answer;
  }

  private static JsonNode provider(String name, Exchange exchange) {
    // The error of a provider that does not exist for the caller.
    exchange.run(new DescribeProvider(Identifier.of(name)));
    return exchange.rows(ROWS + " WHERE name = ?", name.toLowerCase(Locale.ROOT)).stream()
        .findFirst()
        .map(ProviderEndpoints::provider)
        .orElseGet(Json::object);
  }

  private static ObjectNode provider(Object[] row) {
    ObjectNode node = Json.object();
    node.put("name", (String) row[0]);
    node.put("owner", (String) row[1]);
    node.put("authentication_type", "TOKEN");
    node.putObject("recipient_profile")
        .put("endpoint", (String) row[2])
        .put("share_credentials_version", 1);
    if (row[3] != null) {
      node.put("comment", (String) row[3]);
    }
    node.put("created_at", Json.millis(row[4]));
    node.put("created_by", (String) row[5]);
    node.put("updated_at", Json.millis(row[6]));
    node.put("updated_by", (String) row[7]);
    return node;
  }
}
