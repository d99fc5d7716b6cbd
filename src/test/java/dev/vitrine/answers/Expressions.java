package dev.vitrine.answers;

import dev.vitrine.answers.QueryGenerator.Column;
import java.util.List;
import java.util.Random;

/** Random expressions of a type; few of them fail, and those that do fail on any row. */
sealed class Expressions permits GroupExpressions {
  private static final int DEEPEST = 4;

  /** Makes queries of one column. */
  @FunctionalInterface
  interface SubQueries {
    Syntax of(ValueType type, List<Column> outer, int depth, boolean single);
  }

  private final Random random;
  private final SubQueries subQueries;
  private int depth;
  private List<Column> scope = List.of();
  private int queries;

  Expressions(Random random, SubQueries subQueries) {
    this.random = random;
    this.subQueries = subQueries;
  }

  ValueType type() {
    ValueType[] types = ValueType.values();
    return random.nextInt(3) == 0 ? pick(ValueType.NUMBER, ValueType.TEXT) : pick(types);
  }

  /** An expression over these columns, inside this many queries. */
  Syntax of(ValueType type, List<Column> columns, int queries) {
    List<Column> outerScope = scope;
    int outerDepth = depth;
    int outerQueries = this.queries;
    scope = columns;
    depth = Math.max(depth, queries);
    this.queries = queries;
    Syntax expression = of(type);
    scope = outerScope;
    depth = outerDepth;
    this.queries = outerQueries;
    return expression;
  }

  private Syntax of(ValueType type) {
    if (depth >= DEEPEST || oneIn(3)) {
      return leaf(type);
    }
    depth++;
    Syntax made = random.nextInt(6) == 0 ? general(type) : specific(type);
    depth--;
    return made;
  }

  private Syntax leaf(ValueType type) {
    List<Column> fitting = scope.stream().filter(column -> column.type() == type).toList();
    if (!fitting.isEmpty() && !oneIn(4)) {
      return Syntax.of(type.name(), pick(fitting).name());
    }
    String constant =
        switch (type) {
          case NUMBER ->
              pick("0", "1", "2", "3", "-1", "7", "100", "2147483647", "CAST(NULL AS BIGINT)");
          case TEXT ->
              pick(
                  "'a'",
                  "''",
                  "'Zoë'",
                  "'lab.s1.m1'",
                  "'😀x'",
                  "'%'",
                  "' b '",
                  "'12'",
                  "CAST(NULL AS VARCHAR)");
          case BOOLEAN -> pick("TRUE", "FALSE", "CAST(NULL AS BOOLEAN)");
          case DOUBLE -> pick("0E0", "1.5E0", "-2.25E0", "1E10", "CAST(NULL AS DOUBLE)");
          case DECIMAL ->
              pick(
                  "0.5",
                  "1.25",
                  "-3.00",
                  "CAST(7 AS DECIMAL(12, 0))",
                  "99999999.99",
                  "CAST(NULL AS DECIMAL(10, 2))");
          case DATE ->
              pick(
                  "DATE '2024-02-29'",
                  "DATE '1970-01-01'",
                  "DATE '2023-12-31'",
                  "CAST(NULL AS DATE)");
          case TIMESTAMP ->
              pick(
                  "TIMESTAMP '2024-02-29 12:30:00'",
                  "TIMESTAMP '1969-12-31 23:59:59.999'",
                  "TIMESTAMP '2023-12-31 23:59:59.5'",
                  "CAST(NULL AS TIMESTAMP)");
        };
    Syntax leaf = Syntax.of(type.name(), constant);
    boolean isNull = constant.startsWith("CAST(NULL");
    return switch (type) {
      case TEXT -> isNull ? leaf : leaf.plainly("CAST(" + constant + " AS TEXT)");
      case DOUBLE -> leaf.plainly("CAST(" + (isNull ? "NULL" : constant) + " AS DOUBLE PRECISION)");
      case NUMBER, BOOLEAN, DECIMAL, DATE, TIMESTAMP -> leaf;
    };
  }

  /** What there is for every type. */
  private Syntax general(ValueType type) {
    return switch (random.nextInt(7)) {
      case 0 -> call(type, "COALESCE(", of(type), ", ", of(type), ")");
      case 1 -> call(type, "NULLIF(", of(type), ", ", of(type), ")");
      case 2 ->
          call(
              type,
              "CASE WHEN ",
              of(ValueType.BOOLEAN),
              " THEN ",
              of(type),
              " ELSE ",
              of(type),
              " END");
      case 3 -> call(type, "CASE WHEN ", of(ValueType.BOOLEAN), " THEN ", of(type), " END");
      case 4 ->
          type == ValueType.BOOLEAN
              ? leaf(type)
              : call(type, pick("GREATEST(", "LEAST("), of(type), ", ", of(type), ")");
      case 5 -> {
        ValueType other = pick(ValueType.NUMBER, ValueType.TEXT);
        yield call(
            type, "CASE ", of(other), " WHEN ", of(other), " THEN ", of(type), " ELSE ", of(type),
            " END");
      }
      default ->
          queries < 2
              ? call(type, "(", subQueries.of(type, scope, queries, true), ")")
              : leaf(type);
    };
  }

  private Syntax specific(ValueType type) {
    return switch (type) {
      case NUMBER -> number();
      case TEXT -> text();
      case BOOLEAN -> condition();
      case DOUBLE -> approximate();
      case DECIMAL -> exact();
      case DATE -> date();
      case TIMESTAMP -> timestamp();
    };
  }

  private Syntax number() {
    ValueType n = ValueType.NUMBER;
    ValueType t = ValueType.TEXT;
    return switch (random.nextInt(20)) {
      case 0 -> call(n, "(", small(), pick(" + ", " - ", " * "), small(), ")");
      case 1 -> call(n, "(", of(n), " / NULLIF(", of(n), ", 0))");
      case 2 -> call(n, "MOD(", of(n), ", NULLIF(", of(n), ", 0))");
      case 3 -> call(n, pick("CHAR_LENGTH(", "LENGTH("), of(t), ")");
      case 4 -> call(n, "POSITION(", of(t), " IN ", of(t), ")");
      case 5 ->
          oneIn(2)
              ? call(n, "STRPOS(", of(t), ", ", of(t), ")")
              : call(n, "LOCATE(", of(t), ", ", of(t), ")").plainly("STRPOS(", 3, ", ", 1, ")");
      case 6 -> call(n, "ASCII(", of(t), ")");
      case 7 ->
          call(
                  n,
                  "EXTRACT("
                      + pick(
                          "YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND", "DOW", "DOY", "WEEK",
                          "QUARTER", "EPOCH")
                      + " FROM ",
                  of(ValueType.TIMESTAMP),
                  ")")
              .plainly("CAST(FLOOR(", 0, 1, 2, ") AS BIGINT)");
      case 8 -> {
        String field = pick("YEAR", "MONTH", "DAY");
        yield call(n, field.equals("DAY") ? "DAYOFMONTH(" : field + "(", of(ValueType.DATE), ")")
            .plainly("CAST(EXTRACT(" + field + " FROM ", 1, ") AS BIGINT)");
      }
      case 9 -> elapsed();
      case 10 -> call(n, "ABS(", of(n), ")");
      case 11 ->
          call(n, "CAST(SIGN(", of(pick(n, ValueType.DECIMAL, ValueType.DOUBLE)), ") AS BIGINT)");
      case 12 ->
          call(n, pick("FLOOR(", "CEIL(", "ROUND(", "TRUNC("), of(n), ")").plainly("(", 1, ")");
      case 13 -> call(n, "CAST(", pick("'12'", "' 7 '", "'-3'"), " AS BIGINT)");
      case 14 -> call(n, "(", of(n), " % NULLIF(", of(n), ", 0))");
      case 15 -> call(n, "(- ", of(n), ")");
      case 17 -> call(n, "CAST(CAST(", of(n), " AS VARCHAR) AS BIGINT)");
      case 18 -> call(n, "CAST(", of(ValueType.DECIMAL), " AS BIGINT)");
      case 16 -> call(n, "CAST(FLOOR(", of(pick(ValueType.DECIMAL)), ") AS BIGINT)");
      default -> leaf(n);
    };
  }

  private Syntax elapsed() {
    String unit = pick("DAY", "MONTH", "HOUR", "SECOND", "YEAR");
    Syntax from = of(ValueType.TIMESTAMP);
    Syntax to = of(ValueType.TIMESTAMP);
    Syntax elapsed = call(ValueType.NUMBER, "TIMESTAMPDIFF(" + unit + ", ", from, ", ", to, ")");
    return switch (unit) {
      case "MONTH" ->
          elapsed.plainly(
              "CAST(EXTRACT(YEAR FROM AGE(",
              3,
              ", ",
              1,
              ")) * 12 + EXTRACT(MONTH FROM AGE(",
              3,
              ", ",
              1,
              ")) AS BIGINT)");
      case "YEAR" -> elapsed.plainly("CAST(EXTRACT(YEAR FROM AGE(", 3, ", ", 1, ")) AS BIGINT)");
      default -> {
        int seconds = unit.equals("DAY") ? 86_400 : unit.equals("HOUR") ? 3_600 : 1;
        yield elapsed.plainly(
            "CAST(TRUNC(EXTRACT(EPOCH FROM (", 3, " - ", 1, ")) / " + seconds + ") AS BIGINT)");
      }
    };
  }

  private Syntax small() {
    return call(ValueType.NUMBER, "MOD(", of(ValueType.NUMBER), ", 1000)");
  }

  private Syntax text() {
    ValueType t = ValueType.TEXT;
    return switch (random.nextInt(20)) {
      case 0 -> call(t, pick("UPPER(", "LOWER("), pick(ascii(), ascii()), ")");
      case 1 -> call(t, "SUBSTRING(", of(t), ", ", index(), ", ", pick("0", "1", "2", "5"), ")");
      case 2 -> call(t, "SUBSTRING(", of(t), " FROM ", index(), ")");
      case 3 -> call(t, pick("LEFT(", "RIGHT("), of(t), ", ", index(), ")");
      case 4 -> call(t, pick("TRIM(", "LTRIM(", "RTRIM(", "BTRIM("), of(t), ")");
      case 5 -> call(t, "TRIM(" + pick("BOTH", "LEADING", "TRAILING") + " 'a' FROM ", of(t), ")");
      case 6 -> call(t, "REPLACE(", of(t), ", ", of(t), ", ", of(t), ")");
      case 7 -> call(t, "CONCAT(", of(t), ", ", of(t), ")");
      case 8 -> call(t, "(", of(t), " || ", of(t), ")");
      case 9 -> call(t, "CONCAT_WS(", of(t), ", ", of(t), ", ", of(t), ")");
      case 10 -> call(t, pick("LPAD(", "RPAD("), of(t), ", ", pick("0", "2", "5"), ", 'x')");
      case 11 -> call(t, "REPEAT(", of(t), ", ", pick("0", "1", "3", "-1"), ")");
      case 12 ->
          call(
              t,
              "CAST(",
              of(pick(ValueType.NUMBER, ValueType.BOOLEAN, ValueType.DATE)),
              " AS VARCHAR)");
      case 13 -> call(t, "TO_CHAR(", of(ValueType.TIMESTAMP), ", 'YYYY-MM-DD HH24:MI:SS.MS')");
      case 14 -> call(t, "MD5(", of(t), ")");
      case 15 -> call(t, "CAST(", of(t), " AS VARCHAR(3))");
      case 16 -> call(t, "CAST(", of(ValueType.TIMESTAMP), " AS VARCHAR)");
      case 17 -> call(t, "CAST(CAST(", of(ValueType.DECIMAL), " AS DECIMAL(30, 2)) AS VARCHAR)");
      default -> leaf(t);
    };
  }

  private Syntax ascii() {
    return Syntax.of("TEXT", pick("'aBc'", "'lab.S1'", "''", "'x_y%'"));
  }

  private Syntax index() {
    return Syntax.of("NUMBER", pick("1", "2", "3", "0", "-1", "10"));
  }

  private Syntax condition() {
    ValueType b = ValueType.BOOLEAN;
    ValueType any = pick(ValueType.values());
    return switch (random.nextInt(18)) {
      case 0, 1 -> call(b, "(", of(any), pick(" = ", " <> ", " < ", " >= "), of(any), ")");
      case 2 -> call(b, "(", of(any), pick(" IS NULL", " IS NOT NULL"), ")");
      case 3 -> call(b, "(", of(b), pick(" AND ", " OR "), of(b), ")");
      case 4 -> call(b, "(NOT ", of(b), ")");
      case 5 ->
          call(
              b,
              "(",
              of(ValueType.TEXT),
              pick(" LIKE ", " NOT LIKE ", " ILIKE "),
              pick(
                  "'%a%'",
                  "'_'",
                  "'lab%'",
                  "'%\\%%'",
                  "'__%'",
                  "''",
                  "'%😀'",
                  "'%!_%' ESCAPE '!'",
                  "'50!%%' ESCAPE '!'",
                  "'%''s%'"),
              ")");
      case 6 -> call(b, "(", of(any), pick(" IN (", " NOT IN ("), of(any), ", ", of(any), "))");
      case 7 -> call(b, "(", of(any), " BETWEEN ", of(any), " AND ", of(any), ")");
      case 8 ->
          call(b, "(", of(any), pick(" IS DISTINCT FROM ", " IS NOT DISTINCT FROM "), of(any), ")");
      case 9 -> call(b, "(", of(b), pick(" IS TRUE", " IS NOT FALSE", " IS UNKNOWN"), ")");
      case 10 ->
          queries < 2
              ? call(
                  b,
                  pick("(", "(NOT "),
                  "EXISTS (",
                  subQueries.of(any, scope, queries, false),
                  "))")
              : leaf(b);
      case 11 ->
          queries < 2
              ? call(
                  b,
                  "(",
                  of(any),
                  pick(" IN (", " NOT IN ("),
                  subQueries.of(any, scope, queries, false),
                  "))")
              : leaf(b);
      case 12 ->
          queries < 2
              ? call(
                  b,
                  "(",
                  of(ValueType.NUMBER),
                  pick(" > ALL (", " = ANY (", " <= SOME ("),
                  subQueries.of(ValueType.NUMBER, scope, queries, false),
                  "))")
              : leaf(b);
      case 15 ->
          call(b, "CAST(", of(pick(ValueType.NUMBER, ValueType.DECIMAL)), " AS BOOLEAN)")
              .plainly("(", 1, " <> 0)");
      case 16 -> call(b, "CAST(CAST(", of(b), " AS VARCHAR) AS BOOLEAN)");
      case 13 -> call(b, "CAST(", pick("'true'", "'false'", "'TRUE'"), " AS BOOLEAN)");
      case 14 ->
          call(
              b,
              "(",
              of(ValueType.NUMBER),
              " > ",
              of(pick(ValueType.DECIMAL, ValueType.DOUBLE)),
              ")");
      default -> leaf(b);
    };
  }

  private Syntax approximate() {
    ValueType d = ValueType.DOUBLE;
    return switch (random.nextInt(10)) {
      case 0 ->
          call(
              d,
              "(",
              of(d),
              pick(" + ", " - ", " * "),
              of(pick(d, ValueType.NUMBER, ValueType.DECIMAL)),
              ")");
      case 1 -> call(d, "(", of(d), " / NULLIF(", of(pick(d, ValueType.NUMBER)), ", 0))");
      case 2 ->
          call(d, "SQRT(ABS(", of(pick(d, ValueType.NUMBER, ValueType.DECIMAL)), "))")
              .plainly("SQRT(CAST(ABS(", 1, ") AS DOUBLE PRECISION))");
      case 3 ->
          call(d, "POWER(", of(pick(d, ValueType.NUMBER)), ", 2)")
              .plainly("POWER(CAST(", 1, " AS DOUBLE PRECISION), 2)");
      case 4 ->
          call(d, "LN(1 + ABS(", of(pick(d, ValueType.NUMBER)), "))")
              .plainly("LN(CAST(1 + ABS(", 1, ") AS DOUBLE PRECISION))");
      case 5 ->
          call(
                  d,
                  pick("SIN(", "COS(", "ATAN(", "RADIANS("),
                  of(pick(d, ValueType.NUMBER, ValueType.DECIMAL)),
                  ")")
              .plainly(0, "CAST(", 1, " AS DOUBLE PRECISION))");
      case 6 ->
          call(d, "CAST(", of(pick(ValueType.NUMBER, ValueType.DECIMAL)), " AS DOUBLE)")
              .plainly("CAST(", 1, " AS DOUBLE PRECISION)");
      case 7 -> call(d, "ABS(", of(d), ")");
      case 8 -> call(d, pick("FLOOR(", "CEIL("), of(d), ")");
      default -> call(d, "EXP(SIN(", of(d), "))");
    };
  }

  private Syntax exact() {
    ValueType d = ValueType.DECIMAL;
    return switch (random.nextInt(10)) {
      case 8 ->
          call(d, "CAST(CAST(CAST(", of(d), " AS DECIMAL(30, 2)) AS VARCHAR) AS DECIMAL(20, 1))");
      case 0 -> call(d, "(", of(d), pick(" + ", " - "), of(pick(d, ValueType.NUMBER)), ")");
      case 1 -> call(d, "(", of(d), " * ", pick("2", "0.5", "-1.1"), ")");
      case 2 ->
          call(d, "(", of(d), " / ", pick("2", "0.3", "7"), ")")
              .plainly("ROUND(CAST(", 1, " AS NUMERIC(100, 30)) / ", 3, ", 16)");
      case 3 -> call(d, "CAST(", of(pick(ValueType.NUMBER, d)), " AS DECIMAL(20, 2))");
      case 4 -> call(d, pick("ROUND(", "TRUNC("), of(d), ", ", pick("0", "1", "2"), ")");
      case 5 -> call(d, "ABS(", of(d), ")");
      case 6 -> call(d, pick("FLOOR(", "CEIL(", "ROUND(", "TRUNC("), of(d), ")");
      case 7 -> call(d, "MOD(", of(d), ", ", pick("2", "0.7"), ")");
      default -> call(d, "(- ", of(d), ")");
    };
  }

  private Syntax date() {
    ValueType d = ValueType.DATE;
    return switch (random.nextInt(6)) {
      case 0 -> call(d, "CAST(", of(ValueType.TIMESTAMP), " AS DATE)");
      case 4 -> call(d, "CAST(CAST(", of(d), " AS VARCHAR) AS DATE)");
      case 1 ->
          call(
                  d,
                  "(",
                  of(d),
                  pick(" + ", " - "),
                  "INTERVAL " + pick("'1'", "'-3'", "'40'") + " DAY)")
              .plainly("CAST(", 0, 1, 2, 3, " AS DATE)");
      case 2 ->
          call(d, "(", of(d), pick(" + ", " - "), "INTERVAL " + pick("'1' MONTH)", "'2' YEAR)"))
              .plainly("CAST(", 0, 1, 2, 3, " AS DATE)");
      case 3 ->
          call(d, "LAST_DAY(", of(d), ")")
              .plainly(
                  "CAST(DATE_TRUNC('month', CAST(",
                  1,
                  " AS TIMESTAMP)) + INTERVAL '1 month - 1 day' AS DATE)");
      default -> call(d, "CAST(", pick("'2024-02-29'", "'1999-12-31'"), " AS DATE)");
    };
  }

  private Syntax timestamp() {
    ValueType t = ValueType.TIMESTAMP;
    return switch (random.nextInt(7)) {
      case 0 -> call(t, "CAST(", of(ValueType.DATE), " AS TIMESTAMP)");
      case 1 ->
          call(
              t,
              "(",
              of(t),
              pick(" + ", " - "),
              "INTERVAL "
                  + pick(
                      "'1' DAY)",
                      "'-5' HOUR)",
                      "'0.5' SECOND)",
                      "'90' MINUTE)",
                      "'1 2' DAY TO HOUR)",
                      "'-1-2' YEAR TO MONTH)"));
      case 2 -> call(t, "(", of(t), " + INTERVAL '1' MONTH)");
      case 3 -> {
        String unit = pick("HOUR", "DAY", "MONTH", "SECOND", "WEEK");
        yield call(t, "TIMESTAMPADD(" + unit + ", ", pick("1", "-2", "12"), ", ", of(t), ")")
            .plainly("(", 3, " + ", 1, " * INTERVAL '1 " + unit + "')");
      }
      case 4 ->
          call(
              t, "DATE_TRUNC('" + pick("hour", "day", "month", "year", "week") + "', ", of(t), ")");
      case 5 -> {
        String unit = pick("HOUR", "DAY", "MONTH");
        yield call(t, "FLOOR(", of(t), " TO " + unit + ")")
            .plainly("DATE_TRUNC('" + unit + "', ", 1, ")");
      }
      default ->
          call(
              t,
              "CAST(",
              pick("'2024-02-29 01:02:03'", "'2024-02-29'", "'2024-02-29T01:02:03.25'"),
              " AS TIMESTAMP)");
    };
  }

  static Syntax call(ValueType type, Object... parts) {
    return Syntax.of(type.name(), parts);
  }

  /** A number below the limit. */
  final int choice(int limit) {
    return random.nextInt(limit);
  }

  final boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  @SafeVarargs
  final <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  final <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
