package dev.vitrine.statement.tree;

/**
 * What a version was in the registry that it is imported from.
 *
 * @param version its number
 * @param author its creator
 * @param created its time of creation as text, in UTC
 */
public record Imported(long version, String author, String created) {}
