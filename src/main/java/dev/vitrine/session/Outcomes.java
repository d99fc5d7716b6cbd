package dev.vitrine.session;

import dev.vitrine.catalog.Column;
import dev.vitrine.registry.task.TaskResult;
import dev.vitrine.session.call.MemoryRows;
import dev.vitrine.session.call.Outcome;
import dev.vitrine.session.call.Rows;
import dev.vitrine.statement.format.StatementFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Converts results of tasks that do not change the session. */
final class Outcomes {
  static final Outcome NO_CHANGE = new Outcome.Changed(0, OptionalLong.empty(), List.of());

  private Outcomes() {}

  /** The outcome of a result that is neither a query nor a move to another schema. */
  static Outcome of(TaskResult result) {
    if (result instanceof TaskResult.Definition definition) {
      String text = StatementFormatter.format(definition.statement());
      return MemoryRows.of(
          List.of(Column.varchar(TaskResult.Definition.COLUMN, text.length(), false, "")),
          List.<Object[]>of(new Object[] {text}));
    }
    if (result instanceof TaskResult.Listed listed) {
      return MemoryRows.of(
          listed.columns(), listed.rows().stream().map(row -> row.toArray()).toList());
    }
    if (result instanceof TaskResult.Created created) {
      return MemoryRows.of(created.columns(), List.<Object[]>of(created.row().toArray()));
    }
    TaskResult.Changed changed = (TaskResult.Changed) result;
    return new Outcome.Changed(changed.count(), changed.version(), changed.warnings());
  }

  /**
   * The rows of a query.
   *
   * @throws dev.vitrine.error.VitrineException if there are none and the query must have some
   */
  static Rows checked(Rows rows, TaskResult.Query query) {
    if (query.absence().isEmpty()) {
      return rows;
    }
    List<Object[]> found = new ArrayList<>();
    try (rows) {
      for (Optional<Object[]> row = rows.next(); row.isPresent(); row = rows.next()) {
        found.add(row.get());
      }
    }
    if (found.isEmpty()) {
      throw query.absence().get();
    }
    return MemoryRows.of(rows.columns(), found);
  }

  /** Closes rows. */
  static void release(Outcome outcome) {
    if (outcome instanceof Rows rows) {
      rows.close();
    }
  }
}
