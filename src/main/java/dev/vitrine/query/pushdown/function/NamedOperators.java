package dev.vitrine.query.pushdown.function;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.validate.SqlNameMatcher;

/**
 * Operators by name, in any case. Unlike Calcite's ListSqlOperatorTable it ignores the category of
 * a function, which is not known of {@code COUNT(*)} when it is looked up.
 */
final class NamedOperators implements SqlOperatorTable {
  private final List<SqlOperator> operators;
  private final Map<String, List<SqlOperator>> byName = new HashMap<>();

  NamedOperators(List<SqlOperator> operators) {
    this.operators = List.copyOf(operators);
    for (SqlOperator operator : operators) {
      byName
          .computeIfAbsent(operator.getName().toUpperCase(Locale.ROOT), name -> new ArrayList<>())
          .add(operator);
    }
  }

  @Override
  public void lookupOperatorOverloads(
      SqlIdentifier name,
      SqlFunctionCategory category,
      SqlSyntax syntax,
      List<SqlOperator> found,
      SqlNameMatcher matcher) {
    if (!name.isSimple()) {
      return;
    }
    for (SqlOperator operator :
        byName.getOrDefault(name.getSimple().toUpperCase(Locale.ROOT), List.of())) {
      boolean function = syntax == SqlSyntax.FUNCTION && operator instanceof SqlFunction;
      if (function || operator.getSyntax().family == syntax.family) {
        found.add(operator);
      }
    }
  }

  @Override
  public List<SqlOperator> getOperatorList() {
    return operators;
  }
}
