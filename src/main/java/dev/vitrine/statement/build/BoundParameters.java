package dev.vitrine.statement.build;

import static java.util.Objects.requireNonNull;

import dev.vitrine.catalog.StorableText;
import dev.vitrine.error.ErrorCode;
import dev.vitrine.error.VitrineException;
import dev.vitrine.statement.text.StatementText;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** Values for the {@code ?} of a statement, by their order in the text. */
public final class BoundParameters implements ParameterSource {
  private final StatementText source;
  private final Map<Token, Integer> indexes = new HashMap<>();
  private final List<?> values;

  public BoundParameters(StatementText source, List<Token> marks, List<?> values) {
    this.source = source;
    this.values = values;
    for (Token mark : marks) {
      indexes.put(mark, indexes.size());
    }
  }

  @Override
  public String string(Token mark) {
    Object value = value(mark);
    if (value instanceof String string) {
      if (StorableText.flaw(string).isPresent()) {
        throw source
            .error(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "Parameter " + (index(mark) + 1) + " contains an invalid character.",
                mark)
            .withHint(StorableText.HINT);
      }
      return string;
    }
    throw mustBe("a string", value, mark);
  }

  @Override
  public LocalDateTime time(Token mark) {
    Object value = value(mark);
    if (value instanceof LocalDateTime time) {
      return time;
    }
    throw mustBe("a time", value, mark);
  }

  @Override
  public String name(Token mark) {
    return string(mark);
  }

  @Override
  public long number(Token mark) {
    Object value = value(mark);
    if (value instanceof Number number) {
      try {
        return new BigDecimal(number.toString()).longValueExact();
      } catch (NumberFormatException e) {
        throw mustBe("a whole number", value, mark).withCause(e);
      } catch (ArithmeticException e) {
        throw mustBe("a whole number", value, mark).withCause(e);
      }
    }
    throw mustBe("a whole number", value, mark);
  }

  @Override
  public double decimal(Token mark) {
    Object value = value(mark);
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw mustBe("a number", value, mark);
  }

  private int index(Token mark) {
    return requireNonNull(indexes.get(mark));
  }

  private @Nullable Object value(Token mark) {
    int index = index(mark);
    if (index >= values.size()) {
      throw source
          .error(ErrorCode.UNBOUND_PARAMETER, "Parameter " + (index + 1) + " has no value.", mark)
          .withHint("Every ? needs a value, set before the statement is run.");
    }
    return values.get(index);
  }

  /** The message has the type of the value and never the value, which may be a password. */
  private VitrineException mustBe(String expected, @Nullable Object value, Token mark) {
    String found = value == null ? "NULL" : "a value of type " + value.getClass().getSimpleName();
    int number = index(mark) + 1;
    return source
        .error(
            ErrorCode.INVALID_PARAMETER_VALUE,
            "Parameter " + number + " must be " + expected + " and is " + found + ".",
            mark)
        .withHint("Set it with the method for that type.");
  }
}
