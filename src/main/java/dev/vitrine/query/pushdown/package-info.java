/**
 * Turns a plan over logical relations into one statement of a store: the allowed operators, the
 * leakproof operators, and the SQL of each store. Depends on Calcite, {@code catalog} and {@code
 * error}.
 */
package dev.vitrine.query.pushdown;
