package dev.vitrine.statement.tree;

/** SHOW TOKENS. */
public record ShowTokens() implements Statement {}
