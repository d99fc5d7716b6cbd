package dev.vitrine.registry.provider;

import dev.vitrine.catalog.Column;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.share.ShareClient;
import dev.vitrine.share.ShareRequest;
import dev.vitrine.share.ShareResponse;
import dev.vitrine.statement.tree.ProviderStatement.ShowProviderShares;
import dev.vitrine.store.provider.ProviderRow;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Asks the provider; nothing of its response is stored. */
final class ShowProviderSharesTask implements Task<ShowProviderShares, TaskResult> {
  private static final List<Column> COLUMNS =
      List.of(
          Column.varchar("name", 255, false, "Name"),
          Column.varchar("comment", 65_536, true, "Comment"));

  @Override
  public TaskResult execute(ShowProviderShares statement, TaskContext context) {
    ProviderRow provider = Providers.require(statement.provider(), context);
    ShareRequest request = ShareRequest.list(provider.name(), Providers.credential(provider));
    Optional<ShareResponse> response = Providers.response(request, context);
    if (response.isEmpty()) {
      return new TaskResult.Awaits(request);
    }
    List<List<Object>> rows =
        ((ShareResponse.Shares) response.get())
            .shares().stream()
                .sorted(Comparator.comparing(ShareClient.Share::name))
                .map(share -> Arrays.<Object>asList(share.name(), share.comment().orElse(null)))
                .toList();
    return new TaskResult.Listed(COLUMNS, rows);
  }
}
