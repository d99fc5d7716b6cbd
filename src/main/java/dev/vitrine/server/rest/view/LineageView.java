package dev.vitrine.server.rest.view;

import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.Json;
import dev.vitrine.statement.tree.LineageSource;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.VersionRef;
import java.util.List;

/**
 * That a version was made from something, as its reader sees it.
 *
 * @param recordedAt in milliseconds since 1970
 */
public record LineageView(LineageSource source, String model, long version, long recordedAt) {
  private static final String SELECT =
      "SELECT source_table_full_name, target_model_full_name, target_model_version, event_time"
          + " FROM system.access.model_lineage WHERE ";

  private static final String UPSTREAM =
      SELECT
          + "target_model_full_name = ? AND target_model_version = ?"
          + " AND source_table_full_name > ? ORDER BY source_table_full_name"
          + " FETCH FIRST ? ROWS ONLY";

  private static final String DOWNSTREAM =
      SELECT
          + "source_table_full_name = ? AND (target_model_full_name > ?"
          + " OR (target_model_full_name = ? AND target_model_version > ?))"
          + " ORDER BY target_model_full_name, target_model_version FETCH FIRST ? ROWS ONLY";

  /**
   * A page of the sources of a version.
   *
   * @throws dev.vitrine.error.VitrineException as DESCRIBE, if the caller may not read it
   */
  public static Page<LineageView> upstream(
      QualifiedName model, long version, int size, Exchange exchange) {
    List<LineageView> found =
        list(
            UPSTREAM,
            List.of(ModelView.key(model), version, PageToken.key(exchange).orElse(""), size + 1L),
            exchange);
    if (found.isEmpty()) {
      // No rows can mean that the caller may not read them.
      exchange.read(model, new VersionRef.ByNumber(version));
    }
    return Page.of(found, size, lineage -> lineage.source().toString());
  }

  /** A page of the versions that were made from something. */
  public static Page<LineageView> downstream(LineageSource source, int size, Exchange exchange) {
    String[] after = PageToken.key(exchange).orElse("0 ").split(" ", 2);
    String model = after[after.length - 1];
    return Page.of(
        list(
            DOWNSTREAM,
            List.of(source.toString(), model, model, Exchange.version(after[0]), size + 1L),
            exchange),
        size,
        lineage -> lineage.version() + " " + lineage.model());
  }

  private static List<LineageView> list(String query, List<?> parameters, Exchange exchange) {
    return exchange.rows(query, parameters).stream().map(LineageView::of).toList();
  }

  private static LineageView of(Object[] row) {
    return new LineageView(
        LineageSource.parse((String) row[0]), (String) row[1], (Long) row[2], Json.millis(row[3]));
  }
}
