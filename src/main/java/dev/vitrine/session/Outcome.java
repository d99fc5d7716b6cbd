package dev.vitrine.session;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;

/** What one statement answered. */
public sealed interface Outcome permits Outcome.Changed, Outcome.Opened, Rows {
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

  /** A version's files may be used: those of this set. */
  record Opened(long set) implements Outcome {}
}
