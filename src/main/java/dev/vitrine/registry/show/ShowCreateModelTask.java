package dev.vitrine.registry.show;

import dev.vitrine.registry.task.ResolvedObject;
import dev.vitrine.registry.task.Task;
import dev.vitrine.registry.task.TaskContext;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.statement.tree.ModelStatement.CreateModel;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.ShowStatement.ShowCreateModel;
import dev.vitrine.statement.tree.TagAssignment;
import dev.vitrine.store.securable.TagDao.Tagged;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The statement that would create the model again, without its versions: the part that every viewer
 * may see.
 */
final class ShowCreateModelTask implements Task<ShowCreateModel, TaskResult> {
  @Override
  public TaskResult execute(ShowCreateModel statement, TaskContext context) {
    ResolvedObject model = context.requireModel(statement.model());
    List<TagAssignment> tags = new ArrayList<>();
    context
        .tags()
        .all(new Tagged(model.type(), model.id(), OptionalLong.empty()))
        .forEach((key, value) -> tags.add(new TagAssignment(key, value)));
    return new TaskResult.Definition(
        new CreateModel(
            QualifiedName.of(model.name().parts().toArray(String[]::new)),
            false,
            context.securables().comment(model.type(), model.id()),
            tags));
  }
}
