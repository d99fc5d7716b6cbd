package dev.vitrine.cli.migrate.source;

/**
 * A metric of a version.
 *
 * @param value finite
 * @param timestamp of the measurement, in milliseconds since 1970
 * @param dataset empty if none was named
 */
public record SourceMetric(String key, double value, long timestamp, long step, String dataset) {}
