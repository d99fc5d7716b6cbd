package dev.vitrine.server.pg.message;

import dev.vitrine.catalog.Column;
import java.util.List;

/**
 * A column of a result as a RowDescription message has it.
 *
 * @param modifier the type modifier: length or precision in PostgreSQL's encoding; -1 for none
 */
public record PgColumn(String name, PgType type, int modifier) {
  /** Length of the header that PostgreSQL counts in type modifiers, in bytes. */
  private static final int HEADER = 4;

  /** Maximum length of a VARCHAR in PostgreSQL, in characters. */
  private static final int LONGEST_VARCHAR = 10_485_760;

  /** Maximum precision of a declared NUMERIC in PostgreSQL, in digits. */
  private static final int MOST_DIGITS = 1_000;

  /** Bits of a type modifier below the precision (numeric.c). */
  private static final int SCALE_BITS = 16;

  /** A column without a type modifier. */
  public static PgColumn of(String name, PgType type) {
    return new PgColumn(name, type, -1);
  }

  /** A column of the engine. */
  public static PgColumn of(Column column) {
    return new PgColumn(column.name(), PgType.of(column.type()), modifier(column));
  }

  private static int modifier(Column column) {
    int precision = column.precision();
    return switch (column.type()) {
      case VARCHAR -> precision > 0 && precision <= LONGEST_VARCHAR ? precision + HEADER : -1;
      case DECIMAL ->
          precision > 0 && precision <= MOST_DIGITS
              ? (precision << SCALE_BITS | column.scale()) + HEADER
              : -1;
      case INTEGER, BIGINT, DOUBLE, BOOLEAN, DATE, TIME, TIMESTAMP, INSTANT -> -1;
    };
  }

  /**
   * Whether rows of both can be sent under one description. Modifiers may differ: the texts of
   * DESCRIBE are as long as the values that are there.
   */
  public static boolean sameTypes(List<PgColumn> described, List<PgColumn> sent) {
    return described.stream()
        .map(PgColumn::unmodified)
        .toList()
        .equals(sent.stream().map(PgColumn::unmodified).toList());
  }

  private PgColumn unmodified() {
    return of(name, type);
  }
}
