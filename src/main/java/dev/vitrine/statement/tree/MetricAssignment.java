package dev.vitrine.statement.tree;

import java.time.LocalDateTime;
import java.util.Optional;

/**
 * A metric of a version.
 *
 * @param step training step; 0 if none is named
 * @param recordedAt time of the measurement in UTC, if the client named one; never in SQL
 */
public record MetricAssignment(
    String name,
    double value,
    Optional<String> dataset,
    long step,
    Optional<LocalDateTime> recordedAt) {}
