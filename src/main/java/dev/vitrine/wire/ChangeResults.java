package dev.vitrine.wire;

import dev.vitrine.catalog.Column;
import dev.vitrine.protocol.ExecutionResult;
import dev.vitrine.protocol.Frame;
import dev.vitrine.session.call.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * The results of a statement that changes something: the count, then generated keys and warnings
 * where there are any. Vitrine's driver recognizes these two by their text; Avatica's own clients
 * read the first result only.
 */
final class ChangeResults {
  private static final List<Column> KEY_COLUMNS =
      List.of(Column.bigint("version", false, "Number of the version that ADD VERSION created"));

  private ChangeResults() {}

  static List<ExecutionResult> of(int statement, Outcome.Changed changed) {
    List<ExecutionResult> results = new ArrayList<>();
    results.add(ExecutionResult.count(statement, changed.count()));
    if (changed.version().isPresent()) {
      List<Object> key = List.of(changed.version().getAsLong());
      results.add(rows(statement, ExecutionResult.GENERATED_KEYS, KEY_COLUMNS, List.of(key)));
    }
    if (!changed.warnings().isEmpty()) {
      int longest = changed.warnings().stream().mapToInt(String::length).max().orElse(0);
      results.add(
          rows(
              statement,
              ExecutionResult.WARNINGS,
              List.of(Column.varchar("warning", longest, false, "A warning of the statement")),
              changed.warnings().stream().map(List::<Object>of).toList()));
    }
    return results;
  }

  private static ExecutionResult rows(
      int statement, String text, List<Column> columns, List<List<Object>> rows) {
    return ExecutionResult.rows(
        statement, text, ResultDescriptions.columns(columns), new Frame(true, rows));
  }
}
