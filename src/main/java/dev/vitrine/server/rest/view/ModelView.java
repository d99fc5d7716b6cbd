package dev.vitrine.server.rest.view;

import dev.vitrine.catalog.RegisteredModel;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.Json;
import dev.vitrine.statement.tree.QualifiedName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A registered model, as its reader sees it. */
public record ModelView(
    String catalog,
    String schema,
    String name,
    String fullName,
    String owner,
    Optional<String> comment,
    long createdAt,
    String createdBy,
    long updatedAt,
    String updatedBy,
    boolean browseOnly) {
  private static final String FACTS =
      "SELECT m.catalog_name, m.schema_name, m.model_name, m.full_name, m.owner, m.comment,"
          + " m.created_at, m.created_by, m.updated_at, m.updated_by, ";

  private static final String ALL =
      FACTS
          + "b.full_name FROM models m LEFT JOIN browse_only b"
          + " ON b.object_type = 'MODEL' AND b.full_name = m.full_name WHERE TRUE";

  /**
   * A separate set for the excluded models; H2 would otherwise evaluate the join for each model.
   */
  private static final String FROM_READABLE =
      " FROM models m WHERE m.full_name NOT IN"
          + " (SELECT b.full_name FROM browse_only b WHERE b.object_type = 'MODEL')";

  private static final String READABLE = FACTS + "CAST(NULL AS VARCHAR)" + FROM_READABLE;

  /** A model that was read. */
  public static ModelView of(RegisteredModel model) {
    String[] names = model.fullName().split("\\.", 3);
    return new ModelView(
        names[0],
        names[1],
        names[2],
        model.fullName(),
        model.owner(),
        model.comment(),
        Json.millis(model.edits().createdAt()),
        model.edits().createdBy(),
        Json.millis(model.edits().updatedAt()),
        model.edits().updatedBy(),
        model.browseOnly());
  }

  /**
   * A page of the models in a schema, or of all if catalog and schema are null; models visible
   * through BROWSE only are included on request.
   */
  public static Page<ModelView> page(
      @Nullable String catalog, @Nullable String schema, int size, Exchange exchange) {
    ListQuery query = new ListQuery(select(exchange), "m.full_name", exchange);
    if (catalog != null) {
      query.and("m.catalog_name", catalog);
    }
    if (schema != null) {
      query.and("m.schema_name", schema);
    }
    return Page.of(
        query.rows(size).stream().map(ModelView::of).toList(), size, ModelView::fullName);
  }

  /**
   * Models by additional conditions on the relation {@code models}, with the alias {@code m}, and
   * further clauses; models visible through BROWSE only are included on request.
   *
   * @param clauses empty, or the text after a condition
   */
  public static List<ModelView> list(String clauses, List<?> parameters, Exchange exchange) {
    return exchange.rows(select(exchange) + clauses, parameters).stream()
        .map(ModelView::of)
        .toList();
  }

  /**
   * A query for the full names of the models of {@link #list} and for their latest versions, up to
   * its conditions; with the columns {@code full_name} and {@code version}.
   */
  public static String selection(Exchange exchange) {
    return "SELECT m.full_name, m.latest_version AS version"
        + (ListQuery.includesBrowsed(exchange) ? " FROM models m WHERE TRUE" : FROM_READABLE);
  }

  private static String select(Exchange exchange) {
    return ListQuery.includesBrowsed(exchange) ? ALL : READABLE;
  }

  /** As the registry stores full names. */
  static String key(QualifiedName name) {
    return name.toString().toLowerCase(Locale.ROOT);
  }

  private static ModelView of(Object[] row) {
    return new ModelView(
        (String) row[0],
        (String) row[1],
        (String) row[2],
        (String) row[3],
        (String) row[4],
        Optional.ofNullable((String) row[5]),
        Json.millis(row[6]),
        (String) row[7],
        Json.millis(row[8]),
        (String) row[9],
        row[10] != null);
  }
}
