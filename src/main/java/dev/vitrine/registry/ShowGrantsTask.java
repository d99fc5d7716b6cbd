package dev.vitrine.registry;

import dev.vitrine.catalog.SecurableType;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.statement.tree.ShowGrants;
import java.util.Optional;

/** The rows are those of the relation, which knows who may see which. */
final class ShowGrantsTask implements Task<ShowGrants> {
  static final String COLUMNS =
      "principal, privilege AS \"actionType\","
          + " COALESCE(inherited_from_type, object_type) AS \"objectType\","
          + " COALESCE(inherited_from_name, full_name) AS \"objectKey\"";

  @Override
  public TaskResult execute(ShowGrants statement, TaskContext context) {
    Target target = context.require(statement.securable());
    Optional<String> principal = statement.principal().map(name -> context.principal(name).name());
    if (statement.effective()) {
      throw new VitrineException(
              ErrorCode.UNSUPPORTED_FEATURE, "SHOW EFFECTIVE GRANTS is not in this release.")
          .withHint("SHOW GRANTS tells what was granted, on the object and above it.");
    }
    ShowQuery query = ShowQuery.of(COLUMNS, "grants").where("object_type", target.type().name());
    if (target.type() != SecurableType.METASTORE) {
      query.where("full_name", target.fullName());
    }
    return query
        .where("principal", principal)
        .orderBy("principal, \"objectType\", \"objectKey\", \"actionType\"");
  }
}
