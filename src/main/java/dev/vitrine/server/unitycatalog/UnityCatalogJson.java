package dev.vitrine.server.unitycatalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.catalog.ModelVersion;
import dev.vitrine.catalog.RegisteredModel;
import dev.vitrine.catalog.SecurableType;
import dev.vitrine.server.rest.ClientAttributes;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.Json;
import dev.vitrine.server.rest.VersionContentJson;
import dev.vitrine.server.rest.view.ContainerView;
import dev.vitrine.server.rest.view.ModelView;
import dev.vitrine.server.rest.view.Page;
import dev.vitrine.server.rest.view.VersionView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Securables and versions in the words of Unity Catalog's REST API. */
final class UnityCatalogJson {
  private UnityCatalogJson() {}

  static ObjectNode catalog(ContainerView catalog) {
    ObjectNode node = container(catalog);
    node.put("full_name", catalog.name());
    return node;
  }

  static ObjectNode schema(ContainerView schema) {
    ObjectNode node = container(schema);
    node.put("catalog_name", schema.catalog());
    node.put("full_name", schema.catalog() + "." + schema.name());
    return node;
  }

  private static ObjectNode container(ContainerView container) {
    ObjectNode node = Json.object();
    node.put("name", container.name());
    node.put("owner", container.owner());
    container.comment().ifPresent(comment -> node.put("comment", comment));
    container.storageRoot().ifPresent(root -> node.put("storage_root", root));
    stamps(
        node,
        container.createdAt(),
        container.createdBy(),
        container.updatedAt(),
        container.updatedBy());
    node.put("browse_only", container.browseOnly());
    return node;
  }

  static ObjectNode model(ModelView model) {
    ObjectNode node = Json.object();
    node.put("name", model.name());
    node.put("catalog_name", model.catalog());
    node.put("schema_name", model.schema());
    node.put("full_name", model.fullName());
    node.put("owner", model.owner());
    model.comment().ifPresent(comment -> node.put("comment", comment));
    stamps(node, model.createdAt(), model.createdBy(), model.updatedAt(), model.updatedBy());
    node.put("browse_only", model.browseOnly());
    return node;
  }

  static ObjectNode whole(RegisteredModel model) {
    ObjectNode node = model(ModelView.of(model));
    aliases(node, model.aliases());
    Json.tags(node, model.tags());
    model.deploymentJobId().ifPresent(id -> node.put("deployment_job_id", id));
    return node;
  }

  static ObjectNode version(VersionView version) {
    ObjectNode node = Json.object();
    node.put("model_name", version.model());
    node.put("catalog_name", version.catalog());
    node.put("schema_name", version.schema());
    node.put("version", version.version());
    node.put("status", version.status());
    version.source().ifPresent(source -> node.put("source", source));
    version.runId().ifPresent(run -> node.put("run_id", run));
    version.comment().ifPresent(comment -> node.put("comment", comment));
    version.storageLocation().ifPresent(location -> node.put("storage_location", location));
    stamps(
        node, version.createdAt(), version.createdBy(), version.updatedAt(), version.updatedBy());
    node.put("model_id", version.modelId());
    return node;
  }

  static ObjectNode whole(ModelVersion version) {
    ObjectNode node = version(VersionView.of(version));
    Map<String, Long> aliases = new LinkedHashMap<>();
    version.aliases().forEach(alias -> aliases.put(alias, version.version()));
    aliases(node, aliases);
    Json.tags(node, version.tags());
    version.dependencies().ifPresent(json -> dependencies(node, json));
    return VersionContentJson.addTo(node, version);
  }

  private static void dependencies(ObjectNode node, String json) {
    node.set("model_version_dependencies", Json.parse(json.getBytes(UTF_8)));
  }

  /** A version in a list, with what it depends on if that is known. */
  static ObjectNode version(VersionView version, Map<Long, String> dependencies) {
    ObjectNode node = version(version);
    String json = dependencies.get(version.version());
    if (json != null) {
      dependencies(node, json);
    }
    return node;
  }

  /** A page of a list, under the name that the list has. */
  static <T> ObjectNode list(String name, Page<T> page, Function<T, JsonNode> each) {
    ObjectNode answer = Json.object();
    ArrayNode array = answer.putArray(name);
    page.rows().forEach(row -> array.add(each.apply(row)));
    page.next().ifPresent(token -> answer.put("next_page_token", token));
    return answer;
  }

  /** A page of objects, with the attributes that clients have stored with them. */
  static <T> ObjectNode list(
      String name,
      Page<T> page,
      Function<T, ObjectNode> each,
      SecurableType type,
      Exchange exchange) {
    Map<String, ObjectNode> nodes = new LinkedHashMap<>();
    ObjectNode answer =
        list(
            name,
            page,
            row -> {
              ObjectNode node = each.apply(row);
              nodes.put(node.path("full_name").asText(), node);
              return node;
            });
    ClientAttributes.addTo(nodes, type, exchange);
    return answer;
  }

  private static void stamps(
      ObjectNode node, long createdAt, String createdBy, long updatedAt, String updatedBy) {
    node.put("created_at", createdAt);
    node.put("created_by", createdBy);
    node.put("updated_at", updatedAt);
    node.put("updated_by", updatedBy);
  }

  private static void aliases(ObjectNode node, Map<String, Long> aliases) {
    ArrayNode array = node.putArray("aliases");
    aliases.forEach(
        (alias, version) -> array.addObject().put("alias_name", alias).put("version_num", version));
  }
}
