package dev.vitrine.server.web.lineage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Nodes by their keys, and edges between them.
 *
 * @param cut whether there are more than a graph can have
 */
record LineageGraph(Map<String, LineageNode> nodes, List<LineageEdge> edges, boolean cut) {
  /** Nodes of a drawing, which stays readable. */
  static final int MOST_NODES = 200;

  /** The time of the layout grows faster than the number of edges. */
  static final int MOST_EDGES = 400;

  LineageGraph {
    edges = List.copyOf(edges);
  }

  /** A graph that grows up to the limits. Used by one thread. */
  static final class Growing {
    private final Set<String> keys = new LinkedHashSet<>();
    private final Set<LineageEdge> edges = new LinkedHashSet<>();
    private boolean cut;

    boolean contains(String key) {
      return keys.contains(key);
    }

    /** Adds a node if there is place. */
    boolean add(String key) {
      if (keys.contains(key)) {
        return true;
      }
      if (keys.size() >= MOST_NODES) {
        cut = true;
        return false;
      }
      return keys.add(key);
    }

    /** Adds an edge between two of the nodes if there is place. */
    void link(String from, String to) {
      LineageEdge edge = new LineageEdge(from, to);
      if (from.equals(to) || !keys.contains(from) || !keys.contains(to) || edges.contains(edge)) {
        return;
      }
      if (edges.size() >= MOST_EDGES) {
        cut = true;
      } else {
        edges.add(edge);
      }
    }

    void cut() {
      cut = true;
    }

    /** The versions among the nodes. */
    List<String> versions() {
      return keys.stream().filter(LineageNode::isVersion).toList();
    }

    /**
     * The graph without nodes that have no edge.
     *
     * @param focus the keys that the page is about
     * @param aliases those of versions, by their keys
     */
    LineageGraph graph(Collection<String> focus, Map<String, List<String>> aliases) {
      Set<String> linked = new LinkedHashSet<>();
      for (LineageEdge edge : edges) {
        linked.add(edge.from());
        linked.add(edge.to());
      }
      Map<String, LineageNode> nodes = new LinkedHashMap<>();
      for (String key : keys) {
        if (linked.contains(key)) {
          String names = String.join(", ", aliases.getOrDefault(key, List.of()));
          nodes.put(key, new LineageNode(key, names, focus.contains(key)));
        }
      }
      return new LineageGraph(nodes, new ArrayList<>(edges), cut);
    }
  }
}
