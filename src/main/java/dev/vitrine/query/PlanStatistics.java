package dev.vitrine.query;

import java.time.Duration;

/**
 * What a planner has done since it was made.
 *
 * @param hits queries whose plan was remembered
 * @param misses queries that were planned
 * @param refusals queries that could not be planned; each is a miss too
 * @param evictions plans that were forgotten because there was no room
 * @param plans how many plans are remembered now
 * @param capacity how many can be
 * @param planning time spent on the misses
 * @param slowest time spent on the slowest of them
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
