package dev.vitrine.statement.tree;

/** DROP TOKEN. */
public record DropToken(long tokenId) implements Statement {}
