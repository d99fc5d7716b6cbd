package dev.vitrine.query.pushdown.function;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.Position;
import dev.vitrine.error.VitrineException;
import dev.vitrine.query.plan.Binding;
import dev.vitrine.query.pushdown.search.PatternMatch;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlTimestampLiteral;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.TimestampString;

/** Rebinds calls that Calcite's grammar binds to operators that mean something else to us. */
public final class FunctionBinding extends SqlShuttle {
  private static final int MILLISECONDS = 3;

  /** Digits of an exact number, before and after the point. */
  private static final int MOST_DIGITS = 1000;

  /** Digits before the point of the largest DOUBLE. */
  private static final int LARGEST_EXPONENT = 308;

  private final RightsFunctions rights = new RightsFunctions();
  private final PatternMatch patterns = new PatternMatch();

  private FunctionBinding() {}

  /** The query with the functions of the stores, and its questions to the session. */
  public static Bound bind(SqlNode query) {
    FunctionBinding binding = new FunctionBinding();
    return new Bound(query.accept(binding), binding.rights.questions(), binding.patterns.given());
  }

  /** A query, its questions to the session and its parameters that are patterns, by number. */
  public record Bound(
      SqlNode query, List<Binding.Question> questions, List<PatternMatch.Given> patterns) {
    public Bound {
      questions = List.copyOf(questions);
      patterns = List.copyOf(patterns);
    }

    /** The question of a marker of the pushed statement, if it has one. */
    public Optional<Binding.Question> question(int marker) {
      int number = PrivilegeQuestion.number(marker);
      return number >= 0 ? Optional.of(questions.get(number)) : Optional.empty();
    }
  }

  /** Strings are Unicode, however they are written: a U& literal is otherwise of another kind. */
  @Override
  public SqlNode visit(SqlLiteral literal) {
    if (literal instanceof SqlIntervalLiteral interval) {
      return FunctionAliases.plain(interval);
    }
    if (literal instanceof SqlNumericLiteral number) {
      requireBounded(number);
    }
    if (literal instanceof SqlUnknownLiteral unknown && unknown.tag.equals("TIMESTAMP")) {
      return milliseconds(unknown.resolve(SqlTypeName.TIMESTAMP));
    }
    if (literal instanceof SqlTimestampLiteral timestamp) {
      return milliseconds(timestamp);
    }
    return literal instanceof SqlCharStringLiteral
        ? SqlLiteral.createCharString(literal.getValueAs(String.class), literal.getParserPosition())
        : literal;
  }

  /** Written out, {@code DECIMAL '1E100000000'} would keep a core busy for hours. */
  private static void requireBounded(SqlNumericLiteral number) {
    BigDecimal value = number.getValueAs(BigDecimal.class);
    long digits = (long) value.precision() - value.scale();
    boolean approximate = isApproximate(number);
    boolean large = digits > (approximate ? LARGEST_EXPONENT : MOST_DIGITS);
    boolean fine = !approximate && value.scale() > MOST_DIGITS;
    if (large || fine || value.precision() > MOST_DIGITS) {
      throw new VitrineException(
              ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "The number is out of range.")
          .withPosition(
              new Position(
                  number.getParserPosition().getLineNum(),
                  number.getParserPosition().getColumnNum()))
          .withHint("Exact numbers have up to 1000 digits, approximate ones are below 1E308.");
    }
  }

  private static boolean isApproximate(SqlNumericLiteral number) {
    return number.getTypeName() == SqlTypeName.DOUBLE;
  }

  /** With fewer digits, what intervals add to it would be rounded to whole seconds. */
  private static SqlLiteral milliseconds(SqlLiteral timestamp) {
    return SqlLiteral.createTimestamp(
        SqlTypeName.TIMESTAMP,
        timestamp.getValueAs(TimestampString.class),
        MILLISECONDS,
        timestamp.getParserPosition());
  }

  @Override
  public SqlNode visit(SqlCall call) {
    Optional<SqlNode> array =
        call instanceof SqlBasicCall written ? CollectedArray.replace(written) : Optional.empty();
    if (array.isPresent()) {
      return array.get().accept(this);
    }
    SqlNode visited = super.visit(call);
    if (visited instanceof SqlBasicCall basic) {
      CastTypes.plain(basic);
      Optional<SqlNode> right = rights.replace(basic);
      if (right.isPresent()) {
        return right.get();
      }
      Optional<SqlNode> pattern = patterns.replace(basic);
      if (pattern.isPresent()) {
        return pattern.get();
      }
      Optional<SqlNode> times = TimeDifference.replace(basic);
      if (times.isPresent()) {
        return times.get();
      }
      Optional<SqlNode> json = JsonPath.replace(basic);
      if (json.isPresent()) {
        return json.get();
      }
      Optional<SqlNode> plain = FunctionAliases.plain(basic);
      if (plain.isPresent()) {
        return plain.get();
      }
      if (basic.getOperator().equals(SqlLibraryOperators.DATE_TRUNC)) {
        // The grammar's own has the arguments the other way round.
        basic.setOperator(StoreFunctions.DATE_TRUNC);
      } else if (basic.getOperator().equals(SqlLibraryOperators.STRING_AGG)) {
        return listagg(basic);
      } else if (basic.getKind() == SqlKind.FILTER) {
        return Percentile.filtered(basic);
      } else if (basic.getKind() == SqlKind.WITHIN_GROUP) {
        joinText(basic.operand(0));
        interpolate(basic.operand(0), basic.operand(1));
      } else if (joins(basic)) {
        joinText(basic);
      }
    }
    return visited;
  }

  /** {@code STRING_AGG(x, s ORDER BY y)} is {@code LISTAGG(x, s) WITHIN GROUP (ORDER BY y)}. */
  private static SqlNode listagg(SqlBasicCall call) {
    List<SqlNode> operands = new ArrayList<>(call.getOperandList());
    SqlNode last = operands.get(operands.size() - 1);
    SqlNodeList order = last instanceof SqlNodeList list ? list : SqlNodeList.EMPTY;
    if (last instanceof SqlNodeList) {
      operands.remove(last);
    }
    SqlCall listagg =
        JoinedText.LISTAGG.createCall(
            call.getFunctionQuantifier(), call.getParserPosition(), operands);
    joinText(listagg);
    return order.isEmpty()
        ? listagg
        : SqlStdOperatorTable.WITHIN_GROUP.createCall(call.getParserPosition(), listagg, order);
  }

  private static boolean joins(SqlNode node) {
    return node instanceof SqlBasicCall call
        && call.getOperator().getName().equalsIgnoreCase("LISTAGG");
  }

  /**
   * Casts the joined values to VARCHAR without a length, because the result is longer than its
   * parts.
   */
  private static void joinText(SqlNode aggregate) {
    if (!joins(aggregate) || ((SqlBasicCall) aggregate).operandCount() == 0) {
      return;
    }
    SqlBasicCall call = (SqlBasicCall) aggregate;
    SqlNode text = call.operand(0);
    if (!isText(text)) {
      call.setOperand(0, text(text));
    }
  }

  /** The interpolation between two integers is not an integer, although Calcite types it so. */
  private static void interpolate(SqlNode aggregate, SqlNodeList order) {
    boolean between =
        aggregate instanceof SqlBasicCall call
            && call.getOperator().getName().equalsIgnoreCase("PERCENTILE_CONT");
    for (int i = 0; between && i < order.size(); i++) {
      SqlNode key = order.get(i);
      if (key.getKind() == SqlKind.DESCENDING) {
        ((SqlCall) key).setOperand(0, cast(((SqlCall) key).operand(0), SqlTypeName.DOUBLE));
      } else {
        order.set(i, cast(key, SqlTypeName.DOUBLE));
      }
    }
  }

  private static boolean isText(SqlNode node) {
    return node.getKind() == SqlKind.CAST
        && ((SqlCall) node).operand(1) instanceof SqlDataTypeSpec type
        && type.getTypeNameSpec() instanceof SqlBasicTypeNameSpec name
        && name.getTypeName().getSimple().equals("VARCHAR");
  }

  private static SqlNode text(SqlNode node) {
    return cast(node, SqlTypeName.VARCHAR);
  }

  private static SqlNode cast(SqlNode node, SqlTypeName type) {
    SqlParserPos place = node.getParserPosition();
    return SqlStdOperatorTable.CAST.createCall(
        place, node, new SqlDataTypeSpec(new SqlBasicTypeNameSpec(type, place), place));
  }
}
