package dev.vitrine.server.web.sql;

import dev.vitrine.server.web.View;
import java.util.List;

/**
 * The SQL page.
 *
 * @param text in the editor
 * @param words keywords and relations for completion, as JSON
 * @param message about the last run; empty if nothing ran
 * @param results of the last run
 */
public record SqlView(String user, String text, String words, String message, List<Result> results)
    implements View {
  public SqlView {
    results = List.copyOf(results);
  }

  /**
   * The rows of a statement, as texts.
   *
   * @param cut whether there are more rows
   */
  public record Result(List<String> columns, List<List<String>> rows, boolean cut) {
    public Result {
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
    }
  }

  @Override
  public String template() {
    return "content/sql.jte";
  }

  @Override
  public String title() {
    return "SQL";
  }
}
