package dev.vitrine.query.validate;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/**
 * A column of a grouped query that one of its sub-queries names and that is not grouped by. Calcite
 * finds it after the validation, and reports its name without a position.
 */
public final class UngroupedColumn extends SqlBasicVisitor<Void> {
  private static final Pattern MESSAGE =
      Pattern.compile("Identifier '(.*)' is not a group expr", Pattern.DOTALL);

  private final String name;

  /** The tables of the queries around the visited node, the innermost first. */
  private final Deque<Set<String>> tables = new ArrayDeque<>();

  private @Nullable SqlParserPos found;

  private UngroupedColumn(String name) {
    this.name = name;
  }

  /** The name of the column, with its table, if the error is about one. */
  public static Optional<String> name(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Matcher ungrouped = MESSAGE.matcher(String.valueOf(cause.getMessage()));
      if (ungrouped.matches()) {
        return Optional.of(ungrouped.group(1));
      }
    }
    return Optional.empty();
  }

  /** The first place where a sub-query names the column of an outer query. */
  public static Optional<SqlParserPos> place(SqlNode validated, String name) {
    UngroupedColumn search = new UngroupedColumn(name);
    validated.accept(search);
    return Optional.ofNullable(search.found);
  }

  @Override
  public Void visit(SqlCall call) {
    if (!(call instanceof SqlSelect select)) {
      return super.visit(call);
    }
    tables.push(OuterColumns.tables(select));
    // Columns in FROM and WHERE need not be grouped by: those in other clauses come first.
    for (SqlNode clause :
        Arrays.asList(
            select.getSelectList(),
            select.getHaving(),
            select.getQualify(),
            select.getOrderList(),
            select.getWindowList(),
            select.getFrom(),
            select.getWhere())) {
      if (Objects.nonNull(clause)) {
        clause.accept(this);
      }
    }
    tables.pop();
    return null;
  }

  @Override
  public Void visit(SqlIdentifier column) {
    int size = column.names.size();
    if (found == null && size > 1 && tables.size() > 1) {
      String table = column.names.get(size - 2);
      boolean outer = !tables.element().contains(table);
      if (outer && name.equalsIgnoreCase(table + "." + column.names.get(size - 1))) {
        found = column.getParserPosition();
      }
    }
    return null;
  }
}
