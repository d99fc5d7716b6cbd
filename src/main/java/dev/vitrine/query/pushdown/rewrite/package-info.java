/**
 * Rewrites plans so that a store computes the values and types that the plan states: casts,
 * emulations of missing features, checks of ranges, unique column names.
 */
@NullMarked
package dev.vitrine.query.pushdown.rewrite;

import org.jspecify.annotations.NullMarked;
