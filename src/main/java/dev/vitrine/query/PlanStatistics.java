package dev.vitrine.query;

import java.time.Duration;

/**
 * Statistics of a planner since its creation.
 *
 * @param hits queries whose plan was cached
 * @param misses queries that were planned
 * @param refusals queries that could not be planned; each is also a miss
 * @param evictions plans that were evicted
 * @param plans number of cached plans
 * @param capacity maximum number of cached plans
 * @param planning total planning time
 * @param slowest longest planning time
 */
public record PlanStatistics(
    long hits,
    long misses,
    long refusals,
    long evictions,
    long plans,
    long capacity,
    Duration planning,
    Duration slowest) {}
