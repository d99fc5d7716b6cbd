package dev.vitrine.server.unitycatalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.vitrine.catalog.Privilege;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.server.rest.Api;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.Json;
import dev.vitrine.server.rest.Members;
import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.SecurableRef;
import dev.vitrine.statement.tree.SecurableStatement.GrantPrivileges;
import dev.vitrine.statement.tree.SecurableStatement.RevokePrivileges;
import dev.vitrine.statement.tree.ShowStatement.ShowEffectiveGrants;
import dev.vitrine.statement.tree.ShowStatement.ShowGrants;
import dev.vitrine.statement.tree.Statement;
import io.javalin.http.HandlerType;
import io.javalin.http.Header;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Grants and effective privileges on a securable. */
public final class PermissionEndpoints {
  private static final String ASSIGNMENTS = "privilege_assignments";
  private static final String LIMIT = "max_results";

  /** How the generated client of the open-source Unity Catalog introduces itself. */
  private static final String UNITY_CATALOG = "OpenAPI-Generator/";

  private PermissionEndpoints() {}

  /** Adds them. */
  public static void add(Api api) {
    String prefix = ContainerEndpoints.PREFIX;
    String securable = "/{securable_type}/{full_name}";
    api.answer(
        HandlerType.GET,
        prefix + "/permissions" + securable,
        exchange -> direct(exchange).page(ASSIGNMENTS, LIMIT, Long.MAX_VALUE, exchange));
    api.answer(HandlerType.PATCH, prefix + "/permissions" + securable, PermissionEndpoints::update);
    api.answer(
        HandlerType.GET,
        prefix + "/privilege-assignments" + securable,
        exchange -> direct(exchange).page(ASSIGNMENTS, exchange));
    api.answer(
        HandlerType.GET,
        prefix + "/effective-permissions" + securable,
        exchange -> effective(exchange).page(ASSIGNMENTS, LIMIT, Long.MAX_VALUE, exchange));
    api.answer(
        HandlerType.GET,
        prefix + "/effective-privilege-assignments" + securable,
        exchange -> effective(exchange).page("effective_" + ASSIGNMENTS, exchange));
  }

  private static JsonNode update(Exchange exchange) {
    SecurableRef securable = securable(exchange);
    List<Statement> statements = new ArrayList<>();
    if (!exchange.body().has("changes")) {
      throw Exchange.invalid("'changes' is missing.");
    }
    for (Members change : exchange.body().objects("changes")) {
      Identifier principal = Identifier.of(change.required("principal"));
      Set<Privilege> removed = privileges(change.texts("remove"));
      if (!removed.isEmpty()) {
        statements.add(new RevokePrivileges(removed, securable, principal));
      }
      Set<Privilege> added = privileges(change.texts("add"));
      if (!added.isEmpty()) {
        statements.add(new GrantPrivileges(added, securable, principal));
      }
    }
    exchange.run(statements);
    return exchange.flag("omit_permissions_in_response", false)
        ? Json.object()
        : direct(exchange).all(ASSIGNMENTS);
  }

  private static Set<Privilege> privileges(List<String> names) {
    Set<Privilege> privileges = EnumSet.noneOf(Privilege.class);
    for (String name : names) {
      privileges.add(
          Privilege.named(name)
              .orElseThrow(
                  () ->
                      Exchange.invalid("There is no privilege '" + name + "'.")
                          .withHint("There are " + List.of(Privilege.values()) + ".")));
    }
    return privileges;
  }

  /** The grants on the securable itself. */
  private static Assignments direct(Exchange exchange) {
    SecurableRef securable = securable(exchange);
    Assignments assignments = new Assignments();
    for (Object[] row :
        exchange.rows(new ShowGrants(wanted(exchange), securable, Optional.empty()))) {
      if (isOn(securable, row)) {
        assignments.add(row[0], List.of(row[1]), TextNode.valueOf(privilege(row[1], exchange)));
      }
    }
    return assignments;
  }

  /** Effective privileges on the securable. */
  private static Assignments effective(Exchange exchange) {
    SecurableRef securable = securable(exchange);
    Assignments assignments = new Assignments();
    for (Object[] row :
        exchange.rows(new ShowEffectiveGrants(wanted(exchange), securable, Optional.empty()))) {
      ObjectNode privilege = Json.object().put("privilege", privilege(row[1], exchange));
      if (!isOn(securable, row)) {
        privilege.put("inherited_from_type", rest(kind(row[2])));
        privilege.put("inherited_from_name", (String) row[3]);
      }
      assignments.add(row[0], List.of(row[1], row[2], row[3]), privilege);
    }
    return assignments;
  }

  /** Whether a grant is on the securable itself. */
  private static boolean isOn(SecurableRef securable, Object[] grant) {
    return grant[2].equals(securable.type().name()) && grant[3].equals(key(securable));
  }

  private static SecurableRef securable(Exchange exchange) {
    return Securables.of(exchange.agreed("securable_type"), exchange.agreed("full_name"));
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

  /**
   * Databricks' clients write names of privileges with underscores, Unity Catalog's with spaces.
   */
  private static String privilege(Object name, Exchange exchange) {
    String client = exchange.context().header(Header.USER_AGENT);
    return client != null && client.startsWith(UNITY_CATALOG) ? (String) name : rest(name);
  }

  private static String rest(Object words) {
    return ((String) words).replace(' ', '_');
  }
}
