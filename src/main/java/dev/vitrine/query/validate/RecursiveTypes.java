package dev.vitrine.query.validate;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.query.plan.SelectSyntax;
import dev.vitrine.query.plan.SourceText;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.sql.validate.SqlValidator;

/**
 * Types of the columns of WITH RECURSIVE. Calcite gives them the types of the first part, so that a
 * first text of one character would cut the longer texts of the steps. The first part is cast to
 * types that the steps can fill: texts without a length, DECIMAL with 500 digits, the common type
 * of both parts otherwise.
 */
public final class RecursiveTypes {
  /** Half of the most digits: with all of them, Calcite would cut the places of the steps. */
  private static final int DECIMAL_DIGITS = 500;

  private static final SqlParserPos POS = SqlParserPos.ZERO;

  private RecursiveTypes() {}

  /** Whether the query has a WITH RECURSIVE. */
  public static boolean areIn(SqlNode query) {
    return !items(query).isEmpty();
  }

  /** A copy, which can be validated without changing the query. */
  public static SqlNode copy(SqlNode query) {
    return query.accept(
        new SqlShuttle() {
          @Override
          public SqlNode visit(SqlCall call) {
            CallCopyingArgHandler copies = new CallCopyingArgHandler(call, true);
            call.getOperator().acceptCall(this, call, false, copies);
            return copies.result();
          }

          @Override
          public SqlNode visit(SqlNodeList list) {
            SqlNodeList copy = new SqlNodeList(list.getParserPosition());
            list.forEach(node -> copy.add(node == null ? null : node.accept(this)));
            return copy;
          }

          @Override
          public SqlNode visit(SqlIdentifier name) {
            return name.clone(name.getParserPosition());
          }
        });
  }

  /**
   * Casts the first parts of the query's recursions.
   *
   * @param validated the copy of the query after its validation
   * @param types the validator of the copy
   * @return the types of the columns of each recursion
   */
  public static List<List<RelDataType>> widen(
      SqlNode query, SqlNode validated, SqlValidator types) {
    List<SqlWithItem> items = items(query);
    List<SqlWithItem> known = items(validated);
    List<List<RelDataType>> all = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      all.add(widen(items.get(i), union(items.get(i)), union(known.get(i)), types));
    }
    return all;
  }

  private static List<RelDataType> widen(
      SqlWithItem item, SqlCall union, SqlCall validated, SqlValidator types) {
    List<RelDataType> wider =
        fields(validated, types).stream()
            .map(field -> wide(types.getTypeFactory(), field.getType()))
            .toList();
    cast(item, union, 0, fields(validated.operand(0), types), wider, types);
    return wider;
  }

  /** Selects the columns of a part with other types, unless they have these types. */
  private static void cast(
      SqlWithItem item,
      SqlCall union,
      int part,
      List<RelDataTypeField> fields,
      List<RelDataType> wider,
      SqlValidator types) {
    SqlNode query = union.operand(part);
    List<SqlNode> from = new ArrayList<>();
    from.add(query);
    from.add(new SqlIdentifier("t", POS));
    SqlNodeList columns = new SqlNodeList(POS);
    boolean same = true;
    for (int i = 0; i < wider.size(); i++) {
      String name = "c" + i;
      from.add(new SqlIdentifier(name, POS));
      RelDataType type = fields.get(i).getType();
      boolean known =
          SqlTypeUtil.equalSansNullability(types.getTypeFactory(), type, wider.get(i))
              || (part > 0 && !SqlTypeUtil.isNumeric(type));
      same &= known;
      SqlNode value = new SqlIdentifier(List.of("t", name), POS);
      SqlNode cast =
          known
              ? value
              : SqlStdOperatorTable.CAST.createCall(
                  POS, value, SqlTypeUtil.convertTypeToSpec(wider.get(i)));
      SqlNode label =
          item.columnList == null
              ? new SqlIdentifier(fields.get(i).getName(), POS)
              : item.columnList.get(i);
      columns.add(SqlStdOperatorTable.AS.createCall(POS, cast, label));
    }
    if (!same) {
      SqlNode table = SqlStdOperatorTable.AS.createCall(POS, from);
      SqlParserPos place = query.getParserPosition();
      union.setOperand(part, SelectSyntax.of(place, columns, table));
    }
  }

  private static RelDataType wide(RelDataTypeFactory types, RelDataType type) {
    if (SqlTypeUtil.inCharFamily(type) || type.getSqlTypeName() == SqlTypeName.NULL) {
      return types.createSqlType(SqlTypeName.VARCHAR);
    }
    return type.getSqlTypeName() == SqlTypeName.DECIMAL
        ? types.createSqlType(SqlTypeName.DECIMAL, DECIMAL_DIGITS, type.getScale())
        : type;
  }

  /**
   * Casts the steps of the query's recursions to the types of their columns.
   *
   * @param widened the types of the columns of each recursion
   * @param validated the copy of the query after its validation
   * @param types the validator of the copy
   * @throws VitrineException DATATYPE_MISMATCH if a column cannot hold the values of a step
   */
  public static void castSteps(
      SqlNode query, List<List<RelDataType>> widened, SqlNode validated, SqlValidator types) {
    List<SqlWithItem> items = items(query);
    List<SqlWithItem> known = items(validated);
    for (int i = 0; i < items.size(); i++) {
      List<RelDataTypeField> common = fields(union(known.get(i)), types);
      for (int j = 0; j < common.size(); j++) {
        RelDataType first = widened.get(i).get(j);
        if (!holds(first, common.get(j).getType())) {
          throw changed(known.get(i), j, first, common.get(j));
        }
      }
      cast(items.get(i), union(items.get(i)), 1, common, widened.get(i), types);
    }
  }

  /** Whether values of the common type of both parts fit, or fail, but do not get changed. */
  private static boolean holds(RelDataType first, RelDataType common) {
    if (SqlTypeUtil.inCharFamily(first)) {
      return SqlTypeUtil.inCharFamily(common) || common.getSqlTypeName() == SqlTypeName.NULL;
    }
    return first.getSqlTypeName() == SqlTypeName.DECIMAL
        ? SqlTypeUtil.isExactNumeric(common) && Math.max(0, common.getScale()) <= first.getScale()
        : first.getSqlTypeName() == common.getSqlTypeName()
            || (SqlTypeName.INT_TYPES.contains(first.getSqlTypeName())
                && SqlTypeName.INT_TYPES.contains(common.getSqlTypeName()));
  }

  private static VitrineException changed(
      SqlWithItem item, int column, RelDataType first, RelDataTypeField step) {
    String name =
        item.columnList == null
            ? step.getName()
            : ((SqlIdentifier) item.columnList.get(column)).getSimple();
    return new VitrineException(
            ErrorCode.DATATYPE_MISMATCH,
            "Each step of WITH RECURSIVE changes the type of the column '"
                + name
                + "' from "
                + written(first)
                + " to "
                + written(step.getType())
                + ".")
        .withPosition(SourceText.position(item.name.getParserPosition()))
        .withHint("Write CAST(… AS a type) around the column in both parts, with the same type.");
  }

  private static String written(RelDataType type) {
    int places = type.getScale();
    return type.getSqlTypeName() == SqlTypeName.DECIMAL
        ? "DECIMAL with " + places + (places == 1 ? " decimal place" : " decimal places")
        : type.getSqlTypeName().toString();
  }

  private static List<RelDataTypeField> fields(SqlNode query, SqlValidator types) {
    return types.getValidatedNodeType(query).getFieldList();
  }

  private static SqlCall union(SqlWithItem item) {
    SqlNode query = item.query instanceof SqlWith with ? with.body : item.query;
    return (SqlCall) query;
  }

  /** The recursive items, outer before inner, which have two parts. */
  private static List<SqlWithItem> items(SqlNode query) {
    List<SqlWithItem> items = new ArrayList<>();
    query.accept(
        new SqlBasicVisitor<Void>() {
          @Override
          public Void visit(SqlCall call) {
            if (call instanceof SqlWithItem item
                && item.recursive.booleanValue()
                && union(item).getKind() == SqlKind.UNION) {
              items.add(item);
            }
            return super.visit(call);
          }
        });
    return items;
  }
}
