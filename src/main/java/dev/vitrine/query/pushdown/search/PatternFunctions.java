package dev.vitrine.query.pushdown.search;

import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlBasicFunction;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;

/**
 * Operators of a plan that search a text for a checked regular expression. Their names have a
 * blank, so that no query calls them by name without quotes; the verifier checks the pattern again.
 */
public final class PatternFunctions {
  /** The name of {@link #MATCHES}. */
  public static final String MATCHES_PATTERN = "MATCHES PATTERN";

  /** The name of {@link #COUNT}. */
  public static final String COUNT_PATTERN = "COUNT PATTERN";

  /** The name of {@link #FIRST}. */
  public static final String FIRST_PATTERN = "FIRST PATTERN";

  /** The name of {@link #REPLACE_FIRST}. */
  public static final String REPLACE_FIRST_PATTERN = "REPLACE FIRST PATTERN";

  /** The name of {@link #REPLACE_ALL}. */
  public static final String REPLACE_ALL_PATTERN = "REPLACE ALL PATTERN";

  private static final SqlReturnTypeInference TEXT =
      ReturnTypes.explicit(SqlTypeName.VARCHAR).andThen(SqlTypeTransforms.TO_NULLABLE);

  /** Whether a part of a text matches. */
  public static final SqlFunction MATCHES =
      function(MATCHES_PATTERN, ReturnTypes.BOOLEAN_NULLABLE, 2);

  /** Number of parts that match and do not overlap. */
  static final SqlFunction COUNT =
      function(
          COUNT_PATTERN,
          ReturnTypes.explicit(SqlTypeName.INTEGER).andThen(SqlTypeTransforms.TO_NULLABLE),
          2);

  /** The first part that matches; NULL if none does. */
  static final SqlFunction FIRST =
      function(
          FIRST_PATTERN,
          ReturnTypes.explicit(SqlTypeName.VARCHAR).andThen(SqlTypeTransforms.FORCE_NULLABLE),
          2);

  /** The text with another text for the first part that matches. */
  static final SqlFunction REPLACE_FIRST = function(REPLACE_FIRST_PATTERN, TEXT, 3);

  /** The text with another text for each part that matches. */
  static final SqlFunction REPLACE_ALL = function(REPLACE_ALL_PATTERN, TEXT, 3);

  /** All of them. */
  public static final List<SqlFunction> ALL =
      List.of(MATCHES, COUNT, FIRST, REPLACE_FIRST, REPLACE_ALL);

  private PatternFunctions() {}

  private static SqlFunction function(String name, SqlReturnTypeInference type, int operands) {
    SqlTypeFamily[] texts = new SqlTypeFamily[operands];
    Arrays.fill(texts, SqlTypeFamily.CHARACTER);
    return SqlBasicFunction.create(
        name, type, OperandTypes.family(texts), SqlFunctionCategory.STRING);
  }
}
