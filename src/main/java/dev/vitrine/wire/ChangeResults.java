package dev.vitrine.wire;

import dev.vitrine.catalog.Column;
import dev.vitrine.protocol.Answer;
import dev.vitrine.session.call.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.Meta.Frame;
import org.apache.calcite.avatica.Meta.MetaResultSet;
import org.apache.calcite.avatica.Meta.StatementHandle;

/**
 * The results of a statement that changes something: the count, then generated keys and warnings
 * where there are any. Vitrine's driver recognizes these two by their text; Avatica's own clients
 * read the first result only.
 */
final class ChangeResults {
  private static final List<Column> KEY_COLUMNS =
      List.of(Column.bigint("version", false, "Number of the version that ADD VERSION created"));

  private ChangeResults() {}

  static List<MetaResultSet> of(StatementHandle h, Outcome.Changed changed) {
    List<MetaResultSet> results = new ArrayList<>();
    results.add(MetaResultSet.count(h.connectionId, h.id, changed.count()));
    if (changed.version().isPresent()) {
      List<Object> key = List.of(changed.version().getAsLong());
      results.add(rows(h, Answer.GENERATED_KEYS, KEY_COLUMNS, List.of(key)));
    }
    if (!changed.warnings().isEmpty()) {
      int longest = changed.warnings().stream().mapToInt(String::length).max().orElse(0);
      results.add(
          rows(
              h,
              Answer.WARNINGS,
              List.of(Column.varchar("warning", longest, false, "A warning of the statement")),
              changed.warnings().stream().<Object>map(List::of).toList()));
    }
    return results;
  }

  private static MetaResultSet rows(
      StatementHandle h, String text, List<Column> columns, List<Object> rows) {
    return MetaResultSet.create(
        h.connectionId,
        h.id,
        false,
        ColumnDescriptions.signature(text, columns, List.of()),
        new Frame(0, true, rows));
  }
}
