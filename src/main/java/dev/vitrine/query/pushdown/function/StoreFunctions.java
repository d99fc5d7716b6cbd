package dev.vitrine.query.pushdown.function;

import dev.vitrine.query.pushdown.type.InstantType;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlBasicFunction;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;

/**
 * Functions of the stores, printed under their names. Those that make strings longer return a
 * VARCHAR without a length, so that a cast added by Calcite cannot truncate the result.
 */
public final class StoreFunctions {
  static final SqlReturnTypeInference TEXT =
      ReturnTypes.explicit(SqlTypeName.VARCHAR).andThen(SqlTypeTransforms.TO_NULLABLE);
  private static final SqlReturnTypeInference NULLABLE_TEXT =
      ReturnTypes.explicit(SqlTypeName.VARCHAR).andThen(SqlTypeTransforms.FORCE_NULLABLE);
  private static final SqlReturnTypeInference INTEGER =
      ReturnTypes.explicit(SqlTypeName.INTEGER).andThen(SqlTypeTransforms.TO_NULLABLE);

  /** These ignore NULLs and return an empty string if all arguments are NULL. */
  private static final SqlReturnTypeInference TEXT_NEVER_NULL =
      ReturnTypes.explicit(SqlTypeName.VARCHAR);

  public static final SqlFunction DATE_TRUNC =
      function(
          "DATE_TRUNC",
          ReturnTypes.explicit(SqlTypeName.TIMESTAMP, 3).andThen(SqlTypeTransforms.TO_NULLABLE),
          OperandTypes.sequence(
              "DATE_TRUNC('<UNIT>', <TIMESTAMP>)",
              OperandTypes.and(OperandTypes.CHARACTER, OperandTypes.LITERAL),
              OperandTypes.DATETIME));

  /** Whole units from the first point in time to the second, as JDBC has it. */
  static final SqlFunction TIMESTAMPDIFF =
      function(
          "TIMESTAMPDIFF",
          ReturnTypes.BIGINT_NULLABLE,
          OperandTypes.sequence(
              "TIMESTAMPDIFF(<UNIT>, <TIMESTAMP>, <TIMESTAMP>)",
              OperandTypes.and(OperandTypes.CHARACTER, OperandTypes.LITERAL),
              OperandTypes.DATETIME,
              OperandTypes.DATETIME));

  static final SqlFunction TO_CHAR =
      function(
          "TO_CHAR",
          TEXT,
          OperandTypes.sequence(
              "TO_CHAR(<TIMESTAMP>, '<FORMAT>')",
              OperandTypes.DATETIME,
              OperandTypes.and(OperandTypes.CHARACTER, OperandTypes.LITERAL)));

  /** Decimal places that are cut off, not rounded. */
  static final SqlFunction TRUNC =
      function(
          "TRUNC",
          ReturnTypes.ARG0_NULLABLE,
          OperandTypes.or(
              OperandTypes.NUMERIC,
              OperandTypes.family(SqlTypeFamily.NUMERIC, SqlTypeFamily.INTEGER)));

  /** Not for queries to call: CHAR_LENGTH is. */
  public static final SqlFunction OCTET_LENGTH =
      function("OCTET_LENGTH", INTEGER, OperandTypes.CHARACTER);

  /** The character of a code, from 1 to 65535; printed as CHAR on H2. */
  static final SqlFunction CHR = text("CHR", SqlTypeFamily.INTEGER);

  static final SqlFunction LEFT = text("LEFT", SqlTypeFamily.CHARACTER, SqlTypeFamily.INTEGER);

  /** The scalar at a path of a JSON text, as text. */
  static final SqlFunction JSON_VALUE =
      text("JSON_VALUE", SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER);

  /** The name of {@link #ARRAY_ELEMENT}. */
  public static final String ELEMENT = "ARRAY ELEMENT";

  /** A text as an element of the text of an array, in quotes if it needs them. */
  static final SqlFunction ARRAY_ELEMENT =
      function(ELEMENT, TEXT_NEVER_NULL, OperandTypes.CHARACTER);

  /** Whether the expression writes an element of the text of an array. */
  public static boolean isElement(RexNode expression) {
    return RexUtil.findOperatorCall(ARRAY_ELEMENT, expression) != null;
  }

  /** The JSON text at a path of a JSON text. */
  static final SqlFunction JSON_QUERY =
      text("JSON_QUERY", SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER);

  /** The name of {@link #AT_TIME_ZONE}, which no query needs to call. */
  public static final String TIME_ZONE = "AT TIME ZONE";

  /** The time that clocks of a zone show at an instant, or the instant when they show a time. */
  public static final SqlFunction AT_TIME_ZONE =
      function(
          TIME_ZONE,
          call ->
              call.getTypeFactory()
                  .createTypeWithNullability(
                      InstantType.matches(call.getOperandType(0))
                          ? call.getTypeFactory().createSqlType(SqlTypeName.TIMESTAMP, 3)
                          : InstantType.milliseconds(call.getTypeFactory()),
                      call.getOperandType(0).isNullable()),
          OperandTypes.sequence(
              "<TIMESTAMP> AT TIME ZONE '<ZONE>'",
              OperandTypes.TIMESTAMP,
              OperandTypes.and(OperandTypes.CHARACTER, OperandTypes.LITERAL)));

  /** The name of {@link #CHANGED_ZONE}. */
  public static final String ZONE_CHANGE = "CHANGED ZONE";

  /** The time in the second zone when clocks of the first zone show a time; not for queries. */
  public static final SqlFunction CHANGED_ZONE =
      function(
          ZONE_CHANGE,
          ReturnTypes.ARG0_NULLABLE,
          OperandTypes.family(
              SqlTypeFamily.TIMESTAMP, SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER));

  /** The name of {@link #SECONDS_BETWEEN}, which no query needs to call. */
  public static final String SECONDS = "SECONDS BETWEEN";

  /** Seconds with three decimal places from the first point in time to the second. */
  static final SqlFunction SECONDS_BETWEEN =
      function(
          SECONDS,
          ((SqlReturnTypeInference)
                  call -> call.getTypeFactory().createSqlType(SqlTypeName.DECIMAL, 19, 3))
              .andThen(SqlTypeTransforms.TO_NULLABLE),
          OperandTypes.family(SqlTypeFamily.DATETIME, SqlTypeFamily.DATETIME));

  /** Not for queries to call. */
  public static final SqlFunction REGEXP_REPLACE =
      text(
          "REGEXP_REPLACE",
          SqlTypeFamily.CHARACTER,
          SqlTypeFamily.CHARACTER,
          SqlTypeFamily.CHARACTER);

  static final List<SqlOperator> BOTH =
      List.of(
          CHR,
          AT_TIME_ZONE,
          ARRAY_ELEMENT,
          SECONDS_BETWEEN,
          DATE_TRUNC,
          TIMESTAMPDIFF,
          TO_CHAR,
          TRUNC,
          text("MD5", SqlTypeFamily.CHARACTER),
          trimming("BTRIM"),
          LEFT,
          text("RIGHT", SqlTypeFamily.CHARACTER, SqlTypeFamily.INTEGER),
          padding("LPAD"),
          padding("RPAD"),
          trimming("LTRIM"),
          trimming("RTRIM"),
          text(
              "REPLACE", SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER),
          text("REPEAT", SqlTypeFamily.CHARACTER, SqlTypeFamily.INTEGER),
          function(
              "SUBSTR",
              TEXT,
              OperandTypes.or(
                  OperandTypes.family(SqlTypeFamily.CHARACTER, SqlTypeFamily.INTEGER),
                  OperandTypes.family(
                      SqlTypeFamily.CHARACTER, SqlTypeFamily.INTEGER, SqlTypeFamily.INTEGER))),
          function("LENGTH", INTEGER, OperandTypes.CHARACTER),
          function(
              "CONCAT",
              TEXT_NEVER_NULL,
              OperandTypes.repeat(SqlOperandCountRanges.from(2), OperandTypes.CHARACTER)),
          function(
              "CONCAT_WS",
              // NULL without a separator.
              ReturnTypes.explicit(SqlTypeName.VARCHAR).andThen(SqlTypeTransforms.ARG0_NULLABLE),
              OperandTypes.repeat(SqlOperandCountRanges.from(2), OperandTypes.CHARACTER)),
          extreme("GREATEST"),
          extreme("LEAST"));

  static final List<SqlOperator> POSTGRESQL_ONLY =
      List.of(
          JSON_VALUE,
          JSON_QUERY,
          step("->"),
          step("->>"),
          path("#>"),
          path("#>>"),
          text("REVERSE", SqlTypeFamily.CHARACTER),
          text(
              "SPLIT_PART",
              SqlTypeFamily.CHARACTER,
              SqlTypeFamily.CHARACTER,
              SqlTypeFamily.INTEGER),
          function(
              "DATE_PART",
              ReturnTypes.DOUBLE_NULLABLE,
              OperandTypes.family(SqlTypeFamily.CHARACTER, SqlTypeFamily.TIMESTAMP)));

  private StoreFunctions() {}

  /** An operator that takes a key or a position of a JSON text. */
  private static SqlFunction step(String operator) {
    return function(
        operator,
        NULLABLE_TEXT,
        OperandTypes.or(
            OperandTypes.family(SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER),
            OperandTypes.family(SqlTypeFamily.CHARACTER, SqlTypeFamily.INTEGER)));
  }

  /** An operator that takes a path, as a text of an array. */
  private static SqlFunction path(String operator) {
    return function(
        operator,
        NULLABLE_TEXT,
        OperandTypes.family(SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER));
  }

  private static SqlFunction function(
      String name, SqlReturnTypeInference type, SqlOperandTypeChecker operands) {
    return SqlBasicFunction.create(name, type, operands, SqlFunctionCategory.STRING);
  }

  private static SqlFunction text(String name, SqlTypeFamily... operands) {
    return function(name, TEXT, OperandTypes.family(operands));
  }

  private static SqlFunction trimming(String name) {
    return function(
        name,
        TEXT,
        OperandTypes.or(
            OperandTypes.family(SqlTypeFamily.CHARACTER),
            OperandTypes.family(SqlTypeFamily.CHARACTER, SqlTypeFamily.CHARACTER)));
  }

  private static SqlFunction padding(String name) {
    return function(
        name,
        TEXT,
        OperandTypes.or(
            OperandTypes.family(SqlTypeFamily.CHARACTER, SqlTypeFamily.INTEGER),
            OperandTypes.family(
                SqlTypeFamily.CHARACTER, SqlTypeFamily.INTEGER, SqlTypeFamily.CHARACTER)));
  }

  /** NULLs are ignored, so the result is NULL only if all arguments are. */
  private static SqlFunction extreme(String name) {
    return function(
        name,
        ReturnTypes.LEAST_RESTRICTIVE.andThen(SqlTypeTransforms.FORCE_NULLABLE),
        OperandTypes.SAME_VARIADIC);
  }
}
