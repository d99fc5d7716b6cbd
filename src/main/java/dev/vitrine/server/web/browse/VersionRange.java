package dev.vitrine.server.web.browse;

import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.UserRequest;

/**
 * The versions of a model that the user may read.
 *
 * @param count number of versions
 * @param lowest number of the first one, 0 without versions
 * @param highest number of the last one, 0 without versions
 */
public record VersionRange(long count, long lowest, long highest) {
  private static final String QUERY =
      "SELECT COUNT(*), MIN(version), MAX(version) FROM system.registry.versions"
          + " WHERE full_name = ?";

  /** For pages that show no versions. */
  static final VersionRange NONE = new VersionRange(0, 0, 0);

  static VersionRange of(UserRequest request, String model) {
    Row row = request.rows(QUERY, model).get(0);
    return new VersionRange(row.number(0), row.number(1), row.number(2));
  }
}
