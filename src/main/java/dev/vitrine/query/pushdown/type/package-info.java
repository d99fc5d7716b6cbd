/** Types of plans, of stores and of results. */
@NullMarked
package dev.vitrine.query.pushdown.type;

import org.jspecify.annotations.NullMarked;
