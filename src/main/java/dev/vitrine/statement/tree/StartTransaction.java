package dev.vitrine.statement.tree;

/** BEGIN or START TRANSACTION. */
public record StartTransaction() implements Statement {}
