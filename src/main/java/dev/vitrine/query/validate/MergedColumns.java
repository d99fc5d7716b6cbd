package dev.vitrine.query.validate;

import com.google.common.collect.MoreCollectors;
import dev.vitrine.query.plan.Planning;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.DelegatingScope;
import org.apache.calcite.sql.validate.JoinScope;
import org.apache.calcite.sql.validate.ListScope;
import org.apache.calcite.sql.validate.SelectScope;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorNamespace;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.calcite.util.Static;
import org.apache.calcite.util.Util;

/**
 * The columns that joins with USING or NATURAL merge. Calcite resolves their names without a table
 * in few clauses only, and not if three relations are joined by one column. Therefore these joins
 * become joins with ON, and the names become qualified columns, or COALESCE of them, in all clauses
 * of a query and of its sub-queries. A name that columns of several relations have stays as it is,
 * and Calcite reports it as ambiguous. Used for one query by one thread.
 */
final class MergedColumns {
  /**
   * A column of a join or of a relation in FROM.
   *
   * @param parts the qualified columns; the value is that of the first that is not NULL
   */
  private record Column(
      String name, RelDataType type, List<SqlIdentifier> parts, boolean isMerged) {
    boolean is(String other) {
      return HiddenNames.visible(name).equalsIgnoreCase(other);
    }

    /** Whether the name, or one with the table in front of it, means this column. */
    boolean is(SqlIdentifier other) {
      return is(Util.last(other.names))
          && (other.isSimple() || parts.get(0).names.get(0).equalsIgnoreCase(other.names.get(0)));
    }
  }

  private final SqlValidator validator;
  private final UnaryOperator<SqlNode> rewriting;

  /** The columns of each join, in the order of {@code SELECT *}. */
  private final IdentityHashMap<SqlJoin, List<Column>> joins = new IdentityHashMap<>();

  /** The names that this class has written, each of which means one column. */
  private final Set<SqlNode> known = Collections.newSetFromMap(new IdentityHashMap<>());

  private boolean hasMerged;

  /** Whether a sub-query has several columns of one name. */
  private boolean hasRepeated;

  /**
   * @param rewriting replaces COALESCE by the expression that the validator uses for it
   */
  MergedColumns(SqlValidator validator, UnaryOperator<SqlNode> rewriting) {
    this.validator = validator;
    this.rewriting = rewriting;
  }

  /** Returns whether {@link #join} was called for a join. */
  boolean contains(SqlJoin join) {
    return joins.containsKey(join);
  }

  /** Replaces USING, NATURAL and names in ON, once both sides of a join are validated. */
  void join(SqlJoin join) {
    ListScope scope = (ListScope) validator.getJoinScope(join);
    List<Column> left = columns(join.getLeft(), scope, 0);
    List<Column> right = columns(join.getRight(), scope, leaves(join.getLeft()));
    List<Column> both = Stream.concat(left.stream(), right.stream()).toList();
    joins.put(join, both);
    List<SqlIdentifier> names = names(join, left, right);
    boolean found =
        names.stream().allMatch(name -> requireUnique(left, name) && requireUnique(right, name));
    boolean merges = join.isNatural() || join.getConditionType() == JoinConditionType.USING;
    if (merges && found) {
      merge(join, names, left, right);
    } else if (replaces() && join.getConditionType() == JoinConditionType.ON) {
      join.setOperand(5, new ColumnNames(this, scope).replaced(join.getCondition()));
    }
  }

  private static List<SqlIdentifier> names(SqlJoin join, List<Column> left, List<Column> right) {
    List<SqlIdentifier> names = new ArrayList<>();
    Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    if (join.isNatural()) {
      SqlParserPos position = join.isNaturalNode().getParserPosition();
      for (Column column : left) {
        if (right.stream().anyMatch(other -> other.is(column.name)) && known.add(column.name)) {
          names.add(new SqlIdentifier(column.name, position));
        }
      }
    } else if (join.getConditionType() == JoinConditionType.USING) {
      for (SqlNode name : (SqlNodeList) join.getCondition()) {
        if (known.add(((SqlIdentifier) name).getSimple())) {
          names.add((SqlIdentifier) name);
        }
      }
    }
    return names;
  }

  /** Returns whether there is such a column; Calcite reports a missing one. */
  private boolean requireUnique(List<Column> columns, SqlIdentifier name) {
    long count = columns.stream().filter(column -> column.is(name.getSimple())).count();
    if (count > 1) {
      throw ambiguous(name);
    }
    return count == 1;
  }

  private CalciteContextException ambiguous(SqlIdentifier name) {
    return validator.newValidationError(
        name, Static.RESOURCE.columnAmbiguous(Util.last(name.names)));
  }

  private static Column only(List<Column> columns, SqlIdentifier name) {
    return columns.stream()
        .filter(column -> column.is(name.getSimple()))
        .collect(MoreCollectors.onlyElement());
  }

  private void merge(
      SqlJoin join, List<SqlIdentifier> names, List<Column> left, List<Column> right) {
    SqlParserPos position = join.getParserPosition();
    List<Column> columns = new ArrayList<>();
    SqlNode condition = null;
    for (SqlIdentifier name : names) {
      Column first = only(left, name);
      Column second = only(right, name);
      SqlParserPos place = name.getParserPosition();
      SqlNode equal =
          SqlStdOperatorTable.EQUALS.createCall(
              place, expression(first, place), expression(second, place));
      condition =
          condition == null ? equal : SqlStdOperatorTable.AND.createCall(place, condition, equal);
      columns.add(merged(join.getJoinType(), first, second));
    }
    Stream.concat(left.stream(), right.stream())
        .filter(column -> names.stream().noneMatch(name -> column.is(name.getSimple())))
        .forEach(columns::add);
    joins.put(join, columns);
    hasMerged |= !names.isEmpty();
    join.setOperand(1, SqlLiteral.createBoolean(false, position));
    join.setOperand(4, JoinConditionType.ON.symbol(position));
    join.setOperand(5, condition == null ? SqlLiteral.createBoolean(true, position) : condition);
  }

  /**
   * The value is that of the side that has all rows, or of either side of an inner join, if it is
   * of the common type; else COALESCE of both sides.
   */
  private Column merged(JoinType join, Column left, Column right) {
    RelDataType common =
        validator.getTypeFactory().leastRestrictive(List.of(left.type, right.type));
    RelDataType type = common == null ? left.type : common;
    boolean isRight = join == JoinType.RIGHT;
    boolean hasAllLeft = !isRight && join != JoinType.FULL;
    boolean hasAllRight = join != JoinType.LEFT && join != JoinType.FULL;
    List<SqlIdentifier> parts;
    if (hasAllLeft && isOf(type, left)) {
      parts = left.parts;
    } else if (hasAllRight && isOf(type, right)) {
      parts = right.parts;
    } else {
      Column first = isRight ? right : left;
      Column second = isRight ? left : right;
      parts = Stream.concat(first.parts.stream(), second.parts.stream()).toList();
    }
    return new Column(left.name, type, parts, true);
  }

  private boolean isOf(RelDataType type, Column column) {
    return SqlTypeUtil.equalSansNullability(validator.getTypeFactory(), type, column.type)
        || (type.getSqlTypeName() == SqlTypeName.VARCHAR
            && column.type.getSqlTypeName() == SqlTypeName.VARCHAR);
  }

  private SqlNode expression(Column column, SqlParserPos position) {
    List<SqlNode> parts = column.parts.stream().map(part -> part.clone(position)).toList();
    known.addAll(parts);
    return parts.size() == 1
        ? parts.get(0)
        : rewriting.apply(SqlStdOperatorTable.COALESCE.createCall(position, parts));
  }

  private List<Column> columns(SqlNode from, ListScope scope, int first) {
    if (from instanceof SqlJoin join) {
      return joins.getOrDefault(join, List.of());
    }
    SqlValidatorNamespace relation = scope.getChildren().get(first);
    String alias = SqlValidatorUtil.alias(from);
    List<Column> columns = new ArrayList<>();
    for (RelDataTypeField field : relation.getRowType().getFieldList()) {
      // A set operation with ORDER BY is in FROM without an alias.
      List<String> names =
          alias == null ? List.of(field.getName()) : List.of(alias, field.getName());
      SqlIdentifier name = new SqlIdentifier(names, SqlParserPos.ZERO);
      columns.add(new Column(field.getName(), field.getType(), List.of(name), false));
    }
    return columns;
  }

  private static int leaves(SqlNode from) {
    return from instanceof SqlJoin join ? leaves(join.getLeft()) + leaves(join.getRight()) : 1;
  }

  private boolean replaces() {
    return hasMerged || hasRepeated;
  }

  /** Makes the columns of a query distinct, whose FROM is validated, for {@code *} around it. */
  void distinguish(SqlNodeList items, SqlValidatorScope scope) {
    hasRepeated |= HiddenNames.hide(items, scope, validator.getCatalogReader().nameMatcher());
  }

  /** Replaces the names in a query whose FROM is validated. */
  void select(SqlSelect select, SelectScope scope) {
    if (!replaces()) {
      return;
    }
    Planning.step();
    List<Column> own = columns(scope);
    if (own.stream().anyMatch(Column::isMerged)) {
      expandStar(select.getSelectList(), own);
    }
    new SelectNames(select, new ColumnNames(this, scope)).replace();
  }

  /** Replaces {@code *} by the columns, the merged ones once. */
  private void expandStar(SqlNodeList items, List<Column> columns) {
    Set<String> used = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    List<SqlNode> expanded = new ArrayList<>();
    for (SqlNode item : items) {
      if (!(item instanceof SqlIdentifier star) || !star.isStar() || star.names.size() > 1) {
        String alias = SqlValidatorUtil.alias(item);
        if (alias != null) {
          used.add(alias);
        }
        expanded.add(item);
        continue;
      }
      SqlParserPos position = item.getParserPosition();
      for (Column column : columns) {
        String name = SqlValidatorUtil.uniquify(column.name, used, SqlValidatorUtil.EXPR_SUGGESTER);
        SqlNode value = expression(column, position);
        expanded.add(
            value instanceof SqlIdentifier && name.equals(column.name)
                ? value
                : as(value, name, position));
      }
    }
    items.clear();
    items.addAll(expanded);
  }

  static SqlNode as(SqlNode value, String name, SqlParserPos position) {
    return SqlStdOperatorTable.AS.createCall(position, value, new SqlIdentifier(name, position));
  }

  /**
   * The value of the merged column that a name means in a scope; empty if it means another column
   * or none, or is ambiguous.
   *
   * @throws org.apache.calcite.runtime.CalciteContextException for a name that several columns of
   *     one relation have, of which Calcite knows the first only
   */
  Optional<SqlNode> value(SqlIdentifier name, SqlValidatorScope start) {
    if (known.contains(name)) {
      return Optional.empty();
    }
    SqlValidatorScope scope = start;
    while (scope instanceof DelegatingScope inner) {
      List<Column> found = columns(inner).stream().filter(column -> column.is(name)).toList();
      if (!found.isEmpty()) {
        if (found.stream().anyMatch(column -> HiddenNames.isRepeated(column.name))) {
          throw ambiguous(name);
        }
        Column column = found.get(0);
        return found.size() == 1 && column.isMerged && name.isSimple()
            ? Optional.of(expression(column, name.getParserPosition()))
            : Optional.empty();
      }
      scope = inner.getParent();
    }
    return Optional.empty();
  }

  /** The columns that can be named without a table in a scope, without those of its parents. */
  private List<Column> columns(DelegatingScope scope) {
    if (scope instanceof SelectScope query) {
      SqlNode from = query.getNode().getFrom();
      return from == null ? List.of() : columns(from, query, 0);
    }
    if (scope instanceof JoinScope join) {
      SqlNode node = join.getNode();
      return node instanceof SqlJoin on ? joins.getOrDefault(on, List.of()) : List.of();
    }
    if (scope instanceof ListScope lateral
        && lateral.getNode() instanceof SqlSelect select
        && validator.getFromScope(select) instanceof ListScope whole
        && select.getFrom() != null) {
      return before(lateral.getChildren(), select.getFrom(), whole, 0);
    }
    return List.of();
  }

  /** The columns of the relations before LATERAL, which are the left side of one of the joins. */
  private List<Column> before(
      List<SqlValidatorNamespace> relations, SqlNode from, ListScope whole, int first) {
    if (!(from instanceof SqlJoin join)) {
      return List.of();
    }
    int next = first + leaves(join.getLeft());
    if (whole.getChildren().subList(first, next).equals(relations)) {
      return columns(join.getLeft(), whole, first);
    }
    List<Column> left = before(relations, join.getLeft(), whole, first);
    return left.isEmpty() ? before(relations, join.getRight(), whole, next) : left;
  }
}
