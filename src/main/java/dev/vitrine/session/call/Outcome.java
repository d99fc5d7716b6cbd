package dev.vitrine.session.call;

import java.util.List;
import java.util.OptionalLong;

/** The result of one statement. */
public sealed interface Outcome permits Outcome.Changed, Rows {
  /**
   * The result of a change.
   *
   * @param count number of changed objects
   * @param version number that ADD VERSION assigned
   * @param warnings sentences for the client
   */
  record Changed(long count, OptionalLong version, List<String> warnings) implements Outcome {
    public Changed {
      warnings = List.copyOf(warnings);
    }
  }
}
