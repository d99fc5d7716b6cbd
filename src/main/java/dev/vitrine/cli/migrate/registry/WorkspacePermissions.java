package dev.vitrine.cli.migrate.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.vitrine.cli.migrate.http.RegistryClient;
import dev.vitrine.cli.migrate.source.SourceGrant;
import dev.vitrine.cli.migrate.source.SourcePermissions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Permission levels of models in the registry of a Databricks workspace, as the privileges that
 * allow the same in Vitrine.
 */
final class WorkspacePermissions implements SourcePermissions {
  private static final String MODEL = "registered_model_databricks";

  private final RegistryClient client;

  WorkspacePermissions(RegistryClient client) {
    this.client = client;
  }

  @Override
  public List<SourceGrant> of(String model, boolean inherited) throws IOException {
    String id =
        client
            .get(MlflowSource.API + "databricks/registered-models/get", Map.of("name", model))
            .path(MODEL)
            .path("id")
            .asText("");
    JsonNode list =
        client
            .get(
                "/api/2.0/permissions/registered-models/" + RegistryClient.encodePath(id), Map.of())
            .path("access_control_list");
    List<SourceGrant> grants = new ArrayList<>();
    for (JsonNode entry : list) {
      String principal = principal(entry);
      for (JsonNode permission : entry.path("all_permissions")) {
        if (inherited || !permission.path("inherited").asBoolean(false)) {
          for (String privilege : privileges(permission.path("permission_level").asText())) {
            grants.add(new SourceGrant(principal, privilege));
          }
        }
      }
    }
    return grants;
  }

  private static String principal(JsonNode entry) {
    for (String kind : List.of("user_name", "group_name", "service_principal_name")) {
      if (entry.hasNonNull(kind)) {
        return entry.path(kind).asText();
      }
    }
    return "";
  }

  private static List<String> privileges(String level) {
    return switch (level) {
      case "CAN_READ" -> List.of("EXECUTE");
      case "CAN_EDIT", "CAN_MANAGE_STAGING_VERSIONS", "CAN_MANAGE_PRODUCTION_VERSIONS" ->
          List.of("EXECUTE", "CREATE MODEL VERSION", "APPLY TAG");
      case "CAN_MANAGE" -> List.of("EXECUTE", "CREATE MODEL VERSION", "APPLY TAG", "MANAGE");
      // A level of a later version of Databricks, which the report names.
      default -> List.of(level);
    };
  }
}
