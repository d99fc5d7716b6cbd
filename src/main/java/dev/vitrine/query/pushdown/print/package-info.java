/** Writes plans as SQL of a store, where Calcite writes it wrong. */
@NullMarked
package dev.vitrine.query.pushdown.print;

import org.jspecify.annotations.NullMarked;
