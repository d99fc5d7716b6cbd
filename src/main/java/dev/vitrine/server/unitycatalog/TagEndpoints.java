package dev.vitrine.server.unitycatalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.server.rest.Api;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.Json;
import dev.vitrine.statement.tree.ObjectRef;
import dev.vitrine.statement.tree.SecurableStatement.SetTags;
import dev.vitrine.statement.tree.SecurableStatement.UnsetTags;
import dev.vitrine.statement.tree.Statement;
import dev.vitrine.statement.tree.TagAssignment;
import dev.vitrine.statement.tree.VersionRef;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tags of securables and of versions. */
public final class TagEndpoints {
  private TagEndpoints() {}

  /** Adds them. */
  public static void add(Api api) {
    api.answer(
        HandlerType.PATCH,
        ContainerEndpoints.PREFIX + "/securable-tags/{securable_type}/{securable_full_name}",
        exchange -> change(exchange, Optional.empty()));
    api.answer(
        HandlerType.PATCH,
        ContainerEndpoints.PREFIX
            + "/subentity-tags/{securable_type}/{securable_full_name}/{subentity_name}",
        exchange -> change(exchange, Optional.of(version(exchange))));
  }

  private static VersionRef version(Exchange exchange) {
    return new VersionRef.ByNumber(Exchange.version(exchange.agreed("subentity_name")));
  }

  private static JsonNode change(Exchange exchange, Optional<VersionRef> version) {
    ObjectRef object =
        new ObjectRef(
            Securables.of(
                exchange.agreed("securable_type"), exchange.agreed("securable_full_name")),
            version);
    JsonNode changes =
        exchange.member("changes").orElseThrow(() -> Exchange.invalid("'changes' is missing."));
    List<Statement> statements = new ArrayList<>();
    List<String> removed = new ArrayList<>();
    Exchange.bounded("remove", changes.path("remove")).forEach(key -> removed.add(key.asText()));
    if (!removed.isEmpty()) {
      statements.add(new UnsetTags(object, removed));
    }
    List<TagAssignment> added =
        Tags.of(
            Optional.ofNullable(changes.get("add_tags"))
                .map(list -> Exchange.bounded("add_tags", list)));
    if (!added.isEmpty()) {
      statements.add(new SetTags(object, added));
    }
    exchange.run(statements);
    return Json.object();
  }
}
