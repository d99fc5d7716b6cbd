package dev.vitrine.server.web.lineage;

import dev.vitrine.server.web.Row;
import dev.vitrine.server.web.UserRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the graph around versions, step by step in both directions, with the user's own queries:
 * versions that the user may not see are left out, as if they did not exist. Used by one thread.
 */
final class LineageReader {
  /** Steps away from the versions, in each direction. */
  private static final int MOST_STEPS = 8;

  /** Versions of a model whose lineage is shown together: the newest, and those with aliases. */
  private static final int MOST_VERSIONS = 50;

  /** Rows of a step, of which up to one for each version has another kind of source. */
  private static final int MOST_ROWS = 2 * LineageGraph.MOST_EDGES + LineageGraph.MOST_NODES;

  /** How the source of a version begins that is a copy of another. */
  private static final String COPY = "models:/";

  /** Numbers of parameters, so that there are few different texts. */
  private static final List<Integer> SIZES = List.of(1, 8, 50, LineageGraph.MOST_NODES);

  private static final String LIMIT = " ORDER BY 1, 2, 3 FETCH FIRST " + MOST_ROWS + " ROWS ONLY";

  private static final String UPSTREAM =
      "SELECT source_table_full_name, target_model_full_name, target_model_version, TRUE AS input"
          + " FROM system.access.model_lineage WHERE %s UNION ALL"
          + " SELECT source, full_name, version, FALSE FROM system.registry.versions"
          + " WHERE source IS NOT NULL AND (%s)"
          + LIMIT;

  private static final String DOWNSTREAM =
      "SELECT source_table_full_name, target_model_full_name, target_model_version"
          + " FROM system.access.model_lineage WHERE source_table_full_name IN (%1$s) UNION"
          + " SELECT source, full_name, version FROM system.registry.versions"
          + " WHERE source IN (%1$s)"
          + LIMIT;

  private final UserRequest request;
  private final LineageGraph.Growing graph = new LineageGraph.Growing();

  LineageReader(UserRequest request) {
    this.request = request;
  }

  /** The graph around the newest versions of a model and those with aliases. */
  LineageGraph ofModel(String model) {
    Set<String> versions = new LinkedHashSet<>();
    for (String query :
        List.of(
            "SELECT version FROM system.registry.aliases WHERE full_name = ?",
            "SELECT version FROM system.registry.versions WHERE full_name = ?"
                + " ORDER BY version DESC FETCH FIRST "
                + MOST_VERSIONS
                + " ROWS ONLY")) {
      request
          .rows(query, model)
          .forEach(row -> versions.add(LineageNode.version(model, row.number(0))));
    }
    return around(versions);
  }

  /** The graph around versions, given by their keys. */
  LineageGraph around(Collection<String> versions) {
    versions.forEach(graph::add);
    walk(versions, true);
    walk(versions, false);
    return graph.graph(Set.copyOf(versions), aliases());
  }

  private void walk(Collection<String> start, boolean up) {
    List<String> frontier = List.copyOf(start);
    for (int step = 0; !frontier.isEmpty() && step < MOST_STEPS; step++) {
      List<Link> links = up ? upstream(frontier) : downstream(frontier);
      Set<String> found = new LinkedHashSet<>();
      links.stream()
          .map(link -> up ? link.from() : link.to())
          .filter(key -> !graph.contains(key))
          .forEach(found::add);
      if (up) {
        found.removeAll(hidden(found));
      }
      List<String> next = new ArrayList<>();
      for (String key : found) {
        if (graph.add(key) && LineageNode.isVersion(key)) {
          next.add(key);
        }
      }
      links.forEach(link -> graph.link(link.from(), link.to()));
      frontier = next;
    }
    if (!frontier.isEmpty()) {
      graph.cut();
    }
  }

  private record Link(String from, String to) {}

  private List<Link> upstream(List<String> versions) {
    String lineage = pairs("target_model_full_name", "target_model_version", versions);
    List<Object> values = new ArrayList<>(parameters(versions));
    values.addAll(parameters(versions));
    String copied = pairs("full_name", "version", versions);
    return links(
        rows(UPSTREAM.formatted(lineage, copied), values).stream()
            .filter(row -> row.text(3).equals("true") || row.text(0).startsWith(COPY))
            .toList());
  }

  private List<Link> downstream(List<String> keys) {
    List<String> padded = padded(keys);
    List<Object> values = new ArrayList<>(padded);
    values.addAll(padded);
    String markers = String.join(", ", Collections.nCopies(padded.size(), "?"));
    return links(rows(DOWNSTREAM.formatted(markers), values));
  }

  private List<Row> rows(String query, List<Object> values) {
    List<Row> rows = request.rows(query, values);
    if (rows.size() == MOST_ROWS) {
      graph.cut();
    }
    return rows;
  }

  private static List<Link> links(List<Row> rows) {
    return rows.stream()
        .map(
            row ->
                new Link(
                    LineageNode.normal(row.text(0)),
                    LineageNode.version(row.text(1), row.number(2))))
        .toList();
  }

  /** The versions among the keys that the user cannot see, or that do not exist. */
  private Set<String> hidden(Set<String> keys) {
    List<String> versions =
        keys.stream().filter(LineageNode::isVersion).limit(LineageGraph.MOST_NODES).toList();
    Set<String> hidden = new LinkedHashSet<>();
    keys.stream().filter(LineageNode::isVersion).forEach(hidden::add);
    if (!versions.isEmpty()) {
      request
          .rows(
              "SELECT full_name, version FROM system.registry.versions WHERE "
                  + pairs("full_name", "version", versions),
              parameters(versions))
          .forEach(row -> hidden.remove(LineageNode.version(row.text(0), row.number(1))));
    }
    return hidden;
  }

  /** The aliases of all versions in the graph, by the keys of the versions. */
  private Map<String, List<String>> aliases() {
    Map<String, List<String>> aliases = new HashMap<>();
    List<String> versions = graph.versions();
    if (!versions.isEmpty()) {
      request
          .rows(
              "SELECT full_name, version, alias FROM system.registry.aliases WHERE "
                  + pairs("full_name", "version", versions)
                  + " ORDER BY alias_key",
              parameters(versions))
          .forEach(
              row ->
                  aliases
                      .computeIfAbsent(
                          LineageNode.version(row.text(0), row.number(1)), key -> new ArrayList<>())
                      .add(row.text(2)));
    }
    return aliases;
  }

  /**
   * A condition for versions. Stores use no index for an OR of conditions on two tables, so lists
   * of the models and numbers come first.
   */
  private static String pairs(String model, String version, List<String> versions) {
    int count = padded(versions).size();
    String markers = String.join(", ", Collections.nCopies(count, "?"));
    String each =
        String.join(
            " OR ", Collections.nCopies(count, "(" + model + " = ? AND " + version + " = ?)"));
    return model + " IN (" + markers + ") AND " + version + " IN (" + markers + ") AND (" + each
        + ")";
  }

  private static List<Object> parameters(List<String> versions) {
    List<Object> models = new ArrayList<>();
    List<Object> numbers = new ArrayList<>();
    List<Object> pairs = new ArrayList<>();
    for (String key : padded(versions)) {
      LineageNode node = new LineageNode(key, "", false);
      models.add(node.model());
      numbers.add(node.number());
      pairs.add(node.model());
      pairs.add(node.number());
    }
    models.addAll(numbers);
    models.addAll(pairs);
    return models;
  }

  /** The list, with its last element repeated. */
  private static List<String> padded(List<String> keys) {
    int size = SIZES.stream().filter(each -> each >= keys.size()).findFirst().orElse(keys.size());
    List<String> padded = new ArrayList<>(keys);
    while (padded.size() < size) {
      padded.add(keys.get(keys.size() - 1));
    }
    return padded;
  }
}
