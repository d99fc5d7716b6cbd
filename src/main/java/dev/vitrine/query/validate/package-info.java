/** Resolves the names and types of a syntax tree, and describes the errors in them. */
@NullMarked
package dev.vitrine.query.validate;

import org.jspecify.annotations.NullMarked;
