package dev.vitrine.server.unitycatalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.vitrine.server.rest.Api;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.Json;
import dev.vitrine.server.rest.Members;
import dev.vitrine.server.rest.view.Page;
import dev.vitrine.server.rest.view.ShareRows;
import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.ShareStatement.AddToShare;
import dev.vitrine.statement.tree.ShareStatement.CommentOnShare;
import dev.vitrine.statement.tree.ShareStatement.CreateShare;
import dev.vitrine.statement.tree.ShareStatement.DescribeShare;
import dev.vitrine.statement.tree.ShareStatement.DropShare;
import dev.vitrine.statement.tree.ShareStatement.GrantShare;
import dev.vitrine.statement.tree.ShareStatement.RemoveFromShare;
import dev.vitrine.statement.tree.ShareStatement.RevokeShare;
import dev.vitrine.statement.tree.ShareStatement.ShowAllInShare;
import dev.vitrine.statement.tree.ShareStatement.ShowShareGrants;
import dev.vitrine.statement.tree.ShareStatement.TransferShare;
import dev.vitrine.statement.tree.Statement;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Shares, their models and their recipients, in the shapes of Databricks. */
public final class ShareEndpoints {
  static final String SELECT = "SELECT";

  /** Default rows per page. */
  private static final int USUAL_PAGE = 100;

  /** Maximum rows per page. */
  private static final int LARGEST_PAGE = 1_000;

  private ShareEndpoints() {}

  /** Adds them. */
  public static void add(Api api) {
    String shares = ContainerEndpoints.PREFIX + "/shares";
    String share = shares + "/{name}";
    api.answer(HandlerType.GET, shares, ShareEndpoints::list);
    api.answer(HandlerType.POST, shares, ShareEndpoints::create);
    api.answer(HandlerType.GET, share, ShareEndpoints::get);
    api.answer(HandlerType.PATCH, share, ShareEndpoints::update);
    api.answer(HandlerType.DELETE, share, ShareEndpoints::delete);
    api.answer(HandlerType.GET, share + "/permissions", ShareEndpoints::permissions);
    api.answer(HandlerType.PATCH, share + "/permissions", ShareEndpoints::updatePermissions);
  }

  private static JsonNode list(Exchange exchange) {
    Page<Object[]> page = ShareRows.shares(exchange.pageSize(USUAL_PAGE, LARGEST_PAGE), exchange);
    ObjectNode answer = Json.object();
    ArrayNode shares = answer.putArray("shares");
    page.rows().forEach(row -> shares.add(share(row)));
    page.next().ifPresent(token -> answer.put("next_page_token", token));
    return answer;
  }

  private static ObjectNode share(Object[] row) {
    return Json.object()
        .put("name", (String) row[0])
        .put("owner", (String) row[1])
        .put("comment", (String) row[2])
        .put("created_at", Json.millis(row[3]))
        .put("created_by", (String) row[4])
        .put("updated_at", Json.millis(row[5]))
        .put("updated_by", (String) row[6]);
  }

  private static JsonNode create(Exchange exchange) {
    refuseStorage(exchange);
    Identifier name = Identifier.of(exchange.required("name"));
    exchange.run(new CreateShare(name, false, exchange.comment()));
    return read(name, false, exchange);
  }

  private static void refuseStorage(Exchange exchange) {
    if (exchange.text("storage_root").filter(root -> !root.isEmpty()).isPresent()) {
      throw UnsupportedMembers.unsupported("Shares have no 'storage_root'.");
    }
  }

  private static JsonNode get(Exchange exchange) {
    return read(name(exchange), exchange.flag("include_shared_data", false), exchange);
  }

  private static Identifier name(Exchange exchange) {
    return Identifier.of(exchange.agreed("name"));
  }

  private static ObjectNode read(Identifier name, boolean withModels, Exchange exchange) {
    ObjectNode share = share(exchange.rows(new DescribeShare(name)).get(0));
    if (withModels) {
      ArrayNode objects = share.putArray("objects");
      for (Object[] row : exchange.rows(new ShowAllInShare(name))) {
        objects
            .addObject()
            .put("name", row[2] == null ? (String) row[1] : (String) row[2])
            .put("data_object_type", "MODEL")
            .put("shared_as", (String) row[1])
            .put("added_at", Json.millis(row[3]))
            .put("added_by", (String) row[4]);
      }
    }
    return share;
  }

  private static JsonNode update(Exchange exchange) {
    refuseStorage(exchange);
    if (exchange.text("new_name").filter(text -> !text.isEmpty()).isPresent()) {
      throw UnsupportedMembers.unsupported("Shares cannot be renamed.");
    }
    Identifier name = name(exchange);
    List<Statement> changes = new ArrayList<>();
    if (exchange.text("comment").isPresent()) {
      changes.add(new CommentOnShare(name, exchange.comment()));
    }
    for (Members update : exchange.body().objects("updates")) {
      changes.add(change(name, update));
    }
    // Last, because the caller may lose the right to the other changes by it.
    exchange
        .text("owner")
        .ifPresent(owner -> changes.add(new TransferShare(name, Identifier.of(owner))));
    exchange.run(changes);
    return read(name, true, exchange);
  }

  private static Statement change(Identifier share, Members update) {
    Members object = update.requiredObject("data_object");
    String type = object.text("data_object_type").orElse("MODEL");
    if (!type.equalsIgnoreCase("MODEL")) {
      throw UnsupportedMembers.unsupported(
          "A share contains models, and no object of type " + type + ".");
    }
    String model = object.required("name");
    String action = update.required("action").toUpperCase(Locale.ROOT);
    if (action.equals("ADD")) {
      return new AddToShare(
          share,
          Exchange.modelName(model),
          object
              .text("shared_as")
              .or(() -> object.text("string_shared_as"))
              .filter(name -> !name.isEmpty())
              .map(ShareEndpoints::name));
    }
    if (action.equals("REMOVE")) {
      return new RemoveFromShare(share, name(model));
    }
    throw UnsupportedMembers.unsupported("The action " + action + " is not supported.");
  }

  private static QualifiedName name(String text) {
    String[] parts = text.split("\\.", -1);
    for (String part : parts) {
      if (part.isEmpty()) {
        throw Exchange.invalid("'" + text + "' is not a name.");
      }
    }
    return QualifiedName.of(parts);
  }

  private static JsonNode delete(Exchange exchange) {
    exchange.run(new DropShare(name(exchange), false));
    return Json.object();
  }

  private static JsonNode permissions(Exchange exchange) {
    return assignments(name(exchange), exchange)
        .page("privilege_assignments", "max_results", Long.MAX_VALUE, exchange);
  }

  private static Assignments assignments(Identifier share, Exchange exchange) {
    Assignments assignments = new Assignments();
    for (Object[] row : exchange.rows(new ShowShareGrants(share))) {
      assignments.add(row[1], List.of(SELECT), TextNode.valueOf(SELECT));
    }
    return assignments;
  }

  private static JsonNode updatePermissions(Exchange exchange) {
    Identifier share = name(exchange);
    if (!exchange.body().has("changes")) {
      throw Exchange.invalid("'changes' is missing.");
    }
    List<Statement> statements = new ArrayList<>();
    for (Members change : exchange.body().objects("changes")) {
      Identifier recipient = Identifier.of(change.required("principal"));
      if (isSelect(change.texts("remove"))) {
        statements.add(new RevokeShare(share, recipient));
      }
      if (isSelect(change.texts("add"))) {
        statements.add(new GrantShare(share, recipient));
      }
    }
    exchange.run(statements);
    return exchange.flag("omit_permissions_list", false)
        ? Json.object()
        : assignments(share, exchange).all("privilege_assignments");
  }

  /** Whether a list of privileges has SELECT, the only one on shares. */
  private static boolean isSelect(List<String> privileges) {
    for (String privilege : privileges) {
      if (!privilege.equalsIgnoreCase(SELECT)) {
        throw Exchange.invalid("There is no privilege '" + privilege + "' on shares.")
            .withHint("There is SELECT.");
      }
    }
    return !privileges.isEmpty();
  }
}
