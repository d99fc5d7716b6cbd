package dev.vitrine.registry.provider;

import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ProviderStatement.DescribeProvider;
import dev.vitrine.store.provider.ProviderRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One row a property, in a fixed order. */
final class DescribeProviderTask implements Task<DescribeProvider, TaskResult> {
  /** How each property prints, and the expression that it comes from. */
  private static final Map<String, String> PROPERTIES = properties();

  private static Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("Provider Name", "name");
    properties.put("Comment", "comment");
    properties.put("Owner", "owner");
    properties.put("Endpoint", "endpoint");
    properties.put("Token Expires At", TaskResult.Query.text("expires_at"));
    properties.put("Created At", TaskResult.Query.text("created_at"));
    properties.put("Created By", "created_by");
    properties.put("Updated At", TaskResult.Query.text("updated_at"));
    properties.put("Updated By", "updated_by");
    return properties;
  }

  @Override
  public TaskResult execute(DescribeProvider statement, TaskContext context) {
    ProviderRow provider = Providers.require(statement.provider(), context);
    List<String> rows = new ArrayList<>();
    List<Object> names = new ArrayList<>();
    PROPERTIES.forEach(
        (property, expression) -> {
          rows.add(
              "SELECT %d AS place, '%s' AS info_name, %s AS info_value FROM \"system\".registry.providers WHERE name = ?"
                  .formatted(rows.size(), property, expression));
          names.add(provider.name());
        });
    return new TaskResult.Query(
        "SELECT info_name, info_value FROM ("
            + String.join(" UNION ALL ", rows)
            + ") AS properties ORDER BY place",
        names);
  }
}
