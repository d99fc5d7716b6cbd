package dev.vitrine.query.pushdown.rewrite;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.Position;
import dev.vitrine.error.VitrineException;
import dev.vitrine.query.plan.Dialect;
import dev.vitrine.query.pushdown.function.StoreFunctions;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Converts text to numbers, booleans, dates and times by one grammar. The stores' own casts differ:
 * PostgreSQL reads {@code 'yesterday'} as a time, H2 {@code '12'} as a boolean. Constants are
 * checked when the query is planned; of other texts, those that do not fit the grammar are replaced
 * by one that no store converts.
 */
final class TextConversion {
  /** Digits of a text that is converted to a number; longer texts are refused. */
  private static final int LONGEST_NUMBER = 250;

  private static final String DIGITS = "[0-9]{1," + LONGEST_NUMBER + "}";
  private static final String WHOLE = "[+-]?" + DIGITS;
  private static final String NUMBER =
      "[+-]?(?:" + DIGITS + "(?:[.][0-9]{0,250})?|[.]" + DIGITS + ")(?:[eE][+-]?[0-9]{1,3})?";
  private static final String BOOLEAN = "[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]";
  private static final String DATE =
      "(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])";
  private static final String TIME =
      "(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.][0-9]{1,9})?)?";
  private static final String TIMESTAMP = DATE + "(?:[ T]" + TIME + ")?";
  private static final String OFFSET = "(?:Z|[+-][0-9]{2}:[0-9]{2})";
  private static final Pattern WITH_OFFSET = Pattern.compile(DATE + "[ T]" + TIME + OFFSET);
  private static final DateTimeFormatter STORED =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSSSS", Locale.ROOT);

  /** Characters of a text that an error repeats. */
  private static final int SHOWN = 40;

  private final Dialect dialect;
  private final RexBuilder rex;

  TextConversion(Dialect dialect, RexBuilder rex) {
    this.dialect = dialect;
    this.rex = rex;
  }

  /**
   * The cast, of a text that both stores convert alike.
   *
   * @throws VitrineException CAST_INVALID_INPUT if a constant does not fit the grammar
   */
  RexNode convert(RexCall cast) {
    RexNode text = cast.getOperands().get(0);
    String grammar = grammar(cast.getType());
    if (grammar.isEmpty() || !SqlTypeUtil.inCharFamily(text.getType())) {
      return cast;
    }
    if (text instanceof RexLiteral literal) {
      return literal.isNull()
          ? cast
          : as(cast, rex.makeLiteral(constant(literal.getValueAs(String.class), cast, grammar)));
    }
    RexNode pattern = rex.makeLiteral("(?s)^(?! *(?:" + grammar + ") *(?!.)).*$");
    return as(
        cast,
        rex.makeCall(
            text.getType(),
            StoreFunctions.REGEXP_REPLACE,
            List.of(text, pattern, rex.makeLiteral("?"))));
  }

  /** H2 reports a whole number that is too large as a malformed text. */
  private RexNode as(RexCall cast, RexNode text) {
    RexNode read = text;
    if (dialect == Dialect.H2 && grammar(cast.getType()).equals(WHOLE)) {
      RelDataTypeFactory types = rex.getTypeFactory();
      RelDataType digits = types.createSqlType(SqlTypeName.DECIMAL, LONGEST_NUMBER, 0);
      read =
          rex.makeAbstractCast(
              types.createTypeWithNullability(digits, text.getType().isNullable()), text, false);
    }
    return cast.clone(cast.getType(), List.of(read));
  }

  /** Empty for types that text is not converted to. */
  private static String grammar(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case TINYINT, SMALLINT, INTEGER, BIGINT -> WHOLE;
      case DECIMAL, REAL, FLOAT, DOUBLE -> NUMBER;
      case BOOLEAN -> BOOLEAN;
      case DATE -> DATE;
      case TIME -> TIME;
      case TIMESTAMP -> TIMESTAMP;
      default -> "";
    };
  }

  private static String constant(String text, RexCall cast, String grammar) {
    String plain = text.strip();
    try {
      if (grammar.equals(TIMESTAMP) && WITH_OFFSET.matcher(plain).matches()) {
        OffsetDateTime time = OffsetDateTime.parse(plain.replace(' ', 'T'));
        return time.withOffsetSameInstant(ZoneOffset.UTC).format(STORED);
      }
      if (Pattern.matches(grammar, plain)) {
        if (grammar.equals(DATE)) {
          return LocalDate.parse(plain).toString();
        }
        return grammar.equals(TIMESTAMP) ? timestamp(plain) : plain;
      }
    } catch (DateTimeException exception) {
      throw invalid(plain, cast).withCause(exception);
    }
    throw invalid(plain, cast);
  }

  private static String timestamp(String text) {
    LocalDateTime time =
        text.length() == "2024-01-31".length()
            ? LocalDate.parse(text).atStartOfDay()
            : LocalDateTime.parse(text.replace(' ', 'T'));
    return time.format(STORED);
  }

  private static VitrineException invalid(String text, RexCall cast) {
    String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    String hint =
        switch (cast.getType().getSqlTypeName()) {
          case BOOLEAN -> "Booleans are written 'true' and 'false'.";
          case DATE -> "Dates are written '2024-01-31'.";
          case TIME -> "Times are written '23:59:59.999'.";
          case TIMESTAMP -> "Timestamps are written '2024-01-31 23:59:59.999'.";
          default -> "Numbers are written '12', '-1.5' or '1.5E3'.";
        };
    VitrineException error =
        new VitrineException(
                ErrorCode.CAST_INVALID_INPUT,
                "The text '"
                    + shown
                    + "' cannot be cast to "
                    + cast.getType().getSqlTypeName()
                    + ".")
            .withHint(hint);
    SqlParserPos place = cast.getParserPosition();
    return place.getLineNum() > 0
        ? error.withPosition(new Position(place.getLineNum(), place.getColumnNum()))
        : error;
  }
}
