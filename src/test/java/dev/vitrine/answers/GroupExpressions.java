package dev.vitrine.answers;

import dev.vitrine.answers.QueryGenerator.Column;
import java.util.List;
import java.util.Random;

/** Random aggregates and window functions, beside all other expressions. */
final class GroupExpressions extends Expressions {
  GroupExpressions(Random random, SubQueries subQueries) {
    super(random, subQueries);
  }

  /** An aggregate of rows of these columns. */
  Syntax aggregate(ValueType type, List<Column> columns, int queries) {
    Syntax filter =
        !oneIn(5)
            ? Syntax.of(Syntax.OPTIONAL)
            : Syntax.of(
                Syntax.OPTIONAL, " FILTER (WHERE ", of(ValueType.BOOLEAN, columns, queries), ")");
    ValueType any = type();
    return switch (type) {
      case NUMBER ->
          switch (choice(4)) {
            case 0 -> call(type, "COUNT(*)", filter);
            case 1 -> call(type, "COUNT(", of(any, columns, queries), ")", filter);
            case 2 -> call(type, "COUNT(DISTINCT ", of(any, columns, queries), ")", filter);
            default -> call(type, pick("MIN(", "MAX("), of(type, columns, queries), ")", filter);
          };
      case DOUBLE ->
          oneIn(5)
              ? percentile(columns, queries)
              : call(
                      type,
                      pick("AVG(", "AVG(", "STDDEV_POP(", "VAR_POP("),
                      of(pick(ValueType.NUMBER, ValueType.DECIMAL), columns, queries),
                      ")",
                      filter)
                  .plainly("CAST(", 0, 1, 2, 3, " AS DOUBLE PRECISION)");
      case DECIMAL ->
          oneIn(2)
              ? call(type, "SUM(", of(type, columns, queries), ")", filter)
              : call(
                  type,
                  "CAST(SUM(",
                  of(ValueType.NUMBER, columns, queries),
                  ")",
                  filter,
                  " AS DECIMAL(38, 0))");
      case BOOLEAN ->
          call(
              type,
              pick("BOOL_AND(", "BOOL_OR(", "EVERY("),
              of(type, columns, queries),
              ")",
              filter);
      case TEXT -> {
        Syntax text = of(type, columns, queries);
        yield oneIn(3)
            ? oneIn(3)
                ? call(type, "STRING_AGG(DISTINCT ", text, ", ',')", filter)
                : call(type, "STRING_AGG(", text, ", ',' ORDER BY ", text, ")")
            : call(type, pick("MIN(", "MAX("), text, ")", filter);
      }
      case DATE, TIMESTAMP ->
          call(type, pick("MIN(", "MAX("), of(type, columns, queries), ")", filter);
    };
  }

  private Syntax percentile(List<Column> columns, int queries) {
    return call(
        ValueType.DOUBLE,
        "PERCENTILE_CONT(" + pick("0", "0.5", "0.9", "1") + ") WITHIN GROUP (ORDER BY ",
        of(pick(ValueType.NUMBER, ValueType.DOUBLE), columns, queries),
        ")");
  }

  /** An aggregate, in some queries beside a column of an outer query. */
  Syntax besideOuter(ValueType type, List<Column> columns, List<Column> outer, int queries) {
    Syntax aggregate = aggregate(type, columns, queries);
    List<Column> fitting = outer.stream().filter(column -> column.type() == type).toList();
    if (fitting.isEmpty() || !oneIn(3)) {
      return aggregate;
    }
    String column = pick(fitting).name();
    return oneIn(2)
        ? call(type, "COALESCE(", aggregate, ", " + column + ")")
        : call(type, "CASE WHEN COUNT(*) > 1 THEN " + column + " ELSE ", aggregate, " END");
  }

  /** An expression of groups: of the keys, or of an aggregate. */
  Syntax aggregated(ValueType type, List<Column> keys, List<Column> columns, int queries) {
    if (!keys.isEmpty() && keys.stream().anyMatch(key -> key.type() == type) && oneIn(2)) {
      return of(type, keys, Math.max(2, queries));
    }
    Syntax aggregate = aggregate(type, columns, Math.max(2, queries));
    if (oneIn(4)) {
      Syntax other = aggregate(type, columns, Math.max(2, queries));
      return call(type, "COALESCE(", aggregate, ", ", other, ")");
    }
    return type == ValueType.NUMBER && oneIn(4)
        ? call(type, "(", aggregate, " * 2 - 1)")
        : aggregate;
  }

  /** A window function whose rows are ordered by all columns. */
  Syntax window(ValueType type, List<Column> columns, int queries) {
    String all = String.join(", ", columns.stream().map(Column::name).toList());
    String partition = oneIn(2) ? "PARTITION BY " + pick(columns).name() + " " : "";
    String over = ") OVER (" + partition + "ORDER BY " + all + ")";
    Syntax argument = of(type, columns, Math.max(3, queries));
    if (type == ValueType.NUMBER && oneIn(2)) {
      return call(
          type, pick("ROW_NUMBER(", "RANK(", "DENSE_RANK(", "COUNT(*", "NTILE(2", "NTILE(3"), over);
    }
    if (type == ValueType.DECIMAL || type == ValueType.DOUBLE) {
      boolean sum = type == ValueType.DECIMAL;
      String target = sum ? "DECIMAL(38, 0)" : "DOUBLE";
      Syntax operand = of(ValueType.NUMBER, columns, 3);
      return call(type, "CAST(" + (sum ? "SUM(" : "AVG("), operand, over, " AS " + target + ")")
          .plainly(0, 1, 2, " AS " + (sum ? target : "DOUBLE PRECISION") + ")");
    }
    return switch (choice(4)) {
      case 0 -> call(type, pick("LAG(", "LEAD("), argument, ", ", pick("1", "2"), over);
      case 1 -> call(type, "FIRST_VALUE(", argument, over);
      case 2 ->
          call(
              type,
              "LAST_VALUE(",
              argument,
              over.substring(0, over.length() - 1)
                  + " ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)");
      default ->
          type == ValueType.BOOLEAN
              ? call(type, "BOOL_OR(", argument, over)
              : call(type, pick("MIN(", "MAX("), argument, over);
    };
  }
}
