/** Refuses plans that a store would compute differently, or that need too much of it. */
package dev.vitrine.query.pushdown.verify;
