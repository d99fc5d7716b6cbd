package dev.vitrine.server.mlflow.registry;

import dev.vitrine.server.mlflow.search.Search.Selection;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.view.VersionView;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tags, aliases and latest versions of the models of a page, in one query each. The caller sees in
 * them only rows of the registry's relations that it may read.
 */
final class ListedModels {
  private final Selection keys;
  private final Exchange exchange;

  ListedModels(Selection keys, Exchange exchange) {
    this.keys = keys;
    this.exchange = exchange;
  }

  /** The tags of models, by full names. */
  Map<String, Map<String, String>> modelTags() {
    Map<String, Map<String, String>> tags = new HashMap<>();
    for (Object[] row :
        rows(
            "SELECT x.full_name, x.tag_name, x.tag_value",
            "JOIN tags x ON x.object_type = 'MODEL' AND x.full_name = k.full_name",
            "x.tag_name")) {
      tags.computeIfAbsent((String) row[0], name -> new LinkedHashMap<>())
          .put((String) row[1], (String) row[2]);
    }
    return tags;
  }

  /** The aliases of models, by full names. */
  Map<String, Map<String, Long>> modelAliases() {
    Map<String, Map<String, Long>> aliases = new HashMap<>();
    for (Object[] row :
        rows(
            "SELECT x.full_name, x.alias, x.version, x.alias_key",
            "JOIN aliases x ON x.full_name = k.full_name",
            "x.alias_key")) {
      aliases
          .computeIfAbsent((String) row[0], name -> new LinkedHashMap<>())
          .put((String) row[1], (Long) row[2]);
    }
    return aliases;
  }

  /** The latest versions, by the full names of their models. */
  Map<String, VersionView> latestVersions() {
    Map<String, VersionView> versions = new HashMap<>();
    VersionView.selected(keys.sql(), keys.parameters(), exchange)
        .forEach(version -> versions.put(version.fullName(), version));
    return versions;
  }

  /** Details of versions of the same request. */
  ListedVersions ofVersions() {
    return new ListedVersions(exchange);
  }

  private List<Object[]> rows(String select, String join, String order) {
    return exchange.rows(
        select + " FROM (" + keys.sql() + ") k " + join + " ORDER BY " + order, keys.parameters());
  }
}
