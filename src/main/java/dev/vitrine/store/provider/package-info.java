/**
 * Providers of shares, catalogs that follow a share, their content and their cached files. May use
 * {@code history} and {@code vendor}; data access objects belong to one transaction and are used by
 * one thread at a time.
 */
@NullMarked
package dev.vitrine.store.provider;

import org.jspecify.annotations.NullMarked;
