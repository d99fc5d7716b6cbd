package dev.vitrine.server.unitycatalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.server.rest.Api;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.Json;
import dev.vitrine.server.rest.Members;
import dev.vitrine.server.rest.TagList;
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
import org.jspecify.annotations.Nullable;

/** Tags of securables and of versions. */
public final class TagEndpoints {
  private TagEndpoints() {}

  /** Adds them. */
  public static void add(Api api) {
    api.answer(
        HandlerType.PATCH,
        ContainerEndpoints.PREFIX + "/securable-tags/{securable_type}/{securable_full_name}",
        exchange -> change(exchange, null));
    api.answer(
        HandlerType.PATCH,
        ContainerEndpoints.PREFIX
            + "/subentity-tags/{securable_type}/{securable_full_name}/{subentity_name}",
        exchange -> change(exchange, version(exchange)));
  }

  private static VersionRef version(Exchange exchange) {
    return new VersionRef.ByNumber(Exchange.version(exchange.agreed("subentity_name")));
  }

  private static JsonNode change(Exchange exchange, @Nullable VersionRef version) {
    ObjectRef object =
        new ObjectRef(
            Securables.of(
                exchange.agreed("securable_type"), exchange.agreed("securable_full_name")),
            Optional.ofNullable(version));
    Members changes = exchange.body().requiredObject("changes");
    List<Statement> statements = new ArrayList<>();
    List<String> removed = changes.texts("remove");
    if (!removed.isEmpty()) {
      statements.add(new UnsetTags(object, removed));
    }
    List<TagAssignment> added = TagList.of(changes, "add_tags");
    if (!added.isEmpty()) {
      statements.add(new SetTags(object, added));
    }
    exchange.run(statements);
    return Json.object();
  }
}
