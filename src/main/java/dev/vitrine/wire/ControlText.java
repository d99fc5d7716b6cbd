package dev.vitrine.wire;

import dev.vitrine.session.call.Limits;
import java.time.Duration;
import java.util.Optional;

/**
 * Control messages that a client sends in place of SQL on the statement concerned, because
 * Avatica's protocol has no requests for cancelling, time limits and the row limit of a prepared
 * statement. None of these texts is a SQL statement.
 */
sealed interface ControlText {
  /** Cancel the running statement. */
  record Cancel() implements ControlText {}

  /** Release the resources of the statement's unread rows. */
  record CloseCursor() implements ControlText {}

  /** Bounds for every later execution of the statement. */
  record SetLimits(Limits limits) implements ControlText {}

  /** The control in {@code text}; empty if it is SQL. */
  static Optional<ControlText> parse(String text) {
    if (!text.startsWith("VITRINE ")) {
      return Optional.empty();
    }
    String[] words = text.split(" ", -1);
    if (text.equals("VITRINE CANCEL")) {
      return Optional.of(new Cancel());
    }
    if (text.equals("VITRINE CLOSE CURSOR")) {
      return Optional.of(new CloseCursor());
    }
    if (words.length == 4 && words[1].equals("LIMITS")) {
      try {
        Limits limits =
            new Limits(Long.parseLong(words[2]), Duration.ofMillis(Long.parseLong(words[3])));
        return Optional.of(new SetLimits(limits));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }
}
