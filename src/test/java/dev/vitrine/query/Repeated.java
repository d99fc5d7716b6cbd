package dev.vitrine.query;

import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Queries of one shape and any size. */
public enum Repeated {
  IN(n -> where("latest_version IN (" + list(n, ", ", i -> "" + i) + ")")),
  NOT_IN(n -> where("latest_version NOT IN (" + list(n, ", ", i -> "" + i) + ")")),
  NOT_EQUAL_ALL(n -> where("latest_version <> ALL (" + list(n, ", ", i -> "" + i) + ")")),
  GREATER_ANY(n -> where("latest_version > ANY (" + list(n, ", ", i -> "" + i) + ")")),
  ROWS_IN(
      n -> where("(latest_version, owner) IN (" + list(n, ", ", i -> "(" + i + ", 'a')") + ")")),
  ROWS_NOT_IN(
      n ->
          where("(latest_version, owner) NOT IN (" + list(n, ", ", i -> "(" + i + ", 'a')") + ")")),
  EQUALITIES(n -> where(list(n, " OR ", i -> "latest_version = " + i))),
  COMPARISONS(n -> where(list(n, " OR ", i -> "latest_version > " + i))),
  CONJUNCTION(n -> where(list(n, " AND ", i -> "latest_version > " + i))),
  BETWEENS(n -> where(list(n, " OR ", i -> "latest_version BETWEEN " + i + " AND " + i))),
  LIKES(n -> where(list(n, " OR ", i -> "owner LIKE 'a" + i + "%'"))),
  LIKES_IN_PARENTHESES(n -> where(list(n, " OR ", i -> "(owner LIKE 'a" + i + "%')"))),
  SUB_QUERIES(n -> where(list(n, " OR ", i -> "full_name IN (SELECT full_name FROM aliases)"))),
  CONCATENATION(n -> "SELECT " + list(n, " || ", i -> "'a'")),
  SUM(n -> "SELECT " + list(n, " + ", i -> "1")),
  NEGATION(n -> "SELECT " + list(n, " ", i -> "NOT") + " TRUE"),
  MINUS(n -> "SELECT " + list(n, " ", i -> "-") + " 1"),
  IS_NULL(n -> "SELECT 1 " + list(n, " ", i -> "IS NULL")),
  UNION(n -> list(n, " UNION ", i -> "SELECT " + i)),
  UNION_OF_RELATIONS(n -> list(n, " UNION ALL ", i -> "SELECT full_name FROM models")),
  INTERSECT(n -> list(n, " INTERSECT ", i -> "SELECT 1")),
  EXCEPT(n -> list(n, " EXCEPT ", i -> "SELECT " + i)),
  VALUES(n -> "SELECT COUNT(*) FROM (VALUES " + list(n, ", ", i -> "(" + i + ")") + ") AS t (x)"),
  COLUMNS(n -> "SELECT " + list(n, ", ", i -> "owner") + " FROM models"),
  STARS(n -> "SELECT " + list(n, ", ", i -> "*") + " FROM models"),
  WINDOWS(
      n ->
          "SELECT "
              + list(n, ", ", i -> "ROW_NUMBER() OVER (ORDER BY owner) AS r" + i)
              + " FROM models"),
  WHENS(
      n ->
          "SELECT CASE "
              + list(n, " ", i -> "WHEN latest_version = " + i + " THEN " + i)
              + " END FROM models"),
  CTES(n -> "WITH " + list(n, ", ", i -> "c" + i + " AS (SELECT 1 AS x)") + " SELECT x FROM c0"),
  CTES_JOINED_WITH_THEMSELVES(
      n ->
          "WITH c0 AS (SELECT 1 AS x), "
              + list(
                  n,
                  ", ",
                  i ->
                      "c"
                          + (i + 1)
                          + " AS (SELECT a.x FROM c"
                          + i
                          + " a JOIN c"
                          + i
                          + " b ON a.x = b.x)")
              + " SELECT COUNT(*) FROM c"
              + n),
  JOINS(
      n ->
          "SELECT COUNT(*) FROM models m "
              + list(n, " ", i -> "JOIN models m" + i + " ON m" + i + ".full_name = m.full_name")),
  COMMA_JOINS(n -> "SELECT COUNT(*) FROM " + list(n, ", ", i -> "models m" + i)),
  CUBE(n -> "SELECT COUNT(*) FROM models GROUP BY CUBE(" + list(n, ", ", i -> "owner") + ")"),
  ROLLUP(n -> "SELECT COUNT(*) FROM models GROUP BY ROLLUP(" + list(n, ", ", i -> "owner") + ")"),
  GROUPING_SETS(
      n ->
          "SELECT COUNT(*) FROM models GROUP BY GROUPING SETS ("
              + list(n, ", ", i -> "(owner)")
              + ")"),
  PARENTHESES(n -> "SELECT " + "(".repeat(n) + "1" + ")".repeat(n)),
  CALLS(n -> "SELECT " + "UPPER(".repeat(n) + "'a'" + ")".repeat(n)),
  CASES(n -> "SELECT " + "CASE WHEN ".repeat(n) + "TRUE" + " THEN TRUE END".repeat(n)),
  SIMPLE_CASES(
      n -> "SELECT " + "CASE ".repeat(n) + "1" + " WHEN 1 THEN 2 WHEN 3 THEN 4 END".repeat(n)),
  COALESCES(n -> "SELECT " + "COALESCE(".repeat(n) + "owner" + ", 'a')".repeat(n) + " FROM models"),
  NULLIFS(n -> "SELECT " + "NULLIF(".repeat(n) + "owner" + ", 'a')".repeat(n) + " FROM models"),
  LAST_DAYS(n -> "SELECT " + "LAST_DAY(".repeat(n) + "created_at" + ")".repeat(n) + " FROM models"),
  NESTED_SUB_QUERIES(
      n -> "SELECT COUNT(*) FROM " + "(SELECT * FROM ".repeat(n) + "models" + ")".repeat(n)),
  NESTED_STARS(n -> "SELECT COUNT(*) FROM " + nested(n, "SELECT *, * FROM ", "models")),
  DOUBLED(
      n ->
          "SELECT COUNT(*) FROM "
              + nested(n, "SELECT x + x AS x FROM ", "(SELECT latest_version AS x FROM models) b")
              + " WHERE x > 3"),
  SCALARS(n -> "SELECT " + "(SELECT ".repeat(n) + "1" + ")".repeat(n)),
  COPIED_SUB_QUERIES(
      n ->
          "SELECT COUNT(*) FROM (SELECT (SELECT COUNT(*) FROM versions v"
              + " WHERE v.full_name = m.full_name) AS n FROM models m) t WHERE "
              + list(n, " OR ", i -> "n > " + i)),
  ALIASES_IN_ORDER_BY(
      n ->
          "SELECT "
              + list(n, " || ", i -> "owner")
              + " AS a FROM models ORDER BY "
              + list(n, " || ", i -> "a"));

  private final IntFunction<String> text;

  Repeated(IntFunction<String> text) {
    this.text = text;
  }

  /** The query with {@code size} repetitions. */
  public String text(int size) {
    return text.apply(size);
  }

  private static String where(String condition) {
    return "SELECT COUNT(*) FROM models WHERE " + condition;
  }

  private static String list(int size, String separator, IntFunction<String> item) {
    return IntStream.range(0, size).mapToObj(item).collect(Collectors.joining(separator));
  }

  private static String nested(int size, String select, String innermost) {
    String text = innermost;
    for (int i = 0; i < size; i++) {
      text = "(" + select + text + ") t" + i;
    }
    return text;
  }
}
