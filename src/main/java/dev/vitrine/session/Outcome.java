package dev.vitrine.session;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;

/** What one statement answered. */
public sealed interface Outcome permits Outcome.Changed, Rows {
  /**
   * The statement changed something, or could have.
   *
   * @param count how many objects it changed
   * @param version the number that ADD VERSION gave
   */
  record Changed(long count, OptionalLong version) implements Outcome {
    public Changed {
      requireNonNull(version);
    }
  }
}
