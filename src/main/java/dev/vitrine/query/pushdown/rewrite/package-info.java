/**
 * Rewrites plans so that a store computes the values and types that the plan states: casts,
 * emulations of missing features, checks of ranges, unique column names.
 */
package dev.vitrine.query.pushdown.rewrite;
