package dev.vitrine.store.securable;

import java.time.LocalDateTime;

/**
 * Author and time of a change.
 *
 * @param at in UTC, to the millisecond
 * @param by name of the user
 */
public record Authorship(LocalDateTime at, String by) {}
