package dev.vitrine.store.relation;

import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A relation with the rows of another, whose columns it keeps, calls something else, or adds to.
 * Used by one thread.
 */
final class DerivedRelation {
  private final SecuredRelation base;
  private final List<Column> columns = new ArrayList<>();
  private final List<String> expressions = new ArrayList<>();

  private DerivedRelation(SecuredRelation base) {
    this.base = base;
  }

  static DerivedRelation of(SecuredRelation base) {
    return new DerivedRelation(base);
  }

  DerivedRelation keep(String... names) {
    for (String name : names) {
      rename(name, name);
    }
    return this;
  }

  /** A column under another name; one column may be there under several. */
  DerivedRelation rename(String name, String newName) {
    Column column =
        base.relation().columns().stream()
            .filter(candidate -> candidate.name().equals(name))
            .findFirst()
            .orElseThrow();
    Column renamed =
        new Column(
            newName,
            column.type(),
            column.precision(),
            column.scale(),
            column.nullable(),
            column.comment());
    return add(renamed, "r.\"" + name + "\"");
  }

  DerivedRelation add(Column column, String expression) {
    columns.add(column);
    expressions.add(expression + " AS \"" + column.name() + "\"");
    return this;
  }

  /** The query with these columns. */
  SqlText sql() {
    return SqlText.of(
        "SELECT {columns} FROM ({base}) r",
        Map.of("columns", String.join(", ", expressions), "base", base.sql()));
  }

  Relation relation(String schema, String name, String comment) {
    return new Relation(schema, name, comment, columns);
  }
}
