package dev.vitrine.statement.tree;

/**
 * One step of ALTER GROUP.
 *
 * @param add whether the member is added, or else dropped
 */
public record MembershipChange(boolean add, MemberRef member) {}
