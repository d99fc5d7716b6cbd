package dev.vitrine.registry.share;

import dev.vitrine.registry.show.ShowQuery;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ShareStatement.ShowRecipients;

final class ShowRecipientsTask implements Task<ShowRecipients, TaskResult> {
  @Override
  public TaskResult execute(ShowRecipients statement, TaskContext context) {
    return ShowQuery.of("recipients")
        .like("recipient_name", statement.pattern().orElse(null))
        .orderBy("recipient_name");
  }
}
