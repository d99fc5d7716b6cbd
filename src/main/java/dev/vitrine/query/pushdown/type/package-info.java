/** Types of plans, of stores and of results. */
package dev.vitrine.query.pushdown.type;
