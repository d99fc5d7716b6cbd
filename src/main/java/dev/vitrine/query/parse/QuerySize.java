package dev.vitrine.query.parse;

import dev.vitrine.catalog.Relation;
import dev.vitrine.query.plan.QueryLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlBetweenOperator;
import org.apache.calcite.sql.fun.SqlCase;
import org.jspecify.annotations.Nullable;

/**
 * Computes the size of a query after expansion from its syntax tree: common table expressions are
 * copied to each reference, aliases in ORDER BY too, stars become columns, lists become
 * comparisons. The time is linear in the text.
 */
public final class QuerySize {
  private static final Set<String> TESTED = Set.of("COALESCE", "NULLIF", "NVL", "IFNULL");

  /** Number of columns of the relations by name, in lower case. */
  private final Map<String, Integer> widths = new HashMap<>();

  public QuerySize(List<Relation> relations) {
    relations.forEach(
        relation -> widths.merge(relation.name(), relation.columns().size(), Math::max));
  }

  /**
   * Refuses a query that is too large to be planned.
   *
   * @param query whose depth is bounded
   * @throws dev.vitrine.error.VitrineException STATEMENT_TOO_COMPLEX with the limit
   */
  public void check(SqlNode query) {
    expression(query, Map.of());
  }

  /** The size of a part of a query; only queries have {@code columns}. */
  private record Size(long relations, long expressions, int columns) {
    static final Size NONE = new Size(0, 0, 0);
    static final Size ONE = new Size(0, 1, 0);

    Size {
      if (relations > QueryLimits.RELATIONS) {
        throw QueryLimits.tooManyRelations();
      }
      if (expressions > QueryLimits.EXPRESSIONS) {
        throw QueryLimits.tooManyExpressions();
      }
      if (columns > QueryLimits.COLUMNS) {
        throw QueryLimits.tooManyColumns();
      }
    }

    Size plus(Size other) {
      return new Size(relations + other.relations, expressions + other.expressions, columns);
    }

    Size times(long copies) {
      return new Size(relations * copies, expressions * copies, columns);
    }

    Size columns(int count) {
      return new Size(relations, expressions, count);
    }
  }

  /** The item of a FROM clause with this alias, in lower case. */
  private record Source(String alias, int columns) {}

  private Size expression(SqlNode node, Map<String, Size> names) {
    if (node == null) {
      return Size.NONE;
    }
    if (node instanceof SqlNodeList list) {
      return sum(list.getList(), names);
    }
    if (!(node instanceof SqlCall call)) {
      return Size.ONE;
    }
    if (isQuery(call)) {
      return query(call, names).columns(0);
    }
    return switch (call.getKind()) {
      case IN, NOT_IN, SOME, ALL -> comparison(call, names);
      case BETWEEN -> between((SqlBasicCall) call, names);
      case CASE -> {
        SqlCase choice = (SqlCase) call;
        long whens = choice.getWhenOperands().size();
        yield sum(call.getOperandList(), names)
            .plus(expression(choice.getValueOperand(), names).times(whens));
      }
      // Some functions are rewritten to CASE, with each operand tested and then named.
      default ->
          sum(call.getOperandList(), names)
              .times(
                  TESTED.contains(call.getOperator().getName().toUpperCase(Locale.ROOT)) ? 2 : 1);
    };
  }

  /** The operands of a call, and the call. */
  private Size sum(List<SqlNode> nodes, Map<String, Size> names) {
    Size sum = Size.ONE;
    for (SqlNode node : nodes) {
      sum = sum.plus(expression(node, names));
    }
    return sum;
  }

  private Size comparison(SqlCall call, Map<String, Size> names) {
    if (!(call.operand(1) instanceof SqlNodeList list)) {
      return sum(call.getOperandList(), names);
    }
    if (list.size() > QueryLimits.LIST_VALUES) {
      throw QueryLimits.tooManyValues(list.size());
    }
    return sum(list.getList(), names)
        .plus(expression(call.operand(0), names).times(Math.max(1, list.size())));
  }

  private Size between(SqlBasicCall call, Map<String, Size> names) {
    boolean symmetric =
        ((SqlBetweenOperator) call.getOperator()).flag == SqlBetweenOperator.Flag.SYMMETRIC;
    return sum(call.getOperandList(), names).times(symmetric ? 4 : 2);
  }

  private static boolean isQuery(SqlCall call) {
    return call.isA(SqlKind.QUERY) || call.getKind() == SqlKind.WITH;
  }

  private Size query(SqlCall call, Map<String, Size> names) {
    return switch (call.getKind()) {
      case SELECT -> select((SqlSelect) call, names);
      case WITH -> with((SqlWith) call, names);
      case ORDER_BY -> {
        Size ordered = part(call.operand(0), names);
        long copies = aliased(call.getOperandList().get(1), aliases(call.operand(0), names));
        yield ordered
            .plus(rest(call, names))
            .plus(new Size(0, copies, 0))
            .columns(ordered.columns());
      }
      case UNION, INTERSECT, EXCEPT -> {
        Size first = part(call.operand(0), names);
        Size second = part(call.operand(1), names);
        yield first.plus(second).columns(Math.max(first.columns(), second.columns()));
      }
      case VALUES -> {
        SqlNode row = call.operandCount() == 0 ? null : call.operand(0);
        yield sum(call.getOperandList(), names)
            .columns(row instanceof SqlCall values ? values.operandCount() : 1);
      }
      case EXPLICIT_TABLE -> source(call.operand(0), names, new ArrayList<>());
      default -> sum(call.getOperandList(), names);
    };
  }

  private Size part(SqlNode node, Map<String, Size> names) {
    return node instanceof SqlCall call && isQuery(call)
        ? query(call, names)
        : expression(node, names);
  }

  /** The operands behind the first one. */
  private Size rest(SqlCall call, Map<String, Size> names) {
    return sum(call.getOperandList().subList(1, call.operandCount()), names);
  }

  private Size with(SqlWith with, Map<String, Size> outer) {
    Map<String, Size> names = new HashMap<>(outer);
    for (SqlNode node : with.withList) {
      SqlWithItem item = (SqlWithItem) node;
      String name = item.name.getSimple().toLowerCase(Locale.ROOT);
      int columns = item.columnList == null ? 0 : item.columnList.size();
      Map<String, Size> inside = names;
      if (item.recursive.booleanValue()) {
        inside = new HashMap<>(names);
        inside.put(name, new Size(1, 1, columns));
      }
      Size size = part(item.query, inside);
      names.put(name, size);
    }
    return part(with.body, names);
  }

  private Size select(SqlSelect select, Map<String, Size> names) {
    List<Source> sources = new ArrayList<>();
    Size size =
        select.getFrom() == null ? Size.ONE : source(select.getFrom(), names, sources).columns(0);
    long columns = 0;
    for (SqlNode item : select.getSelectList()) {
      columns += item instanceof SqlIdentifier name && name.isStar() ? width(name, sources) : 1;
      size = size.plus(expression(item, names));
    }
    if (columns > QueryLimits.COLUMNS) {
      throw QueryLimits.tooManyColumns();
    }
    for (SqlNode part : select.getOperandList()) {
      if (part != select.getFrom() && part != select.getSelectList()) {
        size = size.plus(expression(part, names));
      }
    }
    checkGroupings(select.getGroup());
    return size.plus(new Size(0, columns, 0)).columns((int) columns);
  }

  private static int width(SqlIdentifier star, List<Source> sources) {
    String alias =
        star.names.size() < 2 ? "" : star.names.get(star.names.size() - 2).toLowerCase(Locale.ROOT);
    return sources.stream()
        .filter(source -> alias.isEmpty() || source.alias().equals(alias))
        .mapToInt(Source::columns)
        .sum();
  }

  /** Expressions behind each alias of the SELECT list, which ORDER BY can name. */
  private Map<String, Long> aliases(SqlNode ordered, Map<String, Size> names) {
    SqlNode query = ordered instanceof SqlWith with ? with.body : ordered;
    Map<String, Long> aliases = new HashMap<>();
    if (query instanceof SqlSelect select) {
      for (SqlNode item : select.getSelectList()) {
        if (item.getKind() == SqlKind.AS) {
          SqlCall as = (SqlCall) item;
          String alias = ((SqlIdentifier) as.operand(1)).getSimple().toLowerCase(Locale.ROOT);
          aliases.merge(alias, expression(as.operand(0), names).expressions(), Math::max);
        }
      }
    }
    return aliases;
  }

  /** Expressions that the validator copies to the places of their aliases in ORDER BY. */
  private static long aliased(@Nullable SqlNode node, Map<String, Long> aliases) {
    if (node instanceof SqlIdentifier name) {
      return name.isSimple()
          ? aliases.getOrDefault(name.getSimple().toLowerCase(Locale.ROOT), 0L)
          : 0;
    }
    List<@Nullable SqlNode> parts =
        node instanceof SqlNodeList list
            ? list.getList()
            : node instanceof SqlCall call && !isQuery(call) ? call.getOperandList() : List.of();
    return parts.stream().mapToLong(part -> aliased(part, aliases)).sum();
  }

  /** The items of a FROM clause; each counts as one relation at least, a list of values too. */
  private Size source(SqlNode node, Map<String, Size> names, List<Source> sources) {
    if (node instanceof SqlJoin join) {
      return source(join.getLeft(), names, sources)
          .plus(source(join.getRight(), names, sources))
          .plus(expression(join.getCondition(), names));
    }
    if (node.getKind() == SqlKind.AS) {
      SqlCall as = (SqlCall) node;
      List<Source> inner = new ArrayList<>();
      Size size = source(as.operand(0), names, inner).plus(rest(as, names));
      String alias = ((SqlIdentifier) as.operand(1)).getSimple();
      sources.add(new Source(alias.toLowerCase(Locale.ROOT), columns(inner)));
      return size;
    }
    if (node instanceof SqlIdentifier name) {
      return named(name, names, sources);
    }
    if (node instanceof SqlCall call && isQuery(call)) {
      Size size = query(call, names);
      sources.add(new Source("", size.columns()));
      return size.relations() > 0 ? size : size.plus(new Size(1, 0, 0));
    }
    // LATERAL, TABLESAMPLE and the like; most of them are refused later.
    return node instanceof SqlCall call && call.operandCount() > 0 && call.operand(0) != null
        ? source(call.operand(0), names, sources).plus(rest(call, names))
        : new Size(1, 1, 0);
  }

  private static int columns(List<Source> sources) {
    return sources.stream().mapToInt(Source::columns).sum();
  }

  private Size named(SqlIdentifier name, Map<String, Size> names, List<Source> sources) {
    String last = name.names.get(name.names.size() - 1).toLowerCase(Locale.ROOT);
    Size known = name.isSimple() ? names.get(last) : null;
    if (known == null) {
      known = new Size(1, 1, widths.getOrDefault(last, Relation.modelColumns().size()));
    } else if (known.relations() == 0) {
      known = known.plus(new Size(1, 0, 0));
    }
    sources.add(new Source(last, known.columns()));
    return known;
  }

  private static void checkGroupings(SqlNodeList group) {
    if (group != null) {
      long groupings = 1;
      for (SqlNode item : group) {
        groupings = Math.min(groupings * groupings(item), Integer.MAX_VALUE);
      }
      if (groupings > QueryLimits.GROUPINGS) {
        throw QueryLimits.tooManyGroupings();
      }
    }
  }

  private static long groupings(SqlNode item) {
    if (!(item instanceof SqlCall call)) {
      return 1;
    }
    return switch (call.getKind()) {
      case CUBE -> 1L << Math.min(call.operandCount(), 30);
      case ROLLUP -> call.operandCount() + 1L;
      case GROUPING_SETS -> call.getOperandList().stream().mapToLong(QuerySize::groupings).sum();
      default -> 1;
    };
  }
}
