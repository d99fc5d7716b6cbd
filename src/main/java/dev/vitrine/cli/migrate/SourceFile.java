package dev.vitrine.cli.migrate;

/**
 * A file of a version.
 *
 * @param path relative to the root of the version
 * @param url path of the request that downloads it
 * @param size in bytes, as the registry states it
 */
record SourceFile(String path, String url, long size) {}
