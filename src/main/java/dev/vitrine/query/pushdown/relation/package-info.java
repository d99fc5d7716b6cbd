/** The relations that a plan reads, and which of their rows it needs. */
package dev.vitrine.query.pushdown.relation;
