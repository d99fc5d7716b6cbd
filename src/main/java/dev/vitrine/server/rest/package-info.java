/**
 * What the REST surfaces have in common: one request of one user, answered in JSON; what is read of
 * the registry, always by queries of that user; and how conditions are told. Depends on {@code
 * session}, {@code statement.tree}, {@code artifact}, {@code authentication}, {@code catalog} and
 * {@code error}. A request belongs to its thread; all else may be used by several.
 */
package dev.vitrine.server.rest;
