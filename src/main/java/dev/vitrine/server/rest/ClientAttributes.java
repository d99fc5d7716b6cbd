package dev.vitrine.server.rest;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.catalog.ClientAttribute;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.statement.tree.Call.ReadAttributes;
import dev.vitrine.statement.tree.Call.ReadListedAttributes;
import dev.vitrine.statement.tree.Call.SetAttribute;
import dev.vitrine.statement.tree.Secret;
import dev.vitrine.statement.tree.SecurableRef;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Attributes that clients store with an object and get back, by the names of their members. */
public final class ClientAttributes {
  private ClientAttributes() {}

  /** The changes that a request makes; an empty value removes an attribute. */
  public static List<Runnable> changes(SecurableRef securable, Exchange exchange) {
    List<Runnable> changes = new ArrayList<>();
    for (ClientAttribute attribute : ClientAttribute.of(securable.type())) {
      value(attribute, exchange)
          .map(text -> new SetAttribute(securable, attribute, new Secret(text)))
          .ifPresent(change -> changes.add(() -> exchange.run(change)));
    }
    return changes;
  }

  private static Optional<String> value(ClientAttribute attribute, Exchange exchange) {
    Members body = exchange.body();
    return switch (attribute) {
      case PROPERTIES, OPTIONS ->
          body.map(attribute.column()).map(map -> map.isEmpty() ? "" : map.toString());
      case DEPLOYMENT_JOB_ID -> body.id(attribute.column());
    };
  }

  /** Adds the attributes of an object to a response. */
  public static ObjectNode addTo(ObjectNode node, SecurableRef securable, Exchange exchange) {
    put(node, exchange.run(new ReadAttributes(securable)));
    return node;
  }

  /**
   * Adds the attributes of the objects of a list to their nodes, by full name.
   *
   * @param nodes the nodes that the response has for the objects
   */
  public static void addTo(Map<String, ObjectNode> nodes, SecurableType type, Exchange exchange) {
    if (!nodes.isEmpty()) {
      exchange
          .run(new ReadListedAttributes(type, List.copyOf(nodes.keySet())))
          .forEach((name, attributes) -> put(requireNonNull(nodes.get(name)), attributes));
    }
  }

  private static void put(ObjectNode node, Map<ClientAttribute, String> attributes) {
    attributes.forEach(
        (attribute, value) -> {
          switch (attribute) {
            case PROPERTIES, OPTIONS ->
                node.set(attribute.column(), Json.parse(value.getBytes(StandardCharsets.UTF_8)));
            case DEPLOYMENT_JOB_ID -> node.put(attribute.column(), value);
          }
        });
  }
}
