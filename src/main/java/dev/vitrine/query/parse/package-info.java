/** Text of a query to a syntax tree, within limits of length, depth and size. */
package dev.vitrine.query.parse;
