package dev.vitrine.registry.container;

import dev.vitrine.catalog.SecurableType;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.store.securable.SecurableDao;

/** Shared code of dropping containers. */
final class Containers {
  private Containers() {}

  /**
   * Drops an authorised catalog or schema.
   *
   * @throws VitrineException CATALOG_NOT_EMPTY or SCHEMA_NOT_EMPTY without {@code cascade}
   */
  static void drop(ResolvedObject container, boolean cascade, TaskContext context) {
    context.transaction().deletingParent();
    SecurableDao securables = context.securables();
    securables.lock(container.type(), container.id());
    if (cascade) {
      securables.deleteInside(container.type(), container.id(), context.stamp());
    } else if (securables.hasInside(container.type(), container.id())) {
      boolean catalog = container.type() == SecurableType.CATALOG;
      throw new VitrineException(
              catalog ? ErrorCode.CATALOG_NOT_EMPTY : ErrorCode.SCHEMA_NOT_EMPTY,
              (catalog ? "Catalog '" : "Schema '") + container.fullName() + "' is not empty.")
          .withHint("Drop its content first, or add CASCADE.");
    }
    securables.dropContainer(container.type(), container.id());
  }
}
