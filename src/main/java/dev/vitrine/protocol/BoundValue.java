package dev.vitrine.protocol;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** The value of a parameter. The engine converts it to the type that the statement declares. */
public sealed interface BoundValue {
  /** The value as a Java object; null for {@link Null}. */
  @Nullable Object value();

  /** NULL. */
  record Null() implements BoundValue {
    @Override
    public @Nullable Object value() {
      return null;
    }
  }

  /** A string. */
  record Varchar(String value) implements BoundValue {}

  /** TRUE or FALSE. */
  record Bool(Boolean value) implements BoundValue {}

  /** A whole number. */
  record Bigint(Long value) implements BoundValue {}

  /** A floating point number. */
  record FloatingPoint(Double value) implements BoundValue {}

  /** A decimal number. */
  record Decimal(BigDecimal value) implements BoundValue {}

  /** A DATE. */
  record Date(LocalDate value) implements BoundValue {}

  /** A TIMESTAMP, in UTC for points in time; sent in milliseconds. */
  record Timestamp(LocalDateTime value) implements BoundValue {}
}
