package dev.vitrine.server.pg.message;

import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.Deque;

/** The binary format of {@code numeric}: digits of base 10,000 from a weight downwards. */
final class BinaryNumeric {
  /** Decimal digits in each number of the format (NBASE is 10,000). */
  private static final int DIGITS = 4;

  private static final BigInteger BASE = BigInteger.valueOf(10_000);

  /** NUMERIC_NEG of PostgreSQL (numeric.c). */
  private static final int NEGATIVE = 0x4000;

  /** Maximum number of digits of base 10,000 that are read; more cannot be stored. */
  private static final int MOST = 300;

  private BinaryNumeric() {}

  static void write(BigDecimal value, MessageBuffer out) {
    int scale = Math.max(value.scale(), 0);
    int groups = (scale + DIGITS - 1) / DIGITS;
    BigInteger rest = value.abs().setScale(groups * DIGITS).unscaledValue();
    Deque<Integer> digits = new ArrayDeque<>();
    while (rest.signum() != 0) {
      BigInteger[] parts = rest.divideAndRemainder(BASE);
      digits.push(parts[1].intValue());
      rest = parts[0];
    }
    int weight = digits.size() - groups - 1;
    while (!digits.isEmpty() && digits.peekLast() == 0) {
      digits.removeLast();
    }
    out.int16(digits.size());
    out.int16(digits.isEmpty() ? 0 : weight);
    out.int16(value.signum() < 0 ? NEGATIVE : 0);
    out.int16(scale);
    digits.forEach(out::int16);
  }

  static BigDecimal read(MessageFields in) {
    int count = Short.toUnsignedInt(in.int16());
    int weight = in.int16();
    int sign = Short.toUnsignedInt(in.int16());
    int scale = Short.toUnsignedInt(in.int16());
    if (count > MOST || Math.abs(weight) > MOST || (sign != 0 && sign != NEGATIVE)) {
      throw new VitrineException(
          ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE, "A numeric parameter is too large, or not finite.");
    }
    BigInteger unscaled = BigInteger.ZERO;
    for (int i = 0; i < count; i++) {
      unscaled = unscaled.multiply(BASE).add(BigInteger.valueOf(in.int16()));
    }
    BigDecimal value =
        new BigDecimal(unscaled)
            .scaleByPowerOfTen((weight - count + 1) * DIGITS)
            .setScale(Math.min(scale, MOST * DIGITS), RoundingMode.HALF_UP);
    return sign == NEGATIVE ? value.negate() : value;
  }
}
