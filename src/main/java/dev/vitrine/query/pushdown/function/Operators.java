package dev.vitrine.query.pushdown.function;

import static java.util.Objects.requireNonNull;
import static org.apache.calcite.sql.fun.SqlStdOperatorTable.*;

import dev.vitrine.query.plan.Dialect;
import dev.vitrine.query.pushdown.search.PatternFunctions;
import dev.vitrine.query.pushdown.search.PatternParameter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.fun.SqlLibraryOperators;

/**
 * The allowed operators per store: only these can be used in a query and be part of a plan. Both
 * lists are explicit, because an operator that is unknown here may mean something else in the
 * store.
 */
public final class Operators {
  /** Operators with a syntax of their own. */
  private static final List<SqlOperator> SYNTAX =
      List.of(
          UNION,
          UNION_ALL,
          EXCEPT,
          EXCEPT_ALL,
          INTERSECT,
          INTERSECT_ALL,
          AND,
          OR,
          NOT,
          AS,
          EQUALS,
          NOT_EQUALS,
          LESS_THAN,
          LESS_THAN_OR_EQUAL,
          GREATER_THAN,
          GREATER_THAN_OR_EQUAL,
          IS_DISTINCT_FROM,
          IS_NOT_DISTINCT_FROM,
          IS_NULL,
          IS_NOT_NULL,
          IS_TRUE,
          IS_NOT_TRUE,
          IS_FALSE,
          IS_NOT_FALSE,
          IS_UNKNOWN,
          IS_NOT_UNKNOWN,
          IN,
          NOT_IN,
          SEARCH,
          SOME_LT,
          SOME_LE,
          SOME_GT,
          SOME_GE,
          SOME_EQ,
          SOME_NE,
          ALL_LT,
          ALL_LE,
          ALL_GT,
          ALL_GE,
          ALL_EQ,
          ALL_NE,
          BETWEEN,
          NOT_BETWEEN,
          SYMMETRIC_BETWEEN,
          SYMMETRIC_NOT_BETWEEN,
          LIKE,
          NOT_LIKE,
          SqlLibraryOperators.ILIKE,
          SqlLibraryOperators.NOT_ILIKE,
          ESCAPE,
          PLUS,
          MINUS,
          MULTIPLY,
          DIVIDE,
          PERCENT_REMAINDER,
          UNARY_MINUS,
          UNARY_PLUS,
          DATETIME_PLUS,
          MINUS_DATE,
          CONCAT,
          CASE,
          CAST,
          EXISTS,
          SCALAR_QUERY,
          ROW,
          VALUES,
          EXPLICIT_TABLE,
          OVER,
          FILTER,
          WITHIN_GROUP,
          DESC,
          NULLS_FIRST,
          NULLS_LAST,
          LATERAL,
          ROLLUP,
          CUBE,
          GROUPING_SETS);

  /** Functions with the same name and meaning in both stores. */
  private static final List<SqlOperator> FUNCTIONS =
      List.of(
          COALESCE,
          NULLIF,
          UPPER,
          LOWER,
          CHAR_LENGTH,
          CHARACTER_LENGTH,
          TRIM,
          SUBSTRING,
          POSITION,
          ASCII,
          ABS,
          MOD,
          CEIL,
          FLOOR,
          ROUND,
          SIGN,
          SQRT,
          POWER,
          EXP,
          LN,
          EXTRACT,
          YEAR,
          QUARTER,
          MONTH,
          WEEK,
          DAYOFYEAR,
          DAYOFMONTH,
          HOUR,
          MINUTE,
          SECOND,
          TIMESTAMP_ADD,
          LAST_DAY,
          PI,
          SIN,
          COS,
          TAN,
          COT,
          ATAN,
          ATAN2,
          DEGREES,
          RADIANS,
          LOG10);

  private static final List<SqlOperator> AGGREGATES =
      List.of(
          COUNT,
          SUM,
          SUM0,
          AVG,
          MIN,
          MAX,
          EVERY,
          SqlLibraryOperators.BOOL_AND,
          SqlLibraryOperators.BOOL_OR,
          STDDEV,
          STDDEV_POP,
          STDDEV_SAMP,
          VARIANCE,
          VAR_POP,
          VAR_SAMP,
          COVAR_POP,
          COVAR_SAMP,
          PERCENTILE_CONT,
          BIT_AND,
          BIT_OR,
          ANY_VALUE,
          JoinedText.LISTAGG,
          GROUPING,
          ROW_NUMBER,
          RANK,
          DENSE_RANK,
          PERCENT_RANK,
          CUME_DIST,
          NTILE,
          LAG,
          LEAD,
          FIRST_VALUE,
          LAST_VALUE,
          NTH_VALUE);

  private static final List<SqlOperator> POSTGRESQL_ONLY =
      List.of(
          SIMILAR_TO,
          NOT_SIMILAR_TO,
          OVERLAY,
          INITCAP,
          SqlLibraryOperators.TRANSLATE3,
          PERCENTILE_DISC);

  private static final Map<Dialect, Operators> ALL = new EnumMap<>(Dialect.class);

  static {
    for (Dialect dialect : Dialect.values()) {
      ALL.put(dialect, new Operators(dialect));
    }
  }

  private final SqlOperatorTable table;
  private final Set<SqlOperator> allowed;

  private Operators(Dialect dialect) {
    List<SqlOperator> operators = new ArrayList<>(SYNTAX);
    operators.addAll(FUNCTIONS);
    operators.addAll(AGGREGATES);
    operators.addAll(SessionFunction.ALL);
    operators.addAll(Clock.ALL);
    operators.addAll(StoreFunctions.BOTH);
    operators.addAll(PatternFunctions.ALL);
    if (dialect == Dialect.POSTGRESQL) {
      operators.addAll(POSTGRESQL_ONLY);
      operators.addAll(StoreFunctions.POSTGRESQL_ONLY);
    }
    this.allowed = Set.copyOf(new HashSet<>(operators));
    operators.replaceAll(operator -> operator.equals(MINUS) ? Difference.INSTANCE : operator);
    this.table = new NamedOperators(operators);
  }

  /** The operators of a store. */
  public static Operators of(Dialect dialect) {
    return requireNonNull(ALL.get(dialect));
  }

  /** The functions that a query can call by name, without those of the session and the clock. */
  public SortedSet<String> functions() {
    List<SqlOperator> named = new ArrayList<>(FUNCTIONS);
    named.addAll(AGGREGATES);
    named.addAll(StoreFunctions.BOTH);
    if (allowed.containsAll(POSTGRESQL_ONLY)) {
      named.addAll(POSTGRESQL_ONLY);
      named.addAll(StoreFunctions.POSTGRESQL_ONLY);
    }
    SortedSet<String> names = new TreeSet<>(FunctionAliases.NAMES);
    for (SqlOperator operator : named) {
      String name = operator.getName().replace("TRANSLATE3", "TRANSLATE");
      if (name.matches("[A-Z][A-Z_0-9]*")) {
        names.add(name);
      }
    }
    return names;
  }

  /** The functions and operators of queries. */
  public SqlOperatorTable table() {
    return table;
  }

  /** Whether a plan for the store may hold this operator. */
  public boolean allows(SqlOperator operator) {
    return allowed.contains(operator)
        || operator instanceof TypedParameter
        || operator instanceof PrivilegeQuestion
        || operator instanceof PatternParameter;
  }
}
