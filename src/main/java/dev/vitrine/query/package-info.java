/**
 * SELECT text to a validated plan to one SQL statement for the store, and the cache of plans. The
 * only package that knows Calcite.
 */
@NullMarked
package dev.vitrine.query;

import org.jspecify.annotations.NullMarked;
