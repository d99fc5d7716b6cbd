package dev.vitrine.statement.tree;

/** ROLLBACK. */
public record RollbackTransaction() implements Statement {}
