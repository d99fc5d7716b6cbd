package dev.vitrine.server.web.lineage;

import static java.util.Objects.requireNonNull;

/** The keys of two nodes, the second of which was made from the first. */
record LineageEdge(String from, String to) {
  LineageEdge {
    requireNonNull(from);
    requireNonNull(to);
  }
}
