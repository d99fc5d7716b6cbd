package dev.vitrine.query.validate;

import dev.vitrine.catalog.Relation;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.Position;
import dev.vitrine.error.VitrineException;
import dev.vitrine.query.plan.QueryLimits;
import dev.vitrine.query.plan.QueryRefusal;
import dev.vitrine.query.plan.SelectSyntax;
import dev.vitrine.query.plan.SourceText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSnapshot;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.util.Litmus;

/**
 * The relations that a query reads with FOR SYSTEM_TIME AS OF. They are replaced in the syntax tree
 * by names of relations of past points in time, because Calcite cannot print snapshots. Used by one
 * thread.
 */
public final class PastRelations {
  /** Names of catalogs contain no dot. */
  static final String SCHEMA = "history.";

  private static final String CONSTRUCT = "FOR SYSTEM_TIME AS OF";

  /** Finds the relation that a name means; empty if there is none. */
  public interface Names extends Function<List<String>, Optional<Relation>> {}

  private final Names names;
  private final List<SqlNode> points = new ArrayList<>();
  private final Map<String, Relation> relations = new LinkedHashMap<>();

  private PastRelations(Names names) {
    this.names = names;
  }

  /**
   * Replaces them in a query.
   *
   * @throws VitrineException UNSUPPORTED_FEATURE where FOR SYSTEM_TIME AS OF does not apply,
   *     STATEMENT_TOO_COMPLEX for too many points in time
   */
  public static PastRelations replacedIn(SqlNode query, Names names) {
    PastRelations past = new PastRelations(names);
    past.visit(query, Set.of());
    return past;
  }

  /** The names that a query can use, with those that replace these relations. */
  public CalciteSchema root(RelationNames present) {
    return present.root(relations);
  }

  /** The query for the points in time, one column each; empty without any. */
  public Optional<SqlNode> query() {
    if (points.isEmpty()) {
      return Optional.empty();
    }
    SqlNodeList items = new SqlNodeList(SqlParserPos.ZERO);
    for (int i = 0; i < points.size(); i++) {
      SqlNode point = points.get(i);
      items.add(
          SqlStdOperatorTable.AS.createCall(
              point.getParserPosition(),
              point,
              new SqlIdentifier("point_" + (i + 1), SqlParserPos.ZERO)));
    }
    return Optional.of(SelectSyntax.of(SqlParserPos.ZERO, items, null));
  }

  /**
   * Checks the types of the points in time.
   *
   * @param row the type of a row of {@link #query}
   * @throws VitrineException DATATYPE_MISMATCH for another type than TIMESTAMP,
   *     INVALID_PARAMETER_VALUE for NULL
   */
  public void requireInstants(RelDataType row) {
    for (RelDataTypeField point : row.getFieldList()) {
      SqlTypeName type = point.getType().getSqlTypeName();
      Position place = SourceText.position(points.get(point.getIndex()).getParserPosition());
      if (type == SqlTypeName.NULL) {
        throw new VitrineException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "The point in time of " + CONSTRUCT + " is NULL.")
            .withPosition(place);
      }
      if (type != SqlTypeName.TIMESTAMP) {
        throw new VitrineException(
                ErrorCode.DATATYPE_MISMATCH,
                "The point in time of "
                    + CONSTRUCT
                    + " is a TIMESTAMP, but this is of type "
                    + type
                    + ".")
            .withPosition(place)
            .withHint("Write TIMESTAMP 'YYYY-MM-DD HH:MM:SS', or CAST(… AS TIMESTAMP).");
      }
    }
  }

  /** Whether each point in time is a parameter, as it is written or instead of a literal. */
  public boolean areParameters() {
    return points.stream().allMatch(SqlDynamicParam.class::isInstance);
  }

  /** The parameters, from 0, that are points in time, or to which intervals are added. */
  public Set<Integer> instants() {
    Set<Integer> instants = new HashSet<>();
    points.forEach(point -> collectInstants(point, instants));
    return instants;
  }

  private static void collectInstants(SqlNode point, Set<Integer> instants) {
    if (point instanceof SqlDynamicParam parameter) {
      instants.add(parameter.getIndex());
    } else if (point instanceof SqlCall sum
        && sum.operandCount() == 2
        && (sum.getKind() == SqlKind.PLUS || sum.getKind() == SqlKind.MINUS)) {
      boolean intervalFirst = sum.operand(0) instanceof SqlIntervalLiteral;
      collectInstants(sum.operand(intervalFirst ? 1 : 0), instants);
    }
  }

  /**
   * Visits a part of a query.
   *
   * @param named the names of the common table expressions that the part can read
   */
  private void visit(SqlNode node, Set<String> named) {
    node.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          public Void visit(SqlCall call) {
            if (call instanceof SqlWith with) {
              with(with, named);
              return null;
            }
            replaceOperands(call, named);
            return super.visit(call);
          }
        });
  }

  private void with(SqlWith with, Set<String> outer) {
    Set<String> named = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    named.addAll(outer);
    for (SqlNode node : with.withList) {
      SqlWithItem item = (SqlWithItem) node;
      if (item.recursive.booleanValue()) {
        named.add(item.name.getSimple());
      }
      visit(item.query, Set.copyOf(named));
      named.add(item.name.getSimple());
    }
    visit(with.body, named);
  }

  private void replaceOperands(SqlCall call, Set<String> named) {
    for (int i = 0; i < call.operandCount(); i++) {
      if (call.getOperandList().get(i) instanceof SqlSnapshot snapshot) {
        SqlIdentifier written = requireName(snapshot, named);
        Optional<Relation> relation = names.apply(written.names);
        // A name that does not exist is reported as in any query.
        SqlNode replacement = relation.map(found -> name(found, snapshot, written)).orElse(written);
        boolean aliased = call.getKind() == SqlKind.AS;
        boolean from = call instanceof SqlSelect || call instanceof SqlJoin;
        if (!from && !aliased) {
          throw refusal("here", snapshot);
        }
        call.setOperand(i, aliased ? replacement : as(replacement, written));
      }
    }
  }

  private static SqlNode as(SqlNode replacement, SqlIdentifier written) {
    return SqlStdOperatorTable.AS.createCall(
        written.getParserPosition(),
        replacement,
        new SqlIdentifier(
            written.names.get(written.names.size() - 1), written.getParserPosition()));
  }

  private static SqlIdentifier requireName(SqlSnapshot snapshot, Set<String> named) {
    if (!(snapshot.getTableRef() instanceof SqlIdentifier name)) {
      throw refusal("on a sub-query", snapshot);
    }
    boolean common =
        name.isSimple()
            && named.stream().anyMatch(other -> other.equalsIgnoreCase(name.getSimple()));
    if (common) {
      throw refusal("on a common table expression", snapshot);
    }
    return name;
  }

  private SqlIdentifier name(Relation relation, SqlSnapshot snapshot, SqlIdentifier written) {
    if (!relation.hasHistory() || relation.catalog().isPresent()) {
      throw refusal("on " + relation.fullName(), snapshot);
    }
    int number = number(snapshot.getPeriod());
    Relation past = relation.at(number);
    String name = (relation.fullName() + " " + number).toLowerCase(Locale.ROOT);
    relations.put(name, past);
    return new SqlIdentifier(List.of(SCHEMA, name), written.getParserPosition());
  }

  /** Equal expressions are one point in time. */
  private int number(SqlNode point) {
    for (int i = 0; i < points.size(); i++) {
      if (points.get(i).equalsDeep(point, Litmus.IGNORE)) {
        return i + 1;
      }
    }
    if (points.size() == QueryLimits.POINTS_IN_TIME) {
      throw QueryLimits.tooManyPoints();
    }
    requireConstant(point);
    points.add(point);
    return points.size();
  }

  private static void requireConstant(SqlNode point) {
    point.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          public Void visit(SqlCall call) {
            if (call.isA(SqlKind.QUERY)) {
              throw QueryRefusal.of("A sub-query in a point in time", call.getParserPosition());
            }
            return super.visit(call);
          }

          @Override
          public Void visit(SqlIdentifier name) {
            if (!SqlStdOperatorTable.instance().getOperatorList().stream()
                .anyMatch(operator -> operator.getName().equalsIgnoreCase(name.toString()))) {
              throw new VitrineException(
                      ErrorCode.UNSUPPORTED_FEATURE,
                      "The column '" + name + "' in a point in time is not supported.")
                  .withPosition(SourceText.position(name.getParserPosition()))
                  .withHint("Use a literal, a parameter, CURRENT_TIMESTAMP and intervals.");
            }
            return null;
          }
        });
  }

  private static VitrineException refusal(String place, SqlSnapshot snapshot) {
    return QueryRefusal.of(CONSTRUCT + " " + place, snapshot.getTableRef().getParserPosition())
        .withHint(
            "It applies to models, and to the relations catalogs, schemas, models, versions,"
                + " aliases, tags, version_tags, signature_columns, version_params,"
                + " version_metrics, grants, effective_grants, principals and group_members.");
  }
}
