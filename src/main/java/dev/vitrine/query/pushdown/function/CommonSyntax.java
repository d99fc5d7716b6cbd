package dev.vitrine.query.pushdown.function;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.avatica.util.TimeUnitRange;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** Pieces of syntax that both dialects print alike, and Calcite does not. */
public final class CommonSyntax {
  /** The type of strings of any length. */
  public static final SqlDataTypeSpec VARCHAR =
      new SqlDataTypeSpec(
          new SqlBasicTypeNameSpec(SqlTypeName.VARCHAR, SqlParserPos.ZERO), SqlParserPos.ZERO);

  /** The highest precedence of these operators. */
  private static final int AND_OR_NOT = 26;

  /** The conditions that H2 binds in another way than Calcite. */
  private static final Set<SqlKind> BOUND_OTHERWISE =
      EnumSet.of(
          SqlKind.EXISTS,
          SqlKind.IN,
          SqlKind.NOT_IN,
          SqlKind.SOME,
          SqlKind.ALL,
          SqlKind.LIKE,
          SqlKind.SIMILAR);

  private CommonSyntax() {}

  /**
   * Whether a type is printed as VARCHAR without a length. Only Calcite casts to CHAR, NULLs and
   * strings of a known length, which stores would pad; stores have no texts of length zero.
   */
  public static boolean isUnlimited(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.CHAR
        || (type.getSqlTypeName() == SqlTypeName.VARCHAR && type.getPrecision() == 0);
  }

  /**
   * Whether a condition has to be put into parentheses, because H2 binds it in another way than
   * Calcite: {@code EXISTS (…) IS NULL}.
   */
  public static boolean needsParentheses(SqlCall call, int leftPrec, int rightPrec) {
    return BOUND_OTHERWISE.contains(call.getKind()) && Math.max(leftPrec, rightPrec) > AND_OR_NOT;
  }

  /** Whether the call is an aggregate that joins strings. */
  public static boolean joinsStrings(SqlNode node) {
    return node.getKind() == SqlKind.LISTAGG;
  }

  /**
   * An aggregate with its order inside the parentheses, {@code STRING_AGG(DISTINCT x, ',' ORDER BY
   * x)}. Calcite (SqlWithinGroupOperator#unparse) prints WITHIN GROUP and, for PostgreSQL, loses
   * DISTINCT.
   */
  public static void aggregate(
      SqlWriter writer, String name, SqlCall call, @Nullable SqlNode order) {
    SqlWriter.Frame frame = writer.startFunCall(name);
    SqlLiteral quantifier = call.getFunctionQuantifier();
    if (quantifier != null) {
      quantifier.unparse(writer, 0, 0);
    }
    List<SqlNode> operands = call.getOperandList();
    for (int i = 0; i < operands.size(); i++) {
      if (i > 0) {
        writer.sep(",", true);
      }
      operands.get(i).unparse(writer, 0, 0);
    }
    if (call.getOperator() instanceof JoinedText joined) {
      writer.sep(",", true);
      writer.literal(writer.getDialect().quoteStringLiteral(joined.separator()));
    }
    if (order != null) {
      orderBy(writer, order);
    }
    writer.endFunCall(frame);
  }

  /** {@code ORDER BY a, b DESC}. */
  public static void orderBy(SqlWriter writer, SqlNode keys) {
    writer.keyword("ORDER BY");
    SqlNodeList list = keys instanceof SqlNodeList nodes ? nodes : SqlNodeList.of(keys);
    for (int i = 0; i < list.size(); i++) {
      if (i > 0) {
        writer.sep(",", true);
      }
      list.get(i).unparse(writer, 0, 0);
    }
  }

  /** {@code FILTER (WHERE condition)}. */
  public static void filter(SqlWriter writer, SqlNode condition) {
    writer.keyword("FILTER");
    SqlWriter.Frame frame = writer.startList("(", ")");
    writer.keyword("WHERE");
    condition.unparse(writer, 0, 0);
    writer.endList(frame);
  }

  /** The aggregate inside {@code FILTER}, or the call itself. */
  public static SqlCall unfiltered(SqlCall call) {
    return call.getKind() == SqlKind.FILTER ? call.operand(0) : call;
  }

  /** The field that a call of EXTRACT asks for. */
  public static TimeUnitRange field(SqlNode node) {
    return node instanceof SqlIntervalQualifier qualifier
        ? qualifier.timeUnitRange
        : ((SqlLiteral) node).getValueAs(TimeUnitRange.class);
  }

  /** The text of a string literal, lower case. */
  public static String text(SqlNode literal) {
    return ((SqlLiteral) literal).getValueAs(String.class).toLowerCase(Locale.ROOT);
  }
}
