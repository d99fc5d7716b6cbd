/** Functions of regular expressions: their calls in a query, and their operators in a plan. */
@NullMarked
package dev.vitrine.query.pushdown.search;

import org.jspecify.annotations.NullMarked;
