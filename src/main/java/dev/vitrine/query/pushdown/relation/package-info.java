/** The relations that a plan reads, and which of their rows it needs. */
@NullMarked
package dev.vitrine.query.pushdown.relation;

import org.jspecify.annotations.NullMarked;
