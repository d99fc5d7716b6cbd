package dev.vitrine.registry.provider;

import dev.vitrine.registry.task.TaskDefinition;
import dev.vitrine.statement.tree.ProviderStatement.AlterProvider;
import dev.vitrine.statement.tree.ProviderStatement.CommentOnProvider;
import dev.vitrine.statement.tree.ProviderStatement.CreateProvider;
import dev.vitrine.statement.tree.ProviderStatement.CreateSharedCatalog;
import dev.vitrine.statement.tree.ProviderStatement.DescribeProvider;
import dev.vitrine.statement.tree.ProviderStatement.DropProvider;
import dev.vitrine.statement.tree.ProviderStatement.RefreshCatalog;
import dev.vitrine.statement.tree.ProviderStatement.ShowProviderShares;
import dev.vitrine.statement.tree.ProviderStatement.ShowProviders;
import dev.vitrine.statement.tree.ProviderStatement.TransferProvider;
import java.util.List;

/** The tasks on providers and on catalogs that follow a share. */
public final class ProviderTasks {
  private static final String PROVIDERS = "providers";

  private ProviderTasks() {}

  public static List<TaskDefinition<?, ?>> all() {
    return List.of(
        TaskDefinition.of(CreateProvider.class, "createProvider", new CreateProviderTask()),
        TaskDefinition.of(AlterProvider.class, "updateProvider", new AlterProviderTask()),
        TaskDefinition.of(TransferProvider.class, "updateProvider", new TransferProviderTask()),
        TaskDefinition.of(CommentOnProvider.class, "updateProvider", new CommentOnProviderTask()),
        TaskDefinition.of(DropProvider.class, "deleteProvider", new DropProviderTask()),
        TaskDefinition.of(ShowProviders.class, "listProviders", PROVIDERS, new ShowProvidersTask()),
        TaskDefinition.of(
            ShowProviderShares.class,
            "listProviderShares",
            "name, comment",
            PROVIDERS,
            new ShowProviderSharesTask()),
        TaskDefinition.of(
            DescribeProvider.class,
            "getProvider",
            "name AS info_name, name AS info_value",
            PROVIDERS,
            new DescribeProviderTask()),
        TaskDefinition.of(
            CreateSharedCatalog.class, "createCatalog", new CreateSharedCatalogTask()),
        TaskDefinition.of(RefreshCatalog.class, "refreshCatalog", new RefreshCatalogTask()));
  }
}
