package dev.vitrine.cli.migrate.source;

import java.util.List;
import java.util.Map;

/**
 * The values of a version that lists do not contain.
 *
 * @param version with its author and tags
 * @param params parameters by name
 * @param remark what could not be read, for the report; empty if nothing is missing
 */
public record SourceDetails(
    SourceVersion version, Map<String, String> params, List<SourceMetric> metrics, String remark) {
  /** Makes a copy of the collections. */
  public SourceDetails {
    params = Map.copyOf(params);
    metrics = List.copyOf(metrics);
  }
}
