package dev.vitrine.server.web.past;

import java.util.Map;
import java.util.Optional;

/**
 * An alias at a point in time.
 *
 * @param version that it pointed at
 * @param now the version that it points at today; empty if it is not set
 */
public record PastAlias(String name, long version, Optional<Long> now) {
  /**
   * With its version of today; letter case of aliases does not matter.
   *
   * @param today the aliases of the model, with their versions
   */
  static PastAlias of(Map<String, Long> today, String alias, long version) {
    return new PastAlias(
        alias,
        version,
        today.entrySet().stream()
            .filter(entry -> entry.getKey().equalsIgnoreCase(alias))
            .map(Map.Entry::getValue)
            .findFirst());
  }

  /** What has become of it; empty if it points at the same version. */
  public String change() {
    return now.map(today -> today == version ? "" : "now " + today).orElse("not set now");
  }
}
