package dev.vitrine.server.mlflow;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.vitrine.catalog.ModelVersion;
import dev.vitrine.catalog.RegisteredModel;
import dev.vitrine.server.rest.Json;
import dev.vitrine.server.rest.VersionContentJson;
import dev.vitrine.server.rest.view.ModelView;
import dev.vitrine.server.rest.view.VersionView;
import java.util.LinkedHashMap;
import java.util.Map;

/** Models and versions in the words of MLflow's protocol. */
final class MlflowJson {
  private MlflowJson() {}

  static ObjectNode model(ModelView model) {
    ObjectNode node = Json.object();
    node.put("name", model.fullName());
    node.put("creation_timestamp", model.createdAt());
    node.put("last_updated_timestamp", model.updatedAt());
    node.put("user_id", model.createdBy());
    node.put("description", model.comment().orElse(""));
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
    node.put("name", version.fullName());
    node.put("version", Long.toString(version.version()));
    node.put("creation_timestamp", version.createdAt());
    node.put("last_updated_timestamp", version.updatedAt());
    node.put("user_id", version.createdBy());
    node.put("description", version.comment().orElse(""));
    version.source().ifPresent(source -> node.put("source", source));
    version.runId().ifPresent(run -> node.put("run_id", run));
    node.put("status", version.status());
    version.storageLocation().ifPresent(location -> node.put("storage_location", location));
    node.put("model_id", version.modelId());
    return node;
  }

  static ObjectNode whole(ModelVersion version) {
    ObjectNode node = version(VersionView.of(version));
    Map<String, Long> aliases = new LinkedHashMap<>();
    version.aliases().forEach(alias -> aliases.put(alias, version.version()));
    aliases(node, aliases);
    Json.tags(node, version.tags());
    return VersionContentJson.addTo(node, version);
  }

  private static void aliases(ObjectNode node, Map<String, Long> aliases) {
    ArrayNode array = node.putArray("aliases");
    aliases.forEach(
        (alias, version) ->
            array.addObject().put("alias", alias).put("version", Long.toString(version)));
  }
}
