package dev.vitrine.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows, and whether they are the last. Values are as they travel: a TIMESTAMP as milliseconds and a
 * DATE as days, since 1970 in UTC.
 *
 * @param rows not copied for speed; must not be changed
 */
public record Frame(boolean done, List<List<@Nullable Object>> rows) {
  /** No rows yet. */
  public static final Frame NOT_YET = new Frame(false, List.of());
}
