/** Writes plans as SQL of a store, where Calcite writes it wrong. */
package dev.vitrine.query.pushdown.print;
