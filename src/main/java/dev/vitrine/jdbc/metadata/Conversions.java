package dev.vitrine.jdbc.metadata;

import java.sql.Types;
import java.util.Set;

/** Which types {@code {fn CONVERT(value, SQL_TYPE)}} converts into each other. */
public final class Conversions {
  private static final Set<Integer> TEXTS = Set.of(Types.CHAR, Types.VARCHAR);
  private static final Set<Integer> INTEGERS =
      Set.of(Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT);
  private static final Set<Integer> DECIMALS = Set.of(Types.DECIMAL, Types.NUMERIC);
  private static final Set<Integer> REAL_NUMBERS = Set.of(Types.REAL, Types.FLOAT, Types.DOUBLE);

  private Conversions() {}

  public static boolean exist(int from, int to) {
    if (TEXTS.contains(from)) {
      return TEXTS.contains(to) || isNumber(to) || isOther(to);
    }
    if (isNumber(from)) {
      // Stores print floating point numbers differently.
      return isNumber(to)
          || (TEXTS.contains(to) && !REAL_NUMBERS.contains(from))
          || to == Types.BOOLEAN;
    }
    return isOther(from)
        && (from == to
            || TEXTS.contains(to)
            || areDates(from, to)
            || (from == Types.TIMESTAMP && to == Types.TIME));
  }

  private static boolean isNumber(int type) {
    return INTEGERS.contains(type) || DECIMALS.contains(type) || REAL_NUMBERS.contains(type);
  }

  private static boolean isOther(int type) {
    return type == Types.BOOLEAN || type == Types.TIME || areDates(type, type);
  }

  private static boolean areDates(int one, int other) {
    return (one == Types.DATE || one == Types.TIMESTAMP)
        && (other == Types.DATE || other == Types.TIMESTAMP);
  }
}
