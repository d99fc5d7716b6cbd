package dev.vitrine.catalog;

import java.util.List;

/**
 * A read-only relation that queries can name.
 *
 * @param schema the schema it is in, below the catalog {@code system}: {@code registry}, {@code
 *     access} or {@code information_schema}
 * @param name lower case
 * @param comment what a row is
 */
public record Relation(String schema, String name, String comment, List<Column> columns) {
  public Relation {
    columns = List.copyOf(columns);
  }
}
