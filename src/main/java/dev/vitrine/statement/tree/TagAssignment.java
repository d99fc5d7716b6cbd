package dev.vitrine.statement.tree;

/** A tag to set. */
public record TagAssignment(String key, String value) {}
