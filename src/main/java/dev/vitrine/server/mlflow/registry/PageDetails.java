package dev.vitrine.server.mlflow.registry;

import dev.vitrine.server.mlflow.search.Search.Selection;
import dev.vitrine.server.rest.Exchange;
import dev.vitrine.server.rest.view.VersionView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tags, aliases and versions of the rows of a page, in one query each. The caller sees in them only
 * rows of the registry's relations that it may read.
 */
final class PageDetails {
  private static final String OF_VERSION =
      " x ON x.full_name = k.full_name AND x.version = k.version";

  private final Selection keys;
  private final Exchange exchange;

  PageDetails(Selection keys, Exchange exchange) {
    this.keys = keys;
    this.exchange = exchange;
  }

  /** A version of a model, by its full name. */
  record VersionKey(String model, long version) {
    static VersionKey of(VersionView version) {
      return new VersionKey(version.fullName(), version.version());
    }

    private static VersionKey of(Object[] row) {
      return new VersionKey((String) row[0], (Long) row[1]);
    }
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

  /** The tags of versions. */
  Map<VersionKey, Map<String, String>> versionTags() {
    Map<VersionKey, Map<String, String>> tags = new HashMap<>();
    for (Object[] row :
        rows(
            "SELECT x.full_name, x.version, x.tag_name, x.tag_value",
            "JOIN version_tags" + OF_VERSION,
            "x.tag_name")) {
      tags.computeIfAbsent(VersionKey.of(row), version -> new LinkedHashMap<>())
          .put((String) row[2], (String) row[3]);
    }
    return tags;
  }

  /** The aliases of versions. */
  Map<VersionKey, List<String>> versionAliases() {
    Map<VersionKey, List<String>> aliases = new HashMap<>();
    for (Object[] row :
        rows(
            "SELECT x.full_name, x.version, x.alias, x.alias_key",
            "JOIN aliases" + OF_VERSION,
            "x.alias_key")) {
      aliases.computeIfAbsent(VersionKey.of(row), key -> new ArrayList<>()).add((String) row[2]);
    }
    return aliases;
  }

  /** The versions themselves, by the full names of their models. */
  Map<String, VersionView> latestVersions() {
    Map<String, VersionView> versions = new HashMap<>();
    VersionView.selected(keys.sql(), keys.parameters(), exchange)
        .forEach(version -> versions.put(version.fullName(), version));
    return versions;
  }

  private List<Object[]> rows(String select, String join, String order) {
    return exchange.rows(
        select + " FROM (" + keys.sql() + ") k " + join + " ORDER BY " + order, keys.parameters());
  }
}
