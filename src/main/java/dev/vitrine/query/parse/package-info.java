/** Text of a query to a syntax tree, within limits of length, depth and size. */
@NullMarked
package dev.vitrine.query.parse;

import org.jspecify.annotations.NullMarked;
