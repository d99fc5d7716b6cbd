package dev.vitrine.server.unitycatalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.server.rest.Api;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.Json;
import dev.vitrine.statement.tree.GrantPrivileges;
import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.RevokePrivileges;
import dev.vitrine.statement.tree.SecurableRef;
import dev.vitrine.statement.tree.ShowEffectiveGrants;
import dev.vitrine.statement.tree.ShowGrants;
import dev.vitrine.statement.tree.Statement;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who was granted what on a securable, and who may do what with it. */
public final class PermissionEndpoints {
  private PermissionEndpoints() {}

  /** Adds them. */
  public static void add(Api api) {
    String securable = "/{type}/{full_name}";
    String permissions = ContainerEndpoints.PREFIX + "/permissions" + securable;
    api.answer(HandlerType.GET, permissions, PermissionEndpoints::get);
    api.answer(HandlerType.PATCH, permissions, PermissionEndpoints::update);
    api.answer(
        HandlerType.GET,
        ContainerEndpoints.PREFIX + "/effective-permissions" + securable,
        PermissionEndpoints::effective);
  }

  private static JsonNode get(Exchange exchange) {
    return direct(securable(exchange), exchange);
  }

  private static JsonNode update(Exchange exchange) {
    SecurableRef securable = securable(exchange);
    List<Statement> statements = new ArrayList<>();
    for (JsonNode change :
        exchange.member("changes").orElseThrow(() -> Exchange.invalid("'changes' is missing."))) {
      Identifier principal = Identifier.of(principal(change));
      Set<Privilege> removed = privileges(change.path("remove"));
      if (!removed.isEmpty()) {
        statements.add(new RevokePrivileges(removed, securable, principal));
      }
      Set<Privilege> added = privileges(change.path("add"));
      if (!added.isEmpty()) {
        statements.add(new GrantPrivileges(added, securable, principal));
      }
    }
    exchange.run(statements);
    return direct(securable, exchange);
  }

  private static String principal(JsonNode change) {
    if (!change.path("principal").isTextual() || change.path("principal").asText().isEmpty()) {
      throw Exchange.invalid("A change of permissions has a principal.");
    }
    return change.path("principal").asText();
  }

  private static Set<Privilege> privileges(JsonNode names) {
    Set<Privilege> privileges = EnumSet.noneOf(Privilege.class);
    for (JsonNode name : names) {
      privileges.add(
          Privilege.named(name.asText())
              .orElseThrow(
                  () ->
                      Exchange.invalid("There is no privilege '" + name.asText() + "'.")
                          .withHint("There are " + List.of(Privilege.values()) + ".")));
    }
    return privileges;
  }

  /** What was granted on the securable itself. */
  private static JsonNode direct(SecurableRef securable, Exchange exchange) {
    Map<String, Set<String>> privileges = new LinkedHashMap<>();
    for (Object[] row : exchange.rows(new ShowGrants(wanted(exchange), securable))) {
      if (row[2].equals(securable.type().name()) && row[3].equals(key(securable))) {
        privileges
            .computeIfAbsent((String) row[0], principal -> new LinkedHashSet<>())
            .add(rest(row[1]));
      }
    }
    ObjectNode answer = Json.object();
    ArrayNode assignments = answer.putArray("privilege_assignments");
    privileges.forEach(
        (principal, names) -> {
          ArrayNode array =
              assignments.addObject().put("principal", principal).putArray("privileges");
          names.forEach(array::add);
        });
    return answer;
  }

  /** What there is on the securable, whichever way it comes. */
  private static JsonNode effective(Exchange exchange) {
    SecurableRef securable = securable(exchange);
    Map<String, Map<List<Object>, ObjectNode>> privileges = new LinkedHashMap<>();
    for (Object[] row : exchange.rows(new ShowEffectiveGrants(wanted(exchange), securable))) {
      ObjectNode privilege = Json.object().put("privilege", rest(row[1]));
      if (!row[2].equals(securable.type().name()) || !row[3].equals(key(securable))) {
        privilege.put("inherited_from_type", rest(kind(row[2])));
        privilege.put("inherited_from_name", (String) row[3]);
      }
      privileges
          .computeIfAbsent((String) row[0], principal -> new LinkedHashMap<>())
          .putIfAbsent(List.of(row[1], row[2], row[3]), privilege);
    }
    ObjectNode answer = Json.object();
    ArrayNode assignments = answer.putArray("privilege_assignments");
    privileges.forEach(
        (principal, ways) ->
            assignments
                .addObject()
                .put("principal", principal)
                .putArray("privileges")
                .addAll(ways.values()));
    return answer;
  }

  private static SecurableRef securable(Exchange exchange) {
    return Securables.of(exchange.path("type"), exchange.agreed("full_name"));
  }

  private static Optional<Identifier> wanted(Exchange exchange) {
    return exchange.text("principal").filter(name -> !name.isEmpty()).map(Identifier::of);
  }

  private static String key(SecurableRef securable) {
    return securable
        .name()
        .map(QualifiedName::toString)
        .orElse(SecurableType.METASTORE_NAME)
        .toLowerCase(Locale.ROOT);
  }

  /** Models are functions to Unity Catalog. */
  private static String kind(Object type) {
    return type.equals(SecurableType.MODEL.name()) ? "FUNCTION" : (String) type;
  }

  private static String rest(Object words) {
    return ((String) words).replace(' ', '_');
  }
}
