package dev.vitrine.store.share;

/**
 * A model in a share.
 *
 * @param schema name of its schema in the share
 * @param name its name in the share
 * @param characters approximate size of its comment, tags and numbers of versions
 */
public record SharedModelRow(long modelId, String schema, String name, long characters) {}
