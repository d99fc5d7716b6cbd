package dev.vitrine.server.rest.view;

import dev.vitrine.catalog.SecurableType;
import dev.vitrine.error.VitrineException;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.Json;
import dev.vitrine.statement.tree.ObjectRef;
import dev.vitrine.statement.tree.QualifiedName;
import dev.vitrine.statement.tree.SecurableRef;
import dev.vitrine.statement.tree.ShowStatement.Describe;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A catalog or schema, as its reader sees it.
 *
 * @param catalog the catalog's name, or that of the schema's catalog
 */
public record ContainerView(
    String catalog,
    String name,
    String owner,
    Optional<String> comment,
    Optional<String> storageRoot,
    long createdAt,
    String createdBy,
    long updatedAt,
    String updatedBy,
    boolean browseOnly) {
  private static final String FACTS =
      ", x.owner, x.comment, x.storage_location, x.created_at, x.created_by, x.updated_at,"
          + " x.updated_by, b.full_name FROM ";

  private static final String CATALOGS =
      "SELECT x.catalog_name, x.catalog_name"
          + FACTS
          + "catalogs x LEFT JOIN browse_only b"
          + " ON b.object_type = 'CATALOG' AND b.full_name = x.catalog_name WHERE TRUE";

  private static final String SCHEMAS =
      "SELECT x.catalog_name, x.schema_name"
          + FACTS
          + "schemas x LEFT JOIN browse_only b ON b.object_type = 'SCHEMA'"
          + " AND b.catalog_name = x.catalog_name AND b.schema_name = x.schema_name WHERE TRUE";

  /** A page of the catalogs. */
  public static Page<ContainerView> catalogs(int size, Exchange exchange) {
    return page(new ListQuery(select(CATALOGS, exchange), "x.catalog_name", exchange), size);
  }

  /** A page of the schemas of a catalog. */
  public static Page<ContainerView> schemas(String catalog, int size, Exchange exchange) {
    describe(SecurableType.CATALOG, QualifiedName.of(catalog), exchange);
    ListQuery query = new ListQuery(select(SCHEMAS, exchange), "x.schema_name", exchange);
    query.and("x.catalog_name", catalog);
    return page(query, size);
  }

  /** A catalog. */
  public static ContainerView catalog(String name, Exchange exchange) {
    describe(SecurableType.CATALOG, QualifiedName.of(name), exchange);
    return exchange.rows(CATALOGS + " AND x.catalog_name = ?", lower(name)).stream()
        .map(ContainerView::of)
        .findFirst()
        .orElseThrow(() -> reserved(name));
  }

  /** A schema. */
  public static ContainerView schema(QualifiedName name, Exchange exchange) {
    describe(SecurableType.SCHEMA, name, exchange);
    return exchange
        .rows(
            SCHEMAS + " AND x.catalog_name = ? AND x.schema_name = ?",
            lower(name.parts().get(0).value()),
            lower(name.last().value()))
        .stream()
        .map(ContainerView::of)
        .findFirst()
        .orElseThrow(() -> reserved(name.toString()));
  }

  private static String select(String all, Exchange exchange) {
    return ListQuery.includesBrowsed(exchange) ? all : all + " AND b.full_name IS NULL";
  }

  /** Insists that it is there, and to be seen. */
  private static void describe(SecurableType type, QualifiedName name, Exchange exchange) {
    exchange.run(new Describe(ObjectRef.of(SecurableRef.of(type, name)), false));
  }

  private static Page<ContainerView> page(ListQuery query, int size) {
    List<ContainerView> found = query.rows(size).stream().map(ContainerView::of).toList();
    return Page.of(found, size, ContainerView::name);
  }

  private static VitrineException reserved(String name) {
    return Exchange.invalid("'" + name + "' is reserved and has no row.");
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static ContainerView of(Object[] row) {
    return new ContainerView(
        (String) row[0],
        (String) row[1],
        (String) row[2],
        Optional.ofNullable((String) row[3]),
        Optional.ofNullable((String) row[4]),
        Json.millis(row[5]),
        (String) row[6],
        Json.millis(row[7]),
        (String) row[8],
        row[9] != null);
  }
}
