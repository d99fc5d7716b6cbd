package dev.vitrine.store.relation;

import static dev.vitrine.catalog.SecurableType.CATALOG;
import static dev.vitrine.catalog.SecurableType.MODEL;
import static dev.vitrine.catalog.SecurableType.SCHEMA;

import dev.vitrine.catalog.Column;
import dev.vitrine.catalog.Relation;
import dev.vitrine.catalog.Relation.JoinRole;
import dev.vitrine.catalog.SecurableType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A relation with the rows of another, whose columns it keeps, calls something else, or adds to.
 * Used by one thread.
 */
final class DerivedRelation {
  /** The conditions that a role stands for. */
  private static final Set<String> CONDITIONS_OF_ROLES =
      Stream.concat(
              Stream.of(CATALOG, SCHEMA, MODEL).map(AsOf.PRESENT::visible),
              Stream.of(Visibility.READABLE_MODEL))
          .map(SqlText::text)
          .collect(Collectors.toUnmodifiableSet());

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

  /** The relations that take the places of others in joins, see {@link JoinRole}. */
  static List<SecuredRelation> ofJoins() {
    List<SecuredRelation> joined = new ArrayList<>();
    for (SecuredRelation whole : RegistryRelationSql.ALL) {
      Relation relation = whole.relation();
      for (JoinRole role : JoinRole.values()) {
        if (relation.canBe(role)) {
          List<SqlText> branches =
              relation.equals(RegistryRelations.TAGS)
                  ? (role == JoinRole.FOLLOWING_MODELS
                          ? Stream.of(MODEL)
                          : Stream.of(CATALOG, SCHEMA, MODEL))
                      .map(type -> branch(RegistryRelationSql.tags(AsOf.PRESENT, type), type, role))
                      .toList()
                  : List.of(branch(whole.sql(), MODEL, role));
          joined.add(
              new SecuredRelation(relation.joined(role), SqlText.joined(" UNION ALL ", branches))
                  .computing(
                      role == JoinRole.READABLE
                          ? new String[0]
                          : whole.computed().toArray(String[]::new)));
        }
      }
    }
    return joined;
  }

  /**
   * The rows for objects of a type, with their IDs. Rows that follow are joined to their objects by
   * outer joins, because PostgreSQL leaves those out where the query needs nothing of the object.
   */
  private static SqlText branch(SqlText whole, SecurableType type, JoinRole role) {
    String objects = " FROM " + ObjectSql.from(type);
    String object = ObjectSql.alias(type) + ".id";
    Matcher text =
        Pattern.compile(
                "(.*)"
                    + Pattern.quote(objects)
                    + "( JOIN (\\S+ \\w) ON (\\S+) = \\S+)?(.*?) WHERE (.*)")
            .matcher(whole.text());
    if (!text.matches()) {
      throw new IllegalStateException("not a relation of objects: " + whole);
    }
    // The condition is left out or replaced: any other part of it would be lost.
    if (!CONDITIONS_OF_ROLES.contains(text.group(6))) {
      throw new IllegalStateException("has more conditions than visibility: " + whole);
    }
    String part = text.group(2) == null ? "" : text.group(2);
    if (role == JoinRole.FOLLOWING || role == JoinRole.FOLLOWING_MODELS) {
      return new SqlText(
          part.isEmpty()
              ? text.group(1) + id(type, object) + objects + text.group(5)
              : text.group(1)
                  + id(type, text.group(4))
                  + " FROM "
                  + text.group(3)
                  + " LEFT JOIN "
                  + ObjectSql.alone(type)
                  + " ON "
                  + object
                  + " = "
                  + text.group(4)
                  + " "
                  + ObjectSql.parents(type));
    }
    String columns = text.group(1) + id(type, object) + objects + part + text.group(5);
    String readable = Visibility.READABLE_MODEL.text();
    return new SqlText(
        role == JoinRole.VISIBLE
            ? columns + " WHERE " + text.group(6)
            : columns.replaceAll("CASE WHEN " + Pattern.quote(readable) + " THEN (\\S+) END", "$1")
                + " WHERE "
                + readable);
  }

  /** Types have ranges of their own. */
  private static String id(SecurableType type, String key) {
    return switch (type) {
      case METASTORE -> throw new IllegalArgumentException("no relation is of metastores");
      case CATALOG -> ", -2 * " + key + " - 1 AS object_id";
      case SCHEMA -> ", -2 * " + key + " AS object_id";
      case MODEL -> ", " + key + " AS object_id";
    };
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
