package dev.vitrine.statement.tree;

/** COMMIT. */
public record CommitTransaction() implements Statement {}
