/**
 * The shapes of queries: literals of conditions become parameters, so that texts that differ only
 * in these literals share one plan.
 */
@NullMarked
package dev.vitrine.query.shape;

import org.jspecify.annotations.NullMarked;
