/**
 * Keeps catalogs that follow shares up to date: requests to providers, for which no connection to
 * the store is held, and updates of the store. May use {@code upkeep}; safe for use by several
 * threads.
 */
@NullMarked
package dev.vitrine.session.provider;

import org.jspecify.annotations.NullMarked;
