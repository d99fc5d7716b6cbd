package dev.vitrine.store.securable;

import static java.util.Objects.requireNonNull;

import java.time.LocalDateTime;

/**
 * Author and time of a change.
 *
 * @param at in UTC, to the millisecond
 * @param by name of the user
 */
public record Stamp(LocalDateTime at, String by) {
  public Stamp {
    requireNonNull(at);
    requireNonNull(by);
  }
}
