package dev.vitrine.cli.migrate.source;

/**
 * A privilege that a principal of the source has on a model.
 *
 * @param privilege as the source spells it
 */
public record SourceGrant(String principal, String privilege) {}
