/** Ranges of approximate numbers. */
package dev.vitrine.query.pushdown.finite;
