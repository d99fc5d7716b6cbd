package dev.vitrine.query.pushdown.function;

import java.util.List;
import java.util.Map;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlJdbcDataTypeName;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/** Functions of JDBC that neither Calcite nor the stores have, as expressions that all have. */
final class JdbcFunctions {
  private static final List<String> DAYS =
      List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");

  private static final List<String> MONTHS =
      List.of(
          "January",
          "February",
          "March",
          "April",
          "May",
          "June",
          "July",
          "August",
          "September",
          "October",
          "November",
          "December");

  /** Names in braces, and the names of the same functions outside of braces. */
  private static final Map<String, String> NAMES =
      Map.of("UCASE", "UPPER", "LCASE", "LOWER", "LOG", "LN", "DATABASE", "CURRENT_CATALOG");

  /** Parts of UTF-16 have no character: the codes between these two. */
  private static final String LAST_BEFORE_SURROGATES = "55295";

  private static final String FIRST_AFTER_SURROGATES = "57344";
  private static final String LAST_CODE = "65535";

  private JdbcFunctions() {}

  /** Sunday is 1. */
  static SqlNode dayOfWeek(List<SqlNode> operands, SqlParserPos place) {
    return SqlStdOperatorTable.PLUS.createCall(
        place, field(TimeUnit.DOW, operands.get(0), place), number("1", place));
  }

  /** In English, as the names of months. */
  static SqlNode dayName(List<SqlNode> operands, SqlParserPos place) {
    return named(field(TimeUnit.ISODOW, operands.get(0), place), DAYS, place);
  }

  /** In English. */
  static SqlNode monthName(List<SqlNode> operands, SqlParserPos place) {
    return named(field(TimeUnit.MONTH, operands.get(0), place), MONTHS, place);
  }

  private static SqlNode field(TimeUnit unit, SqlNode operand, SqlParserPos place) {
    return SqlStdOperatorTable.EXTRACT.createCall(
        place, new SqlIntervalQualifier(unit, null, place), operand);
  }

  private static SqlNode named(SqlNode value, List<String> names, SqlParserPos place) {
    SqlNodeList numbers = new SqlNodeList(place);
    SqlNodeList texts = new SqlNodeList(place);
    for (String name : names) {
      texts.add(SqlLiteral.createCharString(name, place));
      numbers.add(number(String.valueOf(numbers.size() + 1), place));
    }
    return SqlCase.createSwitched(place, value, numbers, texts, null);
  }

  /** The place of a text in another, from a place on; 0 if it is not there. */
  static SqlNode locate(List<SqlNode> operands, SqlParserPos place) {
    SqlNode start = atLeast("1", typed(operands.get(2), SqlTypeName.INTEGER), place);
    SqlNode text = typed(operands.get(1), SqlTypeName.VARCHAR);
    SqlNode found =
        SqlStdOperatorTable.POSITION.createCall(
            place,
            typed(operands.get(0), SqlTypeName.VARCHAR),
            SqlStdOperatorTable.SUBSTRING.createCall(place, text, start));
    SqlNode skipped =
        SqlStdOperatorTable.MINUS.createCall(
            place, SqlStdOperatorTable.PLUS.createCall(place, found, start), number("1", place));
    return SqlCase.createSwitched(
        place,
        found,
        SqlNodeList.of(number("0", place)),
        SqlNodeList.of(number("0", place)),
        skipped);
  }

  /** A text in which some characters are replaced by another text. */
  static SqlNode insert(List<SqlNode> operands, SqlParserPos place) {
    SqlNode text = typed(operands.get(0), SqlTypeName.VARCHAR);
    SqlNode start = typed(operands.get(1), SqlTypeName.INTEGER);
    SqlNode length = typed(operands.get(2), SqlTypeName.INTEGER);
    SqlNode inserted = typed(operands.get(3), SqlTypeName.VARCHAR);
    SqlNode before =
        SqlStdOperatorTable.SUBSTRING.createCall(
            place,
            text,
            number("1", place),
            atLeast(
                "0",
                SqlStdOperatorTable.MINUS.createCall(place, start, number("1", place)),
                place));
    SqlNode after =
        SqlStdOperatorTable.SUBSTRING.createCall(
            place, text, SqlStdOperatorTable.PLUS.createCall(place, start, length));
    return SqlStdOperatorTable.CONCAT.createCall(
        place, SqlStdOperatorTable.CONCAT.createCall(place, before, inserted), after);
  }

  static SqlNode space(List<SqlNode> operands, SqlParserPos place) {
    return unresolved(
        "REPEAT",
        List.of(
            SqlLiteral.createCharString(" ", place), typed(operands.get(0), SqlTypeName.INTEGER)),
        place);
  }

  /** The character of a code; NULL for a number that is the code of none. */
  static SqlNode character(List<SqlNode> operands, SqlParserPos place) {
    SqlNode code = typed(operands.get(0), SqlTypeName.INTEGER);
    SqlNode known =
        SqlStdOperatorTable.OR.createCall(
            place,
            between("1", code, LAST_BEFORE_SURROGATES, place),
            between(FIRST_AFTER_SURROGATES, code, LAST_CODE, place));
    return SqlCase.createSwitched(
        place,
        null,
        SqlNodeList.of(known),
        SqlNodeList.of(StoreFunctions.CHR.createCall(place, cast(code, SqlTypeName.INTEGER))),
        null);
  }

  private static SqlNode between(String low, SqlNode value, String high, SqlParserPos place) {
    return SqlStdOperatorTable.BETWEEN.createCall(
        place, value, number(low, place), number(high, place));
  }

  /** {@code CONVERT(x, SQL_VARCHAR)} is a cast; null if the type is none of a column. */
  static @Nullable SqlNode convert(List<SqlNode> operands, SqlParserPos place) {
    SqlJdbcDataTypeName name =
        operands.get(1) instanceof SqlLiteral literal
            ? literal.getValueAs(SqlJdbcDataTypeName.class)
            : null;
    SqlNode type = name == null ? null : name.createDataType(place);
    return type instanceof SqlDataTypeSpec spec
        ? SqlStdOperatorTable.CAST.createCall(place, operands.get(0), CastTypes.plain(spec))
        : null;
  }

  /** The function of this name in braces, called without them. */
  static SqlNode unbraced(String name, List<SqlNode> operands, SqlParserPos place) {
    return unresolved(NAMES.getOrDefault(name, name), operands, place);
  }

  private static SqlNode unresolved(String name, List<SqlNode> operands, SqlParserPos place) {
    return new SqlUnresolvedFunction(
            new SqlIdentifier(name, place),
            null,
            null,
            null,
            null,
            SqlFunctionCategory.USER_DEFINED_FUNCTION)
        .createCall(place, operands);
  }

  /** The types of parameters of these functions, which nothing else determines. */
  private static SqlNode typed(SqlNode operand, SqlTypeName type) {
    return operand instanceof SqlDynamicParam ? cast(operand, type) : operand;
  }

  private static SqlNode cast(SqlNode operand, SqlTypeName type) {
    SqlParserPos place = operand.getParserPosition();
    return SqlStdOperatorTable.CAST.createCall(
        place, operand, new SqlDataTypeSpec(new SqlBasicTypeNameSpec(type, place), place));
  }

  private static SqlNode atLeast(String least, SqlNode value, SqlParserPos place) {
    return unresolved("GREATEST", List.of(value, number(least, place)), place);
  }

  private static SqlNode number(String digits, SqlParserPos place) {
    return SqlLiteral.createExactNumeric(digits, place);
  }
}
