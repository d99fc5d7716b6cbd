package dev.vitrine.server.unitycatalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.server.rest.Api;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.Json;
import dev.vitrine.server.rest.PublicUrl;
import dev.vitrine.server.rest.view.Page;
import dev.vitrine.server.rest.view.ShareRows;
import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.statement.tree.ShareStatement.CommentOnRecipient;
import dev.vitrine.statement.tree.ShareStatement.CreateRecipient;
import dev.vitrine.statement.tree.ShareStatement.DescribeRecipient;
import dev.vitrine.statement.tree.ShareStatement.DropRecipient;
import dev.vitrine.statement.tree.ShareStatement.RotateRecipientToken;
import dev.vitrine.statement.tree.ShareStatement.ShowRecipientGrants;
import dev.vitrine.statement.tree.ShareStatement.TransferRecipient;
import dev.vitrine.statement.tree.Statement;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Recipients of shares, in the shapes of Databricks. The activation link of a new token is a {@code
 * data:} URL that contains the activation file, so that no page with a secret has to be kept.
 */
public final class RecipientEndpoints {
  /** Default rows per page. */
  private static final int USUAL_PAGE = 100;

  /** Maximum rows per page. */
  private static final int LARGEST_PAGE = 1_000;

  /** Members of requests that have no effect here, and would be ignored silently. */
  private static final List<String> UNSUPPORTED =
      List.of(
          "data_recipient_global_metastore_id",
          "ip_access_list",
          "properties_kvpairs",
          "sharing_code");

  private final PublicUrl server;
  private final String sharing;

  private RecipientEndpoints(PublicUrl server, String sharing) {
    this.server = server;
    this.sharing = sharing;
  }

  /**
   * Adds them.
   *
   * @param sharing path of the sharing endpoint
   */
  public static void add(Api api, PublicUrl server, String sharing) {
    RecipientEndpoints endpoints = new RecipientEndpoints(server, sharing);
    String recipients = ContainerEndpoints.PREFIX + "/recipients";
    String recipient = recipients + "/{name}";
    api.answer(HandlerType.GET, recipients, RecipientEndpoints::list);
    api.answer(HandlerType.POST, recipients, endpoints::create);
    api.answer(HandlerType.GET, recipient, RecipientEndpoints::get);
    api.answer(HandlerType.PATCH, recipient, RecipientEndpoints::update);
    api.answer(HandlerType.DELETE, recipient, RecipientEndpoints::delete);
    api.answer(HandlerType.POST, recipient + "/rotate-token", endpoints::rotate);
    api.answer(HandlerType.GET, recipient + "/share-permissions", RecipientEndpoints::permissions);
  }

  private static JsonNode list(Exchange exchange) {
    Page<Object[]> page =
        ShareRows.recipients(exchange.pageSize(USUAL_PAGE, LARGEST_PAGE), exchange);
    ObjectNode answer = Json.object();
    ArrayNode recipients = answer.putArray("recipients");
    page.rows().forEach(row -> recipients.add(recipient(row, null)));
    page.next().ifPresent(token -> answer.put("next_page_token", token));
    return answer;
  }

  private static ObjectNode recipient(Object[] row, @Nullable String activation) {
    ObjectNode node =
        Json.object()
            .put("name", (String) row[0])
            .put("owner", (String) row[1])
            .put("comment", (String) row[2])
            .put("authentication_type", "TOKEN")
            .put("activated", row[5] != null)
            .put("created_at", Json.millis(row[6]))
            .put("created_by", (String) row[7])
            .put("updated_at", Json.millis(row[8]))
            .put("updated_by", (String) row[9]);
    ObjectNode token =
        node.putArray("tokens")
            .addObject()
            .put("id", (String) row[0])
            .put("created_at", Json.millis(row[3]))
            .put("expiration_time", Json.millis(row[4]));
    if (activation != null) {
      token.put("activation_url", activation);
      node.put("activation_url", activation);
    }
    return node;
  }

  private JsonNode create(Exchange exchange) {
    refuseUnsupported(exchange);
    String kind = exchange.text("authentication_type").orElse("TOKEN");
    if (!kind.equals("TOKEN")) {
      throw UnsupportedMembers.unsupported(
          "Recipients authenticate with a TOKEN, not " + kind + ".");
    }
    Identifier name = Identifier.of(exchange.required("name"));
    CreateRecipient create =
        new CreateRecipient(
            name, false, exchange.comment(), days(exchange), Optional.of(endpoint(exchange)));
    List<Object[]> made = new ArrayList<>();
    List<Runnable> changes = new ArrayList<>();
    changes.add(
        () -> {
          made.clear();
          made.addAll(exchange.rows(create));
        });
    exchange
        .text("owner")
        .filter(owner -> !owner.isEmpty())
        .map(owner -> new TransferRecipient(name, Identifier.of(owner)))
        .ifPresent(transfer -> changes.add(() -> exchange.run(transfer)));
    exchange.runTogether(changes);
    return exchange.rows(new DescribeRecipient(name)).stream()
        .map(row -> recipient(row, link(made.get(0))))
        .findFirst()
        .orElseThrow();
  }

  private static void refuseUnsupported(Exchange exchange) {
    for (String member : UNSUPPORTED) {
      if (exchange.body().has(member)) {
        throw UnsupportedMembers.unsupported("Recipients have no '" + member + "'.");
      }
    }
  }

  private String endpoint(Exchange exchange) {
    return server.of(exchange.context()) + sharing;
  }

  /** Whole days until the time of expiry that the request names, rounded down. */
  private static Optional<Long> days(Exchange exchange) {
    return exchange
        .number("expiration_time")
        .map(time -> TimeUnit.MILLISECONDS.toDays(time - System.currentTimeMillis()));
  }

  /** The activation file of a row of CREATE RECIPIENT or ROTATE TOKEN as a link. */
  private static String link(Object[] row) {
    return "data:application/json;base64,"
        + Base64.getEncoder().encodeToString(((String) row[1]).getBytes(UTF_8));
  }

  private static JsonNode get(Exchange exchange) {
    return read(name(exchange), exchange);
  }

  private static Identifier name(Exchange exchange) {
    return Identifier.of(exchange.agreed("name"));
  }

  private static JsonNode read(Identifier name, Exchange exchange) {
    return recipient(exchange.rows(new DescribeRecipient(name)).get(0), null);
  }

  private static JsonNode update(Exchange exchange) {
    refuseUnsupported(exchange);
    if (exchange.text("new_name").filter(text -> !text.isEmpty()).isPresent()) {
      throw UnsupportedMembers.unsupported("Recipients cannot be renamed.");
    }
    if (exchange.number("expiration_time").isPresent()) {
      throw UnsupportedMembers.unsupported(
          "The expiry of a token cannot be changed. A new token has another.");
    }
    Identifier name = name(exchange);
    List<Statement> changes = new ArrayList<>();
    if (exchange.text("comment").isPresent()) {
      changes.add(new CommentOnRecipient(name, exchange.comment()));
    }
    // Last, because the caller may lose the right to the other changes by it.
    exchange
        .text("owner")
        .ifPresent(owner -> changes.add(new TransferRecipient(name, Identifier.of(owner))));
    exchange.run(changes);
    return read(name, exchange);
  }

  private static JsonNode delete(Exchange exchange) {
    exchange.run(new DropRecipient(name(exchange), false));
    return Json.object();
  }

  private JsonNode rotate(Exchange exchange) {
    if (exchange.number("existing_token_expire_in_seconds").orElse(0L) != 0) {
      throw UnsupportedMembers.unsupported(
          "The old token becomes invalid at once: 'existing_token_expire_in_seconds' must be 0.");
    }
    Identifier name = name(exchange);
    List<Object[]> made =
        exchange.rows(
            new RotateRecipientToken(name, Optional.empty(), Optional.of(endpoint(exchange))));
    return recipient(exchange.rows(new DescribeRecipient(name)).get(0), link(made.get(0)));
  }

  private static JsonNode permissions(Exchange exchange) {
    ObjectNode answer = Json.object();
    ArrayNode shares = answer.putArray("permissions_out");
    Identifier recipient = name(exchange);
    for (Object[] row : exchange.rows(new ShowRecipientGrants(recipient))) {
      shares
          .addObject()
          .put("share_name", (String) row[0])
          .putArray("privilege_assignments")
          .addObject()
          .put("principal", (String) row[1])
          .putArray("privileges")
          .add(ShareEndpoints.SELECT);
    }
    return answer;
  }
}
