package dev.vitrine.store.relation;

import static dev.vitrine.catalog.SecurableType.CATALOG;
import static dev.vitrine.catalog.SecurableType.METASTORE;
import static dev.vitrine.catalog.SecurableType.MODEL;
import static dev.vitrine.catalog.SecurableType.SCHEMA;

import dev.vitrine.catalog.SecurableType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The query behind {@code history}: one row per value that a property, tag, alias, grant or
 * membership ever had. It joins objects, which have their present or last names, to facts, which
 * are rows of the present or closed rows. The rules of visibility are those of {@link AsOf#PAST}.
 */
final class HistorySql {
  /** Objects that exist, and those that were dropped with their last values. */
  private static final String EVER =
      """
      (SELECT {columns} FROM {table} {named} UNION ALL SELECT {columns} FROM {table}_history h
        {named} {and} NOT EXISTS (SELECT 1 FROM {table} x WHERE x.id = h.id)
          AND NOT EXISTS (SELECT 1 FROM {table}_history x
            WHERE x.id = h.id AND x.valid_to > h.valid_to))""";

  private static final String FACTS =
      """
      (SELECT {columns}, valid_from, changed_by, CAST(NULL AS TIMESTAMP(3)) AS valid_to,
          CAST(NULL AS VARCHAR(255)) AS closed_by FROM {table}
        UNION ALL SELECT {columns}, valid_from, changed_by, valid_to, closed_by
        FROM {table}_history)""";

  /** The casts give all branches one type, or PostgreSQL would not move conditions into them. */
  private static final String ROW =
      """
      SELECT CAST({type} AS VARCHAR(16)) AS object_type, CAST({name} AS VARCHAR(767)) AS full_name,
        CAST({model} AS BIGINT) AS model_id, CAST({version} AS BIGINT) AS version,
        CAST('{kind}' AS VARCHAR(16)) AS kind, CAST({item} AS VARCHAR(255)) AS item,
        CAST({value} AS VARCHAR(131072)) AS "value", f.valid_from, f.valid_to, f.changed_by,
        {closed_by} AS closed_by
      FROM {objects} JOIN {facts} f ON f.{key} = {alias}.id WHERE {condition}""";

  /**
   * The values of one column. A row is closed when any column changes, so rows that follow each
   * other with the same value are one. They are found by the primary keys, and not by window
   * functions, which would read the whole table for one object. They are counted, because
   * PostgreSQL joins for NOT EXISTS, and then compares all rows of an object with each other.
   */
  private static final String VALUES_OF_COLUMN =
      """
      (SELECT r.*, (SELECT MIN(e.valid_to) FROM {table}_history e
          WHERE {e_is_r} AND e.valid_to > r.valid_from AND (SELECT COUNT(*) FROM {facts} n
            WHERE {n_is_e} AND n.valid_from = e.valid_to AND {n_equals_e}) = 0) AS value_to
        FROM {facts} r WHERE (SELECT COUNT(*) FROM {table}_history p
          WHERE {p_is_r} AND p.valid_to = r.valid_from AND {p_equals_r}) = 0)""";

  private static final String ONES =
      "(SELECT {columns}, v.valid_from, v.changed_by, v.value_to AS valid_to FROM {values} v)";

  private static final String NULL = "NULL";

  private final int names;

  private HistorySql(int names) {
    this.names = names;
  }

  /**
   * The query.
   *
   * @param names number of full names, whose rows are all that is needed, so that objects of other
   *     names are not read; each is a parameter, and all of them are repeated together. Without
   *     names, 0 for all rows
   */
  static SqlText query(int names) {
    return new HistorySql(names).query();
  }

  private SqlText query() {
    List<SqlText> branches = new ArrayList<>();
    for (SecurableType type : List.of(CATALOG, SCHEMA, MODEL)) {
      Subject subject = subject(type);
      branches.add(subject.values("NAME", type == MODEL ? "full_name" : "name", name(type)));
      branches.add(subject.values("OWNER", "owner_id", principal("f.owner_id")));
      branches.add(subject.comments());
      branches.add(subject.values("EXISTENCE", "", "'YES'"));
      branches.add(subject.tags());
      branches.add(subject.grants());
    }
    Subject metastore = subject(METASTORE);
    branches.add(metastore.values("OWNER", "owner_id", principal("f.owner_id")));
    branches.add(metastore.grants());
    branches.add(aliases());
    branches.addAll(versions());
    branches.add(principals());
    branches.add(members());
    return SqlText.joined(" UNION ALL ", branches);
  }

  /**
   * The name of then; that of a schema begins with the name of its catalog, which never changes.
   */
  private static String name(SecurableType type) {
    return switch (type) {
      case METASTORE, CATALOG -> "f.name";
      case SCHEMA -> "c.name || '.' || f.name";
      case MODEL -> "f.full_name";
    };
  }

  /** The name of a principal that exists or was dropped; names of principals never change. */
  private static String principal(String id) {
    return "COALESCE((SELECT p.name FROM principals p WHERE p.id = "
        + id
        + "), (SELECT MAX(p.name) FROM principals_history p WHERE p.id = "
        + id
        + "))";
  }

  private SqlText aliases() {
    return new Branch(subject(MODEL), "ALIAS", "aliases", "model_id, alias, version")
        .item("f.alias")
        .value("f.version")
        .version("f.version")
        .where(AsOf.PAST.readable());
  }

  private List<SqlText> versions() {
    Subject model = subject(MODEL);
    return List.of(
        model.ofVersions("STATUS", "status", "f.status").where(AsOf.PAST.readable()),
        model.ofVersions("EXISTENCE", "", "'YES'").where(AsOf.PAST.readable()),
        model
            .ofVersions("COMMENT", "comment", "f.comment")
            .where(and(AsOf.PAST.readable(), "f.comment IS NOT NULL", model.managedOrPresent())),
        new Branch(model, "TAG", "version_tags", "model_id, version, tag_key, tag_value")
            .ofVersion()
            .item("f.tag_key")
            .value("f.tag_value")
            .where(and(AsOf.PAST.readable(), "1 = 1", model.managedOrPresent())));
  }

  private SqlText principals() {
    SqlText ever =
        SqlText.of("{ever} p", Map.of("ever", ever("principals", "id, name, kind", "name")));
    return new Branch(
            new Subject(METASTORE, "principals", "id", "p", "p.kind", "p.name", ever),
            "EXISTENCE",
            "principals",
            "id")
        .merged("")
        .value("'YES'")
        .where(
            SqlText.of(
                "({admin} OR p.id IN (SELECT x.id FROM principals x))",
                Map.of("admin", Visibility.ADMIN)));
  }

  private SqlText members() {
    SqlText ever =
        SqlText.of("{ever} p", Map.of("ever", ever("principals", "id, name, kind", "name")));
    return new Branch(
            new Subject(METASTORE, "principals", "group_id", "p", "p.kind", "p.name", ever),
            "MEMBER",
            "group_members",
            "group_id, member_id")
        .item(principal("f.member_id"))
        .value("'YES'")
        .where(
            SqlText.of(
                """
                ({admin} OR ({mine} AND f.member_id IN (SELECT x.id FROM principals x)))""",
                Map.of("admin", Visibility.ADMIN, "mine", Visibility.mine("f.group_id"))));
  }

  /**
   * @param name column with the full name; empty if no column has it
   */
  private SqlText ever(String table, String columns, String name) {
    boolean named = names > 0 && !name.isEmpty();
    return SqlText.of(
        EVER,
        Map.of(
            "table",
            table,
            "columns",
            columns,
            "named",
            named ? "WHERE " + name + " IN (" + SqlText.markers(names) + ")" : "",
            "and",
            named ? "AND" : "WHERE"));
  }

  private Subject subject(SecurableType type) {
    SqlText catalogs = ever("catalogs", "id, name", type == CATALOG ? "name" : "");
    SqlText from =
        switch (type) {
          case METASTORE -> SqlText.of("metastore t");
          case CATALOG -> SqlText.of("{catalogs} c", Map.of("catalogs", catalogs));
          case SCHEMA ->
              SqlText.of(
                  "{schemas} s JOIN {catalogs} c ON c.id = s.catalog_id",
                  Map.of(
                      "schemas",
                      ever("schemas", "id, catalog_id, name", ""),
                      "catalogs",
                      catalogs));
          case MODEL ->
              AsOf.PAST.withToday(
                  SqlText.of(
                      "{models} m",
                      Map.of("models", ever("models", "id, full_name", "full_name"))));
        };
    return new Subject(
        type,
        ObjectTables.of(type).objects(),
        ObjectTables.of(type).key(),
        ObjectSql.alias(type),
        "'" + type + "'",
        ObjectSql.fullName(type),
        from);
  }

  private static SqlText facts(String table, String columns) {
    return SqlText.of(FACTS, Map.of("table", table, "columns", columns));
  }

  private static SqlText and(SqlText first, String second, SqlText third) {
    return SqlText.of(
        "{first} AND {second} AND {third}",
        Map.of("first", first, "second", second, "third", third));
  }

  /**
   * A kind of object.
   *
   * @param table of the objects
   * @param key column of the facts with the ID of the object
   * @param alias of the objects in the FROM item
   * @param typeName expression
   * @param name expression of the present or last full name
   * @param from the FROM item
   */
  private record Subject(
      SecurableType type,
      String table,
      String key,
      String alias,
      String typeName,
      String name,
      SqlText from) {
    /** Callers who do not manage the object see present values only. */
    SqlText managedOrPresent() {
      return SqlText.of(
          "({managed} OR f.valid_to IS NULL)", Map.of("managed", AsOf.PAST.managed(type)));
    }

    /** The values of a column of the object's table; of no column, its existence. */
    SqlText values(String kind, String column, String value) {
      return branch(kind, column).value(value).where(AsOf.PAST.visible(type));
    }

    SqlText comments() {
      return branch("COMMENT", "comment")
          .value("f.comment")
          .where(and(AsOf.PAST.visible(type), "f.comment IS NOT NULL", managedOrPresent()));
    }

    private Branch branch(String kind, String column) {
      Subject self = new Subject(type, table, "id", alias, typeName, name, from);
      return new Branch(self, kind, table, column.isEmpty() ? "id" : "id, " + column)
          .merged(column);
    }

    SqlText tags() {
      return new Branch(this, "TAG", ObjectTables.of(type).tags(), key + ", tag_key, tag_value")
          .item("f.tag_key")
          .value("f.tag_value")
          .where(and(AsOf.PAST.visible(type), "1 = 1", managedOrPresent()));
    }

    SqlText grants() {
      return new Branch(
              this, "GRANT", ObjectTables.of(type).grants(), key + ", principal_id, privilege")
          .item(principal("f.principal_id"))
          .value("f.privilege")
          .where(AsOf.PAST.visibleGrant(type, "f.principal_id"));
    }

    Branch ofVersions(String kind, String column, String value) {
      String columns = "model_id, version" + (column.isEmpty() ? "" : ", " + column);
      return new Branch(this, kind, "versions", columns).ofVersion().merged(column).value(value);
    }
  }

  /** The rows of one kind. Used by one thread. */
  private static final class Branch {
    private final Subject subject;
    private final String kind;
    private final String table;
    private final String columns;
    private String typeName;
    private String item = NULL;
    private String value = NULL;
    private String version = NULL;
    private SqlText facts;
    private String closedBy = "f.closed_by";

    Branch(Subject subject, String kind, String table, String columns) {
      this.subject = subject;
      this.kind = kind;
      this.table = table;
      this.columns = columns;
      this.typeName = subject.typeName();
      this.facts = facts(table, columns);
    }

    Branch item(String expression) {
      item = expression;
      return this;
    }

    Branch value(String expression) {
      value = expression;
      return this;
    }

    Branch version(String expression) {
      version = expression;
      return this;
    }

    Branch ofVersion() {
      typeName = "'VERSION'";
      return version("f.version");
    }

    /** Merges rows that follow each other with the same value of the column, or with any. */
    Branch merged(String column) {
      String keys = table.equals("versions") ? "model_id, version" : "id";
      SqlText values =
          SqlText.of(VALUES_OF_COLUMN)
              .with(
                  Map.of(
                      "table", table,
                      "facts", facts(table, columns),
                      "e_is_r", same(keys, "e", "r"),
                      "n_is_e", same(keys, "n", "e"),
                      "p_is_r", same(keys, "p", "r"),
                      "n_equals_e", equal(column, "n", "e"),
                      "p_equals_r", equal(column, "p", "r")));
      facts = SqlText.of(ONES, Map.of("columns", columns, "values", values));
      closedBy =
          SqlText.of(
                  """
                  (SELECT MAX(e.closed_by) FROM {table}_history e
                    WHERE {same} AND e.valid_to = f.valid_to)""",
                  Map.of("table", table, "same", same(keys, "e", "f")))
              .text();
      return this;
    }

    private static String same(String keys, String one, String other) {
      List<String> conditions = new ArrayList<>();
      for (String key : keys.split(", ")) {
        conditions.add(one + "." + key + " = " + other + "." + key);
      }
      return String.join(" AND ", conditions);
    }

    private static String equal(String column, String one, String other) {
      return column.isEmpty()
          ? "1 = 1"
          : one + "." + column + " IS NOT DISTINCT FROM " + other + "." + column;
    }

    SqlText where(SqlText condition) {
      return SqlText.of(ROW)
          .with(
              Map.ofEntries(
                  Map.entry("type", typeName),
                  Map.entry("name", subject.name()),
                  Map.entry("model", subject.type() == MODEL ? "m.id" : NULL),
                  Map.entry("version", version),
                  Map.entry("kind", kind),
                  Map.entry("item", item),
                  Map.entry("value", value),
                  Map.entry("closed_by", closedBy),
                  Map.entry("objects", subject.from()),
                  Map.entry("facts", facts),
                  Map.entry("key", subject.key()),
                  Map.entry("alias", subject.alias()),
                  Map.entry("condition", condition)));
    }
  }
}
