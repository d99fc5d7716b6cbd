/**
 * Connections to the database: the pool, the shares of users, lost connections and bounds of
 * fetched rows.
 */
@NullMarked
package dev.vitrine.store.connection;

import org.jspecify.annotations.NullMarked;
