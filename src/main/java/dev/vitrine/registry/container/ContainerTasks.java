package dev.vitrine.registry.container;

import dev.vitrine.registry.task.TaskDefinition;
import dev.vitrine.statement.tree.ContainerStatement.CreateCatalog;
import dev.vitrine.statement.tree.ContainerStatement.CreateSchema;
import dev.vitrine.statement.tree.ContainerStatement.DropCatalog;
import dev.vitrine.statement.tree.ContainerStatement.DropSchema;
import dev.vitrine.statement.tree.ContainerStatement.UseCatalog;
import dev.vitrine.statement.tree.ContainerStatement.UseSchema;
import java.util.List;

/** The tasks on catalogs and schemas. */
public final class ContainerTasks {
  private ContainerTasks() {}

  public static List<TaskDefinition<?, ?>> all() {
    return List.of(
        TaskDefinition.of(CreateCatalog.class, "createCatalog", new CreateCatalogTask()),
        TaskDefinition.of(DropCatalog.class, "deleteCatalog", new DropCatalogTask()),
        TaskDefinition.of(CreateSchema.class, "createSchema", new CreateSchemaTask()),
        TaskDefinition.of(DropSchema.class, "deleteSchema", new DropSchemaTask()),
        TaskDefinition.of(UseCatalog.class, "useCatalog", new UseCatalogTask()),
        TaskDefinition.of(UseSchema.class, "useSchema", new UseSchemaTask()));
  }
}
