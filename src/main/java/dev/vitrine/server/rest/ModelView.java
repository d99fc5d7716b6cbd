package dev.vitrine.server.rest;

import static java.util.Objects.requireNonNull;

import dev.vitrine.catalog.SecurableType;
import dev.vitrine.statement.tree.Describe;
import dev.vitrine.statement.tree.ObjectRef;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.SecurableRef;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

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
  private static final String SELECT =
      "SELECT m.catalog_name, m.schema_name, m.model_name, m.full_name, m.owner, m.comment,"
          + " m.created_at, m.created_by, m.updated_at, m.updated_by, b.full_name"
          + " FROM models m LEFT JOIN browse_only b"
          + " ON b.object_type = 'MODEL' AND b.full_name = m.full_name";

  private static final String ONE = SELECT + " WHERE m.full_name = ?";

  private static final String ALIASES =
      "SELECT alias, version FROM aliases WHERE full_name = ? ORDER BY alias_key";

  private static final String TAGS =
      "SELECT tag_name, tag_value FROM tags WHERE object_type = 'MODEL' AND full_name = ?"
          + " ORDER BY tag_name";

  public ModelView {
    requireNonNull(catalog);
    requireNonNull(schema);
    requireNonNull(name);
    requireNonNull(fullName);
    requireNonNull(owner);
    requireNonNull(comment);
    requireNonNull(createdBy);
    requireNonNull(updatedBy);
  }

  /**
   * The model.
   *
   * @throws dev.vitrine.error.VitrineException as DESCRIBE does, when it is not to be seen
   */
  public static ModelView read(QualifiedName name, Exchange exchange) {
    List<Object[]> rows = exchange.rows(ONE, key(name));
    if (rows.isEmpty()) {
      exchange.run(new Describe(ObjectRef.of(SecurableRef.of(SecurableType.MODEL, name)), false));
      rows = exchange.rows(ONE, key(name));
    }
    return of(rows.get(0));
  }

  /**
   * A page of the models in a catalog or schema, or of all; what is seen by BROWSE only is in it if
   * the request says so.
   */
  public static Page<ModelView> page(
      Optional<String> catalog, Optional<String> schema, int size, Exchange exchange) {
    ListQuery query = new ListQuery(SELECT + " WHERE ", "m.full_name", exchange);
    catalog.ifPresent(name -> query.and("m.catalog_name", name));
    schema.ifPresent(name -> query.and("m.schema_name", name));
    return Page.of(
        query.rows(size).stream().map(ModelView::of).toList(), size, ModelView::fullName);
  }

  /**
   * Models by what follows on the relation {@code models}, which is called {@code m}, beside the
   * models seen by BROWSE only, which are called {@code b}.
   */
  public static List<ModelView> list(String clauses, List<?> parameters, Exchange exchange) {
    return exchange.rows(SELECT + clauses, parameters).stream().map(ModelView::of).toList();
  }

  /** The model's aliases and the versions they point at; none for who may not read versions. */
  public Map<String, Long> aliases(Exchange exchange) {
    return Pairs.of(exchange.rows(ALIASES, fullName), Long.class);
  }

  /** The model's tags. */
  public Map<String, String> tags(Exchange exchange) {
    return Pairs.of(exchange.rows(TAGS, fullName), String.class);
  }

  /** As the registry keeps full names. */
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
