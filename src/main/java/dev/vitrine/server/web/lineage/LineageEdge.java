package dev.vitrine.server.web.lineage;

import static java.util.Objects.requireNonNull;

/** That one node was made from another, by their keys. */
record LineageEdge(String from, String to) {
  LineageEdge {
    requireNonNull(from);
    requireNonNull(to);
  }
}
