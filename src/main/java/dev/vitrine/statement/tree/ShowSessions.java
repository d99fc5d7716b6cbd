package dev.vitrine.statement.tree;

/** SHOW SESSIONS. */
public record ShowSessions() implements Statement {}
