/**
 * A plan over logical relations to one statement of a store: what may be pushed, what is leakproof,
 * and how each store wants it printed. Depends on Calcite, {@code catalog} and {@code error}.
 */
package dev.vitrine.query.pushdown;
