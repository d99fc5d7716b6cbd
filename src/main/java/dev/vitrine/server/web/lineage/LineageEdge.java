package dev.vitrine.server.web.lineage;

/** The keys of two nodes, the second of which was made from the first. */
record LineageEdge(String from, String to) {}
