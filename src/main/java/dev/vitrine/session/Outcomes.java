package dev.vitrine.session;

import dev.vitrine.catalog.Column;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.session.call.MemoryRows;
import dev.vitrine.session.call.Outcome;
import dev.vitrine.statement.StatementFormatter;
import java.util.List;

/** Converts results of tasks that do not change the session. */
final class Outcomes {
  private Outcomes() {}

  /** The outcome of a result that is neither a query nor a move to another schema. */
  static Outcome of(TaskResult result) {
    if (result instanceof TaskResult.Definition definition) {
      String text = StatementFormatter.format(definition.statement());
      return MemoryRows.of(
          List.of(Column.varchar(TaskResult.Definition.COLUMN, text.length(), false, "")),
          List.<Object[]>of(new Object[] {text}));
    }
    if (result instanceof TaskResult.Created created) {
      return MemoryRows.of(created.columns(), List.<Object[]>of(created.row().toArray()));
    }
    if (result instanceof TaskResult.Opened opened) {
      return new Outcome.Opened(opened.set(), opened.right());
    }
    if (result instanceof TaskResult.Located located) {
      return new Outcome.Located(located.files());
    }
    if (result instanceof TaskResult.Model read) {
      return new Outcome.Model(read.model());
    }
    if (result instanceof TaskResult.Registered registered) {
      return new Outcome.Registered(registered.number(), registered.version());
    }
    if (result instanceof TaskResult.Attributes read) {
      return new Outcome.Attributes(read.values());
    }
    if (result instanceof TaskResult.Version read) {
      return new Outcome.Version(read.version());
    }
    TaskResult.Changed changed = (TaskResult.Changed) result;
    return new Outcome.Changed(changed.count(), changed.version(), changed.warnings());
  }
}
