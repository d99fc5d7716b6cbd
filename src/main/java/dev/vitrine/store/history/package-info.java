/**
 * The past of the registry: rows that are changed or deleted are copied to tables of closed rows.
 */
@NullMarked
package dev.vitrine.store.history;

import org.jspecify.annotations.NullMarked;
