package dev.vitrine.server.web;

import java.time.LocalDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row of a query; columns are counted from 0.
 *
 * @param values as {@link dev.vitrine.session.call.Rows} delivers them
 */
@SuppressWarnings("ArrayRecordComponent")
public record Row(@Nullable Object[] values) {
  /** A text; empty for NULL. */
  public String text(int column) {
    Object value = values[column];
    return value == null ? "" : value.toString();
  }

  /** A text, or empty for NULL. */
  public Optional<String> optional(int column) {
    return Optional.ofNullable(values[column]).map(Object::toString);
  }

  /** A whole number; 0 for NULL. */
  public long number(int column) {
    return values[column] instanceof Number number ? number.longValue() : 0;
  }

  /** A point in time, UTC; empty for NULL. */
  public Optional<LocalDateTime> time(int column) {
    return values[column] instanceof LocalDateTime time ? Optional.of(time) : Optional.empty();
  }

  /** Whether the value is NULL. */
  public boolean isNull(int column) {
    return values[column] == null;
  }
}
