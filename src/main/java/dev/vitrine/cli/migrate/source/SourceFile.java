package dev.vitrine.cli.migrate.source;

/**
 * A file of a version.
 *
 * @param path relative to the root of the version
 * @param location by which the source finds it
 * @param size in bytes, as the registry states it
 */
public record SourceFile(String path, String location, long size) {}
