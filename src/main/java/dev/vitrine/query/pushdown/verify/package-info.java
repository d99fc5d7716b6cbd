/** Refuses plans that a store would compute differently, or that need too much of it. */
@NullMarked
package dev.vitrine.query.pushdown.verify;

import org.jspecify.annotations.NullMarked;
