package dev.vitrine.store.history;

import java.time.LocalDateTime;
import java.util.Optional;

/**
 * How long the past is kept.
 *
 * @param historyDays after which closed rows are removed; empty if never
 * @param droppedDays for which dropped models and versions can be restored
 * @param since time in UTC from which the history is complete
 */
public record RetentionSettings(
    Optional<Integer> historyDays, int droppedDays, LocalDateTime since) {}
