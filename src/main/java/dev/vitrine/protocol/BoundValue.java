package dev.vitrine.protocol;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;

/** The value of a parameter, as it travels. */
public sealed interface BoundValue {
  /** NULL. */
  record Null() implements BoundValue {}

  /** A string. */
  record Text(String value) implements BoundValue {
    /** Refuses null, which is {@link Null}. */
    public Text {
      requireNonNull(value);
    }
  }

  /** TRUE or FALSE. */
  record Truth(boolean value) implements BoundValue {}

  /** A whole number. */
  record Whole(long value) implements BoundValue {}

  /** A floating point number. */
  record Real(double value) implements BoundValue {}

  /** A decimal number. */
  record Decimal(BigDecimal value) implements BoundValue {
    /** Refuses null, which is {@link Null}. */
    public Decimal {
      requireNonNull(value);
    }
  }

  /** A DATE. */
  record Day(LocalDate value) implements BoundValue {
    /** Refuses null, which is {@link Null}. */
    public Day {
      requireNonNull(value);
    }
  }

  /** A TIMESTAMP, of which milliseconds travel. */
  record Moment(Instant value) implements BoundValue {
    /** Refuses null, which is {@link Null}. */
    public Moment {
      requireNonNull(value);
    }
  }
}
