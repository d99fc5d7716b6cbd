package dev.vitrine.answers;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random queries over the registry's relations that are well typed and have one answer: rows are
 * cut off only where they are ordered by all columns.
 */
final class QueryGenerator {
  private static final int DEEPEST = 3;
  static final List<Source> RELATIONS =
      List.of(
          relation(
              "models",
              "full_name TEXT owner TEXT comment TEXT latest_version NUMBER created_at TIMESTAMP"),
          relation(
              "versions",
              "full_name TEXT version NUMBER status TEXT source TEXT comment TEXT created_at"
                  + " TIMESTAMP updated_at TIMESTAMP"),
          relation("aliases", "full_name TEXT alias TEXT alias_key TEXT version NUMBER"),
          relation("tags", "object_type TEXT full_name TEXT tag_name TEXT tag_value TEXT"),
          relation("version_tags", "full_name TEXT version NUMBER tag_name TEXT tag_value TEXT"),
          relation("search_terms", "full_name TEXT kind TEXT term TEXT"),
          relation("search_texts", "full_name TEXT texts TEXT alias_texts TEXT"),
          relation("schemas", "catalog_name TEXT schema_name TEXT owner TEXT created_at TIMESTAMP"),
          relation("grants", "principal TEXT privilege TEXT object_type TEXT full_name TEXT"),
          relation("principals", "name TEXT kind TEXT"));

  /** A column that an expression can name. */
  record Column(String name, ValueType type) {}

  /** What can stand in FROM. */
  record Source(Syntax text, List<Column> columns) {}

  /** A query and the types of its columns. */
  private record Query(Syntax text, List<ValueType> types) {}

  private final Random random;
  private final GroupExpressions expressions;
  private final List<Source> named = new ArrayList<>();
  private int lastName;

  QueryGenerator(long seed) {
    this.random = new Random(seed);
    this.expressions = new GroupExpressions(random, this::subQuery);
  }

  private static Source relation(String name, String columns) {
    String[] words = columns.split(" ");
    List<Column> list = new ArrayList<>();
    for (int i = 0; i < words.length; i += 2) {
      list.add(new Column(words[i], ValueType.valueOf(words[i + 1])));
    }
    return new Source(Syntax.of("table", name), list);
  }

  /** The next query. */
  Syntax next() {
    named.clear();
    lastName = 0;
    Syntax with = Syntax.of(Syntax.OPTIONAL);
    if (oneIn(40)) {
      with = recursion();
    } else if (oneIn(6)) {
      Query query = query(1, List.of(), randomTypes());
      String name = name("w");
      List<Column> columns = new ArrayList<>();
      List<String> names = new ArrayList<>();
      for (ValueType type : query.types) {
        columns.add(new Column(name("k"), type));
        names.add(columns.get(columns.size() - 1).name);
      }
      named.add(new Source(Syntax.of("table", name), columns));
      with =
          Syntax.of(
              Syntax.OPTIONAL,
              "WITH " + name + " (" + String.join(", ", names) + ") AS (",
              query.text,
              ") ");
    }
    Query query = query(0, List.of(), randomTypes());
    return Syntax.of("statement", with, query.text, order(query.types.size()));
  }

  /** A counter and a text that grows. */
  private Syntax recursion() {
    String name = name("w");
    String number = name("k");
    String text = name("k");
    named.add(
        new Source(
            Syntax.of("table", name),
            List.of(new Column(number, ValueType.NUMBER), new Column(text, ValueType.TEXT))));
    Syntax first = expressions.of(ValueType.TEXT, List.of(), DEEPEST + 1);
    return Syntax.of(
            Syntax.OPTIONAL,
            "WITH RECURSIVE " + name + " (" + number + ", " + text + ") AS (",
            "SELECT 1, ",
            first,
            " UNION ALL SELECT " + number + " + 1, " + text + " || " + pick("'x'", text),
            " FROM " + name + " WHERE " + number + " < 4) ")
        .plainly(0, "SELECT CAST(1 AS BIGINT), CAST(", 2, " AS TEXT)", 3, 4);
  }

  private List<ValueType> randomTypes() {
    List<ValueType> types = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      types.add(expressions.type());
    }
    return types;
  }

  private Syntax order(int columns) {
    if (oneIn(2)) {
      return Syntax.of(Syntax.OPTIONAL);
    }
    StringBuilder keys = new StringBuilder(" ORDER BY ");
    for (int i = 1; i <= columns; i++) {
      keys.append(i == 1 ? "" : ", ").append(i).append(pick("", " DESC", " DESC NULLS LAST", ""));
    }
    String limit =
        oneIn(2) ? pick(" LIMIT 3", " LIMIT 2 OFFSET 1", " FETCH FIRST 4 ROWS ONLY") : "";
    return Syntax.of(Syntax.OPTIONAL, keys + limit);
  }

  private Query query(int depth, List<Column> outer, List<ValueType> types) {
    if (depth < DEEPEST && oneIn(8)) {
      String operator =
          pick(
              " UNION ",
              " UNION ALL ",
              " EXCEPT ",
              " INTERSECT ",
              " EXCEPT ALL ",
              " INTERSECT ALL ");
      return new Query(
          Syntax.of(
              "query" + types,
              query(depth + 1, outer, types).text,
              operator,
              select(depth + 1, outer, types).text),
          types);
    }
    return select(depth, outer, types);
  }

  private Query select(int depth, List<Column> outer, List<ValueType> types) {
    if (oneIn(20)) {
      return new Query(
          Syntax.of("query" + types, "SELECT ", items(types, List.of(), depth, false)), types);
    }
    List<Column> scope = new ArrayList<>();
    Syntax from = from(depth, scope);
    Syntax where =
        optional(2, " WHERE ", () -> expressions.of(ValueType.BOOLEAN, with(scope, outer), depth));
    if (oneIn(4)) {
      return grouped(depth, types, scope, with(scope, outer), from, where);
    }
    boolean distinct = oneIn(8);
    List<Column> visible = oneIn(3) ? with(scope, outer) : scope;
    if (!distinct && oneIn(15)) {
      return qualified(depth, types, visible, scope, from, where);
    }
    return new Query(
        Syntax.of(
            "query" + types,
            distinct ? "SELECT DISTINCT " : "SELECT ",
            items(types, visible, depth, !distinct && depth < 2),
            from,
            where),
        types);
  }

  /** The first rows in an order of all columns. */
  private Query qualified(
      int depth,
      List<ValueType> types,
      List<Column> visible,
      List<Column> scope,
      Syntax from,
      Syntax where) {
    String all = String.join(", ", scope.stream().map(Column::name).toList());
    String condition = "ROW_NUMBER() OVER (ORDER BY " + all + ") <= " + pick("1", "3");
    List<String> names = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      names.add("z" + i);
    }
    String columns = String.join(", ", names);
    Syntax query =
        Syntax.of(
                "query" + types,
                "SELECT ",
                items(types, visible, depth, false),
                from,
                where,
                " QUALIFY " + condition)
            .plainly(
                "SELECT " + columns + " FROM (SELECT ",
                1,
                ", " + condition,
                2,
                3,
                ") AS z (" + columns + ", q) WHERE q");
    return new Query(query, types);
  }

  private Syntax items(List<ValueType> types, List<Column> scope, int depth, boolean windows) {
    List<Object> parts = new ArrayList<>();
    for (ValueType type : types) {
      parts.add(parts.isEmpty() ? "" : ", ");
      boolean window = windows && !scope.isEmpty() && oneIn(10);
      parts.add(
          window ? expressions.window(type, scope, depth) : expressions.of(type, scope, depth));
      parts.add(oneIn(3) ? " AS " + pick("count", "x", "\"Ä b\"", "value", name("y")) : "");
    }
    return new Syntax("items", parts);
  }

  private Query grouped(
      int depth,
      List<ValueType> types,
      List<Column> scope,
      List<Column> all,
      Syntax from,
      Syntax where) {
    List<Column> keys = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      Column key = scope.get(random.nextInt(scope.size()));
      if (!keys.contains(key)) {
        keys.add(key);
      }
    }
    List<Object> items = new ArrayList<>();
    for (ValueType type : types) {
      items.add(items.isEmpty() ? "" : ", ");
      items.add(expressions.aggregated(type, keys, all, depth));
    }
    String names = String.join(", ", keys.stream().map(Column::name).toList());
    String groups = names;
    if (keys.size() == 2 && oneIn(3)) {
      String sets = "(" + keys.get(0).name + "), (" + keys.get(1).name + "), ()";
      groups =
          pick(
              "ROLLUP(" + names + ")",
              "CUBE(" + names + ")",
              "GROUPING SETS (" + sets + ")",
              "GROUPING SETS ((" + names + "), " + keys.get(1).name + ")");
    }
    Syntax groupBy =
        keys.isEmpty() ? Syntax.of(Syntax.OPTIONAL) : Syntax.of("group", " GROUP BY " + groups);
    Syntax having =
        optional(
            4,
            " HAVING ",
            () ->
                Syntax.of(
                    "BOOLEAN",
                    expressions.aggregated(ValueType.NUMBER, keys, all, depth),
                    pick(" > ", " <= ", " <> "),
                    "1"));
    return new Query(
        Syntax.of(
            "query" + types, "SELECT ", new Syntax("items", items), from, where, groupBy, having),
        types);
  }

  private Syntax from(int depth, List<Column> scope) {
    List<Object> parts = new ArrayList<>();
    parts.add(" FROM ");
    parts.add(source(depth, scope));
    for (int i = oneIn(3) ? 1 + random.nextInt(2) : 0; i > 0; i--) {
      List<Column> before = List.copyOf(scope);
      String join = pick(" JOIN ", " LEFT JOIN ", " JOIN ", " RIGHT JOIN ", " FULL JOIN ");
      List<Column> mergeable = before.stream().filter(this::isMergeable).toList();
      if (!mergeable.isEmpty() && oneIn(3)) {
        parts.add(merging(join, depth, pick(mergeable), scope));
        continue;
      }
      List<Column> right = new ArrayList<>();
      Syntax source = source(depth, right);
      scope.addAll(right);
      boolean first = parts.size() == 2;
      parts.add(
          Syntax.of(Syntax.OPTIONAL, join, source, " ON ", joined(before, right, scope, first)));
    }
    while (depth < DEEPEST && oneIn(20)) {
      parts.add(lateral(depth, scope));
    }
    return new Syntax("from", parts);
  }

  /** Whether no other source in the query has a column of this name. */
  private boolean isMergeable(Column column) {
    String bare = bare(column);
    return bare.matches("k\\d+")
        && named.stream()
            .flatMap(source -> source.columns.stream())
            .noneMatch(other -> other.name.equals(bare));
  }

  private static String bare(Column column) {
    return column.name.substring(column.name.indexOf('.') + 1);
  }

  /** A join that merges a column, which is named without a table from then on. */
  private Syntax merging(String join, int depth, Column column, List<Column> scope) {
    String alias = name("t");
    String shared = bare(column);
    List<ValueType> types = new ArrayList<>(randomTypes());
    List<String> names = new ArrayList<>();
    types.forEach(type -> names.add(name("k")));
    int place = random.nextInt(types.size() + 1);
    types.add(place, column.type);
    names.add(place, shared);
    Syntax rows =
        depth < DEEPEST && oneIn(2) ? query(depth + 1, List.of(), types).text : rows(types);
    for (int i = 0; i < types.size(); i++) {
      scope.add(new Column(alias + "." + names.get(i), types.get(i)));
    }
    scope.removeIf(other -> other.name.equals(shared));
    for (int i = random.nextInt(3); i >= 0; i--) {
      scope.add(new Column(shared, column.type));
    }
    boolean natural = oneIn(3);
    return Syntax.of(
        Syntax.OPTIONAL,
        natural ? " NATURAL" + join : join,
        "(",
        rows,
        ") AS " + alias + " (" + String.join(", ", names) + ")",
        natural ? "" : " USING (" + shared + ")");
  }

  private Syntax lateral(int depth, List<Column> scope) {
    String alias = name("t");
    String column = name("k");
    ValueType type = pick(ValueType.NUMBER, ValueType.TEXT);
    Syntax query = subQuery(type, List.copyOf(scope), depth, true);
    scope.add(new Column(alias + "." + column, type));
    boolean left = oneIn(2);
    return Syntax.of(
        Syntax.OPTIONAL,
        left ? " LEFT JOIN LATERAL (" : " CROSS JOIN LATERAL (",
        query,
        ") AS " + alias + " (" + column + ")" + (left ? " ON TRUE" : ""));
  }

  /** Mostly equal texts, so that joins stay small. */
  private Syntax joined(
      List<Column> left, List<Column> right, List<Column> all, boolean anyCondition) {
    List<Column> a = left.stream().filter(column -> column.type == ValueType.TEXT).toList();
    List<Column> b = right.stream().filter(column -> column.type == ValueType.TEXT).toList();
    if (a.isEmpty() || b.isEmpty() || (anyCondition && oneIn(5))) {
      return expressions.of(ValueType.BOOLEAN, all, DEEPEST);
    }
    return Syntax.of("BOOLEAN", pick(a).name, " = ", pick(b).name);
  }

  private Syntax source(int depth, List<Column> scope) {
    String alias = name("t");
    if (depth < DEEPEST && oneIn(5)) {
      Query query = query(depth + 1, List.of(), randomTypes());
      List<String> names = new ArrayList<>();
      for (ValueType type : query.types) {
        String column = name("k");
        names.add(column);
        scope.add(new Column(alias + "." + column, type));
      }
      return Syntax.of(
          "source" + scope.size(),
          "(",
          query.text,
          ") AS " + alias + " (" + String.join(", ", names) + ")");
    }
    boolean cte = !named.isEmpty() && oneIn(2);
    if (!cte && random.nextInt(5) < 3) {
      return values(alias, scope);
    }
    Source source = cte ? named.get(0) : RELATIONS.get(random.nextInt(RELATIONS.size()));
    source.columns.forEach(column -> scope.add(new Column(alias + "." + column.name, column.type)));
    return Syntax.of("source", source.text, " AS " + alias);
  }

  /** A few rows of constants, which H2 plans much faster than a relation. */
  private Syntax values(String alias, List<Column> scope) {
    List<ValueType> types = randomTypes();
    List<String> names = new ArrayList<>();
    for (ValueType type : types) {
      String column = name("k");
      names.add(column);
      scope.add(new Column(alias + "." + column, type));
    }
    return Syntax.of(
        "source" + scope.size(),
        "(",
        rows(types),
        ") AS " + alias + " (" + String.join(", ", names) + ")");
  }

  private Syntax rows(List<ValueType> types) {
    List<Object> parts = new ArrayList<>();
    parts.add("VALUES ");
    for (int row = random.nextInt(5); row >= 0; row--) {
      for (int i = 0; i < types.size(); i++) {
        parts.add(i == 0 ? "(" : ", ");
        parts.add(expressions.of(types.get(i), List.of(), DEEPEST + 1));
      }
      parts.add(row == 0 ? ")" : "), ");
    }
    return new Syntax("rows", parts);
  }

  /** A query of one column, which may name columns around it. */
  private Syntax subQuery(ValueType type, List<Column> outer, int depth, boolean single) {
    if (depth >= DEEPEST) {
      return Syntax.of(
          "query" + List.of(type), "SELECT ", expressions.of(type, List.of(), DEEPEST));
    }
    List<Column> scope = new ArrayList<>();
    Syntax from = from(depth + 1, scope);
    List<Column> visible = with(scope, outer);
    Syntax where =
        optional(1, " WHERE ", () -> expressions.of(ValueType.BOOLEAN, visible, DEEPEST - 1));
    Syntax item =
        single
            ? expressions.besideOuter(type, scope, outer, DEEPEST - 1)
            : expressions.of(type, visible, DEEPEST - 1);
    return Syntax.of("query" + List.of(type), "SELECT ", item, from, where);
  }

  private Syntax optional(int often, String keyword, java.util.function.Supplier<Syntax> operand) {
    return random.nextInt(often + 1) == 0
        ? Syntax.of(Syntax.OPTIONAL)
        : Syntax.of(Syntax.OPTIONAL, keyword, operand.get());
  }

  private static List<Column> with(List<Column> inner, List<Column> outer) {
    List<Column> all = new ArrayList<>(inner);
    all.addAll(outer);
    return all;
  }

  private String name(String prefix) {
    return prefix + lastName++;
  }

  private boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  @SafeVarargs
  private <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
