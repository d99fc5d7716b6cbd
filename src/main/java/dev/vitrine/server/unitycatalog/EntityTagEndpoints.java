package dev.vitrine.server.unitycatalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.rest.Api;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.Json;
import dev.vitrine.server.rest.view.Page;
import dev.vitrine.server.rest.view.PageToken;
import dev.vitrine.statement.tree.Identifier;
import dev.vitrine.statement.tree.ObjectRef;
import dev.vitrine.statement.tree.SecurableRef;
import dev.vitrine.statement.tree.SecurableStatement.SetTag;
import dev.vitrine.statement.tree.SecurableStatement.UnsetTag;
import dev.vitrine.statement.tree.ShowStatement.ShowTags;
import dev.vitrine.statement.tree.TagAssignment;
import io.javalin.http.HandlerType;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Tags of catalogs, schemas and models, one by one, as Databricks' SDK assigns them. */
public final class EntityTagEndpoints {
  /** Rows per page. */
  private static final int PAGE = 1_000;

  private EntityTagEndpoints() {}

  /** Adds them. */
  public static void add(Api api) {
    String prefix = ContainerEndpoints.PREFIX + "/entity-tag-assignments";
    String tags = prefix + "/{entity_type}/{entity_name}/tags";
    String tag = tags + "/{tag_key}";
    api.answer(HandlerType.POST, prefix, EntityTagEndpoints::create);
    api.answer(HandlerType.GET, tags, EntityTagEndpoints::list);
    api.answer(HandlerType.GET, tag, EntityTagEndpoints::get);
    api.answer(HandlerType.PATCH, tag, EntityTagEndpoints::update);
    api.answer(HandlerType.DELETE, tag, EntityTagEndpoints::delete);
  }

  private static JsonNode create(Exchange exchange) {
    String type = exchange.required("entity_type");
    String name = exchange.required("entity_name");
    TagAssignment tag = new TagAssignment(exchange.required("tag_key"), value(exchange));
    exchange.run(set(ObjectRef.of(entity(type, name)), tag));
    return answer(type, name, tag);
  }

  private static JsonNode list(Exchange exchange) {
    String type = exchange.path("entity_type");
    String name = exchange.path("entity_name");
    int size = exchange.pageSize(PAGE, PAGE);
    String last = PageToken.key(exchange).orElse("");
    List<TagAssignment> after =
        tags(entity(type, name), exchange).stream()
            .filter(tag -> tag.key().compareTo(last) > 0)
            .sorted(Comparator.comparing(TagAssignment::key))
            .toList();
    Page<TagAssignment> page =
        Page.of(after.subList(0, Math.min(size + 1, after.size())), size, TagAssignment::key);
    return UnityCatalogJson.list("tag_assignments", page, tag -> answer(type, name, tag));
  }

  private static JsonNode get(Exchange exchange) {
    String type = exchange.path("entity_type");
    String name = exchange.path("entity_name");
    String key = exchange.path("tag_key");
    return tags(entity(type, name), exchange).stream()
        .filter(tag -> tag.key().equals(key))
        .findFirst()
        .map(tag -> answer(type, name, tag))
        .orElseThrow(
            () ->
                new VitrineException(
                        ErrorCode.TAG_NOT_FOUND, "There is no tag '" + key + "' on '" + name + "'.")
                    .withHint("The tags of an entity are listed under its name."));
  }

  /** The tag must be there already. */
  private static JsonNode update(Exchange exchange) {
    String type = exchange.agreed("entity_type");
    String name = exchange.agreed("entity_name");
    String key = exchange.agreed("tag_key");
    String mask = exchange.text("update_mask").orElse("tag_value");
    if (!mask.equals("tag_value") && !mask.equals("*")) {
      throw Exchange.invalid("Only 'tag_value' of a tag can be updated.");
    }
    ObjectRef object = ObjectRef.of(entity(type, name));
    TagAssignment tag = new TagAssignment(key, value(exchange));
    exchange.run(List.of(new UnsetTag(object, Identifier.of(key)), set(object, tag)));
    return answer(type, name, tag);
  }

  private static JsonNode delete(Exchange exchange) {
    SecurableRef entity = entity(exchange.agreed("entity_type"), exchange.agreed("entity_name"));
    exchange.run(new UnsetTag(ObjectRef.of(entity), Identifier.of(exchange.agreed("tag_key"))));
    return Json.object();
  }

  private static SetTag set(ObjectRef object, TagAssignment tag) {
    return new SetTag(object, Identifier.of(tag.key()), Optional.of(tag.value()));
  }

  private static String value(Exchange exchange) {
    return exchange.text("tag_value").orElse("");
  }

  private static List<TagAssignment> tags(SecurableRef entity, Exchange exchange) {
    return exchange.rows(new ShowTags(entity)).stream()
        .map(row -> new TagAssignment((String) row[5], (String) row[6]))
        .toList();
  }

  /** Kinds are in the plural here. */
  private static SecurableRef entity(String type, String name) {
    SecurableRef entity = Securables.of(type.replaceFirst("s$", ""), name);
    if (entity.type() == SecurableType.METASTORE) {
      throw Exchange.invalid("The metastore has no tags.");
    }
    return entity;
  }

  private static ObjectNode answer(String type, String name, TagAssignment tag) {
    return Json.object()
        .put("entity_type", type)
        .put("entity_name", name)
        .put("tag_key", tag.key())
        .put("tag_value", tag.value());
  }
}
